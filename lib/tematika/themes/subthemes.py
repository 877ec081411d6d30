"""The hierarchy of themes: named parents of discovered themes, and subthemes of large named ones."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.themes.discovered.estimator import DiscoveredThemes
from tematika.themes.features import normalize_rows, sum_groups
from tematika.themes.types import Assignments, Units

# Least score, 1 being a typical member, of articles near a discovered theme, and the least number of these.
_NEAR = 0.5
_MIN_NEAR = 5
# Of fewer articles the subthemes would be single stories.
MIN_ARTICLES = 30
_MIN_SIZE = 5
_MAX_SUBTHEMES = 4
# Subthemes that leave out more than half of their theme do not describe it.
_MIN_COVERED = 0.5


def find_parents(scores: NDArray[np.float64], named: NDArray[np.bool_]) -> list[int | None]:
    """Return the number of each discovered theme's named parent, or None.

    The parent is the named theme with the largest share of the articles near the discovered theme, if that share is
    above the middle between the theme's share of all articles and 1.

    Parameters
    ----------
    scores : ndarray of shape (n_articles, n_named + n_discovered)
        Scores of articles.
    named : ndarray of bool, shape (n_articles, n_named)
        Named themes assigned to articles.
    """
    n_named = named.shape[1]
    discovered = scores[:, n_named:]
    if not n_named or not discovered.shape[1]:
        return [None] * discovered.shape[1]
    nearest, middle = discovered.argmax(axis=1), (1 + named.mean(axis=0)) / 2
    parents: list[int | None] = []
    for k in range(discovered.shape[1]):
        near = named[(nearest == k) & (discovered[:, k] >= _NEAR)]
        share = near.mean(axis=0) if len(near) >= _MIN_NEAR else np.zeros(n_named)
        best = int(share.argmax())
        parents.append(best if share[best] > middle[best] else None)
    return parents


def find_subthemes(assignments: Assignments, units: Units, theme: int) -> list[NDArray[np.intp]]:
    """Return the articles of each subtheme of a named theme, the largest first; none for small or undivided themes."""
    articles = np.flatnonzero(assignments.article_named[:, theme])
    if len(articles) < MIN_ARTICLES:
        return []
    model = DiscoveredThemes(most=_MAX_SUBTHEMES, smallest=_MIN_SIZE)
    labels = model.fit(theme_rows(assignments, units, theme)[articles]).labels_
    parts = [articles[labels == k] for k in range(int(labels.max()) + 1)]
    parts = sorted((part for part in parts if len(part) >= _MIN_SIZE), key=len, reverse=True)
    covered = sum(map(len, parts)) / len(articles)
    return parts if len(parts) > 1 and covered >= _MIN_COVERED else []


def theme_rows(assignments: Assignments, units: Units, theme: int) -> sp.csr_array:
    """Return the terms of each article's units with a named theme: shape (n_articles, n_terms), rows of length one."""
    terms = assignments.weights[:, : len(assignments.terms.names)]
    assigned = sp.diags_array(assignments.unit_named[:, theme].astype(np.float64))
    return normalize_rows(sp.csr_array(sum_groups(units.article, units.n_articles) @ assigned @ terms))
