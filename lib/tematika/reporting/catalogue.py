"""All articles in a few bytes each, for the page's script to search, filter and sort."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

from markupsafe import Markup

from tematika.reporting import dates
from tematika.reporting.model import ArticleView, Report
from tematika.reporting.safe import one_line, shorten

# A page of so many stays below two megabytes; the tables beside it have all.
LARGEST = 20_000
_TITLE = 160


def catalogue(report: Report) -> Markup:
    """Pack the newest articles: columns as JSON, deflated, in base64, so that nothing of it can be markup.

    The page is opened from a disk, where it may not fetch anything: what can be searched is in it.
    """
    packed = zlib.compress(json.dumps(columns(report), ensure_ascii=False, separators=(",", ":")).encode(), level=9)
    return Markup(base64.b64encode(packed).decode())  # noqa: S704  base64 knows no markup


def columns(report: Report) -> dict[str, Any]:
    """Give the columns: what a row of the list of articles shows, newest first.

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
        "title": [shorten(article.title, _TITLE) for article in articles],
        "source": [source_of[article.source] if article.source else -1 for article in articles],
        "url": [article.url or "" for article in articles],
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
