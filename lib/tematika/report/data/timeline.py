"""Articles on a time axis: days, weeks, months, quarters or years, whichever the span asks for."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from tematika.report.data.model import ArticleView, Bin, Timeline, Unit

GAP = timedelta(days=92)  # a pause longer than this separates stray old articles from the collection proper
PROPER = 0.8  # the share of dated articles from which a run between pauses counts as the collection proper
DAYS_UP_TO = 21
WEEKS_UP_TO = 26 * 7
MOST = 120  # more periods than this cannot be told apart in a figure

_MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12}


def make_timeline(articles: Sequence[ArticleView]) -> Timeline:
    """Place dated articles in bins.

    Parameters
    ----------
    articles : sequence of ArticleView
        Originals of the period; those without a date exact enough for the bins are counted as undated.
    """
    dated = sorted((a for a in articles if a.published), key=lambda a: (_day(a), a.article_id))
    kept = _main_run(dated)
    inside = {a.article_id for a in kept}
    outside = tuple(a for a in dated if a.article_id not in inside)
    if not kept:
        return Timeline("week", (), {}, outside, len(articles) - len(outside), 0)
    unit = _unit(_day(kept[0]), _day(kept[-1]))
    exact = [a for a in kept if a.precision != "month" or unit in _MONTHS]
    if not exact:
        return Timeline(unit, (), {}, outside, len(articles) - len(outside), 0)
    found = period_bounds(_day(exact[0]), _day(exact[-1]), unit)
    starts = {first: index for index, (first, _) in enumerate(found)}
    placed = {a.article_id: starts[start_of(_day(a), unit)] for a in exact}
    totals = Counter(placed.values())
    earliest, latest = _reach(exact)
    bins = tuple(
        Bin(first, last, totals[index], partial=first < earliest or last > latest)
        for index, (first, last) in enumerate(found)
    )
    return Timeline(unit, bins, placed, outside, len(articles) - len(outside) - len(exact), _recent(bins))


def _day(article: ArticleView) -> date:
    assert article.published is not None  # noqa: S101  callers keep to dated articles
    return article.published.date()


def _main_run(dated: list[ArticleView]) -> list[ArticleView]:
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
    if days <= WEEKS_UP_TO:
        return "week"
    return months_or_longer(first, last)


def months_or_longer(first: date, last: date) -> Unit:
    """Choose months for a span of up to `MOST` of them, then quarters, then years."""
    return next((unit for unit in _MONTHS if _number(last, unit) - _number(first, unit) < MOST), "year")


def _number(day: date, unit: Unit) -> int:
    """Give the number of a day's month, quarter or year, counted from the first one."""
    return (12 * day.year + day.month - 1) // _MONTHS[unit]


def start_of(day: date, unit: Unit) -> date:
    """Give the first day of the period that a day lies in."""
    if unit == "day":
        return day
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(month=day.month - (day.month - 1) % _MONTHS[unit], day=1)


def end_of(first: date, unit: Unit) -> date:
    """Give the last day of the period that begins on ``first``."""
    if unit == "day":
        return first
    if unit == "week":
        return first + timedelta(days=6)
    month = first.month + _MONTHS[unit] - 1
    return first.replace(month=month, day=calendar.monthrange(first.year, month)[1])


def period_bounds(first: date, last: date, unit: Unit) -> list[tuple[date, date]]:
    """Give the first and last days of the periods from that of ``first`` to that of ``last``."""
    found = []
    start = start_of(first, unit)
    while start <= last:
        end = end_of(start, unit)
        found.append((start, end))
        start = end + timedelta(days=1)
    return found


def _reach(exact: Sequence[ArticleView]) -> tuple[date, date]:
    """Give the first and last day that the articles reach; one known by its month alone reaches all of it."""
    firsts = [_day(a) for a in exact]
    lasts = [end_of(start_of(_day(a), "month"), "month") if a.precision == "month" else _day(a) for a in exact]
    return min(firsts), max(lasts)


def _recent(bins: tuple[Bin, ...]) -> int:
    """Give the number of bins that count as recent: about the last third of the complete ones, none of too few."""
    complete = len(bins) - (1 if bins[-1].partial else 0)
    return 0 if complete < 4 else min(4, max(1, round(complete / 3)))
