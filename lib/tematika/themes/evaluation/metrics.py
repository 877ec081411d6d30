"""Precision, recall and F1 against labels, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tematika.themes.annotations import POSITIVE, UNLABELLED, LabelMatrix

# With fewer labelled articles the intervals would be too wide.
FEWEST = 10
_DRAWS = 1000
_TAILS = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class ThemeScore:
    """Agreement of one theme with the labels.

    Attributes
    ----------
    uid : str
    labelled : int
        Number of labelled rows with the theme.
    found : int
        Number of rows that the theme is assigned to.
    precision, recall, f1 : float or None
        None where ``found``, ``labelled`` or both are 0.
    low, high : float or None
        95 % interval of F1.
    """

    uid: str
    labelled: int
    found: int
    precision: float | None
    recall: float | None
    f1: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of ``n`` rows, theme by theme and on average over the themes that have an F1."""

    n: int
    themes: tuple[ThemeScore, ...]
    macro_f1: float | None
    low: float | None
    high: float | None


def f1_scores(
    truth: NDArray[np.bool_], scored: NDArray[np.bool_], predicted: NDArray[np.bool_], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the F1 of each theme, shape (n_draws, n_themes), NaN where a theme is neither labelled nor assigned.

    Parameters
    ----------
    truth, scored, predicted : ndarray of bool, shape (n_rows, n_themes)
        Labels, where they count, and assignments.
    weights : ndarray of shape (n_draws, n_rows)
        Number of times that each draw has each row.
    """
    right = weights @ (truth & predicted & scored)
    either = weights @ (truth & scored) + weights @ (predicted & scored)
    with np.errstate(invalid="ignore"):
        return np.asarray(2 * right / np.where(either > 0, either, np.nan))


def score_themes(
    uids: Sequence[str],
    truth: NDArray[np.bool_],
    scored: NDArray[np.bool_],
    predicted: NDArray[np.bool_],
    seed: int = 0,
) -> Scores:
    """Return scores against labels, for arrays as those of `f1_scores`.

    Intervals are percentiles over 1,000 draws of the labelled rows with replacement (Efron and Tibshirani 1993).
    """
    n = len(truth)
    drawn = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=_DRAWS) if n else np.zeros((1, 0))
    point = f1_scores(truth, scored, predicted, np.ones((1, n)))[0]
    draws = f1_scores(truth, scored, predicted, drawn.astype(np.float64))
    themes = tuple(
        _theme_score(uid, (truth & scored)[:, k], (predicted & scored)[:, k], float(point[k]), draws[:, k])
        for k, uid in enumerate(uids)
    )
    known = ~np.isnan(point)
    if not known.any():
        return Scores(n, themes, None, None, None)
    # Themes that a draw does not have are left out of its average.
    usable = draws[:, known][~np.isnan(draws[:, known]).all(axis=1)]
    low, high = np.percentile(np.nanmean(usable, axis=1), _TAILS)
    return Scores(n, themes, float(point[known].mean()), float(low), float(high))


def label_scores(
    uids: Sequence[str], labels: LabelMatrix | None, assigned: NDArray[np.bool_], seed: int
) -> Scores | None:
    """Return the scores of articles' named themes, or None for fewer than `FEWEST` labelled articles.

    Parameters
    ----------
    uids : sequence of str, length n_named
    labels : LabelMatrix or None
    assigned : ndarray of bool, shape (n_articles, n_named)
        The themes that would be assigned if there were no labels.
    seed : int
        Seed of the draws.
    """
    if labels is None:
        return None
    labelled = np.flatnonzero((labels.articles != UNLABELLED).any(axis=1))
    if len(labelled) < FEWEST:
        return None
    truth = labels.articles[labelled]
    return score_themes(uids, truth == POSITIVE, truth != UNLABELLED, assigned[labelled], seed)


def _theme_score(
    uid: str, truth: NDArray[np.bool_], predicted: NDArray[np.bool_], f1: float, draws: NDArray[np.float64]
) -> ThemeScore:
    labelled, found, right = int(truth.sum()), int(predicted.sum()), int((truth & predicted).sum())
    precision = right / found if found else None
    recall = right / labelled if labelled else None
    if np.isnan(f1):
        return ThemeScore(uid, labelled, found, precision, recall, None, None, None)
    low, high = np.nanpercentile(draws, _TAILS)
    return ThemeScore(uid, labelled, found, precision, recall, f1, float(low), float(high))
