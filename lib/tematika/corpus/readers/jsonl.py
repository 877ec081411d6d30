"""Files of lines, read in chunks, and JSON lines."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import IO, Any

from tematika.corpus.readers.encoding import detect_decoder
from tematika.corpus.readers.limits import Limits
from tematika.corpus.readers.quarantine import BROKEN, TOO_DEEP, TOO_LARGE, UnreadableError
from tematika.corpus.readers.row import Fault, Row, has_column, make_row, text_column_hint

# JSON may escape half of a pair of code units, which no table can hold.
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_CHUNK_BYTES = 16_000_000
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_LINE_HINT = "mend the line or take it out"


def read_jsonl(file: IO[bytes], where: str, limits: Limits) -> Iterator[Row | Fault]:
    """Yield the row of each line, and a fault for a line that is no JSON object or is too long."""
    for number, line in enumerate(_lines(file, where, limits), 1):
        if line is None:
            yield Fault(f"{where}, line {number}", TOO_LARGE, _too_long(limits), _LINE_HINT)
        elif line.strip():
            yield _json_row(line, f"{where}, line {number}")


def read_lines(file: IO[bytes], where: str, limits: Limits) -> Iterator[str]:
    r"""Yield the lines of a file without their ``\n``, decoded.

    Raises
    ------
    UnreadableError
        If the bytes are no text, or a line is longer than allowed.
    """
    for line in _lines(file, where, limits):
        if line is None:
            raise UnreadableError(TOO_LARGE, _too_long(limits), where, _LINE_HINT)
        yield line


def _lines(file: IO[bytes], where: str, limits: Limits) -> Iterator[str | None]:
    """Yield the lines of a file, and None for each that is longer than allowed."""
    decode = None
    for chunk in _chunks(file, where, limits):
        if chunk is None:
            yield None
            continue
        decode = decode or detect_decoder(chunk, where)
        lines = decode(chunk).split("\n")
        # The last line end is followed by a line only if this is not empty.
        yield from lines if lines[-1] else lines[:-1]


def _chunks(file: IO[bytes], where: str, limits: Limits) -> Iterator[bytes | None]:
    """Yield chunks of whole lines, and None for a line that is too long.

    In UTF-16 and UTF-32 a line end is no single byte, and the file is one chunk.
    """
    rest = file.read(_CHUNK_BYTES)
    is_wide = rest.startswith(_WIDE_MARKS) or b"\0" in rest
    # Whether `rest` continues a line that is too long and whose beginning was dropped.
    is_cut = False
    while piece := file.read(_CHUNK_BYTES):
        rest += piece
        first = -1 if is_wide else rest.find(b"\n")
        if first < 0:
            if is_wide and len(rest) > limits.line_bytes:
                raise UnreadableError(TOO_LARGE, _too_long(limits), where, _LINE_HINT)
            is_cut = is_cut or len(rest) > limits.line_bytes
            rest = b"" if is_cut else rest
            continue
        # Lines after the first began in this piece or the one before, and two pieces are shorter than what is allowed.
        if is_cut or first > limits.line_bytes:
            yield None
            is_cut, rest = False, rest[first + 1 :]
        end = rest.rfind(b"\n") + 1
        if end:
            yield rest[:end]
            rest = rest[end:]
    if is_cut or (not is_wide and len(rest) > limits.line_bytes and b"\n" not in rest):
        yield None
    elif rest:
        yield rest


def _too_long(limits: Limits) -> str:
    return f"has a line of more than {limits.line_bytes:,} bytes"


def _json_row(line: str, where: str) -> Row | Fault:
    try:
        values: Any = json.loads(line)
    except RecursionError:
        return Fault(where, TOO_DEEP, "the line is nested too deeply", _LINE_HINT)
    # A number of very many digits raises a plain ValueError.
    except ValueError:
        return Fault(where, BROKEN, "the line is not JSON", _LINE_HINT)
    if not isinstance(values, dict) or not has_column(values, "text"):
        return Fault(where, BROKEN, "the line has no article text", text_column_hint("an object with"))
    return {column: _HALF_CHARACTER.sub("\ufffd", value) for column, value in make_row(values).items()}
