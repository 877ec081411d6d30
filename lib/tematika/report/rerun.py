"""The command that makes a report again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from tematika.settings import Settings

_OPTIONS = ("period", "lang", "themes")


def command(facts: Mapping[str, Any]) -> str:
    """Give the command that makes the report of these facts again; empty where its parameters are not known.

    What was read of the archive is read of it as it was. Paths are those that the report shows.
    """
    given = facts.get("parameters")
    if not isinstance(given, Mapping):
        return ""
    defaults = Settings().model_dump(mode="json")
    changed = {name: value for name, value in given.items() if name in defaults and value != defaults[name]}
    words = ["tematika", "report", *(str(path) for path in changed.pop("articles", ()))]
    version = changed.pop("as_of", facts.get("archive_version"))
    if isinstance(version, int):
        words += ["--as-of", str(version)]
    for name, value in sorted(changed.items()):
        said = str(value).lower() if isinstance(value, bool) else str(value)
        words += [f"--{name}", said] if name in _OPTIONS else ["-p", f"{name}={said}"]
    return shlex.join(words)
