"""Would the same themes come out of less, or of another start? Two sortings of the same articles compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment


@dataclass(frozen=True)
class Membership:
    """Which themes articles have: named ones any number, of the others the best.

    Attributes
    ----------
    named : ndarray of bool, shape (n_articles, n_named)
    best : ndarray of int64, shape (n_articles,)
        The best theme, discovered ones counted from n_named on; -1 for none.
    n_themes : int
    """

    named: NDArray[np.bool_]
    best: NDArray[np.int64]
    n_themes: int

    @property
    def n_named(self) -> int:
        """Number of named themes."""
        return int(self.named.shape[1])

    def carried(self) -> NDArray[np.bool_]:
        """Themes as columns: named ones where they are carried, discovered ones where they are the best."""
        found = self.best[:, None] == np.arange(self.n_named, self.n_themes)
        return np.hstack([self.named, found])

    def of(self, rows: NDArray[np.intp]) -> Membership:
        """Return the same of some articles."""
        return Membership(self.named[rows], self.best[rows], self.n_themes)


@dataclass(frozen=True)
class Agreement:
    """How far two sortings agree.

    Attributes
    ----------
    of_theme : ndarray of shape (n_themes,)
        Jaccard index of each of the first sorting's themes and its counterpart; 0 for one that has none, NaN for one
        that has no article here.
    same : float
        Share of the articles whose best theme is the same, none being one of them.
    """

    of_theme: NDArray[np.float64]
    same: float


def jaccard(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Jaccard index of each column with each: shape (n_first, n_second); 0 for two empty ones."""
    both = first.T.astype(np.float64) @ second
    either = first.sum(axis=0)[:, None] + second.sum(axis=0)[None, :] - both
    return np.asarray(both / np.maximum(1, either))


def agreement(first: Membership, second: Membership) -> Agreement:
    """Compare two sortings of the same articles.

    Named themes have the same numbers in both; discovered ones are matched one to one so that the sum of the Jaccard
    indices is largest (Kuhn 1955). The Jaccard index as stability of a cluster is Hennig's (2007), who calls clusters
    with 0.75 and more stable and warns of those below 0.6.
    """
    n_named = first.n_named
    columns, others = first.carried(), second.carried()
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
