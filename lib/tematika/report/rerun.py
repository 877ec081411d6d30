"""The command that makes a report again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from tematika.settings import Settings

_OPTIONS = ("period", "lang", "themes")


def command(parameters: Mapping[str, Any], archive_version: int | None = None) -> str:
    """Return the command that makes a report of these parameters; empty if there are none.

    Paths are those that the report shows; the archive is read as it was in the given version.
    """
    if not parameters:
        return ""
    defaults = Settings().model_dump(mode="json")
    changed = {name: value for name, value in parameters.items() if name in defaults and value != defaults[name]}
    words = ["tematika", "report", *(str(path) for path in changed.pop("articles", ()))]
    version = changed.pop("as_of", archive_version)
    if isinstance(version, int):
        words += ["--as-of", str(version)]
    for name, value in sorted(changed.items()):
        text = str(value).lower() if isinstance(value, bool) else str(value)
        words += [f"--{name}", text] if name in _OPTIONS else ["-p", f"{name}={text}"]
    return shlex.join(words)
