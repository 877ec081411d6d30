"""Which articles somebody should label next: those whose themes are most in doubt."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

# How fast the odds of having a theme grow with the share, both in logarithms.
_RATE = 2.5
# Of so many times the wanted number, the most doubtful ones, those are chosen that are unlike each other.
_POOL = 5


def doubts(shares: NDArray[np.float64], levels: NDArray[np.float64]) -> NDArray[np.float64]:
    """How doubtful each article is: 0 far from all thresholds, 1 at the threshold of a theme that few articles have.

    Doubts about a rare theme weigh more: one article changes its share further.

    Parameters
    ----------
    shares : ndarray of shape (n_articles, n_themes)
    levels : ndarray of shape (n_themes,)
        Share from which an article carries a theme.

    Returns
    -------
    ndarray of shape (n_articles,)
    """
    if not shares.size:
        return np.zeros(len(shares))
    odds = _RATE * np.log(np.maximum(shares, 1e-12) / levels)
    likely = 1 / (1 + np.exp(-np.clip(odds, -50, 50)))
    rarity = 1 / np.sqrt(1 + (shares >= levels).sum(axis=0))
    return np.asarray((4 * likely * (1 - likely) * rarity / rarity.max()).max(axis=1))


def most_telling(doubt: NDArray[np.float64], rows: Any, n: int) -> NDArray[np.intp]:
    """Choose articles to ask about: doubtful ones that are unlike each other (Brinker 2003), the first one first.

    Parameters
    ----------
    doubt : ndarray of shape (n_articles,)
        As `doubts` gives it; 0 for articles that are not to be asked about.
    rows : sparse array of shape (n_articles, n_terms)
        What the articles say, rows of length one.
    n : int
        At most so many.

    References
    ----------
    Brinker, K. (2003). Incorporating diversity in active learning with support vector machines. ICML.
    """
    pool = np.argsort(-doubt, kind="stable")[: _POOL * n]
    pool = pool[doubt[pool] > 0]
    alike = np.asarray((rows[pool] @ rows[pool].T).toarray())
    nearest, chosen = np.zeros(len(pool)), []
    left = np.ones(len(pool), dtype=bool)
    for _ in range(min(n, len(pool))):
        best = int(np.where(left, doubt[pool] * (1 - nearest), -1).argmax())
        chosen.append(best)
        left[best] = False
        nearest = np.maximum(nearest, alike[best])
    return pool[chosen]
