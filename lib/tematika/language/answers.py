"""Lemmas of many word forms, found bit by bit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from tematika.language.automaton import Places, Truths
from tematika.language.paradigms import Tags

NO_TAG = -1


class Answers:
    """For each form its first reading of those wanted, and its first that is no proper name.

    Attributes
    ----------
    wanted : tuple of int
        Which readings either row gives, such as `tematika.language.paradigms.ANY`.
    lemma : ndarray of str
        A row for either.
    tag : ndarray of int
        A row for either; `NO_TAG` where there is no such reading.
    settled : ndarray of bool
        Forms whose readings are all known: what was not found among them does not exist.
    """

    def __init__(self, size: int, tags: Tags, wanted: tuple[int, int]) -> None:
        self._tags = tags
        self.wanted = wanted
        self.lemma: NDArray[np.object_] = np.full((2, size), "", dtype=object)
        self.tag: Places = np.full((2, size), NO_TAG, dtype=np.intp)
        self.settled: Truths = np.zeros(size, dtype=bool)

    def open(self) -> Places:
        """Give the forms that are not settled."""
        return np.flatnonzero(~self.settled)

    def put(self, row: int, which: Places, lemmas: Sequence[str], tags: Places | int) -> None:
        """Enter readings of some forms."""
        self.lemma[row, which] = lemmas
        self.tag[row, which] = tags

    def put_readings(self, which: int, readings: Iterable[tuple[str, int]]) -> None:
        """Settle a form by all its readings, lemma and tag, likeliest first."""
        allows, lacking = self._tags.allows, [0, 1]
        self.tag[:, which] = NO_TAG
        for lemma, tag in readings:
            for row in [row for row in lacking if allows[self.wanted[row], tag]]:
                self.lemma[row, which], self.tag[row, which] = lemma, tag
                lacking.remove(row)
            if not lacking:
                break
        self.settled[which] = True

    def adopt(self, which: int, prefix: str, others: Answers, other: int) -> None:
        """Take readings that a form lacks from another one that is the same but for a prefix."""
        for row in range(2):
            if self.tag[row, which] == NO_TAG and others.tag[row, other] != NO_TAG:
                self.lemma[row, which] = prefix + others.lemma[row, other]
                self.tag[row, which] = others.tag[row, other]
                self.settled[which] = True

    def lacks(self, which: int) -> bool:
        """Whether a form lacks a reading in either row."""
        return bool((self.tag[:, which] == NO_TAG).any())
