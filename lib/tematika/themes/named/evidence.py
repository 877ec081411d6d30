"""Evidence of seed words: their weight in units of text, and how many distinct ones there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.themes.features import add_context, sum_groups

# Prior evidence of a clear unit (three distinct seed words), and the number of units it counts for. Measured: 0.6 to
# 0.9 for four themes on two collections.
PRIOR_EVIDENCE = 0.75
_PRIOR_WEIGHT = 10
_SEEDS_IN_CLEAR = 3
# Examples of a theme are units whose article has so many distinct seed words of it, with evidence above this quantile.
EXAMPLE_SEEDS = 2
EXAMPLE_QUANTILE = 0.8

Columns = Sequence[Sequence[int]]


@dataclass(frozen=True)
class SeedMatrix:
    """Weights of the seed words of themes, and of words to avoid, in units of text.

    Attributes
    ----------
    units : csr_array of shape (n_units, n_words)
    own, against : ndarray of shape (n_words, n_themes)
        1 where a word is a theme's seed word, and where it is a word to avoid.
    """

    units: sp.csr_array
    own: NDArray[np.float64]
    against: NDArray[np.float64]

    def evidence(self, groups: NDArray[np.int32] | None, context: float) -> NDArray[np.float64]:
        """Return each theme's evidence, the weight of seed words minus words to avoid: shape (n_units, n_themes), >= 0.

        For ``groups`` and ``context`` see `tematika.themes.features.add_context`.
        """
        weights = add_context(self.units, groups, context)
        return np.asarray(np.maximum(0, weights @ self.own - weights @ self.against))

    def n_distinct(self, groups: NDArray[np.int32] | None = None) -> NDArray[np.float64]:
        """Return the number of distinct seed words in each unit, or in its group: shape (n_units, n_themes)."""
        rows = self.units
        if groups is not None:
            rows = sp.csr_array(sum_groups(groups, int(groups.max(initial=-1)) + 1) @ rows)
        distinct = np.asarray((rows > 0).astype(np.float64) @ self.own)
        return distinct if groups is None else distinct[groups]


def seed_matrix(units: sp.csr_array, columns: Columns, avoid: Columns | None) -> SeedMatrix:
    """Return the columns of seed words, and of words to avoid, of units of shape (n_units, n_features)."""
    against = avoid if avoid is not None else [()] * len(columns)
    own, other = indicator(columns, units.shape[1]), indicator(against, units.shape[1])
    used = np.flatnonzero(own.any(axis=1) | other.any(axis=1))
    return SeedMatrix(sp.csr_array(units[:, used]), own[used], other[used])


def typical_evidence(evidence: NDArray[np.float64], distinct: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each theme's median evidence of units with three seed words or more, shrunk to a prior where they are few.

    Both arrays have the shape (n_units, n_themes).
    """
    typical = np.empty(evidence.shape[1])
    for k in range(len(typical)):
        clear = evidence[(distinct[:, k] >= _SEEDS_IN_CLEAR) & (evidence[:, k] > 0), k]
        median = float(np.median(clear)) if len(clear) else PRIOR_EVIDENCE
        typical[k] = (len(clear) * median + _PRIOR_WEIGHT * PRIOR_EVIDENCE) / (len(clear) + _PRIOR_WEIGHT)
    return typical


def select_examples(
    evidence: NDArray[np.float64], distinct: NDArray[np.float64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which units are positive and which are negative examples of a theme.

    Parameters
    ----------
    evidence : ndarray of shape (n_units,)
        The theme's evidence in each unit.
    distinct : ndarray of shape (n_units,)
        The number of distinct seed words in the unit's article.
    """
    candidates = (distinct >= EXAMPLE_SEEDS) & (evidence > 0)
    level = np.quantile(evidence[candidates], EXAMPLE_QUANTILE) if candidates.any() else np.inf
    positives = candidates & (evidence >= level)
    return positives, (evidence <= np.median(evidence)) & ~positives


def indicator(columns: Columns, n_features: int) -> NDArray[np.float64]:
    """Return the (n_features, n_themes) matrix with 1 where a column belongs to a theme."""
    matrix = np.zeros((n_features, len(columns)))
    for k, group in enumerate(columns):
        matrix[list(group), k] = 1
    return matrix
