"""Excel workbooks (.xlsx), a table on each sheet."""

from __future__ import annotations

import io
import itertools
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import IO, Any

from tematika.corpus.readers.archives import BAD_ZIP
from tematika.corpus.readers.feed import refuse_entities
from tematika.corpus.readers.limits import LimitedReader, Limits, time_limit
from tematika.corpus.readers.quarantine import BROKEN, UnreadableError
from tematika.corpus.readers.row import Row, has_column, make_row, require_text_column

_PICTURES = ("xl/media/", "xl/embeddings/")
# Rows above the header: a title of the table, a note, a blank line.
_TOP_ROWS = 10
_ROWS_AT_ONCE = 1_000


def read_workbook(file: IO[bytes], where: str, limits: Limits) -> Iterator[Row]:
    """Yield the rows of a workbook's sheets; sheets without a column of text are skipped, unless none has one."""
    with time_limit(limits.seconds, where):
        book = _open(_repack(file.read(), where, limits), where)
    has_text = False
    for name in book.sheetnames:
        rows = _rows(book[name], where, limits)
        top = list(itertools.islice(rows, _TOP_ROWS))
        header = next((k for k, cells in enumerate(top) if has_column(cells, "text")), None)
        if header is None:
            continue
        has_text = True
        for cells in itertools.chain(top[header + 1 :], rows):
            if any(cells):
                yield make_row(dict(zip(top[header], (cell or None for cell in cells), strict=False)))
    if not has_text:
        require_text_column((), where)


def _repack(data: bytes, where: str, limits: Limits) -> IO[bytes]:
    """Return the workbook as a zip file without compression; its parts are limited in size while they are unpacked."""
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


def _open(file: IO[bytes], where: str) -> Any:
    import openpyxl  # with the first workbook

    try:
        with warnings.catch_warnings():
            # It warns of styles and extensions that it skips.
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except RecursionError:
        raise
    # A hostile workbook may raise anything.
    except Exception as error:
        raise _broken(where) from error


def _rows(sheet: Any, where: str, limits: Limits) -> Iterator[Sequence[str]]:
    """Yield the rows of a sheet as text, whatever size it states."""
    if not hasattr(sheet, "reset_dimensions"):
        return
    try:
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        while True:
            with time_limit(limits.seconds, where), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                some = [[_format_cell(cell) for cell in cells] for cells in itertools.islice(rows, _ROWS_AT_ONCE)]
            yield from some
            if len(some) < _ROWS_AT_ONCE:
                return
    except (UnreadableError, RecursionError, GeneratorExit):
        raise
    except Exception as error:
        raise _broken(where) from error


def _format_cell(cell: object) -> str:
    """Return the text of a cell: a whole number without a point, a date in ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    # In a workbook a date is a moment at midnight.
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(cell)
