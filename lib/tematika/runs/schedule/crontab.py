"""Schedules as lines of the user's crontab, for machines without systemd."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence

from tematika.errors import ParameterError

_MINUTES = 60


def put(name: str, when: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Write the lines of a schedule, in place of earlier ones.

    The first is the schedule; the others catch up with what was missed while the machine was off or asleep. All run the
    same command, which does nothing unless something is due.
    """
    _write([*_others(name, _read()), *lines_of(name, when, command, environment)])


def take_away(name: str) -> None:
    """Remove the lines of a schedule; all other lines stay as they are."""
    before = _read()
    after = _others(name, before)
    if after != before:
        _write(after)


def lines_of(name: str, when: str, command: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """Return the lines of a schedule.

    Examples
    --------
    >>> for line in lines_of("weekly", "0 7 * * 1", ["tematika", "schedule", "due", "weekly"], {}):
    ...     print(line)
    0 7 * * 1 tematika schedule due weekly # tematika weekly
    @reboot sleep 60; tematika schedule due weekly # tematika weekly, if it was missed
    57 * * * * tematika schedule due weekly # tematika weekly, if it was missed
    """
    settings = [f"{key}={shlex.quote(value)}" for key, value in environment.items()]
    # In a crontab a per cent sign would end the command.
    told = " ".join([*settings, *map(shlex.quote, command)]).replace("%", r"\%")
    # Some minute that is always the same for a name, and not the same for all of them.
    minute = sum(name.encode()) % _MINUTES
    return [
        f"{when} {told} # tematika {name}",
        f"@reboot sleep 60; {told} # tematika {name}, if it was missed",
        f"{minute} * * * * {told} # tematika {name}, if it was missed",
    ]


def is_there(name: str) -> bool:
    """Return whether the crontab has a schedule."""
    lines = _read()
    return _others(name, lines) != lines


def _others(name: str, lines: Sequence[str]) -> list[str]:
    ours = re.compile(rf"# tematika {re.escape(name)}(, if it was missed)?$")
    return [line for line in lines if not ours.search(line)]


def _read() -> list[str]:
    done = subprocess.run([_program(), "-l"], capture_output=True, text=True, check=False)  # noqa: S603 - fixed arguments
    if done.returncode != 0 and "no crontab" not in done.stderr:
        raise _refused(done.stderr)
    return done.stdout.splitlines() if done.returncode == 0 else []


def _write(lines: Sequence[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [_program(), "-"], input=text, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise _refused(done.stderr)


def _program() -> str:
    found = shutil.which("crontab")
    if found is None:
        mend = "install cron (Debian, Ubuntu: apt-get install cron), or use a machine with systemd"
        raise ParameterError("neither systemd nor cron is here", "schedule", mend)
    return found


def _refused(message: str) -> ParameterError:
    return ParameterError(
        message.strip() or "crontab does not say why it fails", "crontab", "see whether you may use cron"
    )
