"""Columns in few bytes, for the page's script: what a page opened from a disk may not fetch is in it."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from markupsafe import Markup

# A letter of one byte is deflated to a seventh less than one of two; every browser knows this encoding by this name.
_LETTERS = "cp1251"
_ABROAD = re.compile("[^" + re.escape(bytes(range(256)).decode(_LETTERS, "ignore")) + "]")
# Stands between texts; no text that was made harmless has it.
_BETWEEN = "\x7f"
# Ids that differ in hexadecimal digits only are as good as random: no packing beats their bytes.
_ID = re.compile(r"([a-z]*-?)((?:[0-9a-f]{2})+)")
# Digits of base 85 that mean something in markup, and what stands for them.
_DIGITS, _TAMED = "&<>", ",./"


def pack(columns: Mapping[str, Any]) -> Markup:
    """Pack columns: as JSON, deflated, in base 85, so that nothing of it can be markup.

    Parameters
    ----------
    columns : mapping of str to list
        JSON values. Texts without control characters are packed best.

    Returns
    -------
    Markup
        Printable ASCII without ``&``, ``<``, ``>`` and quotes; ``unpack.js`` and `unpack` read it.
    """
    packed = base64.b85encode(_deflated(_told(columns))).decode()
    return Markup(packed.translate(str.maketrans(_DIGITS, _TAMED)))  # noqa: S704  no digit of it is markup


def unpack(packed: str) -> dict[str, Any]:
    """Give back what was packed."""
    digits = packed.translate(str.maketrans(_TAMED, _DIGITS))
    told = json.loads(zlib.decompress(base64.b85decode(digits)).decode(_LETTERS))
    return {name: _apart(column) for name, column in told.items()}


def _told(columns: Mapping[str, Any]) -> Iterator[bytes]:
    """Write JSON in parts, a column each."""
    between = "{"
    for name, column in columns.items():
        told = json.dumps({name: _joined(column)}, ensure_ascii=False, separators=(",", ":"))
        spelt = _ABROAD.sub(lambda letter: json.dumps(letter[0])[1:-1], told[1:-1])
        yield (between + spelt).encode(_LETTERS)
        between = ","
    yield b"}"


def _deflated(parts: Iterable[bytes]) -> bytes:
    """Deflate parts of different kinds, each with codes of its own."""
    stream = zlib.compressobj(level=9)
    return b"".join(stream.compress(part) + stream.flush(zlib.Z_BLOCK) for part in parts) + stream.flush()


def _joined(column: Any) -> Any:
    if not isinstance(column, list) or not column or not all(isinstance(one, str) for one in column):
        return column
    return _ids(column) or (column if any(_BETWEEN in one for one in column) else _BETWEEN.join(column))


def _ids(column: list[str]) -> dict[str, Any] | None:
    parts = [match.groups() if (match := _ID.fullmatch(one)) else None for one in column]
    known = [part for part in parts if part is not None]
    alike = {(prefix, len(digits)) for prefix, digits in known}
    if len(known) < len(column) or len(alike) > 1:
        return None
    ((prefix, width),) = alike
    told = base64.b64encode(bytes.fromhex("".join(digits for _, digits in known))).decode()
    return {"prefix": prefix, "width": width, "ids": told}


def _apart(column: Any) -> Any:
    if isinstance(column, str):
        return column.split(_BETWEEN)
    if isinstance(column, dict):
        digits, width = base64.b64decode(column["ids"]).hex(), column["width"]
        return [column["prefix"] + digits[at : at + width] for at in range(0, len(digits), width)]
    return column
