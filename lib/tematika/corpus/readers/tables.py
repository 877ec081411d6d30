"""Tables: CSV and TSV with any separator and header, and Parquet."""

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
_TOP_ROWS = 20
# Cells of this mean length are no ids, names or dates.
_SHORTEST_TEXT = 40
_SHORTEST_TITLE = 10
_ROW_HINT = "check its separators and quotes"
# A cell may be a long article; Python's own limit is 131,072 characters.
csv.field_size_limit(50_000_000)


def read_csv(file: IO[bytes], where: str, limits: Limits) -> Iterator[Row | Fault]:
    """Yield the rows of a table of separated values, and a fault for a row with too many cells.

    Without a header of known names the column of text is the one with the longest cells, if these are long.
    """
    lines = (f"{line}\n" for line in read_lines(file, where, limits))
    top = list(itertools.islice(itertools.dropwhile(str.isspace, lines), _TOP_ROWS))
    separator = "\t" if ".tsv" in where.lower() else _separator(top)
    rows = _numbered(itertools.chain(top, lines), separator, where)
    first = list(itertools.islice(rows, _TOP_ROWS))
    names = [cell.lstrip("\ufeff").strip() for cell in first[0][1]] if first else []
    if not has_column(names, "text"):
        names = _guess_names([cells for _, cells in first]) or names
        require_text_column(names, where)
    else:
        first = first[1:]
    for number, cells in itertools.chain(first, rows):
        if len(cells) > len(names):
            yield Fault(f"{where}, line {number}", BROKEN, "the row has more cells than the header", _ROW_HINT)
        elif any(cells):
            yield make_row(_by_name(names, cells))


def read_parquet(file: IO[bytes], where: str, limits: Limits) -> Iterator[Row]:
    """Yield the rows of a Parquet table."""
    data = file.read()
    try:
        scan = pl.scan_parquet(io.BytesIO(data))
        names = scan.collect_schema().names()
        require_text_column(names, where)
        known = [name for name in names if name.strip().lower() in COLUMN_OF]
        # A file that announces more rows than there can be articles is made to exhaust the memory.
        if scan.select(pl.len()).collect().item() > limits.stream_bytes // 100:
            raise UnreadableError(TOO_LARGE, "has too many rows", where, "cut it into smaller files")
        for frame in scan.select(known).collect_batches(chunk_size=_CHUNK_ROWS):
            yield from map(make_row, frame.iter_rows(named=True))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, OverflowError) as error:
        raise UnreadableError(BROKEN, "the file is not Parquet", where, "write it again or take it out") from error


def _by_name(names: Sequence[str], cells: Sequence[str]) -> dict[str, object]:
    """Return cells by name; of columns with one name the first that is not empty counts."""
    values: dict[str, object] = {}
    for name, cell in zip(names, cells, strict=False):
        if cell and name not in values:
            values[name] = cell
    return values


def _numbered(lines: Iterator[str], separator: str, where: str) -> Iterator[tuple[int, list[str]]]:
    """Yield rows with the number of their last line."""
    reader = csv.reader(lines, delimiter=separator)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableError(BROKEN, f"the table cannot be read ({error})", where, _ROW_HINT) from error
        yield reader.line_num, cells


def _separator(top: Sequence[str]) -> str:
    """Return the separator by which the header has a column of text, else the one in most lines."""
    header = top[0] if top else ""
    for separator in sorted(_SEPARATORS, key=header.count, reverse=True):
        if has_column((cell.strip('" \n\ufeff') for cell in header.split(separator)), "text"):
            return separator
    return max(_SEPARATORS, key=lambda separator: (sum(separator in line for line in top), header.count(separator)))


def _guess_names(rows: Sequence[Sequence[str]]) -> list[str] | None:
    """Return names for the columns of a table without header, by their cells; None if none holds articles."""
    width = max(map(len, rows), default=0)
    columns = [[row[k] for row in rows if k < len(row) and row[k].strip()] for k in range(width)]
    lengths = [sum(map(len, cells)) / len(cells) if cells else 0.0 for cells in columns]
    # The longest cells are the text, the next longest, unless dates or addresses, the title.
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
