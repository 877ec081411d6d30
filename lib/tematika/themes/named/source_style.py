"""Words that say who wrote rather than what about: no theme is to be made of one source's habits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

# A habit stands in so many of a source's articles…
_OFTEN = 0.3
# …and hardly anywhere else.
_NEARLY_ALL = 0.95
# What a source has for a habit shows in so many articles, beside as many of others.
_FEWEST_ARTICLES = 20


def words_of_style(had: sp.csr_array, sources: Sequence[str | None]) -> NDArray[np.bool_]:
    """Return which terms are one source's habit: in a third of its articles, and in next to none of the others.

    Parameters
    ----------
    had : csr_array of shape (n_articles, n_terms)
        Which articles have which terms; what is not zero counts.
    sources : sequence of str or None, length n_articles
        Who published each; articles of unknown source are nobody's.

    Returns
    -------
    ndarray of bool, shape (n_terms,)
    """
    names = sorted({source for source in sources if source is not None})
    number = {name: row for row, name in enumerate(names)}
    known = np.array([row for row, source in enumerate(sources) if source is not None], dtype=np.int64)
    whose = np.array([number[source] for source in sources if source is not None], dtype=np.int64)
    sizes = np.bincount(whose, minlength=len(names))
    style = np.zeros(had.shape[1], dtype=bool)
    ones = sp.csr_array((np.ones(had.nnz), had.indices, had.indptr), shape=had.shape)
    in_all: NDArray[np.float64] = np.asarray(ones.sum(axis=0)).ravel()
    for source in np.flatnonzero(sizes >= _FEWEST_ARTICLES):
        if len(sources) - sizes[source] < _FEWEST_ARTICLES:
            continue
        of_source = np.asarray(ones[known[whose == source]].sum(axis=0)).ravel()
        style |= (of_source >= _OFTEN * sizes[source]) & (of_source >= _NEARLY_ALL * in_all) & (in_all > 0)
    return style
