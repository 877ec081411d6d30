"""Partitions of rows into several numbers of clusters: spectral cuts, refined by nearest centres."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tematika.themes.discovered.embedding import SMALL_SAMPLE
from tematika.themes.discovered.membership import cluster_centers, relabel_by_size, separation
from tematika.themes.discovered.neighbour_graph import multiscale_graph
from tematika.themes.discovered.spectral import Spectrum, cluster_qr, diffusion_kmeans, spectrum

# Clusters of like size are kept unless the other cut separates the rows better by this factor.
_BETTER = 1.1
_ROUNDS = 3


def spectral_partitions(
    latent: NDArray[np.float64], rows: Any, numbers: Collection[int], known: Spectrum | None = None
) -> Mapping[int, NDArray[np.int64]]:
    """Return a partition of the rows for each number of clusters.

    Of two cuts of the neighbour graph, `cluster_qr` and (from 100 rows) `diffusion_kmeans`, that one counts whose
    clusters the features separate better.

    Parameters
    ----------
    latent : ndarray of shape (n_rows, n_dimensions)
        Rows of length one in a latent space, the dimensions of largest variance first.
    rows : sparse array of shape (n_rows, n_features)
        The same rows in the space of features, of length one.
    numbers : collection of int
        Numbers of clusters: at least 2 each, and fewer than there are distinct rows.
    known : Spectrum, optional
        `n_eigenvectors` of the largest number or more, of the graph of ``latent``.

    Returns
    -------
    mapping of int to ndarray of shape (n_rows,)
        Cluster of each row, the largest being 0; there may be fewer clusters than the number.
    """
    if known is None:
        known = spectrum(multiscale_graph(latent), min(n_eigenvectors(max(numbers)), len(latent) - 1))
    return {number: _partition(known, number, latent, rows) for number in numbers}


def n_eigenvectors(n_clusters: int) -> int:
    """Return how many spectral vectors a cut into so many clusters takes."""
    return 2 * n_clusters + 1


def nearest_centers(latent: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return labels after up to three rounds of moving each row to the cluster with the nearest centre."""
    for _ in range(_ROUNDS):
        centers = cluster_centers(latent, labels, int(labels.max()) + 1)
        moved = relabel_by_size(np.asarray((latent @ centers.T).argmax(axis=1)), 1)
        if np.array_equal(moved, labels):
            break
        labels = moved
    return labels


def _partition(known: Spectrum, n_clusters: int, latent: NDArray[np.float64], rows: Any) -> NDArray[np.int64]:
    uneven = nearest_centers(latent, relabel_by_size(cluster_qr(known.vectors[:, :n_clusters]), 1))
    if len(latent) < SMALL_SAMPLE:
        return uneven
    even = nearest_centers(latent, relabel_by_size(diffusion_kmeans(known, n_clusters), 1))
    return uneven if separation(rows, uneven) > _BETTER * separation(rows, even) else even
