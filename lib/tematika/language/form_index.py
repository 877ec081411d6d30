"""Word forms as numbers, and what is known of each: every form is asked of the lemmatiser once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from tematika.language.lemmas import ADJECTIVE_POS, CONTENT_POS, NOUN_POS, Lemma, abbreviation, read_form
from tematika.language.stopwords import stop_lemmas
from tematika.language.token_arrays import N_PACKS, Packs, Places, Scan

Numbers = NDArray[np.int32]

NOUN, ADJECTIVE, OTHER = 0, 1, 2
N_KINDS = 3
_KINDS = {pos: number for number, poses in enumerate((NOUN_POS, ADJECTIVE_POS)) for pos in poses}
# Facts about a reading in one byte: its kind in the lowest bits, then these.
KIND, CONTENT, NAME, PLACE = 3, 4, 8, 16
# A form is read in one of three ways: in small letters, with a capital, or as an abbreviation that stands for itself.
_CAPITAL, _ABBREVIATION, _N_WAYS = 1, 2, 3
_UNASKED = -1
# The index of forms begins with two to this power of places.
_FIRST_BITS = 16


class Forms:
    """Forms seen so far, and their lemmas.

    A form has a number, and a reading for each way to write it, numbered ``3 * form + way``.

    Attributes
    ----------
    lemma : ndarray of int32
        Number of each reading's lemma.
    facts : ndarray of uint8
        Kind, and whether it is a content word, a personal name, a place name, for each reading.
    """

    def __init__(self) -> None:
        self.lemma: Numbers = np.empty(0, dtype=np.int32)
        self.facts: NDArray[np.uint8] = np.empty(0, dtype=np.uint8)
        self._lemma_numbers: dict[str, int] = {}
        # Number 0 is no form: it stands for "not known" in the index.
        self._forms = [""]
        self._form_numbers = {"": 0}
        self._index = _PackIndex()
        self._lock = Lock()

    @property
    def lemmas(self) -> list[str]:
        """The distinct lemmas; `lemma` points into it."""
        return list(self._lemma_numbers)

    def readings(self, scans: Sequence[Scan]) -> list[Numbers]:
        """Find the number of each word's reading; what was not known is learnt, for all scans at once.

        Written with capitals inside, what the dictionary takes for a personal name is an abbreviation or the name of a
        company.
        """
        with self._lock:
            readings: list[Numbers] = [_N_WAYS * self._numbers(scan) + scan.capital for scan in scans]
            self._make_room()
            self._ask(readings)
            for scan, found in zip(scans, readings, strict=True):
                named = np.flatnonzero(self.facts.take(found, mode="clip") & NAME)
                abbreviated = named[scan.capital_inside(named)]
                found[abbreviated] += _ABBREVIATION - _CAPITAL
            self._ask(readings)
            return readings

    def _numbers(self, scan: Scan) -> Numbers:
        """Find the number of each word's form."""
        numbers = self._index.find(scan.packs)
        numbers[scan.strange] = self._number(scan.forms(scan.strange))
        unknown = np.flatnonzero(numbers == 0)
        if len(unknown):
            numbers[unknown] = self._learn_forms(scan, unknown)
        return numbers

    def _number(self, forms: Sequence[str]) -> Numbers:
        """Give known forms their numbers, and new ones the next."""
        known = self._form_numbers
        new = [form for form in dict.fromkeys(forms) if form not in known]
        known.update(zip(new, count(len(known)), strict=False))
        self._forms += new
        return np.array([known[form] for form in forms], dtype=np.int32)

    def _learn_forms(self, scan: Scan, words: Places) -> Numbers:
        """Numbers of words with packs that the index does not know; it knows them afterwards."""
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

    def _make_room(self) -> None:
        missing = _N_WAYS * len(self._forms) - len(self.lemma)
        if missing > 0:
            # Twice as much as is needed, so that growing word by word costs no more than growing at once.
            room = missing + len(self.lemma)
            self.lemma = np.append(self.lemma, np.full(room, _UNASKED, dtype=np.int32))
            self.facts = np.append(self.facts, np.zeros(room, dtype=np.uint8))

    def _ask(self, readings: Sequence[Numbers]) -> None:
        unasked = [some[self.lemma.take(some, mode="clip") == _UNASKED] for some in readings]
        distinct = np.unique(np.concatenate(unasked))
        for reading in distinct.tolist():
            number, way = divmod(reading, _N_WAYS)
            form = self._forms[number]
            if way == _ABBREVIATION:
                self._note(reading, abbreviation(form))
            elif self.lemma[reading] == _UNASKED:
                # One question tells both ways to write it: without a capital and with one.
                for other, lemma in enumerate(read_form(form)):
                    self._note(_N_WAYS * number + other, lemma)

    def _note(self, reading: int, lemma: Lemma) -> None:
        self.lemma[reading] = self._lemma_numbers.setdefault(lemma.lemma, len(self._lemma_numbers))
        self.facts[reading] = _facts(lemma)


def _facts(lemma: Lemma) -> int:
    content = lemma.pos in CONTENT_POS and lemma.lemma not in stop_lemmas() and len(lemma.lemma) > 1
    return _KINDS.get(lemma.pos, OTHER) | CONTENT * content | NAME * lemma.name | PLACE * lemma.place


class _PackIndex:
    """Hash table from packs to form numbers, for many packs at a time; open addressing, at most a quarter full."""

    # Odd numbers with well-mixed bits (from the golden ratio, and of Steele and Vigna 2021).
    _FACTORS = np.array([0x9E3779B97F4A7C15, 0xD1342543DE82EF95, 0xAF251AF3B0F025B5], dtype=np.uint64)[:N_PACKS]

    def __init__(self) -> None:
        self._bits = _FIRST_BITS
        self._slots: Numbers = np.zeros(1 << self._bits, dtype=np.int32)
        self._packs: Packs = np.zeros((N_PACKS, 1), dtype=np.uint64)
        self._size = 0

    def find(self, packs: Packs) -> Numbers:
        """Form numbers, 0 where there is none."""
        slot = self._first_slot(packs)
        number = self._slots.take(slot, mode="clip")
        pending = np.flatnonzero(self._others(number, packs))
        while len(pending):
            slot[pending] = self._next(slot[pending])
            number[pending] = self._slots[slot[pending]]
            pending = pending[self._others(number[pending], packs[:, pending])]
        return number

    def add(self, packs: Packs, numbers: Numbers) -> None:
        """Enter distinct packs that are not there yet."""
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
            # Of several that want the same free slot one gets it; the others go on to the next.
            self._slots[slot[free]] = numbers[free]
            homeless = self._slots[slot] != numbers
            numbers, slot = numbers[homeless], self._next(slot[homeless])

    def _first_slot(self, packs: Packs) -> Places:
        mixed = packs[0] * self._FACTORS[0]
        for factor, pack in zip(self._FACTORS[1:], packs[1:], strict=True):
            mixed += factor * pack
        slot: Places = (mixed >> np.uint64(64 - self._bits)).astype(np.intp)
        return slot

    def _next(self, slot: Places) -> Places:
        following: Places = np.bitwise_and(slot + 1, len(self._slots) - 1)
        return following

    def _others(self, number: Numbers, packs: Packs) -> NDArray[np.bool_]:
        """Whether forms found have other packs than these; not so where nothing was found."""
        other = np.zeros(len(number), dtype=np.bool_)
        for known, pack in zip(self._packs, packs, strict=True):
            # Numbers are never out of range: clipping only spares the question.
            other |= known.take(number, mode="clip") != pack
        return other & (number > 0)
