"""A corpus scored part by part, over the cores: memory is bounded by the part."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from joblib import Parallel, delayed
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from tematika.learning import Labels, Place, units_of, with_labels
from tematika.parts import TABLES, Frames, Part, scan_files
from tematika.progress import track
from tematika.reading import Corpus
from tematika.themes.regions import article_regions
from tematika.themes.scoring import ThemeModel, score
from tematika.themes.tables import deciding_column, theme_columns
from tematika.themes.units import Sorting, Units

# Fewer articles of the period are scored sooner than further processes have read the dictionary.
FEWEST_FOR_ALL_CORES = 20_000
_VERDICTS = "verdicts"
_OF_ARTICLES = ["themes", "theme_scores", "cluster", "regions"]


@dataclass(frozen=True)
class Scorer:
    """Scores parts of a corpus, and leaves what comes out in files.

    Attributes
    ----------
    model : ThemeModel
    uids : tuple of str
        Of the model's themes.
    labels : Labels
        Obeyed where they speak.
    folder : Path
        Where the files go.
    """

    model: ThemeModel
    uids: tuple[str, ...]
    labels: Labels
    folder: Path

    def of(self, part: Part, number: int, reprinted: pl.Series) -> None:
        """Score a part: the articles of the period, and those that are reprinted in it."""
        frames = part.collect()
        # One thread: sums in another order differ in the last digit, and processes beside each other need no more.
        with threadpool_limits(limits=1):
            verdicts, passages = self._scored(frames, reprinted)
        own = frames["articles"].filter("in_period")["article_id"]
        removals = frames["removals"].filter(pl.col("article_id").is_in(own.implode()))
        for name, table in ((_VERDICTS, verdicts), ("passages", passages), ("removals", removals)):
            table.write_parquet(self.file(name, number))

    def finish(self, part: Part, number: int, verdicts: pl.DataFrame) -> None:
        """Write the articles of a part that are in the period; reprints carry the themes of what they reprint."""
        articles = part.articles.filter("in_period").collect()
        original = pl.coalesce("copy_of", "article_id").alias("original")
        joined = articles.with_columns(original).join(verdicts, on="original", how="left", maintain_order="left")
        # The original may have come out long before what is within reach.
        none = pl.lit([], dtype=pl.List(pl.String))
        in_order = [*articles.columns, *_OF_ARTICLES]
        joined.with_columns(pl.col("themes", "regions").fill_null(none)).select(in_order).write_parquet(
            self.file("articles", number)
        )

    def file(self, name: str, number: int) -> Path:
        """Name a file."""
        return self.folder / f"{name}-{number:05d}.parquet"

    def _scored(self, frames: Frames, reprinted: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
        wanted = pl.col("copy_of").is_null() & (pl.col("in_period") | pl.col("article_id").is_in(reprinted.implode()))
        articles, passages = frames["articles"].filter(wanted), frames["passages"]
        units, place = units_of(articles, passages)
        units = with_labels(units, place, articles, passages, self.labels)
        sorting = score(self.model, units)
        shown = (place.passage_rows >= 0) & articles["in_period"].to_numpy()[place.article_rows]
        deciding = deciding_column(sorting, self.uids, units, starts_of(place, passages), shown)
        verdicts = articles.select(pl.col("article_id").alias("original")).with_columns(
            verdict_columns(sorting, self.uids, units)
        )
        return verdicts, scored_passages(sorting, self.uids, place, passages, shown).with_columns(
            deciding.gather(np.flatnonzero(shown))
        )


def verdict_columns(sorting: Sorting, uids: Sequence[str], units: Units) -> list[pl.Series]:
    """Give the columns themes, theme_scores, cluster and regions of articles."""
    found = theme_columns(sorting.article_scores, sorting.article_named, sorting.article_best, uids)
    regions = pl.Series("regions", article_regions(sorting.places, units), dtype=pl.List(pl.String))
    return [found.themes, found.scores.alias("theme_scores"), found.cluster, regions]


def scored_passages(
    sorting: Sorting, uids: Sequence[str], place: Place, passages: pl.DataFrame, shown: NDArray[np.bool_]
) -> pl.DataFrame:
    """Give the passages of some units with their themes, clusters and scores; the order is that of the units."""
    chosen = np.flatnonzero(shown)
    found = theme_columns(sorting.unit_scores, sorting.unit_named, sorting.unit_best, uids)
    return passages[place.passage_rows[chosen]].with_columns(
        found.themes.gather(chosen), found.cluster.gather(chosen), found.scores.gather(chosen)
    )


def starts_of(place: Place, passages: pl.DataFrame) -> NDArray[np.int64]:
    """Where each unit begins in its article's text; 0 for titles."""
    starts = np.zeros(len(place.passage_rows), dtype=np.int64)
    in_text = place.passage_rows >= 0
    starts[in_text] = passages["start"].to_numpy()[place.passage_rows[in_text]]
    return starts


def score_corpus(
    corpus: Corpus, model: ThemeModel, uids: Sequence[str], labels: Labels, folder: Path
) -> dict[str, pl.LazyFrame]:
    """Score the articles of the period.

    Parameters
    ----------
    corpus : Corpus
    model : ThemeModel
    uids : sequence of str
        Of the model's themes.
    labels : Labels
        Obeyed where they speak.
    folder : Path
        For files that lie there until the tables are read; what is in it goes.

    Returns
    -------
    dict of str to polars.LazyFrame
        Articles, passages and removals of the period, as in `tematika.themes.result.SortedCorpus`.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    scorer = Scorer(model, tuple(uids), labels, folder)
    inside = corpus.scan("articles").filter("in_period").select("copy_of").collect().to_series()
    reprinted = inside.drop_nulls().unique()
    numbers = range(len(corpus.parts))
    calls = (delayed(scorer.of)(corpus.parts[number], number, reprinted) for number in numbers)
    many = len(numbers) > 1 and inside.len() >= FEWEST_FOR_ALL_CORES
    work = Parallel(n_jobs=-1 if many else 1, return_as="generator_unordered")(calls)
    for _ in track(work, "parts sorted", len(numbers)):
        pass
    verdicts = pl.concat([pl.read_parquet(scorer.file(_VERDICTS, number)) for number in numbers])
    for number in numbers:
        scorer.finish(corpus.parts[number], number, verdicts)
    files = [scorer.file(name, number) for name in TABLES for number in numbers]
    scans = scan_files(files)
    return {
        name: pl.concat(scans[first : first + len(numbers)])
        for name, first in zip(TABLES, range(0, len(scans), len(numbers)), strict=True)
    }
