"""Where a report's articles come from: files that were named, else the archive; never from anywhere unnamed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import Any

import polars as pl

from tematika.core.fingerprints import FileState, Input, hash_lines, input_of
from tematika.core.period import Period
from tematika.corpus.archive.archive import ATTEMPT, BATCH, UNDATED, Archive, Snapshot
from tematika.corpus.readers.paths import iter_sources
from tematika.corpus.readers.quarantine import UNKNOWN_KIND
from tematika.errors import NoArticlesError, ParameterError
from tematika.settings import Settings

# Themes of a short period are learnt from these months before it, too: a week alone is too little to learn from.
BACKGROUND_MONTHS = 3
# …and of these from so many articles at most, lest a report cost more the larger the archive is.
BACKGROUND_ARTICLES = 20_000
# So many articles are taken out of the archive at a time.
CHUNK = 50_000
_DEMO = "tematika demo shows what a report is like"


@dataclass(frozen=True)
class Files:
    """Files and folders to read."""

    paths: tuple[Path, ...]

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """The files with their hashes."""
        return tuple(one for files in _hashed(self.paths) for one in files)

    @property
    def archive_version(self) -> None:
        """No archive has part in it."""

    def states(self) -> list[tuple[Path, FileState]]:
        """Return the files that are there now and their states; cheap, so that notebooks can look each time."""
        return [(file, FileState.of(file)) for path in self.paths for file, _ in _let_in(path)]

    def content(self) -> dict[str, Any]:
        """Return what is in the files now, and how many each path gave, as refs begin there; places do not matter."""
        of_paths = _hashed(self.paths)
        pairs = [[one.ref, one.sha256] for files in of_paths for one in files]
        return {"files": pairs, "files_of_paths": [len(files) for files in of_paths]}

    def places(self) -> list[str]:
        """Return where the articles are."""
        return [str(path.resolve()) for path in self.paths]


@dataclass(frozen=True)
class ArchiveSlice:
    """The articles of a period in one version of the archive."""

    location: str
    archive_version: int
    period: Period

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """One entry: the articles in reach, by a hash of their ids."""
        ids = self._reached["article_id"].to_list()
        return (Input(f"archive, version {self.archive_version}", hash_lines(ids), len(ids)),)

    def content(self) -> dict[str, Any]:
        """Return the batches that have come in and the months in reach: what these hold never changes."""
        batches = Archive(self.location).tables["articles"].scan().filter(pl.col(BATCH) <= self.archive_version)
        attempts = batches.select(ATTEMPT).unique().collect()[ATTEMPT].sort().to_list()
        reach = months_in_reach(self.period, self._months)
        return {"archive_version": self.archive_version, "batches": attempts, "months": reach}

    def places(self) -> list[str]:
        """Return where the archive is."""
        return [self.location if "://" in self.location else str(Path(self.location).resolve())]

    def chunks(self) -> Iterator[Snapshot]:
        """Yield the articles of the period and those of the months before it that themes are learnt from, in chunks.

        A chunk has whole months, or a part of a large month; its articles are in order of their ids.
        """
        archive, reached = Archive(self.location), self._reached
        everything = archive.read(self.archive_version, months_in_reach(self.period, self._months))
        for within in _ranges(reached, CHUNK):
            chosen = reached.filter(within)["article_id"]
            # Ids of a small part are named; of a large one it is enough to say where it is.
            among = within if self._all_reached else within & pl.col("article_id").is_in(chosen.implode())
            frames = (everything.articles, everything.passages, everything.removals, everything.signatures)
            yield Snapshot(everything.version, *(frame.filter(among) for frame in frames))

    @cached_property
    def _in_reach(self) -> pl.DataFrame:
        """Ids, months and dates of all articles of the months in reach, in order of ids."""
        articles = (
            Archive(self.location).read(self.archive_version, months_in_reach(self.period, self._months)).articles
        )
        return articles.select("article_id", "month", "published", "copy_of").collect()

    @property
    def _all_reached(self) -> bool:
        return self._reached.height == self._in_reach.height

    @cached_property
    def _reached(self) -> pl.DataFrame:
        """Those of the articles in reach that are read: the period's, what they reprint, and of the others a sample.

        Ids are hashes, so the first of them in order are a random sample, and the same one each time.
        """
        inside = self._in_reach.select(self.period.covers(pl.col("published"))).to_series()
        before = self._in_reach.filter(~inside)["article_id"]
        if before.len() <= BACKGROUND_ARTICLES:
            return self._in_reach
        wanted = self._in_reach.filter(inside)
        chosen = pl.concat([wanted["article_id"], wanted["copy_of"].drop_nulls(), before.head(BACKGROUND_ARTICLES)])
        return self._in_reach.filter(pl.col("article_id").is_in(chosen.implode()))

    @cached_property
    def _months(self) -> list[str]:
        articles = Archive(self.location).read(self.archive_version).articles
        return articles.select("month").unique().collect()["month"].to_list()


def source_of(settings: Settings, period: Period, location: str) -> Files | ArchiveSlice:
    """Return where the articles come from.

    Parameters
    ----------
    settings : Settings
    period : Period
        What is meant by the settings' period.
    location : str
        Folder or URL of the archive.

    Raises
    ------
    ParameterError
        For a version that the archive does not have, or a version together with files.
    NoArticlesError
        Where no files were named and there is no archive, or an empty one.
    """
    if settings.articles:
        if settings.as_of >= 0:
            raise ParameterError("does not go with files", "parameter as_of", "leave out one of the two")
        return Files(tuple(Path(name) for name in settings.articles))
    archive = Archive(location)
    if archive.is_local and not Path(location).is_dir():
        mend = "check TEMATIKA_ARCHIVE and the working folder, or begin one with tematika ingest ARTICLES"
        raise NoArticlesError("there is no archive", location, f"{mend}; {_DEMO}")
    newest = archive.version()
    if not newest:
        mend = "put articles in with tematika ingest ARTICLES"
        raise NoArticlesError("the archive is empty", location, f"{mend}; {_DEMO}")
    if settings.as_of > newest:
        raise ParameterError(
            f"the archive has no version {settings.as_of}", "parameter as_of", f"its newest version is {newest}"
        )
    return ArchiveSlice(location, settings.as_of if settings.as_of >= 0 else newest, period)


def _hashed(paths: Sequence[Path]) -> list[list[Input]]:
    """Return the files of each path."""
    return [[input_of(file, name) for file, name in _let_in(path)] for path in paths]


def _let_in(path: Path) -> list[tuple[Path, str]]:
    """List the files of a path with their names; those of an unknown kind stand in the report, and count too."""
    try:
        listed = list(iter_sources(path))
    except NoArticlesError:  # reading it will say so
        return []
    return [(one.path, one.name) for one, fault in listed if fault is None or fault.reason == UNKNOWN_KIND]


def _ranges(articles: pl.DataFrame, size: int) -> Iterator[pl.Expr]:
    """Yield ranges of at most so many articles: months that follow each other, or ids of a month that has more.

    Parameters
    ----------
    articles : polars.DataFrame
        ``month`` and ``article_id``, in order of ids.
    size : int

    Yields
    ------
    polars.Expr
        Whether a row with these two columns is in the range.
    """
    months = [(str(month), number) for month, number in articles["month"].value_counts().sort("month").iter_rows()]
    together: list[str] = []
    held = 0
    for month, number in months:
        if together and held + number > size:
            yield pl.col("month").is_in(together)
            together, held = [], 0
        if number > size:
            yield from _ranges_of_month(articles, month, size)
        else:
            together.append(month)
            held += number
    # Without any articles, too, there is a range to look into.
    if together or not months:
        yield pl.col("month").is_in(together)


def _ranges_of_month(articles: pl.DataFrame, month: str, size: int) -> Iterator[pl.Expr]:
    ids = articles.filter(pl.col("month") == month)["article_id"]
    firsts = ids.gather_every(size).to_list()
    identity = pl.col("article_id")
    for first, following in zip_longest(firsts, firsts[1:]):
        before = pl.lit(True) if following is None else identity < following
        yield (pl.col("month") == month) & (identity >= first) & before


def months_in_reach(period: Period, known: list[str]) -> list[str]:
    """Return the months of a period and the `BACKGROUND_MONTHS` before it, among those the archive has.

    Examples
    --------
    >>> from datetime import date
    >>> week = Period("2026-W41", date(2026, 10, 5), date(2026, 10, 12))
    >>> months_in_reach(week, ["2026-05", "2026-07", "2026-10", "2026-11", "undated"])
    ['2026-07', '2026-10']
    >>> months_in_reach(Period("all", None, None), ["2026-05", "undated"])
    ['2026-05', 'undated']
    """
    if period.start is None and period.end is None:
        return sorted(known)
    first, last = "", "9999-12"
    if period.start is not None:
        number = period.start.year * 12 + period.start.month - 1 - BACKGROUND_MONTHS
        first = f"{number // 12:04d}-{number % 12 + 1:02d}"
    if period.end is not None:
        last = f"{period.end:%Y-%m}"
    return sorted(month for month in known if month != UNDATED and first <= month <= last)
