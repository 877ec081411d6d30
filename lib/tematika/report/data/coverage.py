"""What each source published: articles, reprints, days, and the days on which it seems to be missing."""

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
# Jeffreys' prior: half a day on either side, as nothing is certain after a few weeks.
_HALF = 0.5
_PRIOR_DAYS = 2
# Number of a source's silences that are named.
_NAMED = 4


@dataclass(frozen=True, slots=True)
class Silence:
    """Consecutive days without an article of a source that usually has some."""

    first: date
    last: date

    @property
    def n_days(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1

    def days(self) -> list[date]:
        """Return the days."""
        return [self.first + timedelta(days=k) for k in range(self.n_days)]


@dataclass(frozen=True, slots=True)
class SourceDays:
    """Articles of a source by day, reprints included, and its silences; the source None has the other articles."""

    source: str | None
    counts: Counter[date]
    silences: tuple[Silence, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Sources by day, or by a longer period.

    ``firsts`` holds the first day of each column; ``rows`` for each source its articles by column and the indices of
    the columns in which a day is missing.
    """

    unit: Unit
    firsts: tuple[date, ...]
    rows: tuple[tuple[SourceDays, tuple[int, ...], tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """Numbers of a source, or of the articles without one (None).

    ``dated`` counts the articles with an exact day, ``reprints`` its articles that repeat others, ``days`` the days
    with any article; ``missing`` names its silences.
    """

    source: str | None
    n: int
    dated: int
    reprints: int
    days: int
    missing: tuple[str, ...]


def days_of_sources(report: Report) -> list[SourceDays]:
    """Return the days of each source within the timeline, the source with the most articles first."""
    bins = report.timeline.bins
    by_source: dict[str | None, Counter[date]] = {}
    for article in (*report.articles, *(copy for copy, _ in report.copies)):
        counts = by_source.setdefault(article.source, Counter())
        day = _exact_day(article)
        # The time since a stray old article would count as a silence.
        if day and bins and bins[0].first <= day <= bins[-1].last:
            counts[day] += 1
    last = max((day for counts in by_source.values() for day in counts), default=None)
    sources = [
        SourceDays(name, counts, tuple(find_silences(counts, last)) if name else ())
        for name, counts in by_source.items()
    ]
    return sorted(sources, key=lambda one: (-one.counts.total(), one.source or ""))


def make_calendar(sources: Iterable[SourceDays], most: int) -> Calendar | None:
    """Return the days of sources side by side; None for a single day.

    Of more than ``most`` days it has weeks instead; of more than `MOST` weeks months, then quarters, then years.
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
        missing = {column(day) for silence in one.silences for day in silence.days()}
        return one, tuple(counts[k] for k in range(len(firsts))), tuple(sorted(missing))

    return Calendar(unit, firsts, tuple(row(one) for one in dated))


def _unit(first: date, last: date, most: int) -> Unit:
    if (last - first).days < most:
        return "day"
    return "week" if len(period_bounds(first, last, "week")) <= MOST else months_or_longer(first, last)


def _exact_day(article: ArticleView) -> date | None:
    return article.published.date() if article.published and article.precision in _EXACT else None


def find_silences(days: Collection[date], until: date | None = None) -> list[Silence]:
    """Return the runs of days without an article that are unlikely by chance.

    What is usual depends on the day of the week: a source that rests on Sundays is not silent on a Sunday. A run is a
    silence if, with each day left out as often as its day of the week is elsewhere, fewer than one such run would be
    expected in twenty spans of this length.

    Parameters
    ----------
    days : collection of date
        Days with an article.
    until : date, optional
        Last day with an article of any source: a source that stops before it may have been lost.
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
    """Return the probability that all days of a run are left out, given the other days of the span.

    It is the predictive probability of a beta-binomial for each day of the week, whose prior weighs as `_PRIOR_DAYS`
    days that are like all others of the source.
    """
    others = sorted(set(span).difference(run))
    left_out = sum(day not in present for day in others) / len(others)
    prior = max(_HALF, _PRIOR_DAYS * left_out), max(_HALF, _PRIOR_DAYS * (1 - left_out))
    absent = Counter(day.weekday() for day in others if day not in present)
    there = Counter(day.weekday() for day in others if day in present)
    chance, seen = 1.0, Counter[int]()
    for day in (one.weekday() for one in run):
        missing = absent[day] + seen[day] + prior[0]
        chance *= missing / (missing + there[day] + prior[1])
        seen[day] += 1
    return chance


def summarise_sources(report: Report, sources: Sequence[SourceDays]) -> list[SourceSummary]:
    """Return the numbers of each source that has articles of its own, the largest first."""
    w, by_source = report.words, dict[str | None, list[ArticleView]]()
    for article in report.articles:
        by_source.setdefault(article.source, []).append(article)
    reprints = Counter(copy.source for copy, _ in report.copies)
    rows = []
    for one in sources:
        articles = by_source.get(one.source, ())
        longest = sorted(one.silences, key=lambda silence: (-silence.n_days, silence.first))
        missing = [str(dates.span(w, silence.first, silence.last)) for silence in longest[:_NAMED]]
        if len(longest) > _NAMED:
            missing.append(str(w.count("more", len(longest) - _NAMED)))
        dated, days = sum(_exact_day(article) is not None for article in articles), len(one.counts)
        if articles:
            rows.append(SourceSummary(one.source, len(articles), dated, reprints[one.source], days, tuple(missing)))
    return sorted(rows, key=lambda row: (-row.n, row.source or ""))
