"""The articles: rows for readers, a catalogue of all for the page's script, and those without a theme."""

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

# Rows that can be read without scripts; with them, the catalogue has the others.
LISTED = 100
# A page of so many articles stays below two megabytes; the tables beside it have all.
LARGEST = 20_000
# Bytes for the catalogue. Where they are too few it has shorter titles, then no addresses of original pages.
_ROOM = 1_400_000
_TITLE = 160
_REDUCTIONS = ((_TITLE, True), (100, True), (100, False), (60, False))


def listed_articles(report: Report) -> list[ArticleView]:
    """Return the articles with a row: the newest, and every one that is quoted or an example."""
    quoted = {passage.article.article_id for view in report.themes for passage in (*view.passages, *view.border)}
    quoted |= {article.article_id for article, _ in report.unassigned[:SHOWN]}
    quoted |= {article.article_id for article in report.articles[:LISTED]}
    return [article for article in report.articles if article.article_id in quoted]


def articles(report: Report) -> Section:
    """List the articles, newest first, each with its date, source, themes and scores."""
    w, rows = report.words, listed_articles(report)
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
    """Count the articles without a theme, and show some."""
    w, n, total = report.words, len(report.unassigned), len(report.articles)
    lead = w("unassigned.lead", n=w.count("unassigned", n), share=w.percent(n / total), total=total)
    n_passages = w.count("passages", report.n_passages)
    html = render(
        "unassigned",
        w=w,
        report=report,
        lead=lead if n else w("unassigned.none"),
        passages=w("unassigned.passages", total=n_passages, loose=report.n_passages_unassigned),
        examples=report.unassigned[:SHOWN],
        n_more=max(0, n - SHOWN),
    )
    return Section("unassigned", w.text("unassigned.title"), str(html))


def catalogue(report: Report) -> Markup:
    """Return the newest articles as JSON, deflated and in base 64, for the page's script to search, filter and sort.

    The page is opened from a disk, where it may not fetch anything: what can be searched is in it.
    """
    packed = Markup()
    for title, addresses in _REDUCTIONS:
        values = columns(report, title, addresses=addresses)
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
        packed = Markup(base64.b64encode(zlib.compress(text, level=9)).decode())  # noqa: S704  no digit is markup
        if len(packed) <= _ROOM:
            break
    return packed


def columns(report: Report, title: int = _TITLE, *, addresses: bool = True) -> dict[str, Any]:
    """Return the columns of the catalogue, newest article first.

    Themes are numbered as in ``themes`` (anchor, title, CSS classes, whether named), sources as in ``sources``; -1 is
    an article that states none. Scores are in hundredths.

    Parameters
    ----------
    report : Report
    title : int
        Characters of a title at most.
    addresses : bool
        Whether to include the addresses of original pages.
    """
    articles, w = report.articles[:LARGEST], report.words
    theme_of = {view.theme.uid: number for number, view in enumerate(report.themes)}
    source_of = {source: number for number, source in enumerate(report.sources)}
    published = [dates.published(w, article.published, article.precision, article.stated) for article in articles]
    return {
        "themes": [[view.anchor, view.title, view.look, view.theme.named] for view in report.themes],
        "sources": list(report.sources),
        "anchor": [article.anchor for article in articles],
        "title": [shorten(article.title, title) for article in articles],
        "source": [source_of[article.source] if article.source else -1 for article in articles],
        "url": [(article.url or "") if addresses else "" for article in articles],
        "when": [one_line(when.unescape()) for when in published],
        "dated": [int(article.published is not None) for article in articles],
        "copies": [len(article.copies) for article in articles],
        "of": [
            [[theme_of[uid], round(100 * article.scores.get(uid, 0.0))] for uid in article.themes]
            for article in articles
        ],
    }
