"""Articles as the desk holds them: tables, units of text and their words, whatever the themes may be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from tematika.corpus.dedup.spam import drop_spam
from tematika.corpus.profile import build_profile
from tematika.language.lemma_stream import LemmaStream, read_stream
from tematika.pipeline.corpus_step import read_corpus
from tematika.pipeline.history import find_history
from tematika.pipeline.request import open_settings
from tematika.pipeline.units import Place, learning_set, units_of
from tematika.settings import Settings
from tematika.themes.tracking import KnownTheme
from tematika.themes.types import Units


@dataclass(frozen=True)
class Reads:
    """Articles, read.

    Attributes
    ----------
    articles, passages, removals : polars.DataFrame
        As in `tematika.corpus.tables.Corpus`.
    units : Units
        Passages and titles, without labels.
    place : Place
        Where the units come from.
    stream : LemmaStream
        Their words.
    known : tuple of KnownTheme
        Discovered themes of the report that one on these articles would follow.
    """

    articles: pl.DataFrame
    passages: pl.DataFrame
    removals: pl.DataFrame
    units: Units
    place: Place
    stream: LemmaStream
    known: tuple[KnownTheme, ...] = ()

    @cached_property
    def passage_units(self) -> pl.DataFrame:
        """The unit of each passage: article_id, ordinal, unit."""
        units = np.flatnonzero(self.place.passage_rows >= 0)
        chosen = self.passages[self.place.passage_rows[units]].select("article_id", "ordinal")
        return chosen.with_columns(pl.Series("unit", units, dtype=pl.Int64))


def read_articles(settings: Settings) -> Reads:
    """Read the articles of a report, or take what an earlier run has kept of them."""
    request, context = open_settings(settings)
    corpus = read_corpus(request, context)
    articles, passages = drop_spam(*learning_set(corpus))
    units, place = units_of(articles, passages)
    removals = corpus.scan("removals").filter(pl.col("article_id").is_in(articles["article_id"].implode())).collect()
    known = find_history(context.reports, build_profile(corpus.scan("articles"))).known
    return Reads(articles, passages, removals, units, place, read_stream(units.texts), known)
