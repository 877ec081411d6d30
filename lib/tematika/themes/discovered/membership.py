"""Do rows belong to their cluster by their own words? Cosines in which a row never meets itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.preprocessing import normalize

NOTHING_LEFT_OUT = -np.inf
# Beside a single cluster there is nothing to compare with: a row must share words with it.
_ALONE = 0.0
_ROUNDS = 3


@dataclass(frozen=True)
class Belonging:
    """Cosines of rows to the mean rows of clusters.

    Attributes
    ----------
    own : ndarray of shape (n_rows,)
        To the mean of the other rows of its cluster; 0 for a row alone in its cluster or in none.
    others : ndarray
        To the means of the clusters that a row is not in, all rows one after the other.
    """

    own: NDArray[np.float64]
    others: NDArray[np.float64]


def mean_directions(rows: Any, labels: NDArray[np.int64], n_clusters: int) -> NDArray[np.float64]:
    """Mean row of each cluster, of length one; rows labelled -1 count nowhere. Shape (n_clusters, n_features)."""
    return np.asarray(normalize(_sums(rows, labels, n_clusters)))


def belonging(rows: Any, labels: NDArray[np.int64], n_clusters: int) -> Belonging:
    """Compare rows with the means of clusters, each row being taken out of its own cluster's mean.

    In a small cluster a row would otherwise mostly be compared with itself.

    Parameters
    ----------
    rows : sparse array of shape (n_rows, n_features)
        Rows of length one, or empty.
    labels : ndarray of shape (n_rows,)
        Cluster of each row from 0, -1 for none.
    n_clusters : int
        Number of clusters.
    """
    sums = _sums(rows, labels, n_clusters)
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
    return Belonging(own, cosines[np.arange(n_clusters) != labels[:, None]])


def loyal_members(rows: Any, labels: NDArray[np.int64], level: float, smallest: int) -> tuple[NDArray[np.int64], float]:
    """Take out of clusters what does not belong by its words, and dissolve clusters that get too small.

    A row belongs when its cosine to the rest of its cluster is above the share ``level`` of all cosines to other
    clusters. Taken out rows change the means, so this is done a few times.

    Parameters
    ----------
    rows, labels
        As for `belonging`.
    level : float
        Share of the cosines to other clusters that must be exceeded.
    smallest : int
        Clusters of fewer members are dissolved, but for the largest.

    Returns
    -------
    labels : ndarray of shape (n_rows,)
        Clusters numbered from 0, the largest first; -1 for rows that belong nowhere.
    threshold : float
        The cosine that had to be exceeded, 0 if there was one cluster only.
    """
    threshold = _ALONE
    for _ in range(_ROUNDS):
        n_clusters = int(labels.max()) + 1
        if n_clusters < 2:
            break
        seen = belonging(rows, labels, n_clusters)
        threshold = float(np.quantile(seen.others, level))
        stays = (seen.own > threshold) & (labels >= 0)
        changed = by_size(np.where(stays, labels, -1), smallest)
        if not (changed >= 0).any() or np.array_equal(changed, labels):
            break
        labels = changed
    return labels, threshold


def separation(rows: Any, labels: NDArray[np.int64]) -> float:
    """Mean of how much nearer rows are to the rest of their own cluster than to the nearest other cluster.

    A simplified silhouette (Hruschka et al. 2004) on cosines of words, each row taken out of its own cluster's mean.
    Rows in no cluster count as nothing won; a single cluster separates nothing.
    """
    n_clusters = int(labels.max()) + 1
    if n_clusters < 2:
        return 0.0
    seen = belonging(rows, labels, n_clusters)
    members = labels >= 0
    n_others = n_clusters - members
    nearest = np.maximum.reduceat(seen.others, np.cumsum(n_others) - n_others)
    return float(np.where(members, seen.own - nearest, 0).mean())


def by_size(labels: NDArray[np.int64], smallest: int) -> NDArray[np.int64]:
    """Renumber clusters by size, the largest first, and dissolve those under ``smallest``, but for the largest."""
    names, first, sizes = np.unique(labels[labels >= 0], return_index=True, return_counts=True)
    order = sorted(range(len(names)), key=lambda i: (-sizes[i], first[i]))
    kept = [i for i in order if sizes[i] >= smallest] or order[:1]
    renumbered = np.full(len(labels), -1, dtype=np.int64)
    for number, i in enumerate(kept):
        renumbered[labels == names[i]] = number
    return renumbered


def _sums(rows: Any, labels: NDArray[np.int64], n_clusters: int) -> NDArray[np.float64]:
    """Add up the rows of each cluster: shape (n_clusters, n_features)."""
    members = np.flatnonzero(labels >= 0)
    picks = sp.csr_array((np.ones(len(members)), (labels[members], members)), shape=(n_clusters, len(labels)))
    sums: Any = picks @ rows
    return np.asarray(sums.toarray() if hasattr(sums, "toarray") else sums)
