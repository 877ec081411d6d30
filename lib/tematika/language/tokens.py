"""Words of a text with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# A word: letters of one script joined by single hyphens or apostrophes, or letters with digits after a hyphen (Ил-114).
# Digits alone are no words: figures carry no theme.
_WORD = re.compile(r"[^\W\d_]+(?:[-‑'’][^\W_]+)*")
# Marks that are written inside words but belong to none: soft hyphen, zero-width signs, stress.
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x0300, 0x0301])


class Token(NamedTuple):
    """A word as it stands in a text: ``text[start:end]``."""

    form: str
    start: int
    end: int
    capital: bool


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a text in order.

    Parameters
    ----------
    text : str
        Any text; offsets refer to it as it is.

    Yields
    ------
    Token
        ``form`` is folded (see `fold`); ``capital`` tells whether the word began with a capital letter.

    Examples
    --------
    >>> [t.form for t in tokens("Ёлка-1 стоит 25 ₽")]
    ['елка-1', 'стоит']
    """
    for match in _WORD.finditer(text):
        word = match.group()
        yield Token(fold(word), match.start(), match.end(), word[0].isupper())


def fold(word: str) -> str:
    """Lower case, with ё as е, plain hyphens, and without marks that are not letters.

    Examples
    --------
    >>> fold("Нефтепровод" + chr(0xAD) + "ы"), fold("Ещё")
    ('нефтепроводы', 'еще')
    """
    return word.lower().translate(_INVISIBLE).replace("ё", "е").replace("‑", "-")
