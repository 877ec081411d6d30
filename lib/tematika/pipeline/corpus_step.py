"""The first step of a report: articles read, cleaned and cut into passages, for the notebooks to show."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from tematika.core.dask import address_asked_for, workers_at
from tematika.core.paths import run_folder
from tematika.core.period import Period, parse_period
from tematika.core.progress import report
from tematika.corpus.archive.archive import Archive
from tematika.corpus.articles import (
    FEWEST_FOR_ALL_CORES,
    Draft,
    Earlier,
    article_ids,
    build_articles,
    draft,
    join_drafts,
)
from tematika.corpus.dedup.spam import marked
from tematika.corpus.models import Article, Record
from tematika.corpus.profile import standing_of
from tematika.corpus.readers.quarantine import group_of, summary
from tematika.corpus.readers.read import read_records
from tematika.corpus.schemas import articles_frame, passages_frame, removals_frame
from tematika.corpus.tables import (
    TABLES,
    Corpus,
    Frames,
    cut,
    part_files,
    read_parts,
    write_parts,
)
from tematika.errors import NoArticlesError
from tematika.pipeline.inputs import Archived, Files, origin_of
from tematika.pipeline.stages import CORPUS, STAGE, corpus_key, corpus_stage, is_vouched, vouch, withdraw
from tematika.settings import Settings

_CONTENT = "content.txt"

_SET_ASIDE = "set-aside.json"


def read_corpus(settings: Settings) -> Corpus:
    """Read, clean and cut the articles, and keep the tables for the steps that follow.

    What an earlier run made of the same is taken as it is.

    Raises
    ------
    NoArticlesError
        When there is nothing to read, or nothing in the period.
    """
    folder, key = _folder(), corpus_key(settings)
    period = parse_period(settings.period, date.today())
    stage = corpus_stage(settings, period)
    withdraw(folder)
    write_parts((), folder)
    if stage.take(folder):
        vouch(folder, key)
        return _told(_kept(folder))
    write_parts(_make(settings, period), folder)
    corpus = Corpus(read_parts(folder), set_aside=_read_aside(folder))
    try:
        _check_period(corpus, period)
    except NoArticlesError:
        write_parts((), folder)
        (folder / _SET_ASIDE).unlink()
        raise
    (folder / _CONTENT).write_text(corpus.content, encoding="utf-8")
    vouch(folder, key)
    told = {"content": corpus.content, "standing": asdict(standing_of(corpus.scan("articles")))}
    files = [*part_files(folder), folder / _CONTENT, folder / _SET_ASIDE]
    stage.keep(files, corpus_stage(settings, period), told)
    return _told(corpus)


def load_corpus(settings: Settings) -> Corpus:
    """Give the corpus that the first notebook left in this run, or make it."""
    folder = _folder()
    return _kept(folder) if is_vouched(folder, corpus_key(settings)) else read_corpus(settings)


def _folder() -> Path:
    return run_folder() / STAGE / CORPUS


def _kept(folder: Path) -> Corpus:
    return Corpus(read_parts(folder), (folder / _CONTENT).read_text(encoding="utf-8"), _read_aside(folder))


def _read_aside(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / _SET_ASIDE).read_text(encoding="utf-8"))
    return told


def _tell_aside(told: Mapping[str, Any]) -> None:
    (_folder() / _SET_ASIDE).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _told(corpus: Corpus) -> Corpus:
    number = corpus.scan("articles").select(pl.len()).collect().item()
    report("articles", number, number)
    return corpus


def _make(settings: Settings, period: Period) -> Iterator[Frames]:
    origin = origin_of(settings, period)
    chunks = _from_archive(origin) if isinstance(origin, Archived) else _from_files(origin)
    for frames in chunks:
        articles = frames["articles"].with_columns(period.covers(pl.col("published")).alias("in_period"))
        yield from cut(marked({**frames, "articles": articles}))


def _from_files(origin: Files) -> Iterator[Frames]:
    reading = read_records(origin.paths)
    _tell_aside(summary(reading.quarantine.counts, reading.quarantine.items))
    records = reading.records
    articles = _build(records) if len(records) < FEWEST_FOR_ALL_CORES else _build_together(records)
    yield {
        "articles": articles_frame(articles),
        "passages": passages_frame(articles),
        "removals": removals_frame(articles),
    }


def _build(records: Sequence[Record]) -> list[Article]:
    return build_articles(records, lambda done, total: report("articles", done, total))


def _build_together(records: Sequence[Record]) -> list[Article]:
    """Make the same articles with the cores of this machine, or with the cluster that is asked for."""
    drafts: list[Draft] = []
    with workers_at(address_asked_for()):
        for some in draft(records):
            drafts += some
            report("articles", len(drafts), len(records))
    return join_drafts(drafts, article_ids(records), Earlier())


def _from_archive(origin: Archived) -> Iterator[Frames]:
    items = Archive(origin.location).set_aside(origin.archive_version)
    _tell_aside(summary(Counter(group_of(item) for item in items), items))
    for contents in origin.chunks():
        yield {name: getattr(contents, name).drop("month").collect() for name in TABLES}


def _check_period(corpus: Corpus, period: Period) -> None:
    dates = pl.col("published")
    found = corpus.scan("articles").select(
        pl.len().alias("number"), pl.col("in_period").any(), dates.min().alias("first"), dates.max().alias("last")
    )
    row = found.collect().row(0, named=True)
    if not row["in_period"]:
        what = f"none of {row['number']} articles is dated in it"
        raise NoArticlesError(what, f"period {period.name}", _dates_known(row["first"], row["last"]))


def _dates_known(first: datetime | None, last: datetime | None) -> str:
    if first is None or last is None:
        return "no article states its date with a year: use --period all"
    return f"dates run from {first:%Y-%m-%d} to {last:%Y-%m-%d}"
