"""From files to records: text, JSON lines, CSV, TSV and Parquet, each also gzipped, in any mix of folders."""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO, cast

from tematika.corpus.records import Record
from tematika.corpus.rows import READERS, TEXT_KINDS
from tematika.errors import NoArticlesError

_KINDS = ", ".join(READERS)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read.

    Attributes
    ----------
    records : list of Record
        Sorted by `ref` within each path given.
    ignored : tuple of str
        Refs of files of an unknown kind and of records without any text.
    """

    records: list[Record]
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Source:
    """One file to read, and its name below the path given."""

    path: Path
    name: str

    @property
    def kind(self) -> str:
        return PurePosixPath(self.name.lower().removesuffix(".gz")).suffix


def read_records(paths: Sequence[Path]) -> Reading:
    """Read every article of the files and folders given.

    Parameters
    ----------
    paths : sequence of Path
        Files, or folders read with all their subfolders; hidden files are skipped.

    Returns
    -------
    Reading
        The records and the names of what was passed over.

    Raises
    ------
    NoArticlesError
        If a path does not exist, a file cannot be read, or there is no article at all.
    """
    ignored: list[str] = []
    records = list(iter_records(paths, ignored.append))
    return Reading(records, tuple(ignored))


def iter_records(paths: Sequence[Path], pass_over: Callable[[str], object]) -> Iterator[Record]:
    """Read the same records one after the other; of long JSON lines and Parquet files only a part is in memory.

    Parameters
    ----------
    paths : sequence of Path
        As in `read_records`.
    pass_over : callable
        Called with the name of each file of an unknown kind and of each record without text.

    Yields
    ------
    Record
        In the same order each time.

    Raises
    ------
    NoArticlesError
        As in `read_records`, but only when the reading comes to what is wrong.
    """
    found = _distinct(source for path in paths for source in _sources(path))
    for source in found:
        if source.kind not in READERS:
            pass_over(source.name)
    known = [source for source in found if source.kind in READERS]
    several = sum(source.kind not in TEXT_KINDS for source in known) > 1
    refs = _Refs()
    for record in (record for source in known for record in _read(source, qualified=several)):
        if record.text.strip():
            yield refs.distinct(record)
        else:
            pass_over(record.ref)
    if not refs.taken:
        names = ", ".join(path.name or str(path) for path in paths)
        raise NoArticlesError("no articles found", names, f"put files of these kinds there: {_KINDS}, or .gz of them")


def check_paths(paths: Sequence[Path]) -> None:
    """Check that there is something to read, before anything is read.

    Raises
    ------
    NoArticlesError
        If a path does not exist or is a file of an unknown kind.
    """
    for path in paths:
        next(_sources(path), None)


def _sources(path: Path) -> Iterator[_Source]:
    if path.is_dir():
        below = (file for file in path.rglob("*") if file.is_file())
        named = [_Source(file, file.relative_to(path).as_posix()) for file in below]
        visible = (source for source in named if not any(part.startswith(".") for part in source.name.split("/")))
        yield from sorted(visible, key=lambda source: source.name)
        return
    if not path.exists():
        raise NoArticlesError("no such file or folder", str(path), "check the path of the articles")
    source = _Source(path, path.name)
    if source.kind not in READERS:
        raise NoArticlesError(f"unknown kind of file {source.kind!r}", path.name, f"use one of {_KINDS}")
    yield source


def _distinct(sources: Iterable[_Source]) -> list[_Source]:
    """Each file once, even if it is given by itself and with its folder."""
    return list({source.path.resolve(): source for source in reversed(list(sources))}.values())[::-1]


def _read(source: _Source, qualified: bool) -> Iterator[Record]:
    is_text = source.kind in TEXT_KINDS
    try:
        with _open(source) as file:
            for number, row in enumerate(READERS[source.kind](file, source.name), 1):
                own = row.get("id") or str(number)
                ref = source.name if is_text else f"{source.name}#{own}" if qualified else own
                stated = {key: row.get(key) or None for key in ("title", "date", "source", "url")}
                yield Record(ref, row.get("text", ""), **stated)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise NoArticlesError("the gzip file is broken", source.name, "fetch or pack it again") from error
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        raise NoArticlesError(what, source.name, "check the file's permissions") from error


def _open(source: _Source) -> IO[bytes]:
    is_packed = source.name.lower().endswith(".gz")
    return cast(IO[bytes], gzip.open(source.path)) if is_packed else source.path.open("rb")


class _Refs:
    """Gives a number to refs that meet a second time, so that a ref names one record."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self._met: Counter[str] = Counter()

    def distinct(self, record: Record) -> Record:
        ref = record.ref
        while ref in self.taken:
            self._met[record.ref] += 1
            ref = f"{record.ref}~{self._met[record.ref] + 1}"
        self.taken.add(ref)
        return record if ref == record.ref else replace(record, ref=ref)
