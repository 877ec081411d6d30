"""Thresholds: the share from which a theme is assigned to an article, estimated without labels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# The threshold as a part of the share in a clear article of the theme.
PART_OF_CLEAR = 0.3
# The share in a clear article is a mean weighted by this power of the shares: the many small ones count for nothing,
# and yet no single article decides.
_POWER = 5
# Prior share in a clear article, and the number of articles it counts for.
PRIOR_CLEAR_SHARE = 0.7
_PRIOR_WEIGHT = 2
# Further themes of an article have at least this part of its strongest theme.
PART_OF_STRONGEST = 0.4


def share_thresholds(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each theme's threshold, shape (n_themes,), for shares of shape (n_articles, n_themes).

    It is `PART_OF_CLEAR` of the share in a clear article, shrunk to a prior where clear articles are few. Their number
    is the effective sample size of the weights (Kish 1965).
    """
    return np.array([_threshold(column) for column in shares.T])


def assign_themes(shares: NDArray[np.float64], thresholds: NDArray[np.float64] | float) -> NDArray[np.bool_]:
    """Return which themes are assigned to which articles: booleans of shape (n_articles, n_themes).

    A theme is assigned if its share reaches the threshold, and the ratio of both is at least `PART_OF_STRONGEST` of the
    article's largest ratio.

    Parameters
    ----------
    shares : ndarray of shape (n_articles, n_themes)
        From `tematika.themes.named.article_scores.article_shares`.
    thresholds : ndarray of shape (n_themes,), or one number for all
        More than 0.
    """
    ratios = shares / thresholds
    strongest = ratios.max(axis=1, keepdims=True, initial=0)
    return np.asarray(ratios >= np.maximum(1, PART_OF_STRONGEST * strongest))


def _threshold(share: NDArray[np.float64]) -> float:
    highest = float(share.max(initial=0))
    if not highest:
        return PART_OF_CLEAR * PRIOR_CLEAR_SHARE
    weight = (share / highest) ** _POWER
    total = float(weight.sum())
    clear = float((weight * share).sum()) / total
    n = total**2 / float((weight**2).sum())
    return PART_OF_CLEAR * (n * clear + _PRIOR_WEIGHT * PRIOR_CLEAR_SHARE) / (n + _PRIOR_WEIGHT)
