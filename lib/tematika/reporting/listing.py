"""All articles, and those that fit no theme."""

from __future__ import annotations

from tematika.reporting import catalogue
from tematika.reporting.model import ArticleView, Report
from tematika.reporting.prepare import SHOWN
from tematika.reporting.rendering import render
from tematika.reporting.section import Section

LISTED = 100  # rows that can be read with scripts off; with them on, the catalogue has the others


def listed_articles(report: Report) -> list[ArticleView]:
    """Give the articles with a row: the newest, and every one that is quoted or an example."""
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
        beyond=w("articles.beyond", n=w.number(catalogue.LARGEST)) if len(report.articles) > catalogue.LARGEST else "",
        catalogue=catalogue.catalogue(report),
    )
    return Section("articles", w.text("articles.title"), str(html))


def unassigned(report: Report) -> Section:
    """Say how many articles fit no theme, and show some."""
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
