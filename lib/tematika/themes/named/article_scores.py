"""From passages to articles: weighted shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Scores are averaged as this power of themselves: several passages that say something of a theme make its share larger
# than one that says all of it.
_POWER = 0.75
# What is left of the share of an article without any seed word: others go with the theme, none says it.
_UNSAID = 0.7


def article_shares(
    scores: NDArray[np.float64], groups: NDArray[np.int32], weights: NDArray[np.float64], n_articles: int
) -> NDArray[np.float64]:
    """Weighted power mean of the scores of each article's units.

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
    means = [np.bincount(groups, weights * column**_POWER, n_articles) / total for column in scores.T]
    return np.stack(means, axis=1) ** (1 / _POWER) if means else np.zeros((n_articles, 0))


def less_if_unsaid(
    shares: NDArray[np.float64], words: NDArray[np.float64], groups: NDArray[np.int32]
) -> NDArray[np.float64]:
    """Lower the shares of themes that no seed word speaks for in the article.

    Parameters
    ----------
    shares : ndarray of shape (n_articles, n_themes)
    words : ndarray of shape (n_units, n_themes)
        How many seed words of each theme each unit has.
    groups : ndarray of shape (n_units,)
        The article of each unit.
    """
    said = [np.bincount(groups, column, len(shares)) > 0 for column in words.T]
    return np.where(np.stack(said, axis=1), shares, _UNSAID * shares) if said else shares
