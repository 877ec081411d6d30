"""How well themes agree with labels: precision, recall and F1, with intervals from the bootstrap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tematika.themes.annotations import OPEN, YES, Said

# With fewer labelled articles the figures would say nothing.
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
        How many of the labelled carry it.
    found : int
        How many were given it.
    precision, recall, f1 : float or None
        None where nothing was found, nothing is labelled, or neither.
    low, high : float or None
        The 95 % interval of F1.
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
    """Agreement with labels, theme by theme and on average over the themes that have an F1."""

    n: int
    themes: tuple[ThemeScore, ...]
    macro_f1: float | None
    low: float | None
    high: float | None


def f1_scores(
    truth: NDArray[np.bool_], scored: NDArray[np.bool_], said: NDArray[np.bool_], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """F1 of each theme.

    Parameters
    ----------
    truth, scored, said : ndarray of bool, shape (n_rows, n_themes)
        What the labels say, where they count, and what is to be judged.
    weights : ndarray of shape (n_draws, n_rows)
        How often each row counts, in each draw.

    Returns
    -------
    ndarray of shape (n_draws, n_themes)
        NaN where a theme is neither labelled nor found.
    """
    right = weights @ (truth & said & scored)
    either = weights @ (truth & scored) + weights @ (said & scored)
    with np.errstate(invalid="ignore"):
        return np.asarray(2 * right / np.where(either > 0, either, np.nan))


def score_themes(
    uids: Sequence[str], truth: NDArray[np.bool_], scored: NDArray[np.bool_], said: NDArray[np.bool_], seed: int = 0
) -> Scores:
    """Score themes against labels.

    Intervals are percentiles over 1,000 draws of the labelled rows with replacement (Efron and Tibshirani 1993).

    Parameters
    ----------
    uids : sequence of str, length n_themes
    truth, scored, said : ndarray of bool, shape (n_rows, n_themes)
        As for `f1_scores`.
    seed : int
        Seed of the draws.
    """
    n = len(truth)
    drawn = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=_DRAWS) if n else np.zeros((1, 0))
    point = f1_scores(truth, scored, said, np.ones((1, n)))[0]
    draws = f1_scores(truth, scored, said, drawn.astype(np.float64))
    themes = tuple(
        _theme_score(uid, (truth & scored)[:, k], (said & scored)[:, k], float(point[k]), draws[:, k])
        for k, uid in enumerate(uids)
    )
    known = ~np.isnan(point)
    if not known.any():
        return Scores(n, themes, None, None, None)
    # A draw without any case of a theme says nothing about it; the others are averaged.
    usable = draws[:, known][~np.isnan(draws[:, known]).all(axis=1)]
    low, high = np.percentile(np.nanmean(usable, axis=1), _TAILS)
    return Scores(n, themes, float(point[known].mean()), float(low), float(high))


def label_scores(uids: Sequence[str], said: Said | None, carries: NDArray[np.bool_], seed: int) -> Scores | None:
    """Score what named themes found by themselves against the labels of articles.

    Parameters
    ----------
    uids : sequence of str, length n_named
    said : Said or None
    carries : ndarray of bool, shape (n_articles, n_named)
        Which articles would carry which themes if there were no labels.
    seed : int
        Seed of the draws.

    Returns
    -------
    Scores or None
        None for fewer than `FEWEST` labelled articles.
    """
    if said is None:
        return None
    labelled = np.flatnonzero((said.articles != OPEN).any(axis=1))
    if len(labelled) < FEWEST:
        return None
    truth = said.articles[labelled]
    return score_themes(uids, truth == YES, truth != OPEN, carries[labelled], seed)


def _theme_score(
    uid: str, truth: NDArray[np.bool_], said: NDArray[np.bool_], f1: float, draws: NDArray[np.float64]
) -> ThemeScore:
    labelled, found, right = int(truth.sum()), int(said.sum()), int((truth & said).sum())
    precision = right / found if found else None
    recall = right / labelled if labelled else None
    if np.isnan(f1):
        return ThemeScore(uid, labelled, found, precision, recall, None, None, None)
    low, high = np.nanpercentile(draws, _TAILS)
    return ThemeScore(uid, labelled, found, precision, recall, f1, float(low), float(high))
