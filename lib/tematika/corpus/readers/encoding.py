"""Character encodings of Russian files, also several in one file."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from tematika.corpus.readers.quarantine import BROKEN, UnreadableError

_HINT = "save it as UTF-8 text or take it out of the folder"
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED_WIDE = ("utf-16-le", "utf-16-be")
_CODE_PAGES = ("cp1251", "koi8-r", "cp866")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.001
_MAX_BROKEN_SHARE = 0.01
# In Russian these ten are more than half of all letters; in the wrong code page they become rare letters or signs.
_FREQUENT = frozenset("оеаинтсрвл")
_RARE = re.compile(r"[^\x00-\x7fа-яёА-ЯЁ«»„“”–—…№ \xa0]|[а-яё][А-ЯЁ]")
_FEWEST_FREQUENT = 0.25

Decoder = Callable[[bytes], str]


def decode(data: bytes, where: str) -> str:
    r"""Decode the bytes of a text file, with ``\n`` for every line end.

    A byte order mark decides; else UTF-8 if the bytes are valid; else the one of cp1251, koi8-r and cp866 with the
    highest `russian_score`. Where some lines are UTF-8 and others are not, each line is decoded by itself.

    Raises
    ------
    UnreadableError
        If the bytes are no text.
    """
    return detect_decoder(data, where)(data)


def detect_decoder(data: bytes, where: str) -> Decoder:
    """Return a decoder for a file with these first bytes; it decodes whole lines and raises as `decode` does."""
    mark = next((encoding for bom, encoding in _BYTE_ORDER_MARKS if data.startswith(bom)), None)
    if mark is None and b"\0" in data:
        mark = _find_byte_order(data, where)
    plain: Decoder = (lambda data: _strict(data, mark, where)) if mark else _unmarked
    return lambda data: _checked(plain(data), where)


def russian_score(text: str) -> int:
    """Return how much a text looks like Russian, about n / 2 for n letters of Russian."""
    frequent = sum(char in _FREQUENT for char in text)
    return frequent - 3 * len(_RARE.findall(text)) - 10 * text.count("�")


def _checked(text: str, where: str) -> str:
    if len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise UnreadableError(BROKEN, "the file is not text", where, _HINT)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _strict(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(BROKEN, f"the file begins as {encoding} but is not", where, _HINT) from error


def _find_byte_order(data: bytes, where: str) -> str:
    """Return the byte order of UTF-16 without a mark, by the more Russian result."""
    texts = [(encoding, data[: len(data) & ~1].decode(encoding, errors="replace")) for encoding in _UNMARKED_WIDE]
    encoding, text = max(texts, key=lambda one: russian_score(one[1]))
    if len(data) % 2 or russian_score(text) < _FEWEST_FREQUENT * len(text):
        raise UnreadableError(BROKEN, "the file is not text", where, _HINT)
    return encoding


def _unmarked(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    lines = data.split(b"\n")
    if any(not line.isascii() and _is_utf8(line) for line in lines):
        return "\n".join(line.decode("utf-8") if _is_utf8(line) else _decode_other(line) for line in lines)
    return _decode_other(data)


def _decode_other(data: bytes) -> str:
    """Decode bytes that are not valid UTF-8: UTF-8 with a few broken bytes, or a code page."""
    damaged = data.decode("utf-8", errors="replace")
    if damaged.count("�") <= _MAX_BROKEN_SHARE * len(damaged) and not damaged.isascii():
        return damaged
    return max((data.decode(page, errors="replace") for page in _CODE_PAGES), key=russian_score)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
