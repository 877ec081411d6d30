"""From passages to articles: weighted shares, and the share from which an article carries a theme."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.themes.weighting import sum_groups

# An article carries a theme when its share is this part of what clear articles of the theme have…
PART_OF_CLEAR = 0.4
# …clear being the upper quarter of the articles that have two different seed words and more.
CLEAR_QUANTILE = 0.75
CLEAR_SEEDS = 2
# Share of a clear article where the corpus is too small to say, and how many articles this guess is worth.
USUAL_CLEAR_SHARE = 0.6
_PRIOR_WEIGHT = 10


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


def distinct_seeds(
    counts: sp.csr_array, columns: Sequence[Sequence[int]], groups: NDArray[np.int32], n_articles: int
) -> NDArray[np.int64]:
    """How many different seed words of each theme an article has.

    Parameters
    ----------
    counts : csr_array of shape (n_units, n_seeds)
        How often each seed word stands in each unit.
    columns : sequence of sequence of int
        For each theme the columns of its seed words.
    groups : ndarray of shape (n_units,)
        The article of each unit.
    n_articles : int
        Number of articles.

    Returns
    -------
    ndarray of shape (n_articles, n_themes)
    """
    met = sp.csc_array(sum_groups(groups, n_articles) @ counts) > 0
    distinct = [np.asarray(met[:, list(group)].sum(axis=1)).ravel() for group in columns]
    return np.stack(distinct, axis=1) if distinct else np.zeros((n_articles, 0), dtype=np.int64)


def share_thresholds(shares: NDArray[np.float64], distinct: NDArray[np.int64]) -> NDArray[np.float64]:
    """Share from which an article carries each theme, found from the corpus without labels.

    Parameters
    ----------
    shares : ndarray of shape (n_articles, n_themes)
        As `article_shares` gives them.
    distinct : ndarray of shape (n_articles, n_themes)
        How many different seed words of each theme an article has.

    Returns
    -------
    ndarray of shape (n_themes,)
        `PART_OF_CLEAR` of the share of a clear article, drawn towards the usual one where clear articles are few.
    """
    return np.array([_threshold(shares[:, k], distinct[:, k]) for k in range(shares.shape[1])])


def _threshold(share: NDArray[np.float64], distinct: NDArray[np.int64]) -> float:
    clear = share[distinct >= CLEAR_SEEDS]
    typical = float(np.quantile(clear, CLEAR_QUANTILE)) if len(clear) else USUAL_CLEAR_SHARE
    n = len(clear)
    return PART_OF_CLEAR * (n * typical + _PRIOR_WEIGHT * USUAL_CLEAR_SHARE) / (n + _PRIOR_WEIGHT)
