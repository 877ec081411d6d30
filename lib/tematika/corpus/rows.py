"""From the bytes of a file to rows: text, JSON lines, CSV, TSV and Parquet."""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Any

import polars as pl

from tematika.corpus.decoding import decode
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
# JSON may escape half of a pair of code units, which no table can hold.
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
# Read at once; a longer file of lines or rows is never in memory as a whole.
_CHUNK_BYTES = 16_000_000
_CHUNK_ROWS = 5_000
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)

# What a reader gives for one article: values by column, all text.
Row = dict[str, str]
Reader = Callable[[IO[bytes], str], Iterable[Row]]


def _row(values: Mapping[str, object]) -> Row:
    """Name values by column; of two names for one column the first with a value counts."""
    row: Row = {}
    for name, value in values.items():
        column = _COLUMN_OF.get(str(name).strip().lower())
        if column is not None and value is not None and not row.get(column):
            row[column] = str(value) if column == "text" else str(value).strip()
    return row


def _read_text(file: IO[bytes], where: str) -> Iterator[Row]:
    stated, text = split_front_matter(decode(file.read(), where))
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


def _read_jsonl(file: IO[bytes], where: str) -> Iterator[Row]:
    number = 1
    for chunk in _chunks(file):
        lines = decode(chunk, where).split("\n")
        for count, line in enumerate(lines):
            if line.strip():
                yield _json_row(line, f"{where}, line {number + count}")
        number += len(lines) - 1


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    """Read whole lines, many at a time; in UTF-16 and UTF-32 a line end is no single byte, and all is read at once."""
    rest = file.read(_CHUNK_BYTES)
    if rest.startswith(_WIDE_MARKS):
        rest += file.read()
    while piece := file.read(_CHUNK_BYTES):
        rest += piece
        end = rest.rfind(b"\n") + 1
        if end:
            yield rest[:end]
            rest = rest[end:]
    if rest:
        yield rest


def _json_row(line: str, where: str) -> Row:
    try:
        values: Any = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise NoArticlesError("the line is not JSON", where, "mend the line or take it out") from error
    row = _row(values) if isinstance(values, dict) else {}
    if not isinstance(values, dict) or not _has_column(values, "text"):
        raise NoArticlesError("the line has no article text", where, _columns_mend("an object with"))
    return {column: _HALF_CHARACTER.sub("\ufffd", value) for column, value in row.items()}


def _read_csv(file: IO[bytes], where: str) -> Iterator[Row]:
    text = decode(file.read(), where)
    header = text.lstrip("\n").split("\n", 1)[0]
    separator = "\t" if ".tsv" in where.lower() else max(_SEPARATORS, key=header.count)
    try:
        frame = pl.read_csv(io.BytesIO(text.encode()), separator=separator, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise NoArticlesError("the table cannot be read", where, "check its separators and quotes") from error
    _need_text(frame.columns, where)
    yield from map(_row, frame.iter_rows(named=True))


def _read_parquet(file: IO[bytes], where: str) -> Iterator[Row]:
    try:
        scan = pl.scan_parquet(io.BytesIO(file.read()))
        names = scan.collect_schema().names()
        _need_text(names, where)
        known = [name for name in names if name.strip().lower() in _COLUMN_OF]
        for frame in scan.select(known).collect_batches(chunk_size=_CHUNK_ROWS):
            yield from map(_row, frame.iter_rows(named=True))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise NoArticlesError("the file is not Parquet", where, "write it again or take it out") from error


def _need_text(names: Iterable[str], where: str) -> None:
    if not _has_column(names, "text"):
        raise NoArticlesError("the table has no column with the article text", where, _columns_mend("a column named"))


def _has_column(names: Iterable[str], column: str) -> bool:
    return any(_COLUMN_OF.get(str(name).strip().lower()) == column for name in names)


def _columns_mend(what: str) -> str:
    return f"give it {what} {', '.join(COLUMNS['text'])}"


TEXT_KINDS = (".txt", ".md")
READERS: Mapping[str, Reader] = {
    ".txt": _read_text,
    ".md": _read_text,
    ".jsonl": _read_jsonl,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".parquet": _read_parquet,
}
