"""The share from which an article carries a theme: found from the corpus alone, or from labels where there are some."""

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
# Labels move a threshold by these factors, and as much as the one without labels when so many articles have the theme.
_FACTORS = np.geomspace(0.5, 3.0, 40)
_LABELS_WORTH = 10
_PARTS = 10
# How fast the odds of having a theme grow with the share, and how far a threshold is usually off, both in logarithms.
RATE = 2.0
_USUAL_SHIFT = 0.2
# F1 is best where the theme is given from half of F1 as its probability on (Lipton et al. 2014): 0.31, as odds.
_ODDS_AT_THRESHOLD = -0.8
_SHIFTS = np.linspace(-1.2, 1.2, 241)


def share_thresholds(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share from which an article carries each theme, found from the corpus without labels.

    Parameters
    ----------
    shares : ndarray of shape (n_articles, n_themes)
        As `tematika.themes.articles.article_shares` gives them.

    Returns
    -------
    ndarray of shape (n_themes,)
        `PART_OF_CLEAR` of the share of a clear article, drawn towards the usual one where clear articles are few.
    """
    return np.array([_threshold(column) for column in shares.T])


def carried(shares: NDArray[np.float64], thresholds: NDArray[np.float64] | float) -> NDArray[np.bool_]:
    """Tell which articles carry which themes: booleans of shape (n_articles, n_themes).

    An article carries a theme whose share reaches the threshold and is no trifle beside its strongest theme, both
    measured by their thresholds: news of oil names tankers, too.

    Parameters
    ----------
    shares : ndarray of shape (n_articles, n_themes)
        As `tematika.themes.articles.article_shares` gives them.
    thresholds : ndarray of shape (n_themes,), or one number for all
        More than 0.
    """
    times = shares / thresholds
    strongest = times.max(axis=1, keepdims=True, initial=0)
    return np.asarray(times >= np.maximum(1, PART_OF_STRONGEST * strongest))


def labelled_thresholds(
    shares: NDArray[np.float64], truth: NDArray[np.bool_], known: NDArray[np.bool_], unlabelled: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Share from which an article carries each theme, from labels of some articles.

    The best threshold for a few labels is mostly luck. So it is sought on the labels without each tenth of them in
    turn; the geometric mean of these is drawn towards the threshold found without labels, the more the fewer articles
    are labelled with the theme.

    Parameters
    ----------
    shares : ndarray of shape (n_labelled, n_themes)
        Shares of the labelled articles.
    truth : ndarray of bool, shape (n_labelled, n_themes)
        Whether the article has the theme.
    known : ndarray of bool, shape (n_labelled, n_themes)
        Whether the label is sure enough to count.
    unlabelled : ndarray of shape (n_themes,)
        As `share_thresholds` gives them.

    Returns
    -------
    ndarray of shape (n_themes,)
    """
    found = unlabelled.copy()
    for k in range(len(found)):
        share, has = shares[known[:, k], k], truth[known[:, k], k]
        n = int(has.sum())
        if n == 0:
            continue
        parts = np.arange(len(share)) % _PARTS
        best = [_best_threshold(share[parts != part], has[parts != part], unlabelled[k]) for part in range(_PARTS)]
        trust = n / (n + _LABELS_WORTH)
        found[k] = np.exp(trust * np.log(best).mean() + (1 - trust) * np.log(unlabelled[k]))
    return found


def moved_thresholds(
    thresholds: NDArray[np.float64], shares: NDArray[np.float64], said: NDArray[np.int8]
) -> NDArray[np.float64]:
    """Move thresholds to where labelled articles begin to have the theme.

    That an article has a theme is taken to get likelier with the logarithm of its share, at a fixed rate; where it is
    likely enough, labels say, the more of them the more surely: the most probable shift under a normal prior. Unlike
    the best F1 on the labels, this does not depend on which articles were asked about, so the doubtful ones may be.

    Parameters
    ----------
    thresholds : ndarray of shape (n_themes,)
        As `share_thresholds` gives them.
    shares : ndarray of shape (n_articles, n_themes)
    said : ndarray of int8, shape (n_articles, n_themes)
        1 and -1 for articles labelled with a theme and without it, 0 for the others.

    Returns
    -------
    ndarray of shape (n_themes,)
    """
    return np.array([_moved(t, shares[:, k], said[:, k]) for k, t in enumerate(thresholds.tolist())])


def _moved(threshold: float, share: NDArray[np.float64], said: NDArray[np.int8]) -> float:
    known = (said != 0) & (share > 0)
    beyond, has = np.log(share[known] / threshold)[:, None], (said[known] > 0)[:, None]
    odds = RATE * (beyond - _SHIFTS) + _ODDS_AT_THRESHOLD
    likelihood = -np.logaddexp(0, np.where(has, -odds, odds)).sum(axis=0)
    return float(threshold * np.exp(_SHIFTS[np.argmax(likelihood - (_SHIFTS / _USUAL_SHIFT) ** 2 / 2)]))


def _best_threshold(share: NDArray[np.float64], has: NDArray[np.bool_], unlabelled: float) -> float:
    """Find the threshold with the best F1 among parts of the one found without labels; the nearest of equal ones."""
    candidates = unlabelled * _FACTORS
    says = share[:, None] >= candidates
    right = (says & has[:, None]).sum(axis=0)
    f1 = 2 * right / np.maximum(1, says.sum(axis=0) + has.sum())
    equal = np.flatnonzero(f1 >= f1.max())
    return float(candidates[equal[np.abs(np.log(_FACTORS[equal])).argmin()]])


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
