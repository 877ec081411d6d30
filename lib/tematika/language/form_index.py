"""An index of word forms with their lemmas: each form is lemmatised once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from tematika.language.lemmas import ADJECTIVE_POS, CONTENT_POS, NOUN_POS, Lemma, abbreviation_lemma, read_form
from tematika.language.stopwords import stop_lemmas
from tematika.language.token_arrays import N_PACKS, Packs, Positions, TokenArrays

Numbers = NDArray[np.int32]

NOUN, ADJECTIVE, OTHER = 0, 1, 2
N_KINDS = 3
_KINDS = {pos: number for number, poses in enumerate((NOUN_POS, ADJECTIVE_POS)) for pos in poses}
# The flags of a reading in one byte: its kind in the lowest bits, then these.
KIND, CONTENT, NAME, PLACE = 3, 4, 8, 16
# A form has three readings: in small letters, with a capital, as an abbreviation.
_CAPITAL, _ABBREVIATION, _N_READINGS = 1, 2, 3
_UNKNOWN = -1
# Base-2 logarithm of the first size of the hash table.
_FIRST_BITS = 16


class FormIndex:
    """Forms and their lemmas; a form's readings have the numbers ``3 * form``, ``3 * form + 1`` and ``3 * form + 2``.

    Attributes
    ----------
    lemma : ndarray of int32
        Number of each reading's lemma.
    flags : ndarray of uint8
        Kind of each reading, and whether it is a content word, a personal name, a place name.
    """

    def __init__(self) -> None:
        self.lemma: Numbers = np.empty(0, dtype=np.int32)
        self.flags: NDArray[np.uint8] = np.empty(0, dtype=np.uint8)
        self._lemma_numbers: dict[str, int] = {}
        # Number 0 is no form: in the index it means "unknown".
        self._forms = [""]
        self._form_numbers = {"": 0}
        self._index = _PackIndex()
        self._lock = Lock()

    @property
    def lemmas(self) -> list[str]:
        """The distinct lemmas, by number."""
        return list(self._lemma_numbers)

    def readings(self, batches: Sequence[TokenArrays]) -> list[Numbers]:
        """Return the number of each word's reading, adding unknown forms to the index.

        Personal names of the dictionary that are written with capitals inside are read as abbreviations.
        """
        with self._lock:
            readings: list[Numbers] = [_N_READINGS * self._numbers(batch) + batch.capital for batch in batches]
            self._grow()
            self._lemmatise(readings)
            for batch, numbers in zip(batches, readings, strict=True):
                named = np.flatnonzero(self.flags.take(numbers, mode="clip") & NAME)
                abbreviated = named[batch.capital_inside(named)]
                numbers[abbreviated] += _ABBREVIATION - _CAPITAL
            self._lemmatise(readings)
            return readings

    def _numbers(self, scan: TokenArrays) -> Numbers:
        """Return the number of each word's form."""
        numbers = self._index.find(scan.packs)
        numbers[scan.strange] = self._number(scan.forms(scan.strange))
        unknown = np.flatnonzero(numbers == 0)
        if len(unknown):
            numbers[unknown] = self._learn_forms(scan, unknown)
        return numbers

    def _number(self, forms: Sequence[str]) -> Numbers:
        """Return the numbers of forms; new forms get the next ones."""
        known = self._form_numbers
        new = [form for form in dict.fromkeys(forms) if form not in known]
        known.update(zip(new, count(len(known)), strict=False))
        self._forms += new
        return np.array([known[form] for form in forms], dtype=np.int32)

    def _learn_forms(self, scan: TokenArrays, words: Positions) -> Numbers:
        """Return the numbers of words with unknown packs, adding these to the index."""
        packs = scan.packs[:, words]
        order = np.lexsort(packs)
        ordered = packs[:, order]
        new = np.ones(len(order), dtype=bool)
        new[1:] = np.any(ordered[:, 1:] != ordered[:, :-1], axis=0)
        examples = words[order[new]]
        distinct = self._number(scan.forms(examples))
        self._index.add(ordered[:, new], distinct)
        numbers = np.empty(len(words), dtype=np.int32)
        numbers[order] = distinct[np.cumsum(new) - 1]
        return numbers

    def _grow(self) -> None:
        missing = _N_READINGS * len(self._forms) - len(self.lemma)
        if missing > 0:
            # Twice as much as is needed, so that growing in small steps costs no more than at once.
            room = missing + len(self.lemma)
            self.lemma = np.append(self.lemma, np.full(room, _UNKNOWN, dtype=np.int32))
            self.flags = np.append(self.flags, np.zeros(room, dtype=np.uint8))

    def _lemmatise(self, readings: Sequence[Numbers]) -> None:
        unknown = [some[self.lemma.take(some, mode="clip") == _UNKNOWN] for some in readings]
        distinct = np.unique(np.concatenate(unknown))
        for reading in distinct.tolist():
            number, kind = divmod(reading, _N_READINGS)
            form = self._forms[number]
            if kind == _ABBREVIATION:
                self._set(reading, abbreviation_lemma(form))
            elif self.lemma[reading] == _UNKNOWN:
                # One parse gives both readings, without a capital and with one.
                for other, lemma in enumerate(read_form(form)):
                    self._set(_N_READINGS * number + other, lemma)

    def _set(self, reading: int, lemma: Lemma) -> None:
        self.lemma[reading] = self._lemma_numbers.setdefault(lemma.lemma, len(self._lemma_numbers))
        self.flags[reading] = _flags(lemma)


