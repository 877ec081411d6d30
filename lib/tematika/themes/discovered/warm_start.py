"""Warm start: earlier clusters are continued, and joined by new ones that are clearly apart."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.preprocessing import normalize

from tematika.themes.discovered.membership import cluster_centers, cluster_cosines, relabel_by_size
from tematika.themes.discovered.partitions import nearest_centers

# Rows form a new cluster if their mean cosine to it is this many times that to their clusters so far.
_COSINE_RATIO = 1.6


def continue_clusters(latent: NDArray[np.float64], rows: Any, centers: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return clusters of the rows about the centres, shape (n_clusters, n_features), of an earlier partition."""
    return nearest_centers(latent, relabel_by_size(np.asarray((rows @ centers.T).argmax(axis=1)), 1))


def add_new_clusters(
    rows: Any, labels: NDArray[np.int64], fresh: NDArray[np.int64], centers: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return continued clusters with those fresh ones that match none of the earlier and fit their rows much better.

    Fresh clusters are matched with earlier centres one to one so that the sum of cosines is largest (Kuhn 1955).

    Parameters
    ----------
    rows : sparse array of shape (n_rows, n_features)
    labels, fresh : ndarray of shape (n_rows,)
        The continued and the fresh clusters; -1 for rows in none.
    centers : ndarray of shape (n_clusters, n_features)
        Centres of the earlier clusters.

    Returns
    -------
    ndarray of shape (n_rows,)
        Labels; those of new clusters are the highest.
    """
    n_fresh = int(fresh.max()) + 1
    cosines = cluster_centers(rows, fresh, n_fresh) @ normalize(centers).T
    matched = set(linear_sum_assignment(-cosines)[0].tolist())
    before = cluster_cosines(rows, labels, int(labels.max()) + 1).own
    after = cluster_cosines(rows, fresh, n_fresh).own
    joined = labels.copy()
    for cluster in sorted(set(range(n_fresh)) - matched):
        members = fresh == cluster
        if after[members].mean() > _COSINE_RATIO * max(0.0, before[members].mean()):
            joined[members] = joined.max() + 1
    return joined
