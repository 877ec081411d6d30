"""Times of a schedule, written as cron does: when it was last due, when it will be, and the same for systemd."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from cronsim import CronSim, CronSimError

from tematika.errors import ParameterError

_MINUTE = timedelta(minutes=1)
_DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
# What every cron knows; "last day" and "second Monday" are known to some alone.
_PLAIN = re.compile(r"[\d*/,\-A-Za-z ]+")
_EXTENSIONS = re.compile(r"\bL|L\b|\d[LWw#]|#")


def check(when: str) -> str:
    """Return the five fields of a cron expression, in local time, with single spaces between them.

    Raises
    ------
    ParameterError
        If it is none, or never comes.
    """
    fields = " ".join(when.split())
    mend = 'write minute, hour, day, month and weekday, such as "0 7 * * 1" for Monday at seven'
    if not _PLAIN.fullmatch(fields) or _EXTENSIONS.search(fields) or len(fields.split()) != 5:
        raise ParameterError("not a time that cron knows", f"schedule {when!r}", mend)
    try:
        next(CronSim(fields, datetime(2026, 1, 1)))
    except (CronSimError, StopIteration):
        raise ParameterError("not a time that ever comes", f"schedule {when!r}", mend) from None
    return fields


def last_due(when: str, now: datetime) -> datetime:
    """Return the last moment, this minute included, at which it was due; local time without a zone."""
    return next(CronSim(when, now.replace(second=0, microsecond=0) + _MINUTE, reverse=True))


def next_due(when: str, now: datetime) -> datetime:
    """Return the next moment at which it will be due."""
    return next(CronSim(when, now))


def explain(when: str) -> str:
    """Return it in words.

    Examples
    --------
    >>> explain("0 7 * * 1")
    'At 07:00 on Monday'
    """
    return CronSim(when, datetime(2026, 1, 1)).explain()


def on_calendar(when: str) -> list[str]:
    """Return the same for systemd; more than one line where cron means either of two conditions.

    Examples
    --------
    >>> on_calendar("0 7 * * 1")
    ['Mon *-*-* 07:00:00']
    >>> on_calendar("30 6,18 1 * 5")
    ['*-*-01 06,18:30:00', 'Fri *-*-* 06,18:30:00']
    """
    return list(_on_calendar(CronSim(when, datetime(2026, 1, 1)), when.split()))


def _on_calendar(sim: CronSim, fields: list[str]) -> Iterator[str]:
    minutes, hours = _numbers(sim.minutes, 60), _numbers(sim.hours, 24)
    days, months = _numbers(sim.days, 31), _numbers(sim.months, 12)
    weekdays = sorted({day % 7 for day in sim.weekdays if isinstance(day, int)}, key=lambda day: (day - 1) % 7)
    names = ",".join(_DAYS[day] for day in weekdays) + " " if len(weekdays) < 7 else ""
    time = f"{hours}:{minutes}:00"
    if fields[2].startswith("*") or fields[4].startswith("*"):
        yield f"{names}*-{months}-{days} {time}"
    else:
        yield f"*-{months}-{days} {time}"
        yield f"{names}*-{months}-* {time}"


def _numbers(wanted: set[int], count: int) -> str:
    return "*" if len(wanted) == count else ",".join(f"{number:02d}" for number in sorted(wanted))
