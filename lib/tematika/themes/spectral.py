"""Clusters of a neighbour graph: who is near whom says more than how far everybody is from everybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.linalg
import scipy.sparse as sp
import scipy.sparse.linalg
from numpy.typing import NDArray
from sklearn.neighbors import kneighbors_graph

NEIGHBOURS = 25
_FEWEST_NEIGHBOURS = 2
_PART_OF_ROWS = 4


def neighbour_graph(spaces: Sequence[NDArray[np.float64]]) -> sp.csr_array:
    """Add up the neighbour graphs of the same rows in several spaces.

    A row is tied to its `NEIGHBOURS` nearest rows by cosine in each space, to a quarter of the rows at most. What is
    near in a coarse and in a fine space counts twice.

    Parameters
    ----------
    spaces : sequence of ndarray of shape (n_rows, n_dimensions)
        At least two rows.

    Returns
    -------
    csr_array of shape (n_rows, n_rows)
        Symmetric weights, none of them negative.
    """
    n_rows = len(spaces[0])
    n_neighbours = min(NEIGHBOURS, max(_FEWEST_NEIGHBOURS, n_rows // _PART_OF_ROWS), n_rows - 1)
    return sp.csr_array(sum(_graph(space, n_neighbours) for space in spaces))


def spectral_vectors(graph: sp.csr_array, number: int, random_state: int) -> NDArray[np.float64]:
    """First ``number`` eigenvectors of the graph's normalised Laplacian: shape (n_rows, number).

    They are sought as the largest of the normalised adjacency, which needs products only; scikit-learn's
    `spectral_embedding` finds the same by factorising the graph, which takes several times as long.
    """
    degree = np.asarray(graph.sum(axis=1)).ravel()
    scale = 1 / np.sqrt(np.where(degree > 0, degree, 1))
    normalised = sp.diags_array(scale) @ graph @ sp.diags_array(scale)
    start = np.random.default_rng(random_state).uniform(-1, 1, len(degree))
    values, vectors = scipy.sparse.linalg.eigsh(normalised, number, which="LA", v0=start)
    return np.asarray(vectors[:, np.argsort(-values, kind="stable")] * scale[:, None])


def cut(vectors: NDArray[np.float64]) -> NDArray[np.int64]:
    """Read as many clusters off spectral vectors as there are vectors: labels of shape (n_rows,).

    By a column-pivoted QR factorisation (Damle, Minden and Ying 2019): no random start, so no two answers.
    """
    number = vectors.shape[1]
    pivots = scipy.linalg.qr(vectors.T, mode="r", pivoting=True)[1][:number]
    left, _, right = scipy.linalg.svd(vectors[pivots].T)
    return np.asarray(np.abs(vectors @ (left @ right)).argmax(axis=1), dtype=np.int64)


def _graph(space: NDArray[np.float64], n_neighbours: int) -> Any:
    directed = kneighbors_graph(space, n_neighbours, mode="distance", metric="cosine")
    directed.data = np.maximum(1 - directed.data, 0)
    return (directed + directed.T) / 2
