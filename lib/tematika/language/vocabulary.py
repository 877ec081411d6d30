"""A vocabulary that stays as it was learnt: the same terms found in any other stream."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tematika.language.stream import LemmaStream
from tematika.language.terms import Terms, adjoining, in_order


@dataclass(frozen=True)
class Vocabulary:
    """Terms by name.

    Attributes
    ----------
    names : list of str
        Lemmas, and collocations as two lemmas with a space between.
    kind : ndarray of int8, shape (n_terms,)
        As in `tematika.language.terms.Terms`.
    """

    names: list[str]
    kind: NDArray[np.int8]

    def find(self, stream: LemmaStream) -> Terms:
        """Find the terms in a stream; what is not among them is passed over.

        In the stream that the vocabulary was learnt from these are the occurrences that `find_terms` gave.
        """
        number = np.array([self._singles.get(lemma, -1) for lemma in stream.lemmas], dtype=np.int32)
        singles = np.flatnonzero(stream.content)
        # An empty vocabulary or stream leaves nothing to index.
        terms = number[stream.word[singles]] if len(number) else np.empty(0, dtype=np.int32)
        singles, terms = singles[terms >= 0], terms[terms >= 0]
        pairs, pair_terms = self._pairs_in(stream)
        at, term = in_order(singles, terms, pairs, pair_terms)
        end = stream.end[at + self._is_pair[term]]
        return Terms(self.names, self.kind, term, stream.text[at], stream.start[at], end, stream.n_texts)

    def _pairs_in(self, stream: LemmaStream) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
        """Places of the first words of collocations, and their terms."""
        lemmas = {lemma: number for number, lemma in enumerate(stream.lemmas)}
        n_lemmas = max(1, len(lemmas))
        known = sorted(
            (lemmas[first] * n_lemmas + lemmas[second], term)
            for first, second, term in self._pairs
            if first in lemmas and second in lemmas
        )
        at, pairs = adjoining(stream)
        if not known:
            return at[:0], np.empty(0, dtype=np.int32)
        keys, terms = np.array(known, dtype=np.int64).T
        place = np.minimum(np.searchsorted(keys, pairs), len(keys) - 1)
        found = keys[place] == pairs
        return at[found], terms[place[found]].astype(np.int32)

    @cached_property
    def _singles(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.names) if " " not in name}

    @cached_property
    def _pairs(self) -> list[tuple[str, str, int]]:
        split = [(name.split(" "), number) for number, name in enumerate(self.names) if " " in name]
        return [(words[0], words[1], number) for words, number in split]

    @cached_property
    def _is_pair(self) -> NDArray[np.bool_]:
        return np.array([" " in name for name in self.names], dtype=bool)
