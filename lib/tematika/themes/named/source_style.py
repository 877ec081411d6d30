"""Terms that betray the source and not the subject."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

# A source-specific term is in this share of the source's articles…
_MIN_SHARE = 0.3
# …and this share of the articles with the term are the source's.
_MIN_PURITY = 0.95
# Fewer articles of a source, or of the others, are no evidence.
_MIN_ARTICLES = 20


def source_specific_terms(counts: sp.csr_array, sources: Sequence[str | None]) -> NDArray[np.bool_]:
    """Return which terms, shape (n_terms,), are in 30 % of one source's articles and in next to no others.

    Parameters
    ----------
    counts : csr_array of shape (n_articles, n_terms)
    sources : sequence of str or None, length n_articles
    """
    names = sorted({source for source in sources if source is not None})
    number = {name: row for row, name in enumerate(names)}
    known = np.array([row for row, source in enumerate(sources) if source is not None], dtype=np.int64)
    owner = np.array([number[source] for source in sources if source is not None], dtype=np.int64)
    sizes = np.bincount(owner, minlength=len(names))
    specific = np.zeros(counts.shape[1], dtype=bool)
    ones = sp.csr_array((np.ones(counts.nnz), counts.indices, counts.indptr), shape=counts.shape)
    totals: NDArray[np.float64] = np.asarray(ones.sum(axis=0)).ravel()
    for source in np.flatnonzero(sizes >= _MIN_ARTICLES):
        if len(sources) - sizes[source] < _MIN_ARTICLES:
            continue
        of_source = np.asarray(ones[known[owner == source]].sum(axis=0)).ravel()
        specific |= (of_source >= _MIN_SHARE * sizes[source]) & (of_source >= _MIN_PURITY * totals) & (totals > 0)
    return specific
