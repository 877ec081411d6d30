"""Normalisation of words: Latin letters that look Cyrillic, words broken at line ends.

Texts keep their length, so that offsets stay true.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

# The accented ones are how some keyboards write a stressed vowel.
_LATIN = "ABCEHKMOPTXYaceopxyáéóýÁÉÓÝ"
_CYRILLIC = "АВСЕНКМОРТХУасеорхуаеоуАЕОУ"
_LOOK_ALIKES = str.maketrans(_LATIN, _CYRILLIC)
_ANY_CYRILLIC = "А-Яа-яЁё"
# A cheap test for runs with letters of both alphabets.
_MEETING = re.compile(rf"[A-Za-zÀ-ÿ][{_ANY_CYRILLIC}]|[{_ANY_CYRILLIC}][A-Za-zÀ-ÿ]")
_RUN = re.compile(r"[^\W\d_]+")
_ALL_ALIKE = re.compile(rf"[{_LATIN}]*[{_ANY_CYRILLIC}][{_LATIN}{_ANY_CYRILLIC}]*")
_BROKEN = re.compile(r"(?<=[а-яё])[-‐\u00ad]\n[ \t]*(?=[а-яё])")
_BREAKS = np.array([ord(char) for char in "-‐\u00ad"], dtype=np.uint32)
_LATIN_LETTERS, _ACCENTED_LETTERS, _CYRILLIC_LETTERS = 26, 0x40, 0x60
# First parts that keep their hyphen without the line end, too.
_HYPHENATED = re.compile(
    r"\b(?:северо|юго|западно|восточно|южно|научно|торгово|социально|общественно|военно|политико|экономико|финансово"
    r"|историко|юридически)$"
)
_LONGEST_FIRST_PART = 15


def normalise(text: str) -> str:
    r"""Return the text, with the same length, with look-alike letters in Cyrillic and broken words joined.

    In a run of Cyrillic letters Latin ones of the same shape become Cyrillic. A word broken at the end of a line is
    joined by soft hyphens, which belong to no word.

    Examples
    --------
    >>> normalise("Pоссия и Smart-проект")
    'Россия и Smart-проект'
    >>> normalise("нефте-\nпровод").replace(chr(0xAD), "")
    'нефтепровод'
    """
    if _MEETING.search(text):
        text = _RUN.sub(_in_one_alphabet, text)
    return _BROKEN.sub(_joined, text) if "\n" in text else text


def texts_to_normalise(codes: NDArray[np.uint32], text_starts: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the numbers of the texts that `normalise` may change.

    Parameters
    ----------
    codes : ndarray of uint32
        Code points of all texts, one after the other.
    text_starts : ndarray
        Where each text begins in them.
    """
    # Numbers below the first of a range wrap round to large ones: one comparison instead of two.
    latin = ((codes | 32) - np.uint32(ord("a")) < _LATIN_LETTERS) | (codes - np.uint32(ord("À")) < _ACCENTED_LETTERS)
    cyrillic = codes - np.uint32(ord("Ѐ")) < _CYRILLIC_LETTERS
    meet = (latin[:-1] & cyrillic[1:]) | (cyrillic[:-1] & latin[1:])
    line_ends = np.flatnonzero(codes[1:] == ord("\n"))
    broken = line_ends[np.isin(codes[line_ends], _BREAKS)]
    places = np.concatenate([np.flatnonzero(meet), broken])
    return np.unique(np.searchsorted(text_starts, places, side="right") - 1)


def _in_one_alphabet(match: re.Match[str]) -> str:
    run = match[0]
    return run.translate(_LOOK_ALIKES) if _ALL_ALIKE.fullmatch(run) else run


def _joined(match: re.Match[str]) -> str:
    text, start = match.string, match.start()
    if _HYPHENATED.search(text[max(0, start - _LONGEST_FIRST_PART) : start].lower()):
        return "-" + "\u00ad" * (len(match[0]) - 1)
    return "\u00ad" * len(match[0])
