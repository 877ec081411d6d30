"""Articles on a time axis of days, weeks, months, quarters or years, depending on the span."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from tematika.report.data.model import ArticleView, Bin, Timeline, Unit

# A longer pause separates stray old articles from the collection proper.
GAP = timedelta(days=92)
# A run between pauses is the collection proper if it has this share of the dated articles.
PROPER = 0.8
DAYS_UP_TO = 21
WEEKS_UP_TO = 26 * 7
# More periods than this cannot be told apart in a figure.
MOST = 120

_MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12}


def make_timeline(articles: Sequence[ArticleView]) -> Timeline:
    """Sort the originals of the period into bins; those without a date exact enough count as undated."""
    dated = sorted((a for a in articles if a.published), key=lambda a: (_day(a), a.article_id))
    proper = _longest_run(dated)
    inside = {a.article_id for a in proper}
    outside = tuple(a for a in dated if a.article_id not in inside)
    unit = _unit(_day(proper[0]), _day(proper[-1])) if proper else "week"
    exact = [a for a in proper if a.precision != "month" or unit in _MONTHS]
    if not exact:
        return Timeline(unit, (), {}, outside, len(articles) - len(outside), 0)
    periods = period_bounds(_day(exact[0]), _day(exact[-1]), unit)
    index_of = {first: index for index, (first, _) in enumerate(periods)}
    placed = {a.article_id: index_of[_period_start(_day(a), unit)] for a in exact}
    totals = Counter(placed.values())
    earliest, latest = _reach(exact)
    bins = tuple(
        Bin(first, last, totals[index], partial=first < earliest or last > latest)
        for index, (first, last) in enumerate(periods)
    )
    return Timeline(unit, bins, placed, outside, len(articles) - len(outside) - len(exact), _n_recent(bins))


def _day(article: ArticleView) -> date:
    assert article.published is not None  # noqa: S101  callers pass dated articles
    return article.published.date()


def _longest_run(dated: list[ArticleView]) -> list[ArticleView]:
    runs: list[list[ArticleView]] = []
    for article in dated:
        if not runs or _day(article) - _day(runs[-1][-1]) > GAP:
            runs.append([])
        runs[-1].append(article)
    largest = max(runs, key=len, default=[])
    return largest if len(largest) >= PROPER * len(dated) else dated


def _unit(first: date, last: date) -> Unit:
    days = (last - first).days + 1
    if days <= DAYS_UP_TO:
        return "day"
    return "week" if days <= WEEKS_UP_TO else months_or_longer(first, last)


def months_or_longer(first: date, last: date) -> Unit:
    """Return the shortest of month, quarter and year of which the span has at most `MOST`."""
    return next((unit for unit in _MONTHS if _number(last, unit) - _number(first, unit) < MOST), "year")


def _number(day: date, unit: Unit) -> int:
    return (12 * day.year + day.month - 1) // _MONTHS[unit]


def _period_start(day: date, unit: Unit) -> date:
    if unit == "day":
        return day
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(month=day.month - (day.month - 1) % _MONTHS[unit], day=1)


def _period_end(first: date, unit: Unit) -> date:
    if unit == "day":
        return first
    if unit == "week":
        return first + timedelta(days=6)
    month = first.month + _MONTHS[unit] - 1
    return first.replace(month=month, day=calendar.monthrange(first.year, month)[1])


def period_bounds(first: date, last: date, unit: Unit) -> list[tuple[date, date]]:
    """Return the first and last days of the periods from that of ``first`` to that of ``last``."""
    periods = []
    start = _period_start(first, unit)
    while start <= last:
        end = _period_end(start, unit)
        periods.append((start, end))
        start = end + timedelta(days=1)
    return periods


def _reach(exact: Sequence[ArticleView]) -> tuple[date, date]:
    """Return the first and last day that the articles reach; one known by its month alone reaches all of it."""
    lasts = [
        _period_end(_period_start(_day(a), "month"), "month") if a.precision == "month" else _day(a) for a in exact
    ]
    return min(_day(a) for a in exact), max(lasts)


def _n_recent(bins: tuple[Bin, ...]) -> int:
    """Return about a third of the complete bins, at least one and at most four; none of fewer than four."""
    complete = len(bins) - (1 if bins[-1].partial else 0)
    return 0 if complete < 4 else min(4, max(1, round(complete / 3)))
