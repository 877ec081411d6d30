"""Schedules as systemd user timers: a service and a timer each, which catches up with what was missed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tematika.errors import ParameterError
from tematika.runs.schedule.cron import on_calendar


def runs_here() -> bool:
    """Return whether systemd looks after this user's services."""
    return shutil.which("systemctl") is not None and _systemctl("show-environment").returncode == 0


def put(name: str, when: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Write the units of a schedule, in place of earlier ones, and start the timer."""
    folder = units_folder()
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in units_of(name, when, command, environment).items():
        (folder / file).write_text(text, encoding="utf-8")
    _must("daemon-reload")
    _must("enable", "--now", f"{_unit(name)}.timer")


def take_away(name: str) -> None:
    """Stop the timer and remove the units."""
    files = [units_folder() / f"{_unit(name)}.{kind}" for kind in ("timer", "service")]
    if any(file.exists() for file in files):
        _systemctl("disable", "--now", f"{_unit(name)}.timer")
        for file in files:
            file.unlink(missing_ok=True)
        _must("daemon-reload")


def is_there(name: str) -> bool:
    """Return whether the timer is active."""
    return _systemctl("is-active", "--quiet", f"{_unit(name)}.timer").returncode == 0


def lingers() -> bool:
    """Return whether this user's services run while nobody is logged in."""
    user = os.environ.get("USER") or Path.home().name
    return (Path("/var/lib/systemd/linger") / user).exists()


def units_of(name: str, when: str, command: Sequence[str], environment: Mapping[str, str]) -> dict[str, str]:
    """Return the text of the unit files.

    Parameters
    ----------
    name, when : str
        Of the schedule.
    command : sequence of str
        What to run; it does nothing unless something is due.
    environment : mapping of str to str
        What the command needs to find itself.
    """
    settings = [f"Environment={_quoted(f'{key}={value}')}" for key, value in environment.items()]
    service = [
        "[Unit]",
        f"Description=Tematika report, {name}",
        "",
        "[Service]",
        "Type=oneshot",
        *settings,
        f"ExecStart={' '.join(_quoted(word).replace('$', '$$') for word in command)}",
        "Nice=10",
        "TimeoutStopSec=60",
    ]
    timer = [
        "[Unit]",
        f"Description=Tematika report, {name}: {when}",
        "",
        "[Timer]",
        *(f"OnCalendar={moment}" for moment in on_calendar(when)),
        "# What was missed while the machine was off is caught up with.",
        "Persistent=true",
        "AccuracySec=1s",
        "",
        "[Install]",
        "WantedBy=timers.target",
    ]
    return {f"{_unit(name)}.service": "\n".join(service) + "\n", f"{_unit(name)}.timer": "\n".join(timer) + "\n"}


def units_folder() -> Path:
    """Return the folder of a user's units."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"


def _unit(name: str) -> str:
    return f"tematika-{name}"


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _systemctl(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [shutil.which("systemctl") or "systemctl", "--user", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments


def _must(*arguments: str) -> None:
    done = _systemctl(*arguments)
    if done.returncode != 0:
        raise ParameterError(
            done.stderr.strip() or "failed", f"systemctl --user {' '.join(arguments)}", "try --by cron"
        )
