"""Which discovered themes belong to a named one, and which parts a large named theme has."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.themes.discovered.estimator import DiscoveredThemes
from tematika.themes.features import sum_groups, unit_rows
from tematika.themes.types import Sorting, Units

# Half as near to a discovered theme as its typical member.
_NEAR = 0.5
# Of fewer articles a share says nothing.
_FEWEST_NEAR = 5
# Of fewer articles the parts would be single stories.
FEWEST_FOR_PARTS = 30
_FEWEST_IN_PART = 5
_MOST_PARTS = 4
# Parts that leave out more than half of their theme do not say what it is made of.
_LEAST_COVERED = 0.5


def find_parents(scores: NDArray[np.float64], named: NDArray[np.bool_]) -> list[int | None]:
    """Return for each discovered theme the named theme to which most of its surroundings belong.

    The articles around a discovered theme are those that it is the nearest discovered theme of, whether they carry a
    named theme or not. It belongs to the named theme that they carry, if their share is beyond the middle between the
    share of all articles and 1: the more of the corpus a named theme takes in, the less it means to be beside it.

    Parameters
    ----------
    scores : ndarray of shape (n_articles, n_named + n_discovered)
        Scores of articles, 1 being that of a typical member.
    named : ndarray of bool, shape (n_articles, n_named)
        Which articles carry which named themes.

    Returns
    -------
    list of int or None
        Number of the named theme for each discovered one.
    """
    n_named = named.shape[1]
    found = scores[:, n_named:]
    if not n_named or not found.shape[1]:
        return [None] * found.shape[1]
    nearest, middle = found.argmax(axis=1), (1 + named.mean(axis=0)) / 2
    parents: list[int | None] = []
    for k in range(found.shape[1]):
        around = named[(nearest == k) & (found[:, k] >= _NEAR)]
        share = around.mean(axis=0) if len(around) >= _FEWEST_NEAR else np.zeros(n_named)
        best = int(share.argmax())
        parents.append(best if share[best] > middle[best] else None)
    return parents


def find_parts(sorting: Sorting, units: Units, theme: int) -> list[NDArray[np.intp]]:
    """Cluster what a named theme's articles say on it.

    Parameters
    ----------
    sorting : Sorting
    units : Units
        What was sorted.
    theme : int
        Number of a named theme.

    Returns
    -------
    list of ndarray of int
        Articles of each part, the largest first; none when the theme is small or does not fall into parts.
    """
    articles = np.flatnonzero(sorting.article_named[:, theme])
    if len(articles) < FEWEST_FOR_PARTS:
        return []
    model = DiscoveredThemes(most=_MOST_PARTS, smallest=_FEWEST_IN_PART)
    labels = model.fit(part_rows(sorting, units, theme)[articles]).labels_
    parts = [articles[labels == k] for k in range(int(labels.max()) + 1)]
    parts = sorted((part for part in parts if len(part) >= _FEWEST_IN_PART), key=len, reverse=True)
    covered = sum(map(len, parts)) / len(articles)
    return parts if len(parts) > 1 and covered >= _LEAST_COVERED else []


def part_rows(sorting: Sorting, units: Units, theme: int) -> sp.csr_array:
    """Weights of terms in what each article says on a named theme, rows of length one: shape (n_articles, n_terms)."""
    terms = sorting.weights[:, : len(sorting.terms.names)]
    carries = sp.diags_array(sorting.unit_named[:, theme].astype(np.float64))
    return unit_rows(sp.csr_array(sum_groups(units.article, units.n_articles) @ carries @ terms))
