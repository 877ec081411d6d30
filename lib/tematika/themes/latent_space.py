"""Latent semantic analysis: a space of terms that occur together, which does not depend on seed words."""

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

from tematika.themes.features import group_rows

_SEED = 0
# Singular values below this part of the largest are rounding: rows that are alike have no further directions.
_ROUNDING = 1e-4
# More articles cost time and change the space little.
_MAX_ROWS = 5_000
# The quantile of the negatives at which a theme's axis begins.
_NEGATIVE_QUANTILE = 0.9
_MIN_SPAN = 1e-6


@dataclass(frozen=True)
class LatentVectors:
    """Units in a latent space.

    Attributes
    ----------
    terms : csr_array of shape (n_units, n_terms)
        Weights of terms in the context of the article, rows of length one.
    components : ndarray of shape (n_components, n_terms)
    latent : ndarray of shape (n_units, n_components)
        The units in the space, rows of length one.
    length : float
        Median length of the rows before they were normalised, 1 if all are empty.
    """

    terms: sp.csr_array
    components: NDArray[np.float64]
    latent: NDArray[np.float64]
    length: float


@dataclass(frozen=True)
class ThemeAxis:
    """The axis of the latent space from units without a theme to units with it.

    Attributes
    ----------
    vector : ndarray of shape (n_components,)
        Of length one.
    low, high : float
        Cosines at positions 0 and 1.
    """

    vector: NDArray[np.float64]
    low: float
    high: float

    @property
    def span(self) -> float:
        """Difference of the cosines at positions 0 and 1."""
        return max(_MIN_SPAN, self.high - self.low)

    def position(self, latent: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the position, in [0, 1], of rows of shape (n_rows, n_components)."""
        return np.asarray(np.clip((latent @ self.vector - self.low) / self.span, 0, 1))


def singular_vectors(rows: Any, number: int) -> NDArray[np.float64]:
    """Return the first right singular vectors of sparse rows.

    Unlike `sklearn.decomposition.TruncatedSVD` the result is reproducible and has no vectors of mere rounding, where
    rows have fewer directions than are wanted.

    Parameters
    ----------
    rows : sparse array of shape (n_rows, n_features)
    number : int
        At least 1; fewer rows that are not empty, or fewer features, allow fewer.

    Returns
    -------
    ndarray of shape (n_components, n_features)
        The strongest first; the entry of largest magnitude of each vector is positive.

    References
    ----------
    Deerwester, S. et al. (1990). Indexing by latent semantic analysis. JASIS 41.
    """
    weights = sp.csr_array(rows, copy=True)
    weights.eliminate_zeros()
    filled = weights[np.flatnonzero(np.diff(weights.indptr))]
    transposed = sp.csr_array(filled.T)
    # The eigenvectors are sought of the smaller one of the two Gram matrices.
    first, second = (filled, transposed) if filled.shape[0] <= filled.shape[1] else (transposed, filled)
    size = first.shape[0]
    number = min(number, size - 1)
    if number < 1 or not filled.nnz:
        return np.zeros((0, filled.shape[1]))
    gram = LinearOperator((size, size), matvec=lambda vector: first @ (second @ vector), dtype=np.float64)
    start = np.random.default_rng(_SEED).uniform(-1, 1, size)
    values, basis = eigsh(gram, number, v0=start, rng=_SEED)
    strongest = np.argsort(-values, kind="stable")
    kept = strongest[values[strongest] > _ROUNDING**2 * values.max()]
    strength, basis = np.sqrt(values[kept]), np.linalg.qr(basis)[0][:, kept]
    vectors = basis.T if first is transposed else (second @ basis / strength).T
    largest = np.abs(vectors).argmax(axis=1)
    return np.asarray(vectors * np.sign(vectors[np.arange(len(vectors)), largest])[:, None])


def project(rows: Any, components: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return rows of term weights in the latent space: shape (n_rows, n_components), rows of length one."""
    latent = np.asarray(rows @ components.T)
    return np.asarray(normalize(latent, copy=False)) if latent.size else latent


def fit_components(rows: Any, n_components: int) -> NDArray[np.float64]:
    """Return the first singular vectors of articles, shape (n_components, n_terms), or fewer where rows allow fewer.

    Of more than 5,000 rows of shape (n_articles, n_terms), some at equal distances stand for all.
    """
    rows = rows[:: -(-rows.shape[0] // _MAX_ROWS)] if rows.shape[0] > _MAX_ROWS else rows
    return singular_vectors(rows, n_components)


def latent_vectors(components: NDArray[np.float64], terms: sp.csr_array) -> LatentVectors:
    """Return units, given as weights of terms, in a known latent space."""
    latent = np.asarray(terms @ components.T)
    if not latent.size:
        return LatentVectors(terms, components, latent, 1.0)
    lengths = row_norms(latent)
    length = float(np.median(lengths[lengths > 0])) if np.any(lengths > 0) else 1.0
    return LatentVectors(terms, components, normalize(latent, copy=False), length)


def fit_latent_vectors(terms: sp.csr_array, groups: NDArray[np.int32] | None, n_components: int) -> LatentVectors:
    """Return units in the latent space of their articles, or of themselves where they have no groups."""
    # One thread: sums in another order differ in the last digit, and a second thread mostly waits.
    with threadpool_limits(limits=1):
        return latent_vectors(fit_components(group_rows(terms, groups), n_components), terms)


def fit_axis(
    latent: NDArray[np.float64], positives: NDArray[np.bool_], negatives: NDArray[np.bool_]
) -> ThemeAxis | None:
    """Return the axis between the means of positives and negatives, or None where the means coincide.

    Parameters
    ----------
    latent : ndarray of shape (n_rows, n_components)
    positives, negatives : ndarray of bool, shape (n_rows,)
        At least one of each.
    """
    vector = latent[positives].mean(axis=0) - latent[negatives].mean(axis=0)
    length = float(np.linalg.norm(vector))
    if length < _MIN_SPAN:
        return None
    vector /= length
    low = float(np.quantile(latent[negatives] @ vector, _NEGATIVE_QUANTILE))
    return ThemeAxis(vector, low, float(np.median(latent[positives] @ vector)))
