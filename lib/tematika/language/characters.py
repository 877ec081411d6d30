"""Character classes as small numbers, one for each folded letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tematika.language.tokens import fold

# Classes of characters; those above INVISIBLE are visible in a gap between words.
SPACE, INVISIBLE, VISIBLE, ACCENT = 1, 2, 3, 4
_JOINTS = {"-": 5, "‑": 5, "'": 6, "’": 7}
FIRST_JOINT, LAST_JOINT = 5, 7
DIGIT = 8
# Letters begin here: first those without a number of their own, then one number for each folded letter.
STRANGE_LETTER = 9
_FIRST_LETTER = 10

# Latin with the accents of western and central Europe; Cyrillic without letters that went out of use long ago.
_ALPHABET = re.compile(r"[A-Za-zª-ſЀ-џҐ-ӿ]")
_CLASSES = (
    (re.compile(r"\n"), VISIBLE),
    (re.compile(r"\s"), SPACE),
    (re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]"), INVISIBLE),
    (re.compile("[\u0300-\u036f]"), ACCENT),
    (re.compile(r"[^\W\d_]"), STRANGE_LETTER),
    (re.compile(r"[^\W_]"), DIGIT),
)
_BMP = 0x10000

T = TypeVar("T", bound=np.generic)


@dataclass(frozen=True)
class Characters:
    """Tables over the code points of the basic plane, with one entry for all others.

    Attributes
    ----------
    number : ndarray of uint8
        A class of this module, or a folded letter's own number.
    capital : ndarray of bool
        Whether the character is a capital letter.
    """

    number: NDArray[np.uint8]
    capital: NDArray[np.bool_]

    def numbers(self, codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
        """Return the numbers of characters."""
        return _look_up(self.number, codes, _class)

    def capitals(self, codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Return whether characters are capitals."""
        return _look_up(self.capital, codes, str.isupper)


def _look_up(table: NDArray[T], codes: NDArray[np.uint32], rule: Callable[[str], int]) -> NDArray[T]:
    # Clipping sends code points of other planes to the last entry, and is three times as fast.
    result = table.take(codes, mode="clip")
    if codes.max(initial=0) >= _BMP:
        beyond = np.flatnonzero(codes >= _BMP)
        distinct, index = np.unique(codes[beyond], return_inverse=True)
        result[beyond] = np.array([rule(chr(code)) for code in distinct], dtype=table.dtype)[index]
    return result


@cache
def characters() -> Characters:
    """Return the tables, built with the folding of `tematika.language.tokens`."""
    plane = [chr(code) for code in range(_BMP)]
    number = np.zeros(_BMP + 1, dtype=np.uint8)
    number[:_BMP] = [_class(char) for char in plane]
    for char, joint in _JOINTS.items():
        number[ord(char)] = joint
    letters = {char: fold(char) for char in plane if _ALPHABET.match(char) and _class(char) == STRANGE_LETTER}
    folded = sorted({form for form in letters.values() if len(form) == 1 and form in letters})
    own = {form: _FIRST_LETTER + place for place, form in enumerate(folded)}
    for char, form in letters.items():
        number[ord(char)] = own.get(form, STRANGE_LETTER)
    return Characters(number, np.array([char.isupper() for char in plane] + [False]))


def _class(char: str) -> int:
    return next((number for pattern, number in _CLASSES if pattern.match(char)), VISIBLE)
