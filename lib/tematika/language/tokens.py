"""The words of a text with their offsets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from tematika.language.normalise import normalise

# Marks inside words that are no part of them: soft hyphen, zero-width signs, stress.
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x0300, 0x0301])
# Those, and the signs that make й and ё of и and е in decomposed text, do not end a word.
_MARK = "[\u00ad\u200b-\u200d\u2060\ufeff\u0300-\u036f]"
# A word: letters joined by single hyphens or apostrophes, or letters with digits after a hyphen (Ил-114).
# Digits alone are no words: figures carry no theme.
WORD = re.compile(rf"[^\W\d_]+(?:{_MARK}[^\W\d_]*)*(?:[-‑'’]{_MARK}*[^\W_]+(?:{_MARK}[^\W_]*)*)*")


class Token(NamedTuple):
    """A word ``text[start:end]``: its form, folded, and whether it begins with a capital."""

    form: str
    start: int
    end: int
    capital: bool


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a text in order.

    Examples
    --------
    >>> [t.form for t in tokens("Ёлка-1 стоит 25 ₽")]
    ['елка-1', 'стоит']
    """
    for match in WORD.finditer(normalise(text)):
        word = match.group()
        yield Token(fold(word), match.start(), match.end(), word[0].isupper())


def fold(word: str) -> str:
    """Return a word in lower case, `bare`, with ё as е.

    Examples
    --------
    >>> fold("Нефтепровод" + chr(0xAD) + "ы"), fold("Ещё")
    ('нефтепроводы', 'еще')
    """
    return bare(word).lower().replace("ё", "е")


def bare(word: str) -> str:
    """Return a word without marks that are no letters, composed, with plain hyphens.

    Examples
    --------
    >>> bare("Усть" + chr(0x2011) + "Лу" + chr(0x301) + "га")
    'Усть-Луга'
    """
    return unicodedata.normalize("NFC", word.translate(_INVISIBLE)).replace("‑", "-")
