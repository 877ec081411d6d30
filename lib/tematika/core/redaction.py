"""Redaction of outputs: secrets from the environment and paths of this machine are replaced."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

NOTIFY = "TEMATIKA_NOTIFY"
_NAME = re.compile(r"(?i)(passw|token|secret|credential|api_?key|access_?key|private_?key|notif)")
_SHORTEST = 6

Patterns = list[tuple[re.Pattern[str], str]]


def sounds_secret(name: str) -> bool:
    """Return whether a name is one that people give to a secret, or to an address that holds one.

    Examples
    --------
    >>> sounds_secret("AWS_SECRET_ACCESS_KEY"), sounds_secret("notify_success"), sounds_secret("seed")
    (True, True, False)
    """
    return _NAME.search(name) is not None


def contains_secret(value: object) -> bool:
    """Return whether a value is an address with a password in it.

    Examples
    --------
    >>> contains_secret("https://me:word@host/path"), contains_secret("s3://bucket/archive")
    (True, False)
    """
    if not isinstance(value, str) or "@" not in value:
        return False
    try:
        return urlsplit(value).password is not None
    except ValueError:
        return False


def environment_of_kernels() -> dict[str, str]:
    """Return the environment without the addresses of notices, which no notebook needs."""
    return {name: value for name, value in os.environ.items() if not name.startswith(NOTIFY)}


def secrets() -> list[str]:
    """Return the values in the environment that no output may repeat, longest first."""
    values = {value for name, value in os.environ.items() if sounds_secret(name) and len(value) >= _SHORTEST}
    return sorted(values, key=lambda value: (-len(value), value))


def machine_paths(articles: Iterable[str], themes: str, *folders: Path) -> dict[Path, str]:
    """Return paths that must not stay in outputs, with their replacements; a path inside of another comes first.

    Parameters
    ----------
    articles : iterable of str
        Files and folders of articles, as given.
    themes : str
        The themes file, as given; may be empty.
    folders : Path
        Others that nobody need know of: the run's, the project's.
    """
    paths = {Path(name).resolve().parent: "" for name in (*articles, themes) if name}
    paths |= dict.fromkeys((*folders, Path.cwd()), "") | {Path(sys.prefix): "python", Path.home(): "~"}
    return dict(sorted(paths.items(), key=lambda item: -len(item[0].parts)))


def patterns_of(paths: Mapping[Path, str], hidden: Iterable[str]) -> Patterns:
    """Return patterns that match paths and secrets, each with its replacement."""
    of_paths = [
        (_path_pattern(path), f"{name}\\1" if name else "") for path, name in paths.items() if len(path.parts) > 1
    ]
    return [*((re.compile(re.escape(value)), "***") for value in hidden), *of_paths]


def clean(text: str, patterns: Patterns) -> str:
    """Replace paths and secrets in a text."""
    for pattern, stand_in in patterns:
        text = pattern.sub(stand_in, text)
    return text


def _path_pattern(path: Path) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/.]){re.escape(str(path))}(/|(?!\w))")
