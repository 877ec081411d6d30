"""Clusterings of rows of words, one for each number: of two ways to cut a graph the one that words bear out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.preprocessing import normalize

from tematika.themes.discovered.membership import belonging, by_size, mean_directions, separation
from tematika.themes.discovered.spectral import Spectrum, cluster_qr, even_cut, neighbour_graph, spectrum

# Rows that are near in a few directions as well as in many are tied the most.
_SPACES = (15, 20, 30, 40)
# Of fewer rows nothing says that clusters are of like size.
MANY = 100
# Of more, clusters of like size are the better guess, unless words separate the others better by a tenth.
_CLEARLY = 1.1
_ROUNDS = 3
# Rows change sides for a new cluster if they are so many times nearer to the others in it.
_BETTER_OFF = 1.6


def clusterings(latent: NDArray[np.float64], words: Any, numbers: Collection[int]) -> Mapping[int, NDArray[np.int64]]:
    """Cluster rows into each of several numbers of clusters.

    The neighbour graphs of the rows in their first 15, 20, 30, 40 and in all dimensions are added up and cut twice, by
    `cluster_qr` and, of 100 rows and more, by `even_cut`; rows then go to the nearest mean.

    Parameters
    ----------
    latent : ndarray of shape (n_rows, n_dimensions)
        Rows of length one in a latent space whose first dimensions weigh most.
    words : sparse array of shape (n_rows, n_features)
        The same rows as weights of words, of length one.
    numbers : collection of int
        At least 2 each, and fewer than there are different rows.

    Returns
    -------
    mapping of int to ndarray of shape (n_rows,)
        Cluster of each row, the largest being 0; there may be fewer than asked for.
    """
    found = spectrum(graph_of(latent), min(vectors_for(max(numbers)), len(latent) - 1))
    return clusterings_in(found, latent, words, numbers)


def clusterings_in(
    found: Spectrum, latent: NDArray[np.float64], words: Any, numbers: Collection[int]
) -> Mapping[int, NDArray[np.int64]]:
    """Do the same with the spectrum of the rows' graph, which is known; see `graph_of` and `vectors_for`."""
    return {number: _clusters(found, number, latent, words) for number in numbers}


def graph_of(latent: NDArray[np.float64]) -> sp.csr_array:
    """Add up the neighbour graphs of rows in few and in many of their first dimensions."""
    spaces = [normalize(latent[:, :dimensions]) for dimensions in _SPACES if dimensions < latent.shape[1]]
    return neighbour_graph([*spaces, latent])


def vectors_for(number: int) -> int:
    """How many spectral vectors it takes to cut rows into so many clusters."""
    return 2 * number + 1


def nearest_means(latent: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Let rows go to the nearest mean direction of a cluster, a few times as the means move."""
    for _ in range(_ROUNDS):
        centers = mean_directions(latent, labels, int(labels.max()) + 1)
        moved = by_size(np.asarray((latent @ centers.T).argmax(axis=1)), 1)
        if np.array_equal(moved, labels):
            break
        labels = moved
    return labels


def followed(latent: NDArray[np.float64], words: Any, centers: NDArray[np.float64]) -> NDArray[np.int64]:
    """Cluster rows about the centres of an earlier clustering, of shape (n_clusters, n_features)."""
    return nearest_means(latent, by_size(np.asarray((words @ centers.T).argmax(axis=1)), 1))


def with_newcomers(
    words: Any, labels: NDArray[np.int64], found: NDArray[np.int64], centers: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Add to clusters that are gone on with those found anew that are none of them, where their rows are better off.

    Parameters
    ----------
    words : sparse array of shape (n_rows, n_features)
    labels : ndarray of shape (n_rows,)
        The clusters that are gone on with; -1 for rows in none.
    found : ndarray of shape (n_rows,)
        The same, found anew.
    centers : ndarray of shape (n_clusters, n_features)
        What is gone on with.

    Returns
    -------
    ndarray of shape (n_rows,)
        Labels; those of newcomers are the highest.
    """
    n_found = int(found.max()) + 1
    alike = mean_directions(words, found, n_found) @ normalize(centers).T
    matched = set(linear_sum_assignment(-alike)[0].tolist())
    before, after = belonging(words, labels, int(labels.max()) + 1).own, belonging(words, found, n_found).own
    joined = labels.copy()
    for cluster in sorted(set(range(n_found)) - matched):
        members = found == cluster
        if after[members].mean() > _BETTER_OFF * max(0.0, before[members].mean()):
            joined[members] = joined.max() + 1
    return joined


def clearly_better(words: Any, labels: NDArray[np.int64], usual: NDArray[np.int64], times: float = _CLEARLY) -> bool:
    """Return whether words separate clusters so many times better than the usual ones."""
    return separation(words, labels) > times * separation(words, usual)


def _clusters(found: Spectrum, number: int, latent: NDArray[np.float64], words: Any) -> NDArray[np.int64]:
    uneven = nearest_means(latent, by_size(cluster_qr(found.vectors[:, :number]), 1))
    if len(latent) < MANY:
        return uneven
    even = nearest_means(latent, by_size(even_cut(found, number), 1))
    return uneven if clearly_better(words, uneven, even) else even
