"""What each source supplied: articles, reprints, days, and the days on which it seems to be missing."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from tematika.report.data import dates
from tematika.report.data.model import ArticleView, Report, Unit
from tematika.report.data.timeline import MOST, months_or_longer, period_bounds

# Of fewer days beside a gap nobody knows what is usual.
FEWEST_DAYS = 14
_EXACT = frozenset({"minute", "day"})
_BY_CHANCE = 0.05
# Nothing is quite certain of a few weeks: half a day more on either side (Jeffreys).
_HALF = 0.5
_LIKE_ALL = 2
# So many silences of a source are named.
_NAMED = 4


@dataclass(frozen=True, slots=True)
class Silence:
    """Days in a row without an article, though there usually are some."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.last - self.first).days + 1

    def each(self) -> list[date]:
        """Give each of the days."""
        return [self.first + timedelta(days=k) for k in range(self.days)]


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


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """A source, or None for articles without one.

    ``dated`` counts its articles with an exact day, ``reprints`` those of its articles that repeat others, ``days`` the
    days on which it wrote anything; ``missing`` names days on which it usually writes and did not.
    """

    source: str | None
    n: int
    dated: int
    reprints: int
    days: int
    missing: tuple[str, ...]


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
        SourceDays(name, counts, tuple(find_silences(counts, last)) if name else ())
        for name, counts in by_source.items()
    ]
    return sorted(found, key=lambda one: (-one.counts.total(), one.source or ""))


def make_calendar(sources: Iterable[SourceDays], most: int) -> Calendar | None:
    """Put the days of sources side by side; None of a single day.

    Of more than ``most`` days there are weeks instead; of more than `MOST` weeks months, then quarters, then years.
    """
    dated = [one for one in sources if one.counts]
    days = sorted({day for one in dated for day in one.counts})
    if len(days) < 2:
        return None
    unit = _unit(days[0], days[-1], most)
    firsts = tuple(first for first, _ in period_bounds(days[0], days[-1], unit))

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
    return "week" if len(period_bounds(first, last, "week")) <= MOST else months_or_longer(first, last)


def _day(article: ArticleView) -> date | None:
    return article.published.date() if article.published and article.precision in _EXACT else None


def find_silences(days: Collection[date], until: date | None = None) -> list[Silence]:
    """Find gaps.

    What is usual is told by the days of the week: a source that rests on Sundays is not silent on a Sunday. A run of
    days without an article is a silence if, with each day left out as often as its day of the week is elsewhere, one
    such run would be expected less than once in twenty spans of this length.

    Parameters
    ----------
    days : collection of date
        Days on which there was an article.
    until : date, optional
        Last day that others were read on: who falls silent before it may have been lost.
    """
    if not days:
        return []
    first, last, present = min(days), max(days), set(days)
    span = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    after = [last + timedelta(days=k) for k in range(1, (until - last).days + 1)] if until else []
    runs = [list(run) for there, run in groupby(span, key=lambda day: day in present) if not there]
    known = [run for run in (*runs, after) if run and len(set(span) - set(run)) >= FEWEST_DAYS]
    return [Silence(run[0], run[-1]) for run in known if _chance(run, span, present) * len(span) < _BY_CHANCE]


def _chance(run: list[date], span: list[date], present: set[date]) -> float:
    """Probability that all days of a run are left out, told by the other days of the span.

    Each day of the week has a rate of its own, which few weeks leave uncertain: as many days as `_LIKE_ALL` are taken
    to be like all others of the source, and what is found missing makes the next day more likely to be so (the
    predictive probability of a beta-binomial).
    """
    within = set(run)
    others = [day for day in span if day not in within]
    left_out = sum(day not in present for day in others) / len(others)
    prior = max(_HALF, _LIKE_ALL * left_out), max(_HALF, _LIKE_ALL * (1 - left_out))
    absent = Counter(day.weekday() for day in others if day not in present)
    there = Counter(day.weekday() for day in others if day in present)
    chance, seen = 1.0, Counter[int]()
    for day in (one.weekday() for one in run):
        missing = absent[day] + seen[day] + prior[0]
        chance *= missing / (missing + there[day] + prior[1])
        seen[day] += 1
    return chance


def summarise_sources(report: Report, sources: Sequence[SourceDays]) -> list[SourceSummary]:
    """Give a row for each source that has articles of its own, the largest first."""
    by_source: dict[str | None, list[ArticleView]] = {}
    for article in report.articles:
        by_source.setdefault(article.source, []).append(article)
    reprints = Counter(copy.source for copy, _ in report.copies)
    rows = [
        _supply(report, one, by_source[one.source], reprints[one.source]) for one in sources if one.source in by_source
    ]
    return sorted(rows, key=lambda row: (-row.n, row.source or ""))


def _supply(report: Report, own: SourceDays, articles: Sequence[ArticleView], reprints: int) -> SourceSummary:
    exact = [one for one in articles if _day(one)]
    longest = sorted(own.silences, key=lambda one: (-one.days, one.first))
    missing = tuple(str(dates.span(report.words, one.first, one.last)) for one in longest[:_NAMED])
    more = (str(report.words.count("more", len(longest) - _NAMED)),) if len(longest) > _NAMED else ()
    return SourceSummary(own.source, len(articles), len(exact), reprints, len(own.counts), (*missing, *more))
