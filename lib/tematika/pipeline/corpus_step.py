"""The first step of a report: articles read, cleaned and cut into passages, for the notebooks to show."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from tematika.core.context import RunContext
from tematika.core.dask import workers_at
from tematika.core.period import Period
from tematika.corpus.archive.archive import Archive
from tematika.corpus.articles import (
    MIN_RECORDS_IN_PARALLEL,
    Draft,
    KnownTexts,
    article_ids,
    build_articles,
    iter_drafts,
    join_drafts,
)
from tematika.corpus.dedup.spam import mark_spam
from tematika.corpus.models import Article, Record
from tematika.corpus.profile import build_profile
from tematika.corpus.readers.quarantine import group_of, summary
from tematika.corpus.readers.read import read_records
from tematika.corpus.schemas import articles_frame, passages_frame, removals_frame
from tematika.corpus.tables import TABLES, Corpus, Frames, part_files, read_parts, split_frames, write_parts
from tematika.errors import NoArticlesError
from tematika.pipeline.inputs import ArchiveSlice, Files
from tematika.pipeline.stages import CORPUS, corpus_fingerprint, stage_of, valid_mark

if TYPE_CHECKING:
    from tematika.pipeline.request import Request

_CONTENT = "content.txt"
_SET_ASIDE = "set-aside.json"


def read_corpus(request: Request, context: RunContext) -> Corpus:
    """Return this run's corpus; read, clean and cut the articles unless that is done, in this run or an earlier one.

    Raises
    ------
    NoArticlesError
        If there is nothing to read, or nothing dated within the period.
    """
    folder = context.stage_folder / CORPUS
    fingerprint = corpus_fingerprint(request)
    if valid_mark(context, CORPUS).get("made_of") == fingerprint.to_plain():
        return _load(folder)
    stage = stage_of(fingerprint, folder, request, context)
    stage.invalidate()
    write_parts((), folder)
    if stage.restore():
        return _counted(_load(folder), context)
    write_parts(_make(request, context, folder), folder)
    corpus = Corpus(read_parts(folder), set_aside=_read_set_aside(folder))
    try:
        _check_period(corpus, request.period)
    except NoArticlesError:
        write_parts((), folder)
        (folder / _SET_ASIDE).unlink()
        raise
    (folder / _CONTENT).write_text(corpus.content, encoding="utf-8")
    stage.mark_valid()
    about = {"content": corpus.content, "standing": asdict(build_profile(corpus.scan("articles")))}
    files = [*part_files(folder), folder / _CONTENT, folder / _SET_ASIDE]
    stage.keep(files, corpus_fingerprint(request), about)
    return _counted(corpus, context)


def _load(folder: Path) -> Corpus:
    return Corpus(read_parts(folder), (folder / _CONTENT).read_text(encoding="utf-8"), _read_set_aside(folder))


def _read_set_aside(folder: Path) -> dict[str, Any]:
    items: dict[str, Any] = json.loads((folder / _SET_ASIDE).read_text(encoding="utf-8"))
    return items


def _write_set_aside(items: Mapping[str, Any], folder: Path) -> None:
    (folder / _SET_ASIDE).write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8")


def _counted(corpus: Corpus, context: RunContext) -> Corpus:
    number = corpus.scan("articles").select(pl.len()).collect().item()
    context.progress("articles", number, number)
    return corpus


def _make(request: Request, context: RunContext, folder: Path) -> Iterator[Frames]:
    source, period = request.source, request.period
    chunks = _from_archive(source, folder) if isinstance(source, ArchiveSlice) else _from_files(source, context, folder)
    for frames in chunks:
        articles = frames["articles"].with_columns(period.covers(pl.col("published")).alias("in_period"))
        yield from split_frames(mark_spam({**frames, "articles": articles}))


def _from_files(source: Files, context: RunContext, folder: Path) -> Iterator[Frames]:
    reading = read_records(source.paths)
    _write_set_aside(summary(reading.quarantine.counts, reading.quarantine.items), folder)
    records = reading.records
    build = _build if len(records) < MIN_RECORDS_IN_PARALLEL else _build_in_parallel
    articles = build(records, context)
    yield {
        "articles": articles_frame(articles),
        "passages": passages_frame(articles),
        "removals": removals_frame(articles),
    }


def _build(records: Sequence[Record], context: RunContext) -> list[Article]:
    return build_articles(records, lambda done, total: context.progress("articles", done, total))


def _build_in_parallel(records: Sequence[Record], context: RunContext) -> list[Article]:
    """Make the same articles with the cores of this machine, or with a cluster."""
    drafts: list[Draft] = []
    with workers_at(context.dask_address):
        for some in iter_drafts(records):
            drafts += some
            context.progress("articles", len(drafts), len(records))
    return join_drafts(drafts, article_ids(records), KnownTexts())


def _from_archive(source: ArchiveSlice, folder: Path) -> Iterator[Frames]:
    items = Archive(source.location).set_aside(source.archive_version)
    _write_set_aside(summary(Counter(group_of(item) for item in items), items), folder)
    for contents in source.chunks():
        yield {name: getattr(contents, name).drop("month").collect() for name in TABLES}


def _check_period(corpus: Corpus, period: Period) -> None:
    dates = pl.col("published")
    dated = corpus.scan("articles").select(
        pl.len().alias("number"), pl.col("in_period").any(), dates.min().alias("first"), dates.max().alias("last")
    )
    row = dated.collect().row(0, named=True)
    if not row["in_period"]:
        what = f"none of {row['number']} articles is dated in it"
        raise NoArticlesError(what, f"period {period.name}", _dates_known(row["first"], row["last"]))


def _dates_known(first: datetime | None, last: datetime | None) -> str:
    if first is None or last is None:
        return "no article states its date with a year: use --period all"
    return f"dates run from {first:%Y-%m-%d} to {last:%Y-%m-%d}"
