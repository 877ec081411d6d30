"""Members of clusters: leave-one-out cosines, outliers, and how well clusters are separated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.preprocessing import normalize

NO_THRESHOLD = -np.inf
# With a single cluster there are no other cosines to compare with: its members must share features.
_SINGLE_THRESHOLD = 0.0
_ROUNDS = 3


@dataclass(frozen=True)
class ClusterCosines:
    """Cosines of rows to the means of clusters.

    Attributes
    ----------
    own : ndarray of shape (n_rows,)
        To the mean of the other rows of the own cluster; 0 for a row alone in its cluster or in none.
    others : ndarray
        To the means of all clusters that a row is not in, row after row.
    """

    own: NDArray[np.float64]
    others: NDArray[np.float64]


def cluster_centers(rows: Any, labels: NDArray[np.int64], n_clusters: int) -> NDArray[np.float64]:
    """Return the mean row of each cluster, of length one, shape (n_clusters, n_features); label -1 is no cluster."""
    return np.asarray(normalize(_cluster_sums(rows, labels, n_clusters)))


def cluster_cosines(rows: Any, labels: NDArray[np.int64], n_clusters: int) -> ClusterCosines:
    """Return the cosines of rows to clusters, each row being left out of its own cluster's mean.

    Parameters
    ----------
    rows : sparse array of shape (n_rows, n_features)
        Rows of length one, or empty.
    labels : ndarray of shape (n_rows,)
        Cluster of each row from 0, -1 for none.
    n_clusters : int
    """
    sums = _cluster_sums(rows, labels, n_clusters)
    dots = np.asarray(rows @ sums.T)
    squares = (sums**2).sum(axis=1)
    length = np.asarray(rows.multiply(rows).sum(axis=1)).ravel()
    member = np.flatnonzero(labels >= 0)
    with_own = dots[member, labels[member]]
    rest = np.sqrt(np.maximum(0, squares[labels[member]] - 2 * with_own + length[member]))
    own = np.zeros(len(labels))
    alone = rest < 1e-9
    own[member] = np.where(alone, 0, (with_own - length[member]) / np.where(alone, 1, rest))
    cosines = dots / np.maximum(np.sqrt(squares), 1e-12)
    return ClusterCosines(own, cosines[np.arange(n_clusters) != labels[:, None]])


def remove_outliers(
    rows: Any, labels: NDArray[np.int64], quantile: float, min_size: int
) -> tuple[NDArray[np.int64], float]:
    """Return clusters without the rows that do not belong to them, and without clusters that become too small.

    A row belongs if its cosine to its cluster exceeds a quantile of all cosines to other clusters. Removals change the
    means, so this is done up to three times.

    Parameters
    ----------
    rows, labels
        As for `cluster_cosines`.
    quantile : float
        Quantile of the cosines to other clusters, in [0, 1].
    min_size : int
        Clusters of fewer members are dissolved, except the largest.

    Returns
    -------
    labels : ndarray of shape (n_rows,)
        Clusters numbered from 0, the largest first; -1 for outliers.
    threshold : float
        The cosine that members exceed; 0 for a single cluster.
    """
    threshold = _SINGLE_THRESHOLD
    for _ in range(_ROUNDS):
        n_clusters = int(labels.max()) + 1
        if n_clusters < 2:
            break
        cosines = cluster_cosines(rows, labels, n_clusters)
        threshold = float(np.quantile(cosines.others, quantile))
        stays = (cosines.own > threshold) & (labels >= 0)
        changed = relabel_by_size(np.where(stays, labels, -1), min_size)
        if not (changed >= 0).any() or np.array_equal(changed, labels):
            break
        labels = changed
    return labels, threshold


def separation(rows: Any, labels: NDArray[np.int64]) -> float:
    """Return the mean over rows of the cosine to the own cluster minus that to the nearest other cluster.

    This is a simplified silhouette (Hruschka, Campello and de Castro 2004) with leave-one-out cosines. Rows in no
    cluster count as 0; a single cluster has separation 0.
    """
    n_clusters = int(labels.max()) + 1
    if n_clusters < 2:
        return 0.0
    cosines = cluster_cosines(rows, labels, n_clusters)
    members = labels >= 0
    n_others = n_clusters - members
    nearest = np.maximum.reduceat(cosines.others, np.cumsum(n_others) - n_others)
    return float(np.where(members, cosines.own - nearest, 0).mean())


def relabel_by_size(labels: NDArray[np.int64], min_size: int) -> NDArray[np.int64]:
    """Return clusters numbered by size, the largest 0; those below ``min_size``, except the largest, become -1."""
    names, first, sizes = np.unique(labels[labels >= 0], return_index=True, return_counts=True)
    order = sorted(range(len(names)), key=lambda i: (-sizes[i], first[i]))
    kept = [i for i in order if sizes[i] >= min_size] or order[:1]
    renumbered = np.full(len(labels), -1, dtype=np.int64)
    for number, i in enumerate(kept):
        renumbered[labels == names[i]] = number
    return renumbered


def _cluster_sums(rows: Any, labels: NDArray[np.int64], n_clusters: int) -> NDArray[np.float64]:
    members = np.flatnonzero(labels >= 0)
    picks = sp.csr_array((np.ones(len(members)), (labels[members], members)), shape=(n_clusters, len(labels)))
    sums: Any = picks @ rows
    return np.asarray(sums.toarray() if hasattr(sums, "toarray") else sums)
