"""The words that decided: which terms and seed words spoke for a unit's theme, and where they stand.

What a weight means. A theme's score of a unit grows with the weights of its terms and seed words, each times what it is
worth to the theme (`tematika.themes.types.Sorting.importance`): for a named theme the evidence of a seed word, and the
coefficient of a term in the classifier, to first order; for a discovered theme how much heavier the term is in it than
elsewhere. Words of the whole article count a little, too, as they do in the score. All that speaks for the theme adds
up to 1; a word's weight is its part of that. What is missing to 1 are words too weak to be shown. Words that speak
against the theme are not among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.language.terms import Terms
from tematika.themes.features import CONTEXT, mean_rows
from tematika.themes.seed_words import SeedHits

_MOST = 8
_LEAST_SHARE = 0.08
_NOTHING = 1e-12

_Span = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class DecidingWord:
    """A stretch of a unit's text that spoke for a theme, ``unit`` being the one asked about or one beside it."""

    unit: int
    start: int
    end: int
    weight: float


class DecidingWords:
    """Looks up the deciding words of a unit of text.

    Parameters
    ----------
    terms, seeds : Terms, SeedHits
        Where terms and seed words stand.
    weights : csr_array of shape (n_units, n_terms + n_seeds)
        Weights of both in each unit.
    article : ndarray of shape (n_units,)
        The article of each unit.
    importance : ndarray of shape (n_themes, n_terms + n_seeds)
        What each column is worth to each theme; only what is above zero can have decided.
    """

    def __init__(
        self,
        terms: Terms,
        seeds: SeedHits,
        weights: sp.csr_array,
        article: NDArray[np.int32],
        importance: NDArray[np.float64],
    ) -> None:
        n_terms = len(terms.names)
        column = np.concatenate([terms.term, n_terms + seeds.seed])
        text = np.concatenate([terms.text, seeds.text])
        order = np.argsort(text, kind="stable")
        self._column = column[order]
        self._start = np.concatenate([terms.start, seeds.start])[order]
        self._end = np.concatenate([terms.end, seeds.end])[order]
        self._begins = np.searchsorted(text[order], np.arange(weights.shape[0] + 1))
        self._weights, self._worth = weights, np.maximum(0, importance)
        self._article = article
        self._sizes = np.bincount(article)
        around = sp.csr_array(mean_rows(weights, article) @ sp.csr_array(self._worth.T)).toarray()
        self._own = np.asarray(weights @ self._worth.T)
        self._all = self._own + CONTEXT * around[article]
        by_article = np.argsort(article, kind="stable")
        self._units = np.split(by_article, np.cumsum(self._sizes)[:-1])

    def of(self, unit: int, theme: int) -> list[DecidingWord]:
        """Deciding words of a unit for a theme, in their order, the unit's own first; at most eight."""
        everything = float(self._all[unit, theme])
        if everything < _NOTHING:
            return []
        share = CONTEXT / int(self._sizes[self._article[unit]])
        words = self._spans(unit, theme, (1 + share) / everything)
        beside = self._units[self._article[unit]]
        # A word elsewhere counts so little that it matters only where the unit itself says little.
        for other in beside[self._own[beside, theme] * share / everything >= _LEAST_SHARE].tolist():
            if other != unit:
                words |= self._spans(other, theme, share / everything)
        heaviest = sorted(words.items(), key=lambda item: (-round(item[1], 9), item[0][0] != unit, item[0]))
        chosen = [DecidingWord(*span, weight) for span, weight in heaviest if weight >= _LEAST_SHARE][:_MOST]
        return sorted(chosen, key=lambda word: (word.unit != unit, word.unit, word.start))

    def _spans(self, unit: int, theme: int, scale: float) -> dict[_Span, float]:
        """Stretches of a unit with their weights; what overlaps is one stretch."""
        begin, end = int(self._weights.indptr[unit]), int(self._weights.indptr[unit + 1])
        columns = self._weights.indices[begin:end]
        worth = self._weights.data[begin:end] * self._worth[theme][columns] * scale
        weight = dict(zip(columns.tolist(), worth.tolist(), strict=True))
        here = slice(int(self._begins[unit]), int(self._begins[unit + 1]))
        at = zip(self._start[here].tolist(), self._end[here].tolist(), self._column[here].tolist(), strict=True)
        spoke = [(start, end, column) for start, end, column in at if weight.get(column, 0.0) > 0]
        # A word that stands there twice has half of its weight in either place.
        times = Counter(column for _, _, column in spoke)
        found = sorted((start, end, weight[column] / times[column]) for start, end, column in spoke)
        return {(unit, start, end): weight for start, end, weight in _joined(found)}


def _joined(spans: Iterable[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Join spans that overlap, in order of their starts; weights add up."""
    joined: list[tuple[int, int, float]] = []
    for start, end, weight in spans:
        if joined and start < joined[-1][1]:
            first, last, before = joined[-1]
            joined[-1] = first, max(last, end), before + weight
        else:
            joined.append((start, end, weight))
    return joined
