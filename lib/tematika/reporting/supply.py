"""What each source supplied: articles, dates, reprints, days, and the days that seem to be missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tematika.reporting import dates
from tematika.reporting.gaps import silences
from tematika.reporting.model import ArticleView, Report

_TOLD = 4


@dataclass(frozen=True, slots=True)
class Supply:
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


def supplies(report: Report) -> list[Supply]:
    """Give a row for each source, the largest first."""
    by_source: dict[str | None, list[ArticleView]] = {}
    for article in report.articles:
        by_source.setdefault(article.source, []).append(article)
    copies = [copy.source for copy, _ in report.copies]
    rows = [_supply(report, source, articles, copies.count(source)) for source, articles in by_source.items()]
    return sorted(rows, key=lambda row: (-row.n, row.source or ""))


def _supply(report: Report, source: str | None, articles: Sequence[ArticleView], reprints: int) -> Supply:
    exact = [one for one in articles if one.published and one.precision in {"minute", "day"}]
    # An old article that strayed in would make the time since a silence.
    proper = {one.published.date() for one in exact if one.published and one.article_id in report.timeline.placed}
    found = silences(proper)
    longest = sorted(found, key=lambda one: (-one.days, one.first))[:_TOLD]
    missing = tuple(str(dates.span(report.words, one.first, one.last)) for one in longest)
    more = (str(report.words.count("more", len(found) - _TOLD)),) if len(found) > _TOLD else ()
    return Supply(source, len(articles), len(exact), reprints, len(proper), (*missing, *more))
