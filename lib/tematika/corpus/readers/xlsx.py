"""Excel workbooks (.xlsx): a table on each sheet."""

from __future__ import annotations

import io
import itertools
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from functools import cache
from typing import IO, Any

from tematika.corpus.readers.archives import BAD_ZIP
from tematika.corpus.readers.feed import refuse_entities
from tematika.corpus.readers.limits import LimitedReader, Limits, time_limit
from tematika.corpus.readers.quarantine import BROKEN, UnreadableError
from tematika.corpus.readers.row import Row, has_column, make_row, require_text_column

_PICTURES = ("xl/media/", "xl/embeddings/")
# Rows above the header: a title of the table, a note, a blank line.
_LOOKED_AT = 10
_ROWS_AT_ONCE = 1_000


def read_workbook(file: IO[bytes], where: str, limits: Limits) -> Iterator[Row]:
    """Read the tables of a workbook's sheets; a sheet without a column of text is passed over, if another has one."""
    with time_limit(limits.seconds, where):
        repacked = _repacked(file.read(), where, limits)
        book = _opened(repacked, where)
    found = False
    for name in book.sheetnames:
        rows = _rows(book[name], where, limits)
        top = list(itertools.islice(rows, _LOOKED_AT))
        header = next((k for k, cells in enumerate(top) if has_column(cells, "text")), None)
        if header is None:
            continue
        found = True
        for cells in itertools.chain(top[header + 1 :], rows):
            if any(cells):
                yield make_row(dict(zip(top[header], (cell or None for cell in cells), strict=False)))
    if not found:
        require_text_column((), where)


def _repacked(data: bytes, where: str, limits: Limits) -> IO[bytes]:
    """Unpack a workbook's parts while counting what comes out, and give them to the library without any packing."""
    plain = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as stored:
            left = limits.ratio * max(len(data), limits.page_bytes // limits.ratio)
            for part in packed.infolist():
                if part.filename.startswith(_PICTURES):
                    continue
                with packed.open(part) as stream:
                    content = LimitedReader(stream, where, left).readall() or b""
                left -= len(content)
                refuse_entities(content, where)
                stored.writestr(zipfile.ZipInfo(part.filename), content)
    except BAD_ZIP as error:
        raise _broken(where) from error
    plain.seek(0)
    return plain


def _broken(where: str) -> UnreadableError:
    return UnreadableError(BROKEN, "the file is not a workbook", where, "save it again as .xlsx or .csv")


def _opened(file: IO[bytes], where: str) -> Any:
    try:
        with warnings.catch_warnings():
            # It warns of styles and extensions that it leaves out, and nothing here asks for them.
            warnings.simplefilter("ignore")
            return _openpyxl().load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except RecursionError:
        raise
    # Whatever a library stumbles over in a workbook that was made to make it stumble.
    except Exception as error:
        raise _broken(where) from error


def _rows(sheet: Any, where: str, limits: Limits) -> Iterator[Sequence[str]]:
    """Yield the rows of a sheet as text, however large it says that it is."""
    if not hasattr(sheet, "reset_dimensions"):
        return
    try:
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        while True:
            with time_limit(limits.seconds, where), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                some = [[_shown(cell) for cell in cells] for cells in itertools.islice(rows, _ROWS_AT_ONCE)]
            yield from some
            if len(some) < _ROWS_AT_ONCE:
                return
    except (UnreadableError, RecursionError, GeneratorExit):
        raise
    except Exception as error:
        raise _broken(where) from error


def _shown(cell: object) -> str:
    """Write a cell as one would read it: a whole number without a point, a date as one."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    # A day without a time of day is midnight in a workbook.
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(cell)


@cache
def _openpyxl() -> Any:
    """Import it when the first workbook comes."""
    import openpyxl

    return openpyxl
