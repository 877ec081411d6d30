"""Tables: CSV and TSV, separator and header found out; Parquet."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from typing import IO

import polars as pl

from tematika.corpus.cleaning.dates import parse_date
from tematika.corpus.readers.jsonl import read_lines
from tematika.corpus.readers.limits import Limits
from tematika.corpus.readers.quarantine import BROKEN, TOO_LARGE, UnreadableError
from tematika.corpus.readers.row import COLUMN_OF, Fault, Row, has_column, make_row, require_text_column

_SEPARATORS = ",;\t|"
_CHUNK_ROWS = 5_000
_LOOKED_AT = 20
# So much text in a cell on average is no id, name or date.
_SHORTEST_TEXT = 40
_SHORTEST_TITLE = 10
_MEND_ROW = "check its separators and quotes"
# One cell of this module's files may be an article; Python's own limit is 131,072 characters.
csv.field_size_limit(50_000_000)


def read_csv(file: IO[bytes], where: str, limits: Limits) -> Iterator[Row | Fault]:
    """Read a table of separated values; a row with cells too many is a fault of its own.

    Without a header of known names the column of text is the one with the longest cells, if these are long.
    """
    lines = (f"{line}\n" for line in read_lines(file, where, limits))
    top = list(itertools.islice(_after_blank(lines), _LOOKED_AT))
    separator = "\t" if ".tsv" in where.lower() else _separator(top)
    rows = _numbered(itertools.chain(top, lines), separator, where)
    first = list(itertools.islice(rows, _LOOKED_AT))
    names = [cell.lstrip("\ufeff").strip() for cell in first[0][1]] if first else []
    if not has_column(names, "text"):
        names = _names_by_look([cells for _, cells in first]) or names
        require_text_column(names, where)
    else:
        first = first[1:]
    for number, cells in itertools.chain(first, rows):
        if len(cells) > len(names):
            yield Fault(f"{where}, line {number}", BROKEN, "the row has more cells than the header", _MEND_ROW)
        elif any(cells):
            yield make_row(_by_name(names, cells))


def _by_name(names: Sequence[str], cells: Sequence[str]) -> dict[str, object]:
    """Pair names with cells; an empty cell is no value, and of columns of one name the first with a value counts."""
    values: dict[str, object] = {}
    for name, cell in zip(names, cells, strict=False):
        if cell and name not in values:
            values[name] = cell
    return values


def _after_blank(lines: Iterator[str]) -> Iterator[str]:
    return itertools.dropwhile(str.isspace, lines)


def _numbered(lines: Iterator[str], separator: str, where: str) -> Iterator[tuple[int, list[str]]]:
    """Yield rows with the numbers of the lines that they end in."""
    reader = csv.reader(lines, delimiter=separator)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableError(BROKEN, f"the table cannot be read ({error})", where, _MEND_ROW) from error
        yield reader.line_num, cells


def _separator(top: Sequence[str]) -> str:
    """Choose the separator under which the header has a column of text, else the one that most lines have."""
    header = top[0] if top else ""
    for separator in sorted(_SEPARATORS, key=header.count, reverse=True):
        if has_column((cell.strip('" \n\ufeff') for cell in header.split(separator)), "text"):
            return separator
    return max(_SEPARATORS, key=lambda separator: (sum(separator in line for line in top), header.count(separator)))


def _names_by_look(rows: Sequence[Sequence[str]]) -> list[str] | None:
    """Name the columns of a table without header by what is in them; None if none holds articles."""
    width = max(map(len, rows), default=0)
    columns = [[row[k] for row in rows if k < len(row) and row[k].strip()] for k in range(width)]
    lengths = [sum(map(len, cells)) / len(cells) if cells else 0.0 for cells in columns]
    # The longest cells are the text, the next that are long enough, and no date and no address, the title.
    order = sorted(range(width), key=lambda k: -lengths[k])
    if not order or lengths[order[0]] < _SHORTEST_TEXT:
        return None
    names = [f"column {k + 1}" for k in range(width)]
    for k, cells in enumerate(columns):
        if cells and all(cell.strip().startswith(("http://", "https://")) for cell in cells):
            names[k] = "url"
        elif cells and all(parse_date(cell).moment is not None for cell in cells):
            names[k] = "date"
    free = [k for k in order if names[k].startswith("column")]
    for name, k, shortest in zip(("text", "title"), free, (_SHORTEST_TEXT, _SHORTEST_TITLE), strict=False):
        if lengths[k] >= shortest:
            names[k] = name
    return names


def read_parquet(file: IO[bytes], where: str, limits: Limits) -> Iterator[Row]:
    """Read a Parquet table by some thousand rows."""
    data = file.read()
    try:
        scan = pl.scan_parquet(io.BytesIO(data))
        names = scan.collect_schema().names()
        require_text_column(names, where)
        known = [name for name in names if name.strip().lower() in COLUMN_OF]
        # Each article has a byte at least; a file that announces more rows than that is made to exhaust the memory.
        if scan.select(pl.len()).collect().item() > limits.stream_bytes // 100:
            raise UnreadableError(TOO_LARGE, "has too many rows", where, "cut it into smaller files")
        for frame in scan.select(known).collect_batches(chunk_size=_CHUNK_ROWS):
            yield from map(make_row, frame.iter_rows(named=True))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, OverflowError) as error:
        raise UnreadableError(BROKEN, "the file is not Parquet", where, "write it again or take it out") from error
