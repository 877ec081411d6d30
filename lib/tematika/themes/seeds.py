"""Where the seed words of themes stand in a stream of lemmas."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import translate

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.language.lemmas import lemmas_of_seed
from tematika.language.stream import BREAK, LemmaStream
from tematika.language.tokens import fold, tokens

# One word may stand between the words of a phrase: «замещение (дорогого) импорта».
_REACH = 2


@dataclass(frozen=True)
class SeedHits:
    """Occurrences of seed words.

    Attributes
    ----------
    seeds : tuple of str
        Seed words as the themes file writes them; a hit's number points into it.
    seed, text, start, end : ndarray of int32, shape (n_hits,)
        Which seed word stands where.
    n_texts : int
        Number of texts.
    """

    seeds: tuple[str, ...]
    seed: NDArray[np.int32]
    text: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    n_texts: int

    def counts(self) -> sp.csr_array:
        """How often each seed word stands in each text: a matrix of shape (n_texts, n_seeds)."""
        shape = (self.n_texts, len(self.seeds))
        matrix = sp.csr_array((np.ones(len(self.seed)), (self.text, self.seed)), shape=shape)
        matrix.sum_duplicates()
        return matrix

    def missing(self) -> list[str]:
        """Seed words that no text has."""
        met = np.bincount(self.seed, minlength=len(self.seeds))
        return [seed for seed, count in zip(self.seeds, met, strict=True) if count == 0]


def find_seeds(stream: LemmaStream, seeds: Sequence[str]) -> SeedHits:
    """Find seed words: lemmas in any form, globs on lemmas, phrases with at most one word between their words.

    Parameters
    ----------
    stream : LemmaStream
        Texts as `tematika.language.stream.read_stream` gives them.
    seeds : sequence of str
        Words, globs such as ``атомн*``, phrases such as ``железная дорога``.
    """
    patterns = [_pattern(seed) for seed in seeds]
    numbers = [[_lemma_numbers(step, stream.lemmas) for step in pattern] for pattern in patterns]
    begins: dict[int, list[int]] = defaultdict(list)
    for seed, steps in enumerate(numbers):
        for lemma in steps[0]:
            begins[lemma].append(seed)
    candidates = np.flatnonzero(np.isin(stream.word, np.fromiter(begins, dtype=np.int32, count=len(begins))))
    word = stream.word.tolist()
    hits = [
        (seed, at, last)
        for at in candidates.tolist()
        for seed in begins[word[at]]
        if (last := _follow(word, at, numbers[seed])) is not None
    ]
    table = np.array(hits, dtype=np.int64).reshape(-1, 3)
    seed_column, first, last_column = table.T
    return SeedHits(
        tuple(seeds),
        seed_column.astype(np.int32),
        stream.text[first],
        stream.start[first],
        stream.end[last_column],
        stream.n_texts,
    )


def _pattern(seed: str) -> list[re.Pattern[str] | frozenset[str]]:
    """One step a word: a compiled glob, or the lemmas the word may stand for."""
    if "*" in seed:
        return [re.compile(translate(fold(seed.strip())))]
    return [lemmas_of_seed(token.form) for token in tokens(seed)]


def _lemma_numbers(step: re.Pattern[str] | frozenset[str], lemmas: list[str]) -> frozenset[int]:
    if isinstance(step, frozenset):
        return frozenset(number for number, lemma in enumerate(lemmas) if lemma in step)
    return frozenset(number for number, lemma in enumerate(lemmas) if step.match(lemma))


def _follow(word: list[int], at: int, steps: list[frozenset[int]]) -> int | None:
    """Position of the phrase's last word, when the phrase begins at ``at``."""
    for step in steps[1:]:
        reach = word[at + 1 : at + 1 + _REACH]
        if BREAK in reach:
            reach = reach[: reach.index(BREAK)]
        distance = next((d for d, lemma in enumerate(reach, start=1) if lemma in step), None)
        if distance is None:
            return None
        at += distance
    return at
