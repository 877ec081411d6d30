"""Agreement of two models' themes on the same articles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment


@dataclass(frozen=True)
class Membership:
    """Themes of articles: any number of named ones, and the best of all.

    Attributes
    ----------
    named : ndarray of bool, shape (n_articles, n_named)
    best : ndarray of int64, shape (n_articles,)
        The best theme, discovered ones numbered from n_named; -1 for none.
    n_themes : int
    """

    named: NDArray[np.bool_]
    best: NDArray[np.int64]
    n_themes: int

    @property
    def n_named(self) -> int:
        """Number of named themes."""
        return int(self.named.shape[1])

    def assigned(self) -> NDArray[np.bool_]:
        """Return the assigned named themes and the best discovered themes: shape (n_articles, n_themes)."""
        return np.hstack([self.named, self.best[:, None] == np.arange(self.n_named, self.n_themes)])

    def select(self, rows: NDArray[np.intp]) -> Membership:
        """Return the themes of some articles."""
        return Membership(self.named[rows], self.best[rows], self.n_themes)


@dataclass(frozen=True)
class Agreement:
    """Agreement of two models.

    Attributes
    ----------
    of_theme : ndarray of shape (n_themes,)
        Jaccard index of each theme of the first model and its counterpart; 0 without counterpart, NaN without articles.
    same : float
        Share of the articles whose best theme, or lack of one, is the same.
    """

    of_theme: NDArray[np.float64]
    same: float


def jaccard(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the Jaccard index of each column with each: shape (n_first, n_second); 0 for two empty ones."""
    both = first.T.astype(np.float64) @ second
    either = first.sum(axis=0)[:, None] + second.sum(axis=0)[None, :] - both
    return np.asarray(both / np.maximum(1, either))


def agreement(first: Membership, second: Membership) -> Agreement:
    """Return the agreement of two models on the same articles, by the Jaccard index of their themes (Hennig 2007).

    Named themes have the same numbers in both; discovered ones are matched one to one so that the sum of the Jaccard
    indices is largest (Kuhn 1955).
    """
    n_named = first.n_named
    columns, others = first.assigned(), second.assigned()
    counterpart = np.full(second.n_themes, -2, dtype=np.int64)
    counterpart[:n_named] = np.arange(n_named)
    indices = jaccard(columns, others)
    of_theme = np.zeros(first.n_themes)
    of_theme[:n_named] = indices.diagonal()[:n_named]
    rows, matched = linear_sum_assignment(indices[n_named:, n_named:], maximize=True)
    of_theme[n_named + rows] = indices[n_named + rows, n_named + matched]
    counterpart[n_named + matched] = n_named + rows
    renamed = np.where(second.best >= 0, counterpart[second.best], -1)
    same = float((renamed == first.best).mean()) if len(first.best) else float("nan")
    return Agreement(np.where(columns.any(axis=0), of_theme, np.nan), same)
