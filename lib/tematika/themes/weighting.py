"""Weights of terms and seed words in units of text, and the pull of an article on its units."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfTransformer


def sum_groups(groups: NDArray[np.int32], n_groups: int) -> sp.csr_array:
    """Sparse (n_groups, n_rows) matrix that adds up rows by group."""
    return sp.csr_array((np.ones(len(groups)), (groups, np.arange(len(groups)))), shape=(n_groups, len(groups)))


def weigh(counts: sp.csr_array, groups: NDArray[np.int32], n_groups: int) -> sp.csr_array:
    """Sublinear TF-IDF whose document frequency counts articles, not units.

    A weight is ``(1 + ln tf) * (1 + ln((1 + n) / (1 + df)))`` (Salton and Buckley 1988, smoothed as in scikit-learn).

    Parameters
    ----------
    counts : csr_array of shape (n_units, n_terms)
        How often each term stands in each unit.
    groups : ndarray of shape (n_units,)
        The article of each unit.
    n_groups : int
        Number of articles.

    Returns
    -------
    csr_array of shape (n_units, n_terms)
        Weights; rows are not normalised.
    """
    if counts.shape[1] == 0:
        return sp.csr_array(counts.shape)
    tfidf = TfidfTransformer(norm=None, sublinear_tf=True)
    tfidf.fit(sum_groups(groups, n_groups) @ counts)
    return sp.csr_array(tfidf.transform(counts))


def row_norms(matrix: sp.csr_array) -> NDArray[np.float64]:
    """Euclidean norm of each row, shape (n_rows,)."""
    return np.asarray(np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()))


def unit_rows(matrix: sp.csr_array) -> sp.csr_array:
    """Scale rows to length one; empty rows stay empty."""
    norms = row_norms(matrix)
    return sp.csr_array(sp.diags_array(1 / np.where(norms > 0, norms, 1)) @ matrix)


def join_seeds(terms: sp.csr_array, seeds: sp.csr_array) -> sp.csr_array:
    """Put weighted seed words beside weighted terms, both on the scale of the row's terms.

    Rows shorter than usual (headings, one-line quotes) are measured by the usual length, or a single word would weigh
    as much as a paragraph.

    Returns
    -------
    csr_array of shape (n_units, n_terms + n_seeds)
        Term columns have rows of length one; seed columns are divided by the same norms, floored as said.
    """
    norms = row_norms(terms)
    usual = float(np.median(norms[norms > 0])) if np.any(norms > 0) else 1.0
    scale = 1 / np.maximum(norms, 0.7 * usual)
    return sp.csr_array(sp.hstack([unit_rows(terms), sp.diags_array(scale) @ seeds], format="csr"))


def add_context(units: sp.csr_array, groups: NDArray[np.int32], context: float) -> sp.csr_array:
    """Add to each unit ``context`` times the mean of its article's units."""
    n_groups = int(groups.max(initial=-1)) + 1
    sizes = np.maximum(1, np.bincount(groups, minlength=n_groups))
    means = sp.csr_array(sp.diags_array(1 / sizes) @ sum_groups(groups, n_groups) @ units)
    return sp.csr_array(units + context * means[groups])
