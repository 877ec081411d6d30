"""Nearest-neighbour graphs by cosine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import normalize

N_NEIGHBOURS = 25
_MIN_NEIGHBOURS = 2
_ROWS_PER_NEIGHBOUR = 4
# Leading dimensions of the coarse spaces: rows that are near in few dimensions and in many get the heaviest edges.
_SCALES = (15, 20, 30, 40)


def multiscale_graph(latent: NDArray[np.float64]) -> sp.csr_array:
    """Return the sum of the neighbour graphs of rows in their first 15, 20, 30, 40 and in all dimensions."""
    scales = [normalize(latent[:, :dimensions]) for dimensions in _SCALES if dimensions < latent.shape[1]]
    return neighbour_graph([*scales, latent])


def neighbour_graph(spaces: Sequence[NDArray[np.float64]]) -> sp.csr_array:
    """Return the sum of the neighbour graphs of the same rows in several spaces.

    In each space a row has edges to its `N_NEIGHBOURS` nearest rows by cosine, to a quarter of the rows at most.

    Parameters
    ----------
    spaces : sequence of ndarray of shape (n_rows, n_dimensions)
        At least two rows.

    Returns
    -------
    csr_array of shape (n_rows, n_rows)
        Symmetric weights from 0.
    """
    n_rows = len(spaces[0])
    n_neighbours = min(N_NEIGHBOURS, max(_MIN_NEIGHBOURS, n_rows // _ROWS_PER_NEIGHBOUR), n_rows - 1)
    return sp.csr_array(sum(_graph(space, n_neighbours) for space in spaces))


def _graph(space: NDArray[np.float64], n_neighbours: int) -> Any:
    directions = normalize(space)
    empty = ~directions.any(axis=1, keepdims=True)
    # Of rows of length one the nearest are those of the largest cosine, and distances are several times as fast.
    # An additional dimension keeps empty rows as far from all others as rows that share nothing.
    nearest = NearestNeighbors(n_neighbors=n_neighbours, algorithm="brute").fit(np.hstack([directions, empty]))
    distances, neighbours = nearest.kneighbors()
    cosines = np.where(empty, 0, np.maximum(1 - distances**2 / 2, 0))
    bounds = np.arange(0, neighbours.size + 1, n_neighbours)
    shape = (len(neighbours), len(neighbours))
    directed = sp.csr_array((cosines.ravel(), neighbours.ravel(), bounds), shape=shape)
    return (directed + directed.T) / 2
