"""All articles in a few bytes each, for the page's script to search, filter and sort."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from tematika.reporting import dates
from tematika.reporting.model import ArticleView, Report
from tematika.reporting.packing import pack
from tematika.reporting.safe import one_line, shorten

# A page of so many stays below two megabytes; the tables beside it have all.
LARGEST = 20_000
# What is left of that for the catalogue, and what it does without where that is too little: ends of long titles, then
# addresses of original pages. The tables beside the page have both.
_ROOM = 1_400_000
_TITLE = 160
_SPARING = ((_TITLE, True), (100, True), (100, False), (60, False))


def catalogue(report: Report) -> Markup:
    """Pack the newest articles.

    The page is opened from a disk, where it may not fetch anything: what can be searched is in it.
    """
    packed = Markup()
    for title, addresses in _SPARING:
        packed = pack(columns(report, title, addresses=addresses))
        if len(packed) <= _ROOM:
            break
    return packed


def columns(report: Report, title: int = _TITLE, *, addresses: bool = True) -> dict[str, Any]:
    """Give the columns: what a row of the list of articles shows, newest first; titles of at most so many characters.

    Themes are numbered as in ``themes`` (anchor, title, classes of its look, whether named), sources as in ``sources``;
    -1 is an article that states none. A score is in hundredths.
    """
    articles = report.articles[:LARGEST]
    theme_of = {view.theme.uid: number for number, view in enumerate(report.themes)}
    source_of = {source: number for number, source in enumerate(report.sources)}
    return {
        "themes": [[view.anchor, view.title, view.look, view.theme.named] for view in report.themes],
        "sources": list(report.sources),
        "anchor": [article.anchor for article in articles],
        "title": [shorten(article.title, title) for article in articles],
        "source": [source_of[article.source] if article.source else -1 for article in articles],
        "url": [(article.url or "") if addresses else "" for article in articles],
        "when": [_when(report, article) for article in articles],
        "dated": [int(article.published is not None) for article in articles],
        "copies": [len(article.copies) for article in articles],
        "of": [
            [[theme_of[uid], round(100 * article.scores.get(uid, 0.0))] for uid in article.themes]
            for article in articles
        ],
    }


def _when(report: Report, article: ArticleView) -> str:
    said = dates.published(report.words, article.published, article.precision, article.stated)
    return one_line(said.unescape())
