"""From files to records: text, JSON lines, CSV, TSV and Parquet, each also gzipped, in any mix of folders."""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl

from tematika.corpus.decoding import decode
from tematika.corpus.records import Record
from tematika.errors import NoArticlesError

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "article_id", "guid", "ид"),
    "title": ("title", "headline", "заголовок", "название"),
    "text": ("text", "body", "content", "fulltext", "full_text", "текст", "содержание"),
    "date": ("date", "published", "published_at", "pubdate", "datetime", "timestamp", "time", "дата", "опубликовано"),
    "source": ("source", "источник", "outlet", "publisher", "site", "издание", "сми"),
    "url": ("url", "link", "href", "ссылка", "адрес"),
}
_COLUMN_OF = {name: column for column, names in COLUMNS.items() for name in names}
_FRONT_MATTER_LINE = re.compile(r"(?P<key>[\w-]+)\s*:\s*(?P<value>.*)")
_SEPARATORS = ",;\t|"

# What a reader gives for one article: values by column, all text.
Row = dict[str, str]
Reader = Callable[[bytes, str], Iterable[Row]]


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
    found = _distinct(source for path in paths for source in _sources(path))
    known = [source for source in found if source.kind in _READERS]
    ignored = [source.name for source in found if source.kind not in _READERS]
    several = sum(source.kind not in _TEXT_KINDS for source in known) > 1
    records: list[Record] = []
    for source in known:
        for record in _read(source, qualified=several):
            if record.text.strip():
                records.append(record)
            else:
                ignored.append(record.ref)
    if not records:
        names = ", ".join(path.name or str(path) for path in paths)
        raise NoArticlesError("no articles found", names, f"put files of these kinds there: {_KINDS}, or .gz of them")
    return Reading(_with_distinct_refs(records), tuple(ignored))


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
    if source.kind not in _READERS:
        raise NoArticlesError(f"unknown kind of file {source.kind!r}", path.name, f"use one of {_KINDS}")
    yield source


def _distinct(sources: Iterable[_Source]) -> list[_Source]:
    """Each file once, even if it is given by itself and with its folder."""
    return list({source.path.resolve(): source for source in reversed(list(sources))}.values())[::-1]


def _read(source: _Source, qualified: bool) -> Iterator[Record]:
    data = _bytes_of(source)
    is_text = source.kind in _TEXT_KINDS
    for number, row in enumerate(_READERS[source.kind](data, source.name), 1):
        own = row.get("id") or str(number)
        ref = source.name if is_text else f"{source.name}#{own}" if qualified else own
        stated = {key: row.get(key) or None for key in ("title", "date", "source", "url")}
        yield Record(ref, row.get("text", ""), **stated)


def _bytes_of(source: _Source) -> bytes:
    try:
        data = source.path.read_bytes()
        return gzip.decompress(data) if source.name.lower().endswith(".gz") else data
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise NoArticlesError("the gzip file is broken", source.name, "fetch or pack it again") from error
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        raise NoArticlesError(what, source.name, "check the file's permissions") from error


def _with_distinct_refs(records: list[Record]) -> list[Record]:
    """Give a number to refs that meet a second time, so that a ref names one record."""
    if len({record.ref for record in records}) == len(records):
        return records
    taken = {record.ref for record in records}
    seen: Counter[str] = Counter()
    distinct = []
    for record in records:
        seen[record.ref] += 1
        ref = record.ref
        while seen[record.ref] > 1 and ref in taken:
            ref = f"{record.ref}~{seen[record.ref]}"
            seen[record.ref] += ref in taken
        taken.add(ref)
        distinct.append(replace(record, ref=ref))
    return distinct


def _row(values: Mapping[str, object]) -> Row:
    """Name values by column; of two names for one column the first with a value counts."""
    row: Row = {}
    for name, value in values.items():
        column = _COLUMN_OF.get(str(name).strip().lower())
        if column is not None and value is not None and not row.get(column):
            row[column] = str(value) if column == "text" else str(value).strip()
    return row


def _read_text(data: bytes, where: str) -> Iterator[Row]:
    stated, text = split_front_matter(decode(data, where))
    yield {**_row(stated), "text": text}


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    r"""Part the ``key: value`` lines between two lines of dashes at the top from the text below.

    Examples
    --------
    >>> split_front_matter("---\ntitle: Порт\n---\nТекст")
    ({'title': 'Порт'}, 'Текст')
    """
    head, mark, rest = text.lstrip("\n").partition("\n---\n")
    first, _, inside = head.partition("\n")
    lines = [line for line in inside.split("\n") if line.strip() and not line.startswith("#")]
    pairs = [_FRONT_MATTER_LINE.fullmatch(line.strip()) for line in lines]
    if not mark or first.strip() != "---" or not pairs or pairs[0] is None:
        return {}, text
    return {pair["key"]: pair["value"].strip().strip("\"'") for pair in pairs if pair}, rest


def _read_jsonl(data: bytes, where: str) -> Iterator[Row]:
    for number, line in enumerate(decode(data, where).split("\n"), 1):
        if line.strip():
            yield _json_row(line, f"{where}, line {number}")


def _json_row(line: str, where: str) -> Row:
    try:
        values: Any = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise NoArticlesError("the line is not JSON", where, "mend the line or take it out") from error
    row = _row(values) if isinstance(values, dict) else {}
    if not isinstance(values, dict) or not _has_column(values, "text"):
        raise NoArticlesError("the line has no article text", where, _columns_mend("an object with"))
    return row


def _read_csv(data: bytes, where: str) -> Iterator[Row]:
    text = decode(data, where)
    header = text.lstrip("\n").split("\n", 1)[0]
    separator = "\t" if ".tsv" in where.lower() else max(_SEPARATORS, key=header.count)
    try:
        frame = pl.read_csv(io.BytesIO(text.encode()), separator=separator, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise NoArticlesError("the table cannot be read", where, "check its separators and quotes") from error
    yield from _frame_rows(frame, where)


def _read_parquet(data: bytes, where: str) -> Iterator[Row]:
    try:
        frame = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise NoArticlesError("the file is not Parquet", where, "write it again or take it out") from error
    yield from _frame_rows(frame, where)


def _frame_rows(frame: pl.DataFrame, where: str) -> Iterator[Row]:
    if not _has_column(frame.columns, "text"):
        raise NoArticlesError("the table has no column with the article text", where, _columns_mend("a column named"))
    for values in frame.iter_rows(named=True):
        yield _row(values)


def _has_column(names: Iterable[str], column: str) -> bool:
    return any(_COLUMN_OF.get(str(name).strip().lower()) == column for name in names)


def _columns_mend(what: str) -> str:
    return f"give it {what} {', '.join(COLUMNS['text'])}"


_TEXT_KINDS = (".txt", ".md")
_READERS: Mapping[str, Reader] = {
    ".txt": _read_text,
    ".md": _read_text,
    ".jsonl": _read_jsonl,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".parquet": _read_parquet,
}
_KINDS = ", ".join(_READERS)
