"""Bytes to text: the encodings that Russian files come in."""

from __future__ import annotations

import codecs
import re

from tematika.errors import NoArticlesError

_MEND = "save it as UTF-8 text or take it out of the folder"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CODE_PAGES = ("cp1251", "koi8-r", "cp866")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.001
_MAX_BROKEN_SHARE = 0.01
# In Russian these ten are more than half of all letters; read in the wrong code page they become rare ones or signs.
_FREQUENT = frozenset("оеаинтсрвл")
_RARE = re.compile(r"[^\x00-\x7fа-яёА-ЯЁ«»„“”–—…№ \xa0]|[а-яё][А-ЯЁ]")


def decode(data: bytes, where: str) -> str:
    r"""Decode the bytes of a text file, with ``\n`` for every line end.

    A byte order mark decides; else UTF-8 if the bytes allow it; else the one of cp1251, koi8-r and cp866 in which the
    letters look most like Russian.

    Parameters
    ----------
    data : bytes
        A whole file.
    where : str
        Its name for messages.

    Returns
    -------
    str
        The text, without a byte order mark.

    Raises
    ------
    NoArticlesError
        If the bytes are no text.
    """
    mark = next((encoding for bom, encoding in _MARKS if data.startswith(bom)), None)
    text = _strict(data, mark, where) if mark else _unmarked(data, where)
    if len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise NoArticlesError("the file is not text", where, _MEND)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _strict(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NoArticlesError(f"the file begins as {encoding} but is not", where, _MEND) from error


def _unmarked(data: bytes, where: str) -> str:
    if b"\0" in data:
        raise NoArticlesError("the file is not text", where, _MEND)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    damaged = data.decode("utf-8", errors="replace")
    if damaged.count("�") <= _MAX_BROKEN_SHARE * len(damaged) and not damaged.isascii():
        return damaged
    return max((data.decode(page, errors="replace") for page in _CODE_PAGES), key=_russian_score)


def _russian_score(text: str) -> int:
    frequent = sum(char in _FREQUENT for char in text)
    return frequent - 3 * len(_RARE.findall(text)) - 10 * text.count("�")
