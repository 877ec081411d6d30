"""What themes are learnt from: all articles, or of many a sample; and articles as units of text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tematika.corpus.floods import fillings, is_stuffed
from tematika.language.tokens import fold
from tematika.reading import Corpus
from tematika.themes.units import Units

# Themes are learnt from so many articles at most: more of them cost time and memory, and tell little that is new.
LEARNT_FROM = 20_000
# Of a title, marks that do not show may make a passage's beginning longer by so much.
_ROOM = 16


@dataclass(frozen=True)
class Place:
    """Which rows units are made of: the article of each, and the row of the passage, -1 for a title."""

    article_rows: NDArray[np.int64]
    passage_rows: NDArray[np.int64]


def learning_set(corpus: Corpus) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the articles that themes are learnt from, and their passages.

    These are all, up to `LEARNT_FROM`. Of more, half are of the period if it has so many, the others fill up. Ids are
    hashes, so the first of them in order are a random sample, and the same one each time.
    """
    known = corpus.scan("articles").select("article_id", "in_period").collect()
    if known.height <= LEARNT_FROM:
        return corpus.articles, corpus.passages
    inside = known.filter("in_period")["article_id"].sort()
    outside = known.filter(~pl.col("in_period"))["article_id"].sort()
    own = inside.head(max(LEARNT_FROM // 2, LEARNT_FROM - outside.len()))
    chosen = pl.col("article_id").is_in(pl.concat([own, outside.head(LEARNT_FROM - own.len())]).implode())
    pairs = [(part.articles.filter(chosen).collect(), part.passages.filter(chosen).collect()) for part in corpus.parts]
    articles, passages = zip(*pairs, strict=True)
    return pl.concat(articles), pl.concat(passages)


def without_poison(articles: pl.DataFrame, passages: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Leave out what would push a theme: forms filled in again and again by one source, and stuffed passages.

    Parameters
    ----------
    articles, passages : polars.DataFrame
        From `learning_set`.

    Returns
    -------
    articles, passages : polars.DataFrame
        The same articles; those beyond the first of a form are reprints here, and reprints have no passages.
    """
    bodies = passages.filter(pl.col("kind") == "body").group_by("article_id").agg(pl.col("text").str.join("\n"))
    told = (
        articles.filter(pl.col("copy_of").is_null())
        .select("article_id", "source", "published", "ref")
        .join(bodies, on="article_id", how="inner", maintain_order="left")
        .sort("published", "ref", "article_id", nulls_last=True)
    )
    ids = told["article_id"].to_list()
    firsts = fillings(told["text"].to_list(), told["source"].to_list())
    again = {name: ids[first] for name, first in zip(ids, firsts, strict=True) if first is not None}
    stuffed = pl.Series([is_stuffed(text) for text in passages["text"]], dtype=pl.Boolean)
    if not again and not stuffed.any():
        return articles, passages
    names = pl.col("article_id")
    copies = pl.coalesce("copy_of", names.replace_strict(again, default=None, return_dtype=pl.String))
    kept = ~stuffed & ~passages["article_id"].is_in(pl.Series(list(again), dtype=pl.String).implode())
    return articles.with_columns(copies.alias("copy_of")), passages.filter(kept)


def units_of(articles: pl.DataFrame, passages: pl.DataFrame) -> tuple[Units, Place]:
    """Make units of passages, and of titles that stand apart from the text; reprints have neither."""
    originals = articles.with_row_index("article").filter(pl.col("copy_of").is_null())
    joined = passages.with_row_index("passage").join(
        originals.select("article_id", "article", "title"), on="article_id", maintain_order="left"
    )
    texts, titles, rows = joined["text"].to_list(), joined["title"].to_list(), joined["article"].to_list()
    leads = (joined["kind"] == "body") & joined.select(
        pl.col("ordinal").rank("dense").over("article_id", "kind") == 1
    ).to_series()
    begins, is_title = _compared(texts, titles)
    shown = {row for row, begun in zip(rows, begins, strict=True) if begun}
    apart = [
        (row, title) for row, title in originals.select("article", "title").iter_rows() if row not in shown and title
    ]
    n_passages, n_apart = len(texts), len(apart)
    units = Units(
        texts + [title for _, title in apart],
        np.array(rows + [row for row, _ in apart], dtype=np.int32),
        np.concatenate([leads.to_numpy() | is_title, np.ones(n_apart, dtype=bool)]),
        np.arange(n_passages + n_apart) >= n_passages,
        articles.height,
    )
    passage_rows = np.concatenate([joined["passage"].to_numpy(), np.full(n_apart, -1)])
    return units, Place(units.article.astype(np.int64), passage_rows.astype(np.int64))


def _compared(texts: list[str], titles: list[str]) -> tuple[list[bool], NDArray[np.bool_]]:
    """Whether passages begin with their articles' titles, and whether they are nothing else."""
    begins, is_title = [], np.zeros(len(texts), dtype=bool)
    last, folded = "", ""
    for row, (text, title) in enumerate(zip(texts, titles, strict=True)):
        if title != last:
            last, folded = title, fold(title)
        # A title is short: the rest of the passage need not be looked at.
        room = 2 * len(title) + _ROOM
        beginning = fold(text[:room])
        begins.append(beginning.startswith(folded))
        is_title[row] = beginning == folded and len(text) <= room
    return begins, is_title
