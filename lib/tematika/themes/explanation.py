"""Explanations: the words of a unit, and of its article, that contribute most to the score of a theme.

The contribution of a word is its weight in the unit times its importance for the theme (see
`tematika.themes.types.Assignments`), to first order; words elsewhere in the article contribute a little, as they do to
the score. A word's weight here is its part of the sum of all positive contributions, so that weights add up to 1 at
most; words that contribute little or negatively are not shown.
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

_MAX_WORDS = 8
_MIN_WEIGHT = 0.08
_ZERO = 1e-12

_Span = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class DecidingWord:
    """A span of text that contributes to a theme, in the unit that is explained or another one of its article."""

    unit: int
    start: int
    end: int
    weight: float


class DecidingWords:
    """The deciding words of units.

    Parameters
    ----------
    terms, seeds : Terms, SeedHits
    weights : csr_array of shape (n_units, n_terms + n_seeds)
    article : ndarray of shape (n_units,)
        The article of each unit.
    importance : ndarray of shape (n_themes, n_terms + n_seeds)
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
        self._weights, self._importance = weights, np.maximum(0, importance)
        self._article = article
        self._sizes = np.bincount(article)
        context = sp.csr_array(mean_rows(weights, article) @ sp.csr_array(self._importance.T)).toarray()
        self._own = np.asarray(weights @ self._importance.T)
        self._all = self._own + CONTEXT * context[article]
        by_article = np.argsort(article, kind="stable")
        self._units = np.split(by_article, np.cumsum(self._sizes)[:-1])

    def of(self, unit: int, theme: int) -> list[DecidingWord]:
        """Return at most eight deciding words of a unit for a theme, in order of the text, the unit's own first."""
        total = float(self._all[unit, theme])
        if total < _ZERO:
            return []
        share = CONTEXT / int(self._sizes[self._article[unit]])
        words = self._spans(unit, theme, (1 + share) / total)
        same_article = self._units[self._article[unit]]
        # Other units contribute so little that they matter only where the unit itself contributes little.
        for other in same_article[self._own[same_article, theme] * share / total >= _MIN_WEIGHT].tolist():
            if other != unit:
                words |= self._spans(other, theme, share / total)
        heaviest = sorted(words.items(), key=lambda item: (-round(item[1], 9), item[0][0] != unit, item[0]))
        chosen = [DecidingWord(*span, weight) for span, weight in heaviest if weight >= _MIN_WEIGHT][:_MAX_WORDS]
        return sorted(chosen, key=lambda word: (word.unit != unit, word.unit, word.start))

    def _spans(self, unit: int, theme: int, scale: float) -> dict[_Span, float]:
        """Return the spans of a unit with their weights; spans that overlap are one."""
        begin, end = int(self._weights.indptr[unit]), int(self._weights.indptr[unit + 1])
        columns = self._weights.indices[begin:end]
        contributions = self._weights.data[begin:end] * self._importance[theme][columns] * scale
        weight = dict(zip(columns.tolist(), contributions.tolist(), strict=True))
        here = slice(int(self._begins[unit]), int(self._begins[unit + 1]))
        at = zip(self._start[here].tolist(), self._end[here].tolist(), self._column[here].tolist(), strict=True)
        positive = [(start, end, column) for start, end, column in at if weight.get(column, 0.0) > 0]
        # The weight of a word that occurs twice is shared by both places.
        counts = Counter(column for _, _, column in positive)
        spans = sorted((start, end, weight[column] / counts[column]) for start, end, column in positive)
        return {(unit, start, end): weight for start, end, weight in _join(spans)}


def _join(spans: Iterable[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Return spans, in order of their starts, with those that overlap joined and their weights added."""
    joined: list[tuple[int, int, float]] = []
    for start, end, weight in spans:
        if joined and start < joined[-1][1]:
            first, last, before = joined[-1]
            joined[-1] = first, max(last, end), before + weight
        else:
            joined.append((start, end, weight))
    return joined
