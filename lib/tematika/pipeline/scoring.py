"""A corpus scored part by part, over cores or a cluster: tables out, tables back; reading and writing stay here."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
import polars as pl
from joblib import Parallel, delayed
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from tematika.core.context import RunContext
from tematika.core.dask import workers_at
from tematika.core.progress import track
from tematika.corpus.tables import TABLES, Corpus, CorpusPart, Frames, scan_files
from tematika.pipeline.units import Place, units_of, with_labels
from tematika.themes.annotations import Labels
from tematika.themes.columns import article_regions, deciding_column, theme_columns
from tematika.themes.scoring import ThemeModel, score_units
from tematika.themes.types import Assignments, Units

# Fewer articles of the period are scored sooner than further processes have read the dictionary.
FEWEST_FOR_ALL_CORES = 20_000
_VERDICTS = "verdicts"
_OF_ARTICLES = ["themes", "theme_scores", "cluster", "regions"]
_ROW = "row"
# What scoring asks of articles and passages: the articles' texts are those of the passages, and stay where they are.
_ASKED_OF_ARTICLES = ["article_id", "ref", "source", "title", "copy_of", "in_period"]
_ASKED_OF_PASSAGES = [_ROW, "article_id", "ordinal", "start", "kind", "text"]
# How many threads add up is set for a whole process, and some workers of a cluster are threads of one.
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Scorer:
    """What parts of a corpus are scored by.

    Attributes
    ----------
    model : ThemeModel
    uids : tuple of str
        Of the model's themes.
    labels : Labels
        Obeyed where they speak.
    """

    model: ThemeModel
    uids: tuple[str, ...]
    labels: Labels


def score_part(scorer: Scorer, number: int, requested: Frames) -> tuple[int, Frames]:
    """Score a part of a corpus, in this process or in any other: nothing is read or written.

    Parameters
    ----------
    scorer : Scorer
    number : int
        Of the part; comes back with what was found.
    requested : mapping of str to polars.DataFrame
        From `scoring_tables`.

    Returns
    -------
    int
        The number.
    dict of str to polars.DataFrame
        ``verdicts``, the themes of each article, and ``passages``: of each that is of the period its ``row`` in the
        part, and its themes.
    """
    articles, passages = requested["articles"], requested["passages"]
    # One thread: sums in another order differ in the last digit, and processes beside each other need no more.
    with _one_at_a_time, threadpool_limits(limits=1):
        units, place = units_of(articles, passages)
        units = with_labels(units, place, articles, passages, scorer.labels)
        sorting = score_units(scorer.model, units)
        shown = (place.passage_rows >= 0) & articles["in_period"].to_numpy()[place.article_rows]
        deciding = deciding_column(sorting, scorer.uids, units, starts_of(place, passages), shown)
        verdicts = articles.select(pl.col("article_id").alias("original")).with_columns(
            verdict_columns(sorting, scorer.uids, units)
        )
        scored = scored_passages(sorting, scorer.uids, place, passages.select(_ROW), shown)
        return number, {
            _VERDICTS: verdicts,
            "passages": scored.with_columns(deciding.gather(np.flatnonzero(shown))),
        }


def scoring_tables(part: CorpusPart, reprinted: pl.Series) -> dict[str, pl.DataFrame]:
    """Return what has to be known of a part to score it: of articles of the period, and those reprinted in it."""
    wanted = pl.col("copy_of").is_null() & (pl.col("in_period") | pl.col("article_id").is_in(reprinted.implode()))
    articles = part.articles.filter(wanted).select(_ASKED_OF_ARTICLES).collect()
    own = pl.col("article_id").is_in(articles["article_id"].implode())
    passages = part.passages.with_row_index(_ROW).filter(own).select(_ASKED_OF_PASSAGES).collect()
    return {"articles": articles, "passages": passages}


@dataclass(frozen=True)
class _Desk:
    """Files in which the results of parts are joined to the articles and passages of these parts.

    Attributes
    ----------
    parts : tuple of Part
    folder : Path
        For the files.
    """

    parts: tuple[CorpusPart, ...]
    folder: Path

    def keep(self, number: int, scored: Frames) -> None:
        """Write what was found about a part, beside its passages, and the removals of the period."""
        part = self.parts[number]
        own = part.articles.filter("in_period").select("article_id").collect().to_series()
        passages = part.passages.collect()[scored["passages"][_ROW]]
        self._write(_VERDICTS, number, scored[_VERDICTS])
        self._write("passages", number, pl.concat([passages, scored["passages"].drop(_ROW)], how="horizontal"))
        self._write("removals", number, part.removals.filter(pl.col("article_id").is_in(own.implode())).collect())

    def finish(self, number: int, verdicts: pl.DataFrame) -> None:
        """Write the articles of a part that are in the period; reprints carry the themes of what they reprint."""
        articles = self.parts[number].articles.filter("in_period").collect()
        original = pl.coalesce("copy_of", "article_id").alias("original")
        joined = articles.with_columns(original).join(verdicts, on="original", how="left", maintain_order="left")
        # The original may have come out long before what is within reach.
        none = pl.lit([], dtype=pl.List(pl.String))
        in_order = [*articles.columns, *_OF_ARTICLES]
        self._write(
            "articles", number, joined.with_columns(pl.col("themes", "regions").fill_null(none)).select(in_order)
        )

    def file(self, name: str, number: int) -> Path:
        """Return the file of a table of a part."""
        return self.folder / f"{name}-{number:05d}.parquet"

    def _write(self, name: str, number: int, table: pl.DataFrame) -> None:
        table.write_parquet(self.file(name, number))


def verdict_columns(sorting: Assignments, uids: Sequence[str], units: Units) -> list[pl.Series]:
    """Return the columns themes, theme_scores, cluster and regions of articles."""
    scored = theme_columns(sorting.article_scores, sorting.article_named, sorting.article_best, uids)
    regions = pl.Series("regions", article_regions(sorting.places, units), dtype=pl.List(pl.String))
    return [scored.themes, scored.scores.alias("theme_scores"), scored.cluster, regions]


def scored_passages(
    sorting: Assignments, uids: Sequence[str], place: Place, passages: pl.DataFrame, shown: NDArray[np.bool_]
) -> pl.DataFrame:
    """Return the passages of some units with their themes, clusters and scores; the order is that of the units."""
    chosen = np.flatnonzero(shown)
    scored = theme_columns(sorting.unit_scores, sorting.unit_named, sorting.unit_best, uids)
    return passages[place.passage_rows[chosen]].with_columns(
        scored.themes.gather(chosen), scored.cluster.gather(chosen), scored.scores.gather(chosen)
    )


def starts_of(place: Place, passages: pl.DataFrame) -> NDArray[np.int64]:
    """Return where each unit begins in its article's text, 0 for titles, shape (n_units,)."""
    starts = np.zeros(len(place.passage_rows), dtype=np.int64)
    in_text = place.passage_rows >= 0
    starts[in_text] = passages["start"].to_numpy()[place.passage_rows[in_text]]
    return starts


