"""Occurrences of seed words in a stream of lemmas."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from itertools import islice, takewhile

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.language.gazetteer import find_places, region_kinds
from tematika.language.lemma_stream import BREAK, LemmaStream
from tematika.language.lemmas import lemmas_of_seed
from tematika.language.tokens import fold, tokens

# Names of regions, but not of their towns, which stand in datelines.
_REGION = "@region"
WORD_CLASSES = (_REGION,)
# A phrase may have one further word between its words: «замещение (дорогого) импорта».
_REACH = 2
# Bits of an offset in a number that has the text in the bits before.
_OFFSETS = 32
_NOT_LITERAL = re.compile(r"[*?\[]")


@dataclass(frozen=True)
class SeedHits:
    """Occurrences of seed words.

    Attributes
    ----------
    seeds : tuple of str
        As the themes file writes them.
    seed, text, start, end : ndarray of int32, shape (n_hits,)
        Number of the seed word, of the text, and offsets in it.
    n_texts : int
    """

    seeds: tuple[str, ...]
    seed: NDArray[np.int32]
    text: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    n_texts: int

    def counts(self) -> sp.csr_array:
        """Return the number of occurrences, shape (n_texts, n_seeds)."""
        shape = (self.n_texts, len(self.seeds))
        matrix = sp.csr_array((np.ones(len(self.seed)), (self.text, self.seed)), shape=shape)
        matrix.sum_duplicates()
        return matrix

    def missing(self) -> list[str]:
        """Return the seed words that are in no text."""
        counts = np.bincount(self.seed, minlength=len(self.seeds))
        return [seed for seed, count in zip(self.seeds, counts, strict=True) if count == 0]


def find_seeds(stream: LemmaStream, seeds: Sequence[str]) -> SeedHits:
    """Return the occurrences of seed words.

    Parameters
    ----------
    stream : LemmaStream
        From `tematika.language.lemma_stream.read_stream`.
    seeds : sequence of str
        Words in any form, globs on lemmas such as ``атомн*``, phrases such as ``железная дорога`` with at most one
        further word between their words, and the class ``@region`` of all names of regions. With it the `область` of
        `Курская область` is no occurrence of the word.
    """
    words = _words(stream, [(number, seed) for number, seed in enumerate(seeds) if seed not in WORD_CLASSES])
    regions = [_regions(stream, number) for number, seed in enumerate(seeds) if seed == _REGION]
    if regions:
        words = words[~_inside(words, regions[0]) | ~_is_kind(seeds)[words[:, 0]]]
    seed_column, text, start, end = np.concatenate([words, *regions]).T.astype(np.int32)
    return SeedHits(tuple(seeds), seed_column, text, start, end, stream.n_texts)


def _words(stream: LemmaStream, seeds: Sequence[tuple[int, str]]) -> NDArray[np.int64]:
    """Return seed number, text, start and end, shape (n_hits, 4), in order of the first words."""
    index = _Lemmas(stream.lemmas)
    steps = {seed: [index.numbers(step) for step in _pattern(word)] for seed, word in seeds}
    positions = _Positions(stream.word, frozenset().union(*(first for first, *_ in steps.values())))
    phrases = [_follow(stream.word, positions.of(first), rest) for first, *rest in steps.values()]
    if not phrases:
        return np.empty((0, 4), dtype=np.int64)
    first, last = np.concatenate(phrases, axis=1)
    seed = np.repeat(np.array([*steps], dtype=np.int64), [ends.shape[1] for ends in phrases])
    order = np.lexsort((seed, first))
    seed, first, last = seed[order], first[order], last[order]
    return np.stack([seed, stream.text[first], stream.start[first], stream.end[last]], axis=1)


def _regions(stream: LemmaStream, seed: int) -> NDArray[np.int64]:
    """Return rows as those of `_words` for every name of a region."""
    hits = find_places(stream)
    rows = np.stack([np.full(len(hits.text), seed), hits.text, hits.start, hits.end], axis=1)
    return rows[~hits.town].astype(np.int64)


def _is_kind(seeds: Sequence[str]) -> NDArray[np.bool_]:
    """Return which seed words name a kind of region, such as `область`."""
    patterns = [() if seed in WORD_CLASSES else _pattern(seed) for seed in seeds]
    return np.array(
        [
            len(steps) == 1 and not isinstance(steps[0], _Glob) and not steps[0].isdisjoint(region_kinds())
            for steps in patterns
        ],
        dtype=np.bool_,
    )


def _inside(rows: NDArray[np.int64], names: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which rows lie within one of the names, which do not overlap."""
    if not len(names):
        return np.zeros(len(rows), dtype=np.bool_)
    begins, ends = (names[:, 1] << _OFFSETS) + names[:, 2], (names[:, 1] << _OFFSETS) + names[:, 3]
    order = np.argsort(begins)
    begun = np.searchsorted(begins[order], (rows[:, 1] << _OFFSETS) + rows[:, 2], side="right") - 1
    within = ends[order][np.maximum(begun, 0)] >= (rows[:, 1] << _OFFSETS) + rows[:, 3]
    return np.asarray((begun >= 0) & within)


