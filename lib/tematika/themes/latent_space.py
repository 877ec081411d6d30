"""The space of what words go together, which does not depend on seed words, and where units and themes lie in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.linalg import LinearOperator, eigsh
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import row_norms
from threadpoolctl import threadpool_limits

from tematika.themes.features import of_groups

# Where iterations begin; singular vectors do not depend on it but for their last digits.
_START = 0
# What is so many times weaker than the strongest direction is none: rows that are alike leave nothing but rounding.
_NOTHING = 1e-4
# More articles than this say no more about which words go together.
_MOST_ROWS = 5_000
# What nine in ten of the others stay below is where a theme begins.
_OTHERS_BELOW = 0.9
_LEAST_SPAN = 1e-6


@dataclass(frozen=True)
class Placed:
    """Units and where they lie.

    Attributes
    ----------
    terms : csr_array of shape (n_units, n_terms)
        Weights of terms in the context of the article, rows of length one.
    components : ndarray of shape (n_components, n_terms)
        The latent space.
    latent : ndarray of shape (n_units, n_components)
        The units in it, rows of length one.
    length : float
        How long a usual row was before, 1 where all are empty.
    """

    terms: sp.csr_array
    components: NDArray[np.float64]
    latent: NDArray[np.float64]
    length: float


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


def singular_vectors(rows: Any, number: int) -> NDArray[np.float64]:
    """First right singular vectors of sparse rows (latent semantic analysis, Deerwester et al. 1990).

    scikit-learn's `TruncatedSVD` finds the same, but lets ARPACK go on at random where rows leave fewer directions than
    asked for: then it gives other vectors every time, some of them nothing but rounding. Here these are left out.

    Parameters
    ----------
    rows : sparse array of shape (n_rows, n_features)
    number : int
        At least 1; fewer rows that are not empty, or fewer features, allow fewer.

    Returns
    -------
    ndarray of shape (n_components, n_features)
        The strongest first; of each vector the largest entry is above 0. At most ``number``, none where rows are empty.
    """
    weights = sp.csr_array(rows, copy=True)
    weights.eliminate_zeros()
    filled = weights[np.flatnonzero(np.diff(weights.indptr))]
    across = sp.csr_array(filled.T)
    # Products with the rows and with the columns, by turns, on the shorter side.
    there, back = (filled, across) if filled.shape[0] <= filled.shape[1] else (across, filled)
    size = there.shape[0]
    number = min(number, size - 1)
    if number < 1 or not filled.nnz:
        return np.zeros((0, filled.shape[1]))
    squared = LinearOperator((size, size), matvec=lambda vector: there @ (back @ vector), dtype=np.float64)
    start = np.random.default_rng(_START).uniform(-1, 1, size)
    values, basis = eigsh(squared, number, v0=start, rng=_START)
    strongest = np.argsort(-values, kind="stable")
    kept = strongest[values[strongest] > _NOTHING**2 * values.max()]
    strength, basis = np.sqrt(values[kept]), np.linalg.qr(basis)[0][:, kept]
    vectors = basis.T if there is across else (back @ basis / strength).T
    largest = np.abs(vectors).argmax(axis=1)
    return np.asarray(vectors * np.sign(vectors[np.arange(len(vectors)), largest])[:, None])


def place(rows: Any, components: NDArray[np.float64]) -> NDArray[np.float64]:
    """Project rows of weights of terms on the space: shape (n_rows, n_components), rows of length one."""
    latent = np.asarray(rows @ components.T)
    return np.asarray(normalize(latent, copy=False)) if latent.size else latent


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


def placed_in(components: NDArray[np.float64], terms: sp.csr_array) -> Placed:
    """Place units, as weights of terms, in a latent space that is known."""
    latent = np.asarray(terms @ components.T)
    if not latent.size:
        return Placed(terms, components, latent, 1.0)
    lengths = row_norms(latent)
    length = float(np.median(lengths[lengths > 0])) if np.any(lengths > 0) else 1.0
    return Placed(terms, components, normalize(latent, copy=False), length)


def placed_anew(terms: sp.csr_array, groups: NDArray[np.int32] | None, n_components: int) -> Placed:
    """Place units in the latent space of their articles, or of themselves where they have no groups."""
    # One thread: sums in another order differ in the last digit, and a second would wait more than it helps.
    with threadpool_limits(limits=1):
        return placed_in(latent_space(of_groups(terms, groups), n_components), terms)


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
