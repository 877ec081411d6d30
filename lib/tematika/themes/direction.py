"""Where a theme lies among all articles: a direction in the space of what words go together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tematika.themes.latent import singular_vectors

# More articles than this say no more about which words go together.
_MOST_ROWS = 5_000
# What nine in ten of the others stay below is where a theme begins.
_OTHERS_BELOW = 0.9
_LEAST_SPAN = 1e-6


@dataclass(frozen=True)
class Direction:
    """From what is clearly none of a theme to what is clearly of it.

    Attributes
    ----------
    vector : ndarray of shape (n_components,)
        Of length one.
    low, high : float
        Cosines at which a text has nothing of the theme, and all of it.
    """

    vector: NDArray[np.float64]
    low: float
    high: float

    @property
    def span(self) -> float:
        """How far it is from nothing to all."""
        return max(_LEAST_SPAN, self.high - self.low)

    def part(self, latent: NDArray[np.float64]) -> NDArray[np.float64]:
        """How far along each row of shape (n_rows, n_components) lies, from 0 to 1."""
        return np.asarray(np.clip((latent @ self.vector - self.low) / self.span, 0, 1))


def latent_space(rows: Any, n_components: int) -> NDArray[np.float64]:
    """First singular vectors of articles as weights of terms (latent semantic analysis, Deerwester et al. 1990).

    Parameters
    ----------
    rows : sparse array of shape (n_articles, n_terms)
        Of many articles, some that lie evenly among them are taken.
    n_components : int
        Dimensions; fewer articles or terms allow fewer.

    Returns
    -------
    ndarray of shape (n_components, n_terms)
        No dimensions where there is nothing to learn them from.
    """
    rows = rows[:: -(-rows.shape[0] // _MOST_ROWS)] if rows.shape[0] > _MOST_ROWS else rows
    return singular_vectors(rows, n_components)


def direction_of(
    latent: NDArray[np.float64], examples: NDArray[np.bool_], others: NDArray[np.bool_]
) -> Direction | None:
    """Find the direction from rows that are no examples to those that are; None where they lie on one spot.

    Parameters
    ----------
    latent : ndarray of shape (n_rows, n_components)
    examples, others : ndarray of bool, shape (n_rows,)
        At least one of each.
    """
    vector = latent[examples].mean(axis=0) - latent[others].mean(axis=0)
    length = float(np.linalg.norm(vector))
    if length < _LEAST_SPAN:
        return None
    vector /= length
    low = float(np.quantile(latent[others] @ vector, _OTHERS_BELOW))
    return Direction(vector, low, float(np.median(latent[examples] @ vector)))
