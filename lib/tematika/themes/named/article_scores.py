"""Article scores: the shares of themes in an article, aggregated from its units."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Exponent of the power mean: below 1 several passages with some of a theme count for more than one with all of it.
_POWER = 0.75
# Factor for articles without any seed word of the theme: their words go with the theme, but none names it.
_WITHOUT_SEEDS = 0.7


def article_shares(
    scores: NDArray[np.float64], groups: NDArray[np.int32], weights: NDArray[np.float64], n_articles: int
) -> NDArray[np.float64]:
    """Return the weighted power mean of the scores of each article's units, ``(sum w s**p / sum w)**(1 / p)``.

    Parameters
    ----------
    scores : ndarray of shape (n_units, n_themes)
        In [0, 1].
    groups : ndarray of shape (n_units,)
        The article of each unit.
    weights : ndarray of shape (n_units,)
    n_articles : int

    Returns
    -------
    ndarray of shape (n_articles, n_themes)
        In [0, 1]; 0 for an article without units.
    """
    total = np.maximum(1e-12, np.bincount(groups, weights, n_articles))
    means = [np.bincount(groups, weights * column**_POWER, n_articles) / total for column in scores.T]
    return np.stack(means, axis=1) ** (1 / _POWER) if means else np.zeros((n_articles, 0))


def discount_without_seeds(
    shares: NDArray[np.float64], n_seeds: NDArray[np.float64], groups: NDArray[np.int32]
) -> NDArray[np.float64]:
    """Return shares, of shape (n_articles, n_themes), lowered where the article has no seed word of the theme.

    Parameters
    ----------
    shares : ndarray of shape (n_articles, n_themes)
    n_seeds : ndarray of shape (n_units, n_themes)
        Number of seed words of each theme in each unit.
    groups : ndarray of shape (n_units,)
        The article of each unit.
    """
    has_seeds = [np.bincount(groups, column, len(shares)) > 0 for column in n_seeds.T]
    return np.where(np.stack(has_seeds, axis=1), shares, _WITHOUT_SEEDS * shares) if has_seeds else shares
