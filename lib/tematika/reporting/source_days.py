"""Which sources were read on which days, and on which days they seem to be missing."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tematika.reporting.binning import MOST, bounds, months_or_longer
from tematika.reporting.gaps import Silence, silences
from tematika.reporting.model import ArticleView, Report, Unit

_EXACT = frozenset({"minute", "day"})


@dataclass(frozen=True, slots=True)
class SourceDays:
    """A source, or None for articles without one: its articles by day, reprints included, and its silences."""

    source: str | None
    counts: Counter[date]
    silences: tuple[Silence, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Sources by day, or by a longer period.

    ``firsts`` holds the first day of each column; ``rows`` for each source its articles in each of them and the numbers
    of the columns in which a day is missing.
    """

    unit: Unit
    firsts: tuple[date, ...]
    rows: tuple[tuple[SourceDays, tuple[int, ...], tuple[int, ...]], ...]


def days_of_sources(report: Report) -> list[SourceDays]:
    """Give the days of each source within the report's time, those with the most articles first."""
    bins = report.timeline.bins
    reprints = [copy for copy, _ in report.copies]
    by_source: dict[str | None, Counter[date]] = {}
    for article in (*report.articles, *reprints):
        counts = by_source.setdefault(article.source, Counter())
        day = _day(article)
        # An old article that strayed in would make the time since a silence.
        if day and bins and bins[0].first <= day <= bins[-1].last:
            counts[day] += 1
    last = max((day for counts in by_source.values() for day in counts), default=None)
    found = [
        # Articles without a source have none that could fall silent.
        SourceDays(name, counts, tuple(silences(counts, last)) if name else ())
        for name, counts in by_source.items()
    ]
    return sorted(found, key=lambda one: (-one.counts.total(), one.source or ""))


def calendar_of(sources: Iterable[SourceDays], most: int) -> Calendar | None:
    """Put the days of sources side by side; None of a single day.

    Of more than ``most`` days there are weeks instead; of more than `MOST` weeks months, then quarters, then years.
    """
    dated = [one for one in sources if one.counts]
    days = sorted({day for one in dated for day in one.counts})
    if len(days) < 2:
        return None
    unit = _unit(days[0], days[-1], most)
    firsts = tuple(first for first, _ in bounds(days[0], days[-1], unit))

    def column(day: date) -> int:
        return bisect_right(firsts, day) - 1

    def row(one: SourceDays) -> tuple[SourceDays, tuple[int, ...], tuple[int, ...]]:
        counts = Counter[int]()
        for day, n in one.counts.items():
            counts[column(day)] += n
        missing = {column(day) for silence in one.silences for day in silence.each()}
        return one, tuple(counts[k] for k in range(len(firsts))), tuple(sorted(missing))

    return Calendar(unit, firsts, tuple(row(one) for one in dated))


def _unit(first: date, last: date, most: int) -> Unit:
    if (last - first).days < most:
        return "day"
    return "week" if len(bounds(first, last, "week")) <= MOST else months_or_longer(first, last)


def _day(article: ArticleView) -> date | None:
    return article.published.date() if article.published and article.precision in _EXACT else None
