"""Clusters of a neighbour graph: who is near whom says more than how far everybody is from everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.linalg
import scipy.sparse as sp
import scipy.sparse.linalg
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import normalize

NEIGHBOURS = 25
_FEWEST_NEIGHBOURS = 2
_PART_OF_ROWS = 4
# Steps of the random walk whose destinations are compared, and starts of the k-means that does it.
STEPS = 8
STARTS = 10
# Equal rows come out of the eigenvectors equal to so many digits.
_DIGITS = 6
# Where iterations begin is no choice of the user's: eigenvectors do not depend on it, k-means had better not.
_START = 0


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


@dataclass(frozen=True)
class Spectrum:
    """First eigenvectors of a graph's normalised Laplacian, those that change least along its edges first.

    Attributes
    ----------
    vectors : ndarray of shape (n_rows, number)
        Eigenvectors of the random walk on the graph.
    values : ndarray of shape (number,)
        Their eigenvalues, from 1 downwards: how much of each is left after one step of the walk.
    degree : ndarray of shape (n_rows,)
        Sum of each row's ties.
    """

    vectors: NDArray[np.float64]
    values: NDArray[np.float64]
    degree: NDArray[np.float64]


def spectrum(graph: sp.csr_array, number: int) -> Spectrum:
    """Find the first ``number`` spectral vectors of a graph.

    They are sought as the largest of the normalised adjacency, which needs products only; scikit-learn's
    `spectral_embedding` finds the same by factorising the graph, which takes several times as long.
    """
    degree = np.asarray(graph.sum(axis=1), dtype=np.float64).ravel()
    scale = 1 / np.sqrt(np.where(degree > 0, degree, 1))
    normalised = sp.diags_array(scale) @ graph @ sp.diags_array(scale)
    start = np.random.default_rng(_START).uniform(-1, 1, len(degree))
    values, vectors = scipy.sparse.linalg.eigsh(normalised, number, which="LA", v0=start, rng=_START)
    order = np.argsort(-values, kind="stable")
    return Spectrum(np.asarray(vectors[:, order] * scale[:, None]), values[order], degree)


def cluster_qr(vectors: NDArray[np.float64]) -> NDArray[np.int64]:
    """Read as many clusters off spectral vectors as there are vectors: labels of shape (n_rows,).

    By a column-pivoted QR factorisation (Damle, Minden and Ying 2019): no random start, so no two answers. scikit-learn
    has the same under this name, for its own use only.
    """
    number = vectors.shape[1]
    pivots = scipy.linalg.qr(vectors.T, mode="r", pivoting=True)[1][:number]
    left, _, right = scipy.linalg.svd(vectors[pivots].T)
    return np.asarray(np.abs(vectors @ (left @ right)).argmax(axis=1), dtype=np.int64)


def even_cut(found: Spectrum, number: int) -> NDArray[np.int64]:
    """Cut into ``number`` clusters of like size where there is a choice: labels of shape (n_rows,).

    k-means on the directions in which a random walk of `STEPS` steps still tells rows apart (diffusion maps, Coifman
    and Lafon 2006), in up to twice as many dimensions as there are clusters.
    """
    dimensions = 2 * number + 1
    walked = found.vectors[:, :dimensions] * np.maximum(found.values[:dimensions], 0) ** STEPS
    # What all rows have in common tells none apart.
    centred = walked - np.average(walked, axis=0, weights=found.degree) if found.degree.any() else walked
    directions = normalize(centred)
    n_clusters = min(number, len(np.unique(directions.round(_DIGITS), axis=0)))
    return np.asarray(KMeans(n_clusters, n_init=STARTS, random_state=_START).fit_predict(directions), dtype=np.int64)


def _graph(space: NDArray[np.float64], n_neighbours: int) -> Any:
    """Tie each row to its nearest by cosine: weights of shape (n_rows, n_rows), symmetric."""
    directions = normalize(space)
    empty = ~directions.any(axis=1, keepdims=True)
    # Of rows of length one the nearest are those of the largest cosine, and distances are found several times as fast.
    # Empty rows get a direction of their own: they are as far from all others as what has nothing in common.
    nearest = NearestNeighbors(n_neighbors=n_neighbours, algorithm="brute").fit(np.hstack([directions, empty]))
    distances, near = nearest.kneighbors()
    cosines = np.where(empty, 0, np.maximum(1 - distances**2 / 2, 0))
    bounds = np.arange(0, near.size + 1, n_neighbours)
    directed = sp.csr_array((cosines.ravel(), near.ravel(), bounds), shape=(len(near), len(near)))
    return (directed + directed.T) / 2
