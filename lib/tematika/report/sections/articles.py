"""The articles: rows for readers, a catalogue of all for the page's script, and those that fit no theme."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

from markupsafe import Markup

from tematika.report.data import dates
from tematika.report.data.model import ArticleView, Report
from tematika.report.data.prepare import SHOWN
from tematika.report.html.environment import render
from tematika.report.sections.section import Section
from tematika.report.text import one_line, shorten

LISTED = 100  # rows that can be read with scripts off; with them on, the catalogue has the others

# A page of so many stays below two megabytes; the tables beside it have all.
LARGEST = 20_000
# What is left of that for the catalogue, and what it does without where that is too little: ends of long titles, then
# addresses of original pages. The tables beside the page have both.
_ROOM = 1_400_000
_TITLE = 160
_SPARING = ((_TITLE, True), (100, True), (100, False), (60, False))


def listed_articles(report: Report) -> list[ArticleView]:
    """Return the articles with a row: the newest, and every one that is quoted or an example."""
    quoted = {passage.article.article_id for view in report.themes for passage in (*view.passages, *view.border)}
    quoted |= {article.article_id for article, _ in report.unassigned[:SHOWN]}
    newest = {article.article_id for article in report.articles[:LISTED]}
    return [article for article in report.articles if article.article_id in newest | quoted]


def articles(report: Report) -> Section:
    """List the articles, newest first, each with an anchor, date as stated, source, themes and scores."""
    w = report.words
    rows = listed_articles(report)
    html = render(
        "articles",
        w=w,
        articles=rows,
        by_uid=report.by_uid(),
        cut=w("articles.cut", n=w.number(LISTED)) if len(rows) < len(report.articles) else "",
        beyond=w("articles.beyond", n=w.number(LARGEST)) if len(report.articles) > LARGEST else "",
        catalogue=catalogue(report),
    )
    return Section("articles", w.text("articles.title"), str(html))


def unassigned(report: Report) -> Section:
    """Count the articles that fit no theme, and show some."""
    w, n = report.words, len(report.unassigned)
    share = w.percent(n / len(report.articles))
    html = render(
        "unassigned",
        w=w,
        report=report,
        lead=w("unassigned.lead", n=w.count("unassigned", n), share=share, total=len(report.articles))
        if n
        else w("unassigned.none"),
        passages=w(
            "unassigned.passages", total=w.count("passages", report.n_passages), loose=report.n_passages_unassigned
        ),
        examples=report.unassigned[:SHOWN],
        n_more=max(0, n - SHOWN),
    )
    return Section("unassigned", w.text("unassigned.title"), str(html))


def catalogue(report: Report) -> Markup:
    """Return the newest articles as JSON, deflated and in base 64, for the page's script to search, filter and sort.

    The page is opened from a disk, where it may not fetch anything: what can be searched is in it.
    """
    packed = Markup()
    for title, addresses in _SPARING:
        packed = _packed(columns(report, title, addresses=addresses))
        if len(packed) <= _ROOM:
            break
    return packed


def columns(report: Report, title: int = _TITLE, *, addresses: bool = True) -> dict[str, Any]:
    """Return the columns: what a row of the list of articles shows, newest first; titles of at most so many characters.

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


def _packed(values: dict[str, Any]) -> Markup:
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    return Markup(base64.b64encode(zlib.compress(text, level=9)).decode())  # noqa: S704  no digit of it is markup
