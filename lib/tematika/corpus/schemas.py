"""Articles, passages and removals as tables, with their schemas."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tematika.corpus.models import Article
from tematika.corpus.passages import split_passages

ARTICLES_SCHEMA = pl.Schema(
    {
        "article_id": pl.String(),
        "ref": pl.String(),
        "source": pl.String(),
        "title": pl.String(),
        "url": pl.String(),
        "published": pl.Datetime("us"),
        "published_precision": pl.String(),
        "published_stated": pl.String(),
        "copy_of": pl.String(),
        "text": pl.String(),
    }
)

PASSAGES_SCHEMA = pl.Schema(
    {
        "article_id": pl.String(),
        "ordinal": pl.Int64(),
        "start": pl.Int64(),
        "end": pl.Int64(),
        "kind": pl.String(),
        "text": pl.String(),
    }
)

REMOVALS_SCHEMA = pl.Schema(
    {"article_id": pl.String(), "start": pl.Int64(), "end": pl.Int64(), "rule": pl.String(), "text": pl.String()}
)


def articles_frame(articles: Sequence[Article]) -> pl.DataFrame:
    """Return a table of articles, a row each, in their order."""
    rows = [
        (a.article_id, a.ref, a.source, a.title, a.url, a.published.moment, a.published.precision, a.published.stated,
         a.copy_of, a.text)
        for a in articles
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=ARTICLES_SCHEMA, orient="row")


def removals_frame(articles: Sequence[Article]) -> pl.DataFrame:
    """Return a table of removals, a row each, in the order of articles and texts."""
    rows = [(a.article_id, r.start, r.end, r.rule, a.text[r.start : r.end]) for a in articles for r in a.removals]
    return pl.DataFrame(rows, schema=REMOVALS_SCHEMA, orient="row")


def passages_frame(articles: Sequence[Article]) -> pl.DataFrame:
    """Return a table of passages, a row each, in the order of articles and texts."""
    rows = [
        (a.article_id, p.ordinal, p.start, p.end, p.kind, a.text[p.start : p.end])
        for a in articles
        for p in split_passages(a.text, a.blocks)
    ]
    return pl.DataFrame(rows, schema=PASSAGES_SCHEMA, orient="row")