@dataclass(frozen=True, slots=True)
class _Glob:
    """A pattern on lemmas and its literal prefix."""

    pattern: re.Pattern[str]
    prefix: str


class _Lemmas:
    """An index of lemmas, exact and by prefix."""

    def __init__(self, lemmas: Sequence[str]) -> None:
        self._number = {lemma: number for number, lemma in enumerate(lemmas)}
        self._ordered = sorted(lemmas)

    def numbers(self, step: _Glob | frozenset[str]) -> frozenset[int]:
        """Return the numbers of the lemmas that a step matches."""
        if isinstance(step, frozenset):
            return frozenset(self._number[lemma] for lemma in step if lemma in self._number)
        first = bisect_left(self._ordered, step.prefix)
        candidates = takewhile(lambda lemma: lemma.startswith(step.prefix), islice(self._ordered, first, None))
        return frozenset(self._number[lemma] for lemma in candidates if step.pattern.match(lemma))


class _Positions:
    """An index of the positions of some lemmas in a stream."""

    def __init__(self, word: NDArray[np.int32], lemmas: Collection[int]) -> None:
        at = np.flatnonzero(_among(word, lemmas))
        self._at = at[np.argsort(word[at], kind="stable")]
        self._lemma = word[self._at]

    def of(self, lemmas: Collection[int]) -> NDArray[np.intp]:
        """Return the positions of some lemmas, one lemma after the other."""
        numbers = np.array(sorted(lemmas), dtype=np.int32)
        begins, ends = (np.searchsorted(self._lemma, numbers, side=side) for side in ("left", "right"))
        return np.concatenate([self._at[:0], *(self._at[i:j] for i, j in zip(begins, ends, strict=True))])


@cache
def _pattern(seed: str) -> tuple[_Glob | frozenset[str], ...]:
    """Return for each word of a seed word a glob, or the lemmas the word may stand for."""
    if "*" not in seed:
        return tuple(lemmas_of_seed(token.form) for token in tokens(seed))
    glob = fold(seed.strip())
    return (_Glob(re.compile(translate(glob)), _NOT_LITERAL.split(glob)[0]),)


def _follow(word: NDArray[np.int32], at: NDArray[np.intp], steps: Sequence[frozenset[int]]) -> NDArray[np.intp]:
    """Return first and last words of the phrases that begin at some words: shape (2, n_phrases)."""
    first, last = at, at
    for step in steps:
        goes_on, distance = np.ones(len(last), dtype=bool), np.zeros(len(last), dtype=np.intp)
        for reach in range(1, _REACH + 1):
            # A text ends with a break, so that no phrase reaches into the next one.
            lemma = word.take(last + reach, mode="clip")
            goes_on &= lemma != BREAK
            distance[goes_on & (distance == 0) & _among(lemma, step)] = reach
        first, last = first[distance > 0], (last + distance)[distance > 0]
    return np.stack([first, last])


def _among(word: NDArray[np.int32], lemmas: Collection[int]) -> NDArray[np.bool_]:
    """Return which words are one of some lemmas."""
    return np.isin(word, np.fromiter(lemmas, dtype=np.int32, count=len(lemmas)))