def _flags(lemma: Lemma) -> int:
    content = lemma.pos in CONTENT_POS and lemma.lemma not in stop_lemmas() and len(lemma.lemma) > 1
    return _KINDS.get(lemma.pos, OTHER) | CONTENT * content | NAME * lemma.name | PLACE * lemma.place


class _PackIndex:
    """A hash table from packs to form numbers: open addressing, at most a quarter full, many packs at a time."""

    # Odd numbers with well-mixed bits (from the golden ratio, and of Steele and Vigna 2021).
    _FACTORS = np.array([0x9E3779B97F4A7C15, 0xD1342543DE82EF95, 0xAF251AF3B0F025B5], dtype=np.uint64)[:N_PACKS]

    def __init__(self) -> None:
        self._bits = _FIRST_BITS
        self._slots: Numbers = np.zeros(1 << self._bits, dtype=np.int32)
        self._packs: Packs = np.zeros((N_PACKS, 1), dtype=np.uint64)
        self._size = 0

    def find(self, packs: Packs) -> Numbers:
        """Return form numbers, 0 for unknown packs."""
        slot = self._first_slot(packs)
        number = self._slots.take(slot, mode="clip")
        pending = np.flatnonzero(self._others(number, packs))
        while len(pending):
            slot[pending] = self._next(slot[pending])
            number[pending] = self._slots[slot[pending]]
            pending = pending[self._others(number[pending], packs[:, pending])]
        return number

    def add(self, packs: Packs, numbers: Numbers) -> None:
        """Add distinct packs that are not in the table."""
        self._size += len(numbers)
        room = int(numbers.max(initial=0)) + 1
        if room > self._packs.shape[1]:
            grown = np.zeros((N_PACKS, 2 * room), dtype=np.uint64)
            grown[:, : self._packs.shape[1]] = self._packs
            self._packs = grown
        self._packs[:, numbers] = packs
        if 4 * self._size > len(self._slots):
            self._bits = (8 * self._size).bit_length()
            self._slots = np.zeros(1 << self._bits, dtype=np.int32)
            numbers = np.flatnonzero(self._packs[0]).astype(np.int32)
        self._place(numbers)

    def _place(self, numbers: Numbers) -> None:
        slot = self._first_slot(self._packs[:, numbers])
        while len(numbers):
            free = self._slots[slot] == 0
            # One of several numbers with the same free slot gets it; the others go on to the next.
            self._slots[slot[free]] = numbers[free]
            left = self._slots[slot] != numbers
            numbers, slot = numbers[left], self._next(slot[left])

    def _first_slot(self, packs: Packs) -> Positions:
        mixed = packs[0] * self._FACTORS[0]
        for factor, pack in zip(self._FACTORS[1:], packs[1:], strict=True):
            mixed += factor * pack
        slot: Positions = (mixed >> np.uint64(64 - self._bits)).astype(np.intp)
        return slot

    def _next(self, slot: Positions) -> Positions:
        following: Positions = np.bitwise_and(slot + 1, len(self._slots) - 1)
        return following

    def _others(self, number: Numbers, packs: Packs) -> NDArray[np.bool_]:
        """Return which form numbers, except 0, have other packs than these."""
        other = np.zeros(len(number), dtype=np.bool_)
        for known, pack in zip(self._packs, packs, strict=True):
            # Numbers are never out of range: clipping only saves the check.
            other |= known.take(number, mode="clip") != pack
        return other & (number > 0)
