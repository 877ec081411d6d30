"""Lemmas of many word forms at once: what `lemma_of` says of each, many times faster.

Readings are found as pymorphy3 finds them, and in its order, but for all forms together, in arrays; what is rare is
asked of pymorphy3 itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tematika.language.answers import NO_TAG
from tematika.language.automaton import Truths
from tematika.language.lemmas import Lemma
from tematika.language.lemmatiser import lemmatiser
from tematika.language.paradigms import ANY, COMMON


@dataclass(frozen=True, eq=False)
class LemmaTable:
    """Lemmas of forms, place by place those of the forms asked for.

    Attributes
    ----------
    lemma, pos : ndarray of str
        Of a form written with a capital: its lemma and part of speech, as in `Lemma`.
    name, place : ndarray of bool
        Whether a form with a capital is a personal name, a place.
    small_lemma, small_pos : ndarray of str
        Of the form without a capital; it is neither.
    """

    lemma: NDArray[np.object_]
    pos: NDArray[np.object_]
    name: Truths
    place: Truths
    small_lemma: NDArray[np.object_]
    small_pos: NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.lemma)

    def of(self, number: int, capital: bool) -> Lemma:
        """Give what `lemma_of` says of a form."""
        if capital:
            return Lemma(self.lemma[number], self.pos[number], bool(self.name[number]), bool(self.place[number]))
        return Lemma(self.small_lemma[number], self.small_pos[number], name=False, place=False)


def lemmas_of(forms: Sequence[str]) -> LemmaTable:
    """Find the lemmas of many forms.

    Parameters
    ----------
    forms : sequence of str
        As `tematika.language.tokens.fold` gives them, each but once if time matters.

    Notes
    -----
    One process does it: a second one would take longer to start than to read a hundred thousand forms.

    Examples
    --------
    >>> table = lemmas_of(["орлов", "нефтегазохимии"])
    >>> table.lemma.tolist(), table.small_lemma.tolist()
    (['орлов', 'нефтегазохимия'], ['орел', 'нефтегазохимия'])
    """
    answers, tags = lemmatiser().answer(forms, (ANY, COMMON)), lemmatiser().tags
    # What is nothing but a proper name stays one without a capital, too.
    proper = np.flatnonzero(answers.tag[1] == NO_TAG)
    answers.lemma[1, proper], answers.tag[1, proper] = answers.lemma[0, proper], answers.tag[0, proper]
    (lemma, small_lemma), (tag, small_tag) = answers.lemma, answers.tag
    return LemmaTable(lemma, tags.pos[tag], tags.name[tag], tags.place[tag], small_lemma, tags.pos[small_tag])
