"""The first step of a report: articles read, cleaned and cut into passages, for the notebooks to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from tematika.corpus.build import build_articles
from tematika.corpus.formats import read_records
from tematika.corpus.frames import PASSAGES_SCHEMA, articles_frame, removals_frame
from tematika.corpus.period import Period, parse_period
from tematika.corpus.records import Article
from tematika.errors import NoArticlesError
from tematika.language.passages import split_passages
from tematika.origin import Archived, Files, origin_of
from tematika.progress import report
from tematika.settings import Settings, run_folder
from tematika.stages import content_of, corpus_stage
from tematika.tables import STAGE, corpus_key, keep_tables, kept_tables, table_files, vouch, withdraw


@dataclass(frozen=True)
class Corpus:
    """All articles that were read, cleaned and cut, those outside of the period included (``in_period``)."""

    articles: pl.DataFrame
    passages: pl.DataFrame
    removals: pl.DataFrame

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """The tables by name."""
        return {"articles": self.articles, "passages": self.passages, "removals": self.removals}


def read_corpus(settings: Settings) -> Corpus:
    """Read, clean and cut the articles, and keep the tables for the steps that follow.

    What an earlier run made of the same is taken as it is.

    Raises
    ------
    NoArticlesError
        When there is nothing to read, or nothing in the period.
    """
    folder, key = run_folder() / STAGE, corpus_key(settings)
    period = parse_period(settings.period, date.today())
    stage = corpus_stage(settings, period)
    withdraw(folder)
    if stage.take(folder):
        vouch(folder, key)
    if tables := kept_tables(folder, key):
        report("articles", tables["articles"].height, tables["articles"].height)
        return Corpus(**tables)
    corpus = _make_corpus(settings, period)
    keep_tables(corpus.tables, folder, key)
    now = corpus_stage(settings, period)
    stage.keep(list(table_files(folder).values()), now, content_of(corpus.tables))
    return corpus


def _make_corpus(settings: Settings, period: Period) -> Corpus:
    origin = origin_of(settings, period)
    corpus = _from_archive(origin) if isinstance(origin, Archived) else _from_files(origin, period)
    if not corpus.articles["in_period"].any():
        what = f"none of {corpus.articles.height} articles is dated in it"
        raise NoArticlesError(what, f"period {period.name}", _dates_known(corpus.articles))
    return corpus


def _from_files(origin: Files, period: Period) -> Corpus:
    records = read_records(origin.paths).records
    articles = build_articles(records, lambda done, total: report("articles", done, total))
    inside = [period.contains(article.published.moment) for article in articles]
    table = articles_frame(articles).with_columns(pl.Series("in_period", inside, dtype=pl.Boolean))
    return Corpus(table, passages_frame(articles), removals_frame(articles))


def _from_archive(origin: Archived) -> Corpus:
    contents = origin.contents()
    articles = contents.articles.drop("month").collect()
    report("articles", articles.height, articles.height)
    inside = pl.col("published").map_elements(origin.period.contains, return_dtype=pl.Boolean, skip_nulls=False)
    return Corpus(
        articles.with_columns(inside.alias("in_period")),
        contents.passages.drop("month").collect(),
        contents.removals.drop("month").collect(),
    )


def passages_frame(articles: Sequence[Article]) -> pl.DataFrame:
    """Make a table of the passages of articles, a row each, in the order of articles and of their texts."""
    rows = [
        (a.article_id, p.ordinal, p.start, p.end, p.kind, a.text[p.start : p.end])
        for a in articles
        for p in split_passages(a.text, a.blocks)
    ]
    return pl.DataFrame(rows, schema=PASSAGES_SCHEMA, orient="row")


def load_corpus(settings: Settings) -> Corpus:
    """Give the corpus that the first notebook left in this run, or make it."""
    tables = kept_tables(run_folder() / STAGE, corpus_key(settings))
    return Corpus(**tables) if tables else read_corpus(settings)


def _dates_known(articles: pl.DataFrame) -> str:
    first, last = articles["published"].min(), articles["published"].max()
    if not isinstance(first, date) or not isinstance(last, date):
        return "no article states its date with a year: use --period all"
    return f"dates run from {first:%Y-%m-%d} to {last:%Y-%m-%d}"
