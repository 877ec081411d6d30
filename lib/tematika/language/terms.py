"""Terms: lemmas and collocations of a stream, where they occur, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.language.lemma_stream import ADJECTIVE, BREAK, N_KINDS, NOUN, LemmaStream


@dataclass(frozen=True)
class Terms:
    """Occurrences of terms in texts.

    Attributes
    ----------
    names : list of str
        Lemmas, and phrases as lemmas with a space between.
    kind : ndarray of int8, shape (n_terms,)
        `NOUN` (phrases too), `ADJECTIVE` or `OTHER`, as mostly in the stream.
    term, text, start, end : ndarray of int32, shape (n_occurrences,)
        Number of the term, of the text, and offsets in it, in order of texts and offsets.
    n_texts : int
    """

    names: list[str]
    kind: NDArray[np.int8]
    term: NDArray[np.int32]
    text: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    n_texts: int

    def counts(self) -> sp.csr_array:
        """Return the number of occurrences, shape (n_texts, n_terms)."""
        return sp.csr_array(_spread(self.term, self.text, len(self.names), self.n_texts).T)


@dataclass(frozen=True)
class Vocabulary:
    """A fixed list of terms, to find in any stream.

    Attributes
    ----------
    names : list of str
        Lemmas, and collocations as two lemmas with a space between.
    kind : ndarray of int8, shape (n_terms,)
        As in `Terms`.
    """

    names: list[str]
    kind: NDArray[np.int8]

    def find(self, stream: LemmaStream) -> Terms:
        """Return the occurrences of the terms in a stream, the same as `find_terms` in the stream they come from."""
        number = np.array([self._singles.get(lemma, -1) for lemma in stream.lemmas], dtype=np.int32)
        singles = np.flatnonzero(stream.content)
        # An empty vocabulary or stream leaves nothing to index.
        terms = number[stream.word[singles]] if len(number) else np.empty(0, dtype=np.int32)
        singles, terms = singles[terms >= 0], terms[terms >= 0]
        pairs, pair_terms = self._pairs_in(stream)
        at, term = _in_order(singles, terms, pairs, pair_terms)
        end = stream.end[at + self._is_pair[term]]
        return Terms(self.names, self.kind, term, stream.text[at], stream.start[at], end, stream.n_texts)

    def _pairs_in(self, stream: LemmaStream) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
        """Return the positions of the first words of collocations, and their terms."""
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
        known_pairs = keys[place] == pairs
        return at[known_pairs], terms[place[known_pairs]].astype(np.int32)

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


def find_terms(stream: LemmaStream, max_terms: int = 50_000, min_texts: int = 2) -> Terms:
    """Return the terms of a stream: content lemmas and collocations of two of them.

    A collocation is an adjective or noun followed directly by a noun, with at least three occurrences and a normalised
    pointwise mutual information of at least 0.2 (Bouma 2009).

    Parameters
    ----------
    stream : LemmaStream
    max_terms : int
        Largest number of terms: those in most texts, ties by name.
    min_texts : int
        Terms in fewer texts are left out, if there are at least 20 texts.
    """
    pairs, pair_words = _collocations(stream)
    return _choose_terms(stream, pairs, pair_words, max_terms, min_texts)


def find_lemmas(stream: LemmaStream, max_terms: int = 50_000, min_texts: int = 2) -> Terms:
    """Return the content lemmas of a stream, without collocations; see `find_terms`."""
    no_pairs = np.empty(0, dtype=np.int64)
    return _choose_terms(stream, no_pairs, no_pairs, max_terms, min_texts)


def _choose_terms(
    stream: LemmaStream, pairs: NDArray[np.intp], pair_words: NDArray[np.int64], max_terms: int, min_texts: int
) -> Terms:
    singles = np.flatnonzero(stream.content)
    n_lemmas = len(stream.lemmas)
    at, term = _in_order(singles, stream.word[singles], pairs, n_lemmas + pair_words)
    names = stream.lemmas + _pair_names(stream, pairs, pair_words)
    floor = min_texts if stream.n_texts >= 20 else 1
    spread = np.diff(_spread(term, stream.text[at], len(names), stream.n_texts).indptr)
    chosen = _most_spread(spread, names, max_terms, floor)
    number = np.full(len(names), -1, dtype=np.int32)
    number[chosen] = np.arange(len(chosen))
    kept = np.flatnonzero(number[term] >= 0)
    at, term = at[kept], term[kept]
    end = stream.end[at + (term >= n_lemmas)]
    kind = np.full(len(names), NOUN, dtype=np.int8)
    kind[:n_lemmas] = _usual_kinds(stream, singles)
    chosen_names = [names[i] for i in chosen.tolist()]
    return Terms(chosen_names, kind[chosen], number[term], stream.text[at], stream.start[at], end, stream.n_texts)


def _in_order(
    singles: NDArray[np.intp], single_terms: NDArray[Any], pairs: NDArray[np.intp], pair_terms: NDArray[Any]
) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """Return the positions and terms of lemmas and collocations in the order of the stream.

    A collocation comes behind its first word; the positions ``singles`` and ``pairs`` increase.
    """
    at = np.empty(len(singles) + len(pairs), dtype=np.intp)
    term = np.empty(len(at), dtype=np.int32)
    single_at = np.arange(len(singles)) + np.searchsorted(pairs, singles)
    pair_at = np.arange(len(pairs)) + np.searchsorted(singles, pairs, side="right")
    at[single_at], term[single_at] = singles, single_terms
    at[pair_at], term[pair_at] = pairs, pair_terms
    return at, term


def _spread(term: NDArray[np.int32], text: NDArray[np.int32], n_terms: int, n_texts: int) -> sp.csr_array:
    """Return the counts of shape (n_terms, n_texts), which are faster to build than their transpose."""
    return sp.csr_array((np.ones(len(term)), (term, text)), shape=(n_terms, n_texts))


def _usual_kinds(stream: LemmaStream, singles: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the most frequent kind of each lemma: `рабочий` is a noun here and an adjective there."""
    pairs = stream.word[singles] * N_KINDS + stream.kind[singles]
    counts = np.bincount(pairs, minlength=len(stream.lemmas) * N_KINDS)
    usual: NDArray[np.intp] = counts.reshape(-1, N_KINDS).argmax(axis=1)
    return usual


