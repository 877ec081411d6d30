"""The share from which an article carries a theme: found from the corpus alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# An article carries a theme when its share is this part of what a clear article of the theme has.
PART_OF_CLEAR = 0.3
# Shares are weighted by this power of themselves to say what a clear article has: the many that are next to nothing
# count for nothing, and yet no single article decides.
_POWER = 5
# Share of a clear article where the corpus is too small to say, and how many clear articles this guess is worth.
USUAL_CLEAR_SHARE = 0.7
_PRIOR_WEIGHT = 2
# A further theme of an article has this part of its strongest theme at least.
PART_OF_STRONGEST = 0.4


def share_thresholds(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share from which an article carries each theme, found from the corpus without labels.

    Parameters
    ----------
    shares : ndarray of shape (n_articles, n_themes)
        As `tematika.themes.named.article_scores.article_shares` gives them.

    Returns
    -------
    ndarray of shape (n_themes,)
        `PART_OF_CLEAR` of the share of a clear article, drawn towards the usual one where clear articles are few.
    """
    return np.array([_threshold(column) for column in shares.T])


def carried(shares: NDArray[np.float64], thresholds: NDArray[np.float64] | float) -> NDArray[np.bool_]:
    """Return which articles carry which themes: booleans of shape (n_articles, n_themes).

    An article carries a theme whose share reaches the threshold and is no trifle beside its strongest theme, both
    measured by their thresholds: news of oil names tankers, too.

    Parameters
    ----------
    shares : ndarray of shape (n_articles, n_themes)
        As `tematika.themes.named.article_scores.article_shares` gives them.
    thresholds : ndarray of shape (n_themes,), or one number for all
        More than 0.
    """
    times = shares / thresholds
    strongest = times.max(axis=1, keepdims=True, initial=0)
    return np.asarray(times >= np.maximum(1, PART_OF_STRONGEST * strongest))


def _threshold(share: NDArray[np.float64]) -> float:
    highest = float(share.max(initial=0))
    if not highest:
        return PART_OF_CLEAR * USUAL_CLEAR_SHARE
    weight = (share / highest) ** _POWER
    total = float(weight.sum())
    clear = float((weight * share).sum()) / total
    # How many articles the weights amount to (Kish 1965).
    n = total**2 / float((weight**2).sum())
    return PART_OF_CLEAR * (n * clear + _PRIOR_WEIGHT * USUAL_CLEAR_SHARE) / (n + _PRIOR_WEIGHT)
