"""Many word forms as one text, with what kinds of signs each is made of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tematika.language.automaton import SEPARATOR, Places, Signs

# Kinds of signs; SIGN are those that are no letters but may stand in words.
CYRILLIC, ROMAN, LATIN, SIGN, HYPHEN, OTHER = 1, 2, 4, 8, 16, 32
_KINDS = {
    CYRILLIC: "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    ROMAN: "cdilmvx",
    LATIN: "abefghjknopqrstuwyz",
    SIGN: "0123456789'",
    HYPHEN: "-",
    0: chr(SEPARATOR),
}
# All further signs are of kind OTHER, and have bytes that no text has.
_N_CODES = 0x800
_KIND = np.full(_N_CODES, OTHER, dtype=np.uint8)
for _kind, _signs in _KINDS.items():
    _KIND[[ord(sign) for sign in _signs]] = _kind
_CODE = np.arange(_N_CODES)
_UTF8 = np.where(_CODE < 0x80, [_CODE, 0 * _CODE], [0xC0 | _CODE >> 6, 0x80 | _CODE & 0x3F]).astype(np.uint8)
_UTF8[:, [0, _N_CODES - 1]] = 0xFF


class Spelled:
    """Word forms, one after the other.

    Attributes
    ----------
    forms : sequence of str
        The forms.
    signs : Signs
        All forms, each with a `SEPARATOR` after it.
    first, stop : ndarray of int
        Where each form begins, and where its separator ends.
    length : ndarray of int
        Number of signs in each form.
    kinds : ndarray of uint8
        All kinds of signs in each form.
    """

    def __init__(self, forms: Sequence[str]) -> None:
        separator = chr(SEPARATOR)
        joined = "".join([separator.join(forms), separator]) if forms else ""
        if joined.count(separator) > len(forms):
            joined = "".join(form.replace(separator, "\0") + separator for form in forms)
        # A lone surrogate is no sign of words, nor is a zero: such forms are of kind OTHER, but must not fail here.
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        self.forms = forms
        self.signs = Signs(*(byte[np.minimum(codes, _N_CODES - 1)] for byte in _UTF8))
        ends = np.flatnonzero(codes == SEPARATOR)
        self.stop: Places = ends + 1
        self.first: Places = np.append(0, self.stop)[:-1]
        self.length: Places = ends - self.first
        kinds = _KIND[np.minimum(codes, _N_CODES - 1)]
        self.kinds: NDArray[np.uint8] = np.bitwise_or.reduceat(kinds, self.first) if forms else kinds

    def pick(self, which: Places) -> list[str]:
        """Give some of the forms."""
        return list(map(self.forms.__getitem__, which.tolist()))
