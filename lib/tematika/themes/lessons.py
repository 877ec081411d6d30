"""What labels teach about articles that have none: those that speak alike are judged alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tematika.themes.said import OPEN, YES
from tematika.themes.thresholds import RATE

# F1 is best where the theme is given from half of F1 as its probability on (Lipton et al. 2014): 0.4 of 0.8, as odds.
_ODDS_AT_THRESHOLD = -0.4
# Shares further from the threshold than this, as logarithms, are as sure as can be.
_SUREST = 3.0
# Variance of what labels may change in the logarithm of the odds: for all articles, and for such as say the same.
_OF_ALL = 0.05
_OF_THE_SAME = 1.5
# More labels are not taken into account: the work grows with their third power.
_MOST = 1_500
_STEPS = 30
_NEAR_ENOUGH = 1e-6


@dataclass(frozen=True)
class Lessons:
    """What was learnt from labels.

    Attributes
    ----------
    rows : ndarray of shape (n_labelled, n_components)
        What the labelled articles and passages say, rows of length one.
    surprise : ndarray of shape (n_labelled, n_named)
        By how much each label differs from what was expected of it, 0 where it says nothing of a theme.
    """

    rows: NDArray[np.float64]
    surprise: NDArray[np.float64]

    def moved(self, shares: NDArray[np.float64], rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Move shares of articles, or scores of passages, by what these say.

        Parameters
        ----------
        shares : ndarray of shape (n_rows, n_named)
        rows : ndarray of shape (n_rows, n_components)
            Rows of length one.

        Returns
        -------
        ndarray of shape (n_rows, n_named)
            From 0 to 1. Where nothing speaks for a theme, labels of others do not either.
        """
        return np.asarray(np.minimum(1, shares * np.exp(_likeness(rows, self.rows) @ self.surprise / RATE)))


def learn_lessons(rows: NDArray[np.float64], times: NDArray[np.float64], said: NDArray[np.int8]) -> Lessons:
    """Learn from labels where the shares found without them are too high or too low.

    The odds that an article has a theme are expected to grow with its share, at a fixed rate; what labels add to them
    is taken for a smooth function of what articles say. Its most probable form under a Gaussian process is found by
    Newton's method (Rasmussen and Williams 2006, algorithm 3.1). Two articles vary together by the square of their
    cosine, and all of them a little. Unlike the best F1 on the labels this does not depend on which articles were
    asked about, so the doubtful ones may be.

    Parameters
    ----------
    rows : ndarray of shape (n_labelled, n_components)
        What is labelled says, rows of length one.
    times : ndarray of shape (n_labelled, n_named)
        Shares of articles or scores of passages, found without labels, as parts of what a theme is carried from.
    said : ndarray of int8, shape (n_labelled, n_named)
        `YES`, `NO` or `OPEN`.
    """
    kept = np.unique(np.linspace(0, len(rows) - 1, min(len(rows), _MOST)).round().astype(np.intp))
    rows, said = rows[kept], said[kept]
    beyond = np.log(np.clip(times[kept], np.exp(-_SUREST), np.exp(_SUREST)))
    expected = RATE * beyond + _ODDS_AT_THRESHOLD
    covariance = _likeness(rows, rows)
    surprise = np.zeros(said.shape)
    for k in range(said.shape[1]):
        told = np.flatnonzero(said[:, k] != OPEN)
        if len(told):
            surprise[told, k] = _surprise(covariance[np.ix_(told, told)], expected[told, k], said[told, k] == YES)
    return Lessons(rows, surprise)


def _likeness(rows: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Covariance of what labels change: shape (n_rows, n_others)."""
    return np.asarray(_OF_ALL + _OF_THE_SAME * np.maximum(0, rows @ others.T) ** 2)


def _surprise(
    covariance: NDArray[np.float64], expected: NDArray[np.float64], has: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Find the most probable change of the odds, and give what is left between labels and probabilities."""
    change = np.zeros(len(has))
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-(expected + change)))
        root = np.sqrt(likely * (1 - likely))
        wanted = root**2 * change + has - likely
        inner = np.eye(len(has)) + root[:, None] * covariance * root
        now = covariance @ (wanted - root * np.linalg.solve(inner, root * (covariance @ wanted)))
        done = np.abs(now - change).max() < _NEAR_ENOUGH
        change = now
        if done:
            break
    return np.asarray(has - 1 / (1 + np.exp(-(expected + change))))
