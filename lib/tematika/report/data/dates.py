"""Dates in words, no more exact than the input states them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from markupsafe import Markup

from tematika.report.i18n import Translator

if TYPE_CHECKING:
    # Its imports take most of a second.
    from tematika.report.data.model import ArticleView, Timeline, Unit


def day(w: Translator, when: date) -> Markup:
    """Return a date as in "14 October 2026", «14 октября 2026 г.»."""
    return w("dates.day", day=str(when.day), month=w.month(when.month, "dated"), year=str(when.year))


def day_and_month(w: Translator, when: date) -> Markup:
    """Return a date as in "14 October", «14 октября»."""
    return w("dates.day_and_month", day=str(when.day), month=w.month(when.month, "dated"))


def day_of(w: Translator, when: date, timeline: Timeline) -> Markup:
    """Return a day of a timeline, with its year if the timeline has several."""
    return day_and_month(w, when) if timeline.within_a_year else day(w, when)


def short_day(w: Translator, when: date) -> str:
    """Return a date as in "14 Oct", «14 окт»."""
    return f"{when.day}\u00a0{w.month(when.month, 'short')}"


def period(w: Translator, first: date, unit: Unit) -> str:
    """Return a short name of a period; that of a day or week is its first day."""
    if unit == "year":
        return str(first.year)
    if unit == "quarter":
        return w("dates.quarter", n=(first.month + 2) // 3, year=str(first.year)).unescape()
    if unit == "month":
        return f"{w.month(first.month, 'short_alone')}\u00a0{first.year}"
    return short_day(w, first)


def month(w: Translator, when: date) -> Markup:
    """Return a month as in "October 2026", «октябрь 2026 г.»."""
    return w("dates.month", month=w.month(when.month, "alone"), year=str(when.year))


def span(w: Translator, first: date, last: date) -> Markup:
    """Return a span as in "31 August – 15 November 2026", without repeating what both ends share."""
    if first == last:
        return day(w, first)
    if (first.year, first.month) == (last.year, last.month):
        return Markup("{}–{}").format(str(first.day), day(w, last))
    if first.year == last.year:
        return Markup("{}\u00a0– {}").format(day_and_month(w, first), day(w, last))
    return Markup("{}\u00a0– {}").format(day(w, first), day(w, last))


def published(w: Translator, moment: datetime | None, precision: str, stated: str | None) -> Markup:
    """Return when an article was published; a missing year stays missing."""
    if moment is None:
        return w("dates.no_year", stated=stated) if stated else w("dates.none")
    if precision == "minute":
        return w("dates.minute", day=day(w, moment), time=f"{moment:%H:%M}")
    return month(w, moment) if precision == "month" else day(w, moment)


def days_of_articles(w: Translator, articles: Iterable[ArticleView]) -> Markup:
    """Return the days or months from the first to the last of these articles."""
    dated = [one for one in articles if one.published]
    days = sorted(one.published.date() for one in dated if one.published)
    if not days:
        return Markup()
    if any(one.precision == "month" for one in dated):
        first, last = month(w, days[0]), month(w, days[-1])
        return first if first == last else Markup("{}\u00a0– {}").format(first, last)
    return span(w, days[0], days[-1])