def score_corpus(corpus: Corpus, scorer: Scorer, folder: Path, context: RunContext) -> dict[str, pl.LazyFrame]:
    """Score the articles of the period.

    Parameters
    ----------
    corpus : Corpus
    scorer : Scorer
    folder : Path
        For files that lie there until the tables are read; what is in it goes.
    context : RunContext

    Returns
    -------
    dict of str to polars.LazyFrame
        Articles, passages and removals of the period, as in `tematika.themes.result.ThemedCorpus`.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    desk = _Desk(corpus.parts, folder)
    numbers = range(len(corpus.parts))
    _score_parts(corpus, scorer, desk, context)
    verdicts = pl.concat([pl.read_parquet(desk.file(_VERDICTS, number), glob=False) for number in numbers])
    for number in numbers:
        desk.finish(number, verdicts)
    scans = scan_files([desk.file(name, number) for name in TABLES for number in numbers])
    return {
        name: pl.concat(scans[first : first + len(numbers)])
        for name, first in zip(TABLES, range(0, len(scans), len(numbers)), strict=True)
    }


def _score_parts(corpus: Corpus, scorer: Scorer, desk: _Desk, context: RunContext) -> None:
    """Score the parts: on the cluster if there is one, else over the cores where it is worth it."""
    inside = corpus.scan("articles").filter("in_period").select("copy_of").collect().to_series()
    reprinted = inside.drop_nulls().unique()
    # A single part is scored sooner than a cluster is found.
    address = context.dask_address if len(corpus.parts) > 1 else ""
    many = len(corpus.parts) > 1 and inside.len() >= FEWEST_FOR_ALL_CORES
    # Read when it is its turn: of all parts only those under way are in memory.
    calls = (
        delayed(score_part)(scorer, number, scoring_tables(part, reprinted)) for number, part in enumerate(corpus.parts)
    )
    with workers_at(address):
        work = Parallel(n_jobs=-1 if address or many else 1, batch_size=1, return_as="generator_unordered")(calls)
        for number, scored in track(work, "parts sorted", context.progress, len(corpus.parts)):
            desk.keep(number, scored)
