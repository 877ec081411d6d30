"""The space of what words go together: first singular vectors of rows of weights, the same to the last digit."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.linalg import LinearOperator, eigsh
from sklearn.preprocessing import normalize

# Where iterations begin; singular vectors do not depend on it but for their last digits.
_START = 0
# What is so many times weaker than the strongest direction is none: rows that are alike leave nothing but rounding.
_NOTHING = 1e-4


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
