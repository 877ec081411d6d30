"""Where the seed words of themes stand in a stream of lemmas."""

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

from tematika.language.gazetteer import find_places, words_of_kind
from tematika.language.lemma_stream import BREAK, LemmaStream
from tematika.language.lemmas import lemmas_of_seed
from tematika.language.tokens import fold, tokens

# A region by any of its names; those of its towns are left to datelines.
_REGION = "@region"
WORD_CLASSES = (_REGION,)
# One word may stand between the words of a phrase: «замещение (дорогого) импорта».
_REACH = 2
# Bits of a number that hold an offset, where the text stands in those before.
_OFFSETS = 32
# What stands for something else in a glob.
_NOT_LITERAL = re.compile(r"[*?\[]")


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
        Texts as `tematika.language.lemma_stream.read_stream` gives them.
    seeds : sequence of str
        Words, globs such as ``атомн*``, phrases such as ``железная дорога``, and classes of words: ``@region`` is every
        name of a region. Where it is asked for, the `область` of `Курская область` is no seed word of its own.
    """
    words = _words(stream, [(number, seed) for number, seed in enumerate(seeds) if seed not in WORD_CLASSES])
    regions = [_regions(stream, number) for number, seed in enumerate(seeds) if seed == _REGION]
    if regions:
        words = words[~_inside(words, regions[0]) | ~_of_kind(seeds)[words[:, 0]]]
    seed_column, text, start, end = np.concatenate([words, *regions]).T.astype(np.int32)
    return SeedHits(tuple(seeds), seed_column, text, start, end, stream.n_texts)


def _words(stream: LemmaStream, seeds: Sequence[tuple[int, str]]) -> NDArray[np.int64]:
    """Rows of seed number, text, start and end, shape (n_hits, 4), in order of the words that they begin at."""
    known = _Lemmas(stream.lemmas)
    steps = {seed: [known.numbers(step) for step in _pattern(word)] for seed, word in seeds}
    places = _Places(stream.word, frozenset().union(*(first for first, *_ in steps.values())))
    found = [_follow(stream.word, places.of(first), rest) for first, *rest in steps.values()]
    if not found:
        return np.empty((0, 4), dtype=np.int64)
    first, last = np.concatenate(found, axis=1)
    seed = np.repeat(np.array([*steps], dtype=np.int64), [ends.shape[1] for ends in found])
    order = np.lexsort((seed, first))
    seed, first, last = seed[order], first[order], last[order]
    return np.stack([seed, stream.text[first], stream.start[first], stream.end[last]], axis=1)


def _regions(stream: LemmaStream, seed: int) -> NDArray[np.int64]:
    """Rows as those of `_words` for every name of a region."""
    found = find_places(stream)
    rows = np.stack([np.full(len(found.text), seed), found.text, found.start, found.end], axis=1)
    return rows[~found.town].astype(np.int64)


def _of_kind(seeds: Sequence[str]) -> NDArray[np.bool_]:
    """Which seeds are a word of those that only say what kind of region a name is of."""
    patterns = [() if seed in WORD_CLASSES else _pattern(seed) for seed in seeds]
    return np.array(
        [
            len(steps) == 1 and not isinstance(steps[0], _Glob) and not steps[0].isdisjoint(words_of_kind())
            for steps in patterns
        ],
        dtype=np.bool_,
    )


def _inside(rows: NDArray[np.int64], names: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which rows of seed number, text, start and end stand within one of the names, which do not overlap."""
    if not len(names):
        return np.zeros(len(rows), dtype=np.bool_)
    begins, ends = (names[:, 1] << _OFFSETS) + names[:, 2], (names[:, 1] << _OFFSETS) + names[:, 3]
    order = np.argsort(begins)
    begun = np.searchsorted(begins[order], (rows[:, 1] << _OFFSETS) + rows[:, 2], side="right") - 1
    within = ends[order][np.maximum(begun, 0)] >= (rows[:, 1] << _OFFSETS) + rows[:, 3]
    return np.asarray((begun >= 0) & within)


@dataclass(frozen=True, slots=True)
class _Glob:
    """A pattern on lemmas, and the letters that every lemma it fits begins with."""

    pattern: re.Pattern[str]
    beginning: str


class _Lemmas:
    """Looks up lemmas by name, and by how they begin."""

    def __init__(self, lemmas: Sequence[str]) -> None:
        self._number = {lemma: number for number, lemma in enumerate(lemmas)}
        self._ordered = sorted(lemmas)

    def numbers(self, step: _Glob | frozenset[str]) -> frozenset[int]:
        """Numbers of the lemmas that a step stands for."""
        if isinstance(step, frozenset):
            return frozenset(self._number[lemma] for lemma in step if lemma in self._number)
        first = bisect_left(self._ordered, step.beginning)
        alike = takewhile(lambda lemma: lemma.startswith(step.beginning), islice(self._ordered, first, None))
        return frozenset(self._number[lemma] for lemma in alike if step.pattern.match(lemma))


class _Places:
    """Where some lemmas stand in a stream."""

    def __init__(self, word: NDArray[np.int32], lemmas: Collection[int]) -> None:
        at = np.flatnonzero(_among(word, lemmas))
        self._at = at[np.argsort(word[at], kind="stable")]
        self._lemma = word[self._at]

    def of(self, lemmas: Collection[int]) -> NDArray[np.intp]:
        """Return the words that are one of some lemmas, one lemma after the other."""
        numbers = np.array(sorted(lemmas), dtype=np.int32)
        begins, ends = (np.searchsorted(self._lemma, numbers, side=side) for side in ("left", "right"))
        return np.concatenate([self._at[:0], *(self._at[i:j] for i, j in zip(begins, ends, strict=True))])


@cache
def _pattern(seed: str) -> tuple[_Glob | frozenset[str], ...]:
    """One step a word: a glob, or the lemmas the word may stand for."""
    if "*" not in seed:
        return tuple(lemmas_of_seed(token.form) for token in tokens(seed))
    glob = fold(seed.strip())
    return (_Glob(re.compile(translate(glob)), _NOT_LITERAL.split(glob)[0]),)


def _follow(word: NDArray[np.int32], at: NDArray[np.intp], steps: Sequence[frozenset[int]]) -> NDArray[np.intp]:
    """First and last words of the phrases that begin at some words: shape (2, n_phrases)."""
    first, last = at, at
    for step in steps:
        goes_on, distance = np.ones(len(last), dtype=bool), np.zeros(len(last), dtype=np.intp)
        for reach in range(1, _REACH + 1):
            # A text ends with a break: nobody reaches into the next one.
            lemma = word.take(last + reach, mode="clip")
            goes_on &= lemma != BREAK
            distance[goes_on & (distance == 0) & _among(lemma, step)] = reach
        first, last = first[distance > 0], (last + distance)[distance > 0]
    return np.stack([first, last])


def _among(word: NDArray[np.int32], lemmas: Collection[int]) -> NDArray[np.bool_]:
    """Which words are one of some lemmas."""
    return np.isin(word, np.fromiter(lemmas, dtype=np.int32, count=len(lemmas)))
