"""Articles into the archive: read in a stream, cleaned over the cores, compared with what is there, appended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import polars as pl

from tematika.corpus.archive.archive import SIGNATURES_SCHEMA, Archive, Batch
from tematika.corpus.archive.new_records import ArchiveWriter, NewRecords
from tematika.corpus.articles import Draft, iter_drafts, join_drafts
from tematika.corpus.models import Article, Record
from tematika.corpus.readers.quarantine import Quarantine
from tematika.corpus.readers.read import iter_records
from tematika.corpus.schemas import articles_frame, passages_frame, removals_frame
from tematika.errors import TematikaError

BATCH_SIZE = 5_000


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest has done so far.

    Attributes
    ----------
    read : int
        Records read.
    new, reprints, known : int
        Articles that came in, how many of them reprint another, and records whose article was there already.
    quarantine : Quarantine
        What was set aside.
    version : int
        Version of the archive.
    """

    read: int = 0
    new: int = 0
    reprints: int = 0
    known: int = 0
    quarantine: Quarantine = field(default_factory=Quarantine)
    version: int = 0


Progress = Callable[[IngestReport], object]


def ingest(
    paths: Sequence[Path], archive: Archive, progress: Progress = lambda _: None, batch_size: int = BATCH_SIZE
) -> IngestReport:
    """Add to the archive what it does not have yet. The caller holds `Archive.writing`.

    It may be repeated, and stopped at any moment: what came in stays, and the next time the rest follows. Records are
    cut into batches before the known ones are left out, so that a repeated run compares the same articles with each
    other.

    Parameters
    ----------
    paths : sequence of Path
        Files and folders of articles.
    archive : Archive
        Where they go.
    progress : callable, optional
        Called after each batch.
    batch_size : int, optional
        Records that are in memory at a time.

    Returns
    -------
    IngestReport
        Counts.

    Raises
    ------
    NoArticlesError
        If there is nothing to read.
    """
    quarantine = Quarantine()
    arrivals = ArchiveWriter(archive)
    read = new = reprints = 0
    report = IngestReport(quarantine=quarantine, version=arrivals.version)
    for batch in _cleaned(_batches(iter_records(paths, quarantine.add), batch_size), arrivals):
        articles = _take_in(batch, arrivals)
        read += batch.read
        new += len(articles)
        reprints += sum(article.copy_of is not None for article in articles)
        report = IngestReport(read, new, reprints, read - new, quarantine, arrivals.version)
        progress(report)
    # Of an ingest that brings nothing new there is no version to note it under; it is told all the same.
    if new:
        archive.add_set_aside(quarantine.items, arrivals.version)
    return report


@dataclass(frozen=True, slots=True)
class _Cleaned:
    """A batch: how many records were read, which of them are new, and these cleaned."""

    read: int
    newcomers: NewRecords
    drafts: list[Draft]


def _cleaned(batches: Iterator[list[Record]], arrivals: ArchiveWriter) -> Iterator[_Cleaned]:
    """Clean what is new in each batch. While one is cleaned the next is read and the one before is written."""
    records = next(batches, None)
    newcomers = arrivals.find_new(records or [])
    while records is not None:
        under_way = iter_drafts(newcomers.records)
        try:
            following = next(batches, None)
        except TematikaError:
            yield _finish(len(records), newcomers, under_way)
            raise
        coming = arrivals.find_new(following or [])
        cleaned = _finish(len(records), newcomers, under_way)
        records, newcomers = following, coming
        yield cleaned


def _finish(read: int, newcomers: NewRecords, under_way: Iterator[list[Draft]]) -> _Cleaned:
    return _Cleaned(read, newcomers, [one for some in under_way for one in some])


def _batches(records: Iterable[Record], size: int) -> Iterator[list[Record]]:
    stream = iter(records)
    while batch := list(islice(stream, size)):
        yield batch


def _take_in(batch: _Cleaned, arrivals: ArchiveWriter) -> list[Article]:
    if not batch.drafts:
        return []
    articles = join_drafts(batch.drafts, batch.newcomers.ids, arrivals.known_texts(batch.drafts))
    table, passages = articles_frame(articles), passages_frame(articles)
    arrivals.add(Batch(table, passages, removals_frame(articles), _signatures(batch.drafts, articles)))
    return articles


def _signatures(drafts: Sequence[Draft], articles: Sequence[Article]) -> pl.DataFrame:
    rows = [
        (article.article_id, draft.sketch.words, draft.sketch.bands, sorted(set(draft.lines.values())))
        for draft, article in zip(drafts, articles, strict=True)
        if article.copy_of is None
    ]
    return pl.DataFrame(rows, schema=SIGNATURES_SCHEMA, orient="row")