def _collocations(stream: LemmaStream) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Return the positions of the first words of collocations, and the numbers of the collocations."""
    at, pairs = adjoining(stream)
    n_lemmas = max(1, len(stream.lemmas))
    distinct, index, seen = np.unique(pairs, return_inverse=True, return_counts=True)
    words = np.bincount(stream.word[stream.content], minlength=n_lemmas)
    total = max(1, int(words.sum()))
    together = seen / total
    apart = words[distinct // n_lemmas] * words[distinct % n_lemmas] / total**2
    with np.errstate(divide="ignore", invalid="ignore"):
        npmi = np.log(together / apart) / -np.log(together)
    good = (seen >= 3) & (npmi >= 0.2)
    number = np.cumsum(good) - 1
    kept = good[index]
    return at[kept], number[index[kept]]


def adjoining(stream: LemmaStream) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Return where an adjective or noun is followed directly by a noun, and ``first * n_lemmas + second`` of both."""
    first, second = stream.word[:-1].astype(np.int64), stream.word[1:].astype(np.int64)
    joined = stream.content[:-1] & stream.content[1:] & (first != BREAK) & (second != BREAK)
    joined &= (stream.text[:-1] == stream.text[1:]) & (stream.kind[1:] == NOUN)
    joined &= (stream.kind[:-1] == NOUN) | (stream.kind[:-1] == ADJECTIVE)
    at = np.flatnonzero(joined)
    return at, first[at] * max(1, len(stream.lemmas)) + second[at]


def _pair_names(stream: LemmaStream, pairs: NDArray[np.intp], pair_words: NDArray[np.int64]) -> list[str]:
    _, first_seen = np.unique(pair_words, return_index=True)
    at = pairs[first_seen]
    return [f"{stream.lemmas[stream.word[i]]} {stream.lemmas[stream.word[i + 1]]}" for i in at]


def _most_spread(spread: NDArray[np.int32], names: list[str], max_terms: int, floor: int) -> NDArray[np.intp]:
    """Return the numbers of the chosen terms, in order of their names, so that equal corpora give equal columns."""
    candidates = np.flatnonzero(spread >= floor)
    by_name = np.array(sorted(candidates.tolist(), key=names.__getitem__), dtype=np.intp)
    most_first = np.argsort(-spread[by_name], kind="stable")
    return by_name[np.sort(most_first[:max_terms])]
