"""Articles into the archive: read in a stream, cleaned over the cores, compared with what is there, appended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl
from joblib import Parallel, delayed

from tematika.corpus.archive import SIGNATURES_SCHEMA, Archive, Batch
from tematika.corpus.arrivals import Arrivals
from tematika.corpus.build import Draft, join_drafts, make_drafts
from tematika.corpus.formats import iter_records
from tematika.corpus.frames import articles_frame, removals_frame
from tematika.corpus.records import Article, Record
from tematika.reading import passages_frame

BATCH_SIZE = 5_000
# Fewer records are cleaned sooner than further processes start.
_FEWEST_FOR_ALL_CORES = 1_000
_CHUNK = 250


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest has done so far.

    Attributes
    ----------
    read : int
        Records read.
    new, reprints, known : int
        Articles that came in, how many of them reprint another, and records whose article was there already.
    ignored : tuple of str
        Names of files of an unknown kind and of records without text.
    version : int
        Version of the archive.
    """

    read: int = 0
    new: int = 0
    reprints: int = 0
    known: int = 0
    ignored: tuple[str, ...] = ()
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
        If there is nothing to read or something cannot be read; the batches before it are in.
    """
    ignored: list[str] = []
    arrivals = Arrivals(archive)
    read = new = reprints = 0
    report = IngestReport(version=arrivals.version)
    for records in _batches(iter_records(paths, ignored.append), batch_size):
        articles = _take_in(records, arrivals)
        read += len(records)
        new += len(articles)
        reprints += sum(article.copy_of is not None for article in articles)
        report = IngestReport(read, new, reprints, read - new, tuple(ignored), arrivals.version)
        progress(report)
    return report


def _batches(records: Iterable[Record], size: int) -> Iterator[list[Record]]:
    stream = iter(records)
    while batch := list(islice(stream, size)):
        yield batch


def _take_in(records: Sequence[Record], arrivals: Arrivals) -> list[Article]:
    newcomers = arrivals.newcomers(records)
    if not newcomers.records:
        return []
    drafts = _drafts(newcomers.records)
    articles = join_drafts(drafts, newcomers.ids, arrivals.earlier(drafts))
    arrivals.add(
        Batch(
            articles_frame(articles), passages_frame(articles), removals_frame(articles), _signatures(drafts, articles)
        )
    )
    return articles


def _drafts(records: Sequence[Record]) -> list[Draft]:
    chunks = [records[start : start + _CHUNK] for start in range(0, len(records), _CHUNK)]
    if len(records) < _FEWEST_FOR_ALL_CORES:
        made = map(make_drafts, chunks)
    else:
        made = Parallel(n_jobs=-1)(delayed(make_drafts)(chunk) for chunk in chunks)
    return [draft for drafts in made for draft in drafts]


def _signatures(drafts: Sequence[Draft], articles: Sequence[Article]) -> pl.DataFrame:
    rows = [
        (article.article_id, draft.sketch.words, draft.sketch.bands, sorted(set(draft.lines.values())))
        for draft, article in zip(drafts, articles, strict=True)
        if article.copy_of is None
    ]
    return pl.DataFrame(rows, schema=SIGNATURES_SCHEMA, orient="row")
