"""What seed words say by themselves: their weight in units of text, and how many different ones there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.themes.features import add_context, sum_groups

# Evidence of a clear passage (three different seed words) where the corpus is too small to say. Measured: 0.6 to 0.9
# for four themes on two collections.
USUAL_STRENGTH = 0.75
_PRIOR_WEIGHT = 10
_FEWEST_IN_CLEAR = 3
# A unit may be an example of a theme when its article has so many different seed words of the theme…
EXAMPLE_SEEDS = 2
# …and its evidence is above this share of such units.
EXAMPLE_QUANTILE = 0.8

Columns = Sequence[Sequence[int]]


@dataclass(frozen=True)
class SeedWords:
    """Seed words of themes, and words to avoid, in units of text.

    Attributes
    ----------
    units : csr_array of shape (n_units, n_words)
        Their weights, without all other columns.
    own, against : ndarray of shape (n_words, n_themes)
        Ones where a word is a theme's seed word, and where it is one to avoid.
    """

    units: sp.csr_array
    own: NDArray[np.float64]
    against: NDArray[np.float64]

    def weights(self, groups: NDArray[np.int32] | None, context: float) -> NDArray[np.float64]:
        """Weigh each theme's seed words in each unit, less those to avoid: shape (n_units, n_themes), from 0 on.

        Parameters
        ----------
        groups, context
            As for `tematika.themes.features.add_context`.
        """
        there = add_context(self.units, groups, context)
        return np.asarray(np.maximum(0, there @ self.own - there @ self.against))

    def distinct(self, groups: NDArray[np.int32] | None = None) -> NDArray[np.float64]:
        """Count each theme's different seed words in a unit, or in its whole group: shape (n_units, n_themes)."""
        rows = self.units
        if groups is not None:
            rows = sp.csr_array(sum_groups(groups, int(groups.max(initial=-1)) + 1) @ rows)
        distinct = np.asarray((rows > 0).astype(np.float64) @ self.own)
        return distinct if groups is None else distinct[groups]


def seed_words(units: sp.csr_array, columns: Columns, avoid: Columns | None) -> SeedWords:
    """Look up seed words of themes, and words to avoid, in weights of units of shape (n_units, n_features)."""
    against = avoid if avoid is not None else [()] * len(columns)
    own, other = indicator(columns, units.shape[1]), indicator(against, units.shape[1])
    used = np.flatnonzero(own.any(axis=1) | other.any(axis=1))
    return SeedWords(sp.csr_array(units[:, used]), own[used], other[used])


def strengths(weights: NDArray[np.float64], distinct: NDArray[np.float64]) -> NDArray[np.float64]:
    """Median weight of units with three seed words and more, drawn towards the usual where these are few."""
    return np.array([_strength(weights[:, k], distinct[:, k]) for k in range(weights.shape[1])])


def clear_units(
    evidence: NDArray[np.float64], around: NDArray[np.float64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which units are clear examples of a theme, and which are clearly none.

    Parameters
    ----------
    evidence : ndarray of shape (n_units,)
        Weight of the theme's seed words in each.
    around : ndarray of shape (n_units,)
        How many different ones its article has.
    """
    candidates = (around >= EXAMPLE_SEEDS) & (evidence > 0)
    level = np.quantile(evidence[candidates], EXAMPLE_QUANTILE) if candidates.any() else np.inf
    examples = candidates & (evidence >= level)
    return examples, (evidence <= np.median(evidence)) & ~examples


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
