"""What seed words say by themselves: their weight in units of text, and how many different ones there are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.themes.weighting import sum_groups, unit_rows

# Evidence of a clear passage (three different seed words) where the corpus is too small to say. Measured: 0.6 to 0.9
# for four themes on two collections.
USUAL_STRENGTH = 0.75
_PRIOR_WEIGHT = 10
_FEWEST_IN_CLEAR = 3

Columns = Sequence[Sequence[int]]


def weight_of(units: sp.csr_array, columns: Columns, avoid: Columns | None) -> NDArray[np.float64]:
    """Weight of each theme's seed words in each unit, less that of words to avoid: (n_units, n_themes), from 0 on."""
    total = units @ indicator(columns, units.shape[1])
    if avoid is not None:
        total = total - units @ indicator(avoid, units.shape[1])
    return np.asarray(np.maximum(0, total))


def distinct_words(units: sp.csr_array, columns: Columns, groups: NDArray[np.int32] | None) -> NDArray[np.float64]:
    """How many different seed words of each theme a unit has, or its whole group: shape (n_units, n_themes)."""
    rows = units if groups is None else sp.csr_array(sum_groups(groups, int(groups.max(initial=-1)) + 1) @ units)
    distinct = np.asarray((rows > 0).astype(np.float64) @ indicator(columns, units.shape[1]))
    return distinct if groups is None else distinct[groups]


def strengths(weights: NDArray[np.float64], distinct: NDArray[np.float64]) -> NDArray[np.float64]:
    """Median weight of units with three seed words and more, drawn towards the usual where these are few."""
    return np.array([_strength(weights[:, k], distinct[:, k]) for k in range(weights.shape[1])])


def of_groups(rows: sp.csr_array, groups: NDArray[np.int32] | None) -> sp.csr_array:
    """Rows of groups, of length one; the rows themselves where there are no groups."""
    if groups is None:
        return rows
    return unit_rows(sp.csr_array(sum_groups(groups, int(groups.max(initial=-1)) + 1) @ rows))


def indicator(columns: Columns, n_features: int) -> NDArray[np.float64]:
    """Dense (n_features, n_themes) matrix of ones where a column belongs to a theme."""
    matrix = np.zeros((n_features, len(columns)))
    for k, group in enumerate(columns):
        matrix[list(group), k] = 1
    return matrix


def _strength(weights: NDArray[np.float64], distinct: NDArray[np.float64]) -> float:
    clear = weights[(distinct >= _FEWEST_IN_CLEAR) & (weights > 0)]
    median = float(np.median(clear)) if len(clear) else USUAL_STRENGTH
    return (len(clear) * median + _PRIOR_WEIGHT * USUAL_STRENGTH) / (len(clear) + _PRIOR_WEIGHT)
