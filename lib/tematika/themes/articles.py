"""From passages to articles: weighted shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def article_shares(
    scores: NDArray[np.float64], groups: NDArray[np.int32], weights: NDArray[np.float64], n_articles: int
) -> NDArray[np.float64]:
    """Weighted mean of the scores of each article's units.

    Parameters
    ----------
    scores : ndarray of shape (n_units, n_themes)
        Scores from 0 to 1.
    groups : ndarray of shape (n_units,)
        The article of each unit.
    weights : ndarray of shape (n_units,)
        What each unit counts.
    n_articles : int
        Number of articles.

    Returns
    -------
    ndarray of shape (n_articles, n_themes)
        Shares from 0 to 1; zeros for an article without units.
    """
    total = np.maximum(1e-12, np.bincount(groups, weights, n_articles))
    columns = [np.bincount(groups, weights * column, n_articles) / total for column in scores.T]
    return np.stack(columns, axis=1) if columns else np.zeros((n_articles, 0))
