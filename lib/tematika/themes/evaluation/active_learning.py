"""Active learning: the articles whose labels would help most."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

# Slope of the log odds of a theme over the logarithm of its share.
_RATE = 2.5
# Diverse articles are chosen among this multiple of their number, the most uncertain ones.
_POOL = 5


def uncertainty(shares: NDArray[np.float64], levels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the uncertainty of each article's themes, in [0, 1], shape (n_articles,).

    With p = logistic(2.5 log(share / threshold)) it is the maximum over themes of 4 p (1 - p) r, where
    r = 1 / sqrt(1 + n_articles of the theme), scaled so that the largest r is 1: rare themes count for more.

    Parameters
    ----------
    shares : ndarray of shape (n_articles, n_themes)
    levels : ndarray of shape (n_themes,)
        Thresholds of the shares.
    """
    if not shares.size:
        return np.zeros(len(shares))
    odds = _RATE * np.log(np.maximum(shares, 1e-12) / levels)
    likely = 1 / (1 + np.exp(-np.clip(odds, -50, 50)))
    rarity = 1 / np.sqrt(1 + (shares >= levels).sum(axis=0))
    return np.asarray((4 * likely * (1 - likely) * rarity / rarity.max()).max(axis=1))


def select_diverse(scores: NDArray[np.float64], rows: Any, n: int) -> NDArray[np.intp]:
    """Return at most ``n`` articles that are uncertain and unlike each other, the best first.

    Parameters
    ----------
    scores : ndarray of shape (n_articles,)
        From `uncertainty`; 0 for articles that must not be chosen.
    rows : sparse array of shape (n_articles, n_terms)
        Rows of length one.
    n : int

    References
    ----------
    Brinker, K. (2003). Incorporating diversity in active learning with support vector machines. ICML.
    """
    pool = np.argsort(-scores, kind="stable")[: _POOL * n]
    pool = pool[scores[pool] > 0]
    cosines = np.asarray((rows[pool] @ rows[pool].T).toarray())
    nearest, chosen = np.zeros(len(pool)), []
    left = np.ones(len(pool), dtype=bool)
    for _ in range(min(n, len(pool))):
        best = int(np.where(left, scores[pool] * (1 - nearest), -1).argmax())
        chosen.append(best)
        left[best] = False
        nearest = np.maximum(nearest, cosines[best])
    return pool[chosen]
