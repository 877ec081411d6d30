"""What each source supplied: articles, dates, reprints, days, and the days that seem to be missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tematika.reporting import dates
from tematika.reporting.model import ArticleView, Report
from tematika.reporting.source_days import SourceDays

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


def supplies(report: Report, sources: Sequence[SourceDays]) -> list[Supply]:
    """Give a row for each source that has articles of its own, the largest first."""
    by_source: dict[str | None, list[ArticleView]] = {}
    for article in report.articles:
        by_source.setdefault(article.source, []).append(article)
    reprints = Counter(copy.source for copy, _ in report.copies)
    rows = [
        _supply(report, one, by_source[one.source], reprints[one.source]) for one in sources if one.source in by_source
    ]
    return sorted(rows, key=lambda row: (-row.n, row.source or ""))


def _supply(report: Report, own: SourceDays, articles: Sequence[ArticleView], reprints: int) -> Supply:
    exact = [one for one in articles if one.published and one.precision in {"minute", "day"}]
    longest = sorted(own.silences, key=lambda one: (-one.days, one.first))
    missing = tuple(str(dates.span(report.words, one.first, one.last)) for one in longest[:_TOLD])
    more = (str(report.words.count("more", len(longest) - _TOLD)),) if len(longest) > _TOLD else ()
    return Supply(own.source, len(articles), len(exact), reprints, len(own.counts), (*missing, *more))
