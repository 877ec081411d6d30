"""Days on which a source should have been read and was not: silences that chance would hardly leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

# Of fewer days beside a gap nobody knows what is usual.
FEWEST_DAYS = 14
_BY_CHANCE = 0.05
# Nothing is quite certain of a few weeks: half a day more on either side (Jeffreys).
_HALF = 0.5
_LIKE_ALL = 2


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


def silences(days: Collection[date], until: date | None = None) -> list[Silence]:
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
