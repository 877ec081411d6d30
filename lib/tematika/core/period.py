"""Periods that a report can be about: a year, a month, an ISO week, a day, a span of these."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypedDict

import polars as pl

from tematika.errors import ParameterError

_MEND = "write all, last-week, last-month, 2026, 2026-10, 2026-W46, 2026-10-05 or A..B"
_UNIT = re.compile(r"(?P<year>\d{4})(?:-(?:W(?P<week>\d\d)|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """A span of whole days.

    Attributes
    ----------
    name : str
        The period in words that need no clock: ``last-week`` has become a week with a number.
    start : date or None
        First day; ``None`` if the period is open to the past.
    end : date or None
        First day after it; ``None`` if it is open to the future.
    """

    name: str
    start: date | None
    end: date | None

    def contains(self, moment: datetime | None) -> bool:
        """Return whether a moment lies in the period; no date at all lies only in the period of everything."""
        if moment is None:
            return self.start is None and self.end is None
        day = moment.date()
        return (self.start is None or day >= self.start) and (self.end is None or day < self.end)

    def covers(self, moments: pl.Expr) -> pl.Expr:
        """Return the same for a column of moments."""
        if self.start is None and self.end is None:
            return moments.is_null() | True
        after = pl.lit(True) if self.start is None else moments.dt.date() >= self.start
        before = pl.lit(True) if self.end is None else moments.dt.date() < self.end
        return (moments.is_not_null() & after & before).fill_null(False)


class Days(TypedDict):
    """First and last day of a period."""

    first: str | None
    last: str | None


def days_of(period: Period) -> Days:
    """First and last day of a period, so far as it has any."""
    last = period.end - timedelta(days=1) if period.end else None
    return {"first": period.start.isoformat() if period.start else None, "last": last.isoformat() if last else None}


def parse_period(text: str, today: date) -> Period:
    """Read a period.

    Parameters
    ----------
    text : str
        ``all``, ``last-week``, ``last-month``, a year, month, ISO week or day, or ``A..B`` of these with both ends
        included; one end may be left open.
    today : date
        The day that ``last-week`` and ``last-month`` look back from.

    Returns
    -------
    Period
        Its name is resolved.

    Raises
    ------
    ParameterError
        If the text is none of these, or ends before it starts.

    Examples
    --------
    >>> parse_period("last-week", date(2026, 11, 17)).name
    '2026-W46'
    """
    words = text.strip()
    if words.lower() == "all":
        return Period("all", None, None)
    if ".." not in words:
        return _unit(words, today, text)
    left, _, right = words.partition("..")
    first = _unit(left.strip(), today, text) if left.strip() else None
    last = _unit(right.strip(), today, text) if right.strip() else None
    if first is None and last is None:
        raise ParameterError("a span with both ends open", f"period {text!r}", "write all for every article")
    if first and last and first.start and last.end and first.start >= last.end:
        raise ParameterError("the span ends before it starts", f"period {text!r}", f"write {last.name}..{first.name}")
    name = f"{first.name if first else ''}..{last.name if last else ''}"
    return Period(name, first.start if first else None, last.end if last else None)


def _unit(words: str, today: date, whole: str) -> Period:
    match words.lower():
        case "last-week":
            monday = today - timedelta(days=today.weekday() + 7)
            return _week(monday)
        case "last-month":
            return _month((today.replace(day=1) - timedelta(days=1)).replace(day=1))
    match = _UNIT.fullmatch(words)
    if match is None:
        raise ParameterError("not a period", f"period {whole!r}", _MEND)
    try:
        return _calendar_unit(match)
    except (ValueError, OverflowError) as error:
        raise ParameterError("no such date in the calendar", f"period {whole!r}", _MEND) from error


def _calendar_unit(match: re.Match[str]) -> Period:
    year = int(match["year"])
    if match["week"]:
        return _week(date.fromisocalendar(year, int(match["week"]), 1))
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return Period(day.isoformat(), day, day + timedelta(days=1))
    if match["month"]:
        return _month(date(year, int(match["month"]), 1))
    return Period(f"{year:04d}", date(year, 1, 1), date(year + 1, 1, 1))


def _week(monday: date) -> Period:
    year, week, _ = monday.isocalendar()
    return Period(f"{year}-W{week:02d}", monday, monday + timedelta(days=7))


def _month(first: date) -> Period:
    following = (first + timedelta(days=31)).replace(day=1)
    return Period(f"{first:%Y-%m}", first, following)
