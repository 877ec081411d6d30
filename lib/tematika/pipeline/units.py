"""The articles that themes are learnt from, and articles as units of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tematika.corpus.tables import Corpus
from tematika.language.tokens import fold
from tematika.settings import Settings, labels_path
from tematika.themes.annotations import LabelMatrix, Labels, read_labels
from tematika.themes.types import Units

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
    """Return the articles that themes are learnt from, and their passages.

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
        sources=articles["source"].to_list(),
    )
    passage_rows = np.concatenate([joined["passage"].to_numpy(), np.full(n_apart, -1)])
    return units, Place(units.article.astype(np.int64), passage_rows.astype(np.int64))


def with_labels(units: Units, place: Place, articles: pl.DataFrame, passages: pl.DataFrame, labels: Labels) -> Units:
    """Return the same units with what labels say of them and their articles.

    Parameters
    ----------
    units, place
        From `units_of`, with the tables they are made of.
    articles, passages : polars.DataFrame
    labels : Labels
    """
    if not labels.values:
        return units
    of_articles = np.zeros((articles.height, len(labels.themes)), dtype=np.int8)
    of_units = np.zeros((len(units.texts), len(labels.themes)), dtype=np.int8)
    names = articles.select("ref", "article_id").with_row_index("row")
    rows = {name: row for row, *both in names.select("row", "ref", "article_id").iter_rows() for name in both}
    ids = articles["article_id"].to_list()
    wanted = {name for name, passage in labels.values if passage is not None}
    told = {ids[rows[name]] for name in wanted if name in rows}
    ordinals = _units_by_passage(place, passages, told) if told else {}
    for (name, passage), said in labels.values.items():
        if name not in rows:
            continue
        if passage is None:
            of_articles[rows[name]] = said
        elif (unit := ordinals.get((ids[rows[name]], passage))) is not None:
            of_units[unit] = said
    return replace(units, labels=LabelMatrix(of_units, of_articles))


def load_labels(settings: Settings, themes: Sequence[str]) -> Labels:
    """Read the labels of a run; none where it has none.

    Raises
    ------
    LabelsError
        When they cannot be used.
    """
    path = labels_path(settings)
    return Labels.of(read_labels(path, themes), themes) if path else Labels()


def _units_by_passage(place: Place, passages: pl.DataFrame, ids: set[str]) -> dict[tuple[str, int], int]:
    """Return the unit of each passage of some articles, by article and ordinal."""
    units = pl.DataFrame({"row": place.passage_rows}).with_row_index("unit").filter(pl.col("row") >= 0)
    chosen = passages.select("article_id", "ordinal").with_row_index("row").cast({"row": pl.Int64})
    chosen = chosen.filter(pl.col("article_id").is_in(list(ids))).join(units, on="row")
    return {(row[1], row[2]): row[3] for row in chosen.select("row", "article_id", "ordinal", "unit").iter_rows()}


def _compared(texts: list[str], titles: list[str]) -> tuple[list[bool], NDArray[np.bool_]]:
    """Return whether passages begin with their articles' titles, and whether they are nothing else."""
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
