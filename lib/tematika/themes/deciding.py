"""The words that decided: which terms and seed words of a unit spoke for its theme, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.language.terms import Terms
from tematika.themes.seeds import SeedHits

_MOST = 8
_LEAST_SHARE = 0.08


@dataclass(frozen=True, slots=True)
class DecidingWord:
    """A stretch of a unit's text that spoke for a theme; weights of one unit and theme add up to at most 1."""

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
    """

    def __init__(self, terms: Terms, seeds: SeedHits, weights: sp.csr_array) -> None:
        n_terms = len(terms.names)
        column = np.concatenate([terms.term, n_terms + seeds.seed])
        text = np.concatenate([terms.text, seeds.text])
        order = np.argsort(text, kind="stable")
        self._column = column[order]
        self._start = np.concatenate([terms.start, seeds.start])[order]
        self._end = np.concatenate([terms.end, seeds.end])[order]
        self._begins = np.searchsorted(text[order], np.arange(weights.shape[0] + 1))
        self._row_begins = weights.indptr.tolist()
        self._row_columns, self._row_weights = weights.indices, weights.data

    def of(self, unit: int, importance: NDArray[np.float64]) -> list[DecidingWord]:
        """Deciding words of a unit for a theme.

        Parameters
        ----------
        unit : int
            Row of the weights.
        importance : ndarray of shape (n_terms + n_seeds,)
            What each column is worth to the theme; only what is above zero can have decided.
        """
        row = slice(self._row_begins[unit], self._row_begins[unit + 1])
        columns = self._row_columns[row]
        shares = np.maximum(0, self._row_weights[row] * importance[columns])
        total = float(shares.sum())
        if total <= 0:
            return []
        worth = dict(zip(columns.tolist(), (shares / total).tolist(), strict=True))
        span = slice(self._begins[unit], self._begins[unit + 1])
        best: dict[tuple[int, int], float] = {}
        for column, start, end in zip(
            self._column[span].tolist(), self._start[span].tolist(), self._end[span].tolist(), strict=True
        ):
            share = worth.get(column, 0.0)
            if share >= _LEAST_SHARE / 2:
                best[start, end] = best.get((start, end), 0.0) + share
        heaviest = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        words = [DecidingWord(start, end, weight) for (start, end), weight in heaviest if weight >= _LEAST_SHARE]
        return sorted(_without_overlaps(words)[:_MOST], key=lambda word: word.start)


def _without_overlaps(words: list[DecidingWord]) -> list[DecidingWord]:
    kept: list[DecidingWord] = []
    for word in words:
        if all(word.end <= other.start or word.start >= other.end for other in kept):
            kept.append(word)
    return kept
