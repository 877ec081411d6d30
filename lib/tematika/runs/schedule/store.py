"""A schedule as it is kept: times, the report's arguments, working folder and environment; and how it last went."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tematika.core.files import replace_file
from tematika.core.paths import state_folder
from tematika.core.redaction import contains_secret, sounds_secret
from tematika.errors import ParameterError

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")
_PINNED = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "PYTHONPATH", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
_LINE = re.compile(r"(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)")


@dataclass(frozen=True, slots=True)
class Plan:
    """A schedule.

    Attributes
    ----------
    name : str
        Distinguishes it from others.
    when : str
        Five fields, see `tematika.runs.schedule.cron.check`.
    arguments : tuple of str
        What ``tematika report`` is told.
    folder : str
        Working folder.
    environment : mapping of str to str
        What the report finds in its environment; no secrets, these have a file of their own.
    since : str
        When it was installed; what was due before is nobody's loss.
    by : {"systemd", "cron"}
        Who keeps the time.
    """

    name: str
    when: str
    arguments: tuple[str, ...]
    folder: str
    environment: Mapping[str, str]
    since: str
    by: str

    def save(self) -> None:
        """Keep it."""
        _write(plans_folder() / f"{self.name}.json", asdict(self))


@dataclass(frozen=True, slots=True)
class ScheduledRun:
    """How a schedule last went: which moment it was due at, when it ended, its exit code, its page, what it said."""

    due: str
    ended: str
    code: int
    page: str
    said: str = ""

    def save(self, name: str) -> None:
        """Keep it."""
        _write(turns_folder() / f"{name}.json", asdict(self))


def check_name(name: str) -> str:
    """Return a name that may be part of file names.

    Raises
    ------
    ParameterError
        If it may not.
    """
    if not _NAME.fullmatch(name):
        raise ParameterError(f"not a name, {name!r}", "option --name", "write small letters, digits, - and _")
    return name


def load(name: str) -> Plan:
    """Read a schedule.

    Raises
    ------
    ParameterError
        If there is none of that name.
    """
    values = _read(plans_folder() / f"{check_name(name)}.json")
    try:
        return Plan(**{**values, "arguments": tuple(values["arguments"])})
    except (KeyError, TypeError):
        raise ParameterError("no such schedule", name, "tematika schedule show lists them") from None


def names() -> list[str]:
    """Names of all schedules."""
    return sorted(path.stem for path in plans_folder().glob("*.json"))


def forget(name: str) -> None:
    """Remove a schedule, and what is known of its last turn; its log stays."""
    (plans_folder() / f"{name}.json").unlink(missing_ok=True)
    (turns_folder() / f"{name}.json").unlink(missing_ok=True)


def last_run(name: str) -> ScheduledRun | None:
    """Return how a schedule last went, None if it is not known."""
    try:
        turn = ScheduledRun(**_read(turns_folder() / f"{name}.json"))
        datetime.fromisoformat(turn.due)
    except (TypeError, ValueError):
        return None
    return turn


def pinned_environment() -> dict[str, str]:
    """Return what a report needs of this environment; schedules start with next to none."""
    chosen = {name: os.environ[name] for name in _PINNED if name in os.environ}
    ours = {name: value for name, value in os.environ.items() if name.startswith("TEMATIKA_")}
    ours = {name: value for name, value in ours.items() if not sounds_secret(name) and not contains_secret(value)}
    return {**chosen, **ours}


def secret_environment() -> dict[str, str]:
    """Read the file with secrets, lines of ``NAME=VALUE``, which nobody else may be able to read.

    Raises
    ------
    ParameterError
        If others can.
    """
    file = secrets_file()
    if not file.is_file():
        return {}
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ParameterError("others can read the secrets in it", str(file), f"chmod 600 {file}")
    lines = file.read_text(encoding="utf-8").splitlines()
    found = [match for line in lines if (match := _LINE.fullmatch(line.strip()))]
    return {match[1]: match[2][1:-1] if match[2][:1] in {"'", '"'} else match[2] for match in found}


def secrets_file() -> Path:
    """Return the file of secrets for scheduled reports."""
    return _config() / "environment"


def plans_folder() -> Path:
    """Return the folder of schedules."""
    return _config() / "schedules"


def turns_folder() -> Path:
    """Return the folder of their logs and of how they went."""
    return state_folder() / "schedules"


def _config() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "tematika"


def _write(file: Path, values: Mapping[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode())


def _read(file: Path) -> dict[str, Any]:
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}
