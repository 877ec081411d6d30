"""Weights of terms and seed words in units of text, and the pull of an article on its units."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfTransformer

# How much of its article's mean a unit takes on: a paragraph is read after the ones before it.
CONTEXT = 0.3


def sum_groups(groups: NDArray[np.int32], n_groups: int) -> sp.csr_array:
    """Sparse (n_groups, n_rows) matrix that adds up rows by group."""
    # Numbers as short as those of the groups: what is multiplied with it takes a third less room.
    rows = np.arange(len(groups), dtype=groups.dtype)
    return sp.csr_array((np.ones(len(groups)), (groups, rows)), shape=(n_groups, len(groups)))


def article_idf(counts: sp.csr_array, groups: NDArray[np.int32], n_groups: int) -> NDArray[np.float64]:
    """Inverse document frequency that counts articles, not units: ``1 + ln((1 + n) / (1 + df))``.

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
    ndarray of shape (n_terms,)
    """
    if counts.shape[1] == 0:
        return np.empty(0)
    return np.asarray(TfidfTransformer(norm=None).fit(sum_groups(groups, n_groups) @ counts).idf_)


def weigh(counts: sp.csr_array, idf: NDArray[np.float64]) -> sp.csr_array:
    """Sublinear TF-IDF (Salton and Buckley 1988): ``(1 + ln tf) * idf``.

    Parameters
    ----------
    counts : csr_array of shape (n_units, n_terms)
        How often each term stands in each unit.
    idf : ndarray of shape (n_terms,)
        From `article_idf`.

    Returns
    -------
    csr_array of shape (n_units, n_terms)
        Weights; rows are not normalised.
    """
    data = (np.log(counts.data) + 1) * idf[counts.indices]
    return sp.csr_array((data, counts.indices, counts.indptr), shape=counts.shape)


def row_norms(matrix: sp.csr_array) -> NDArray[np.float64]:
    """Euclidean norm of each row, shape (n_rows,)."""
    # Multiplying the matrix by itself would take ten times as long to give the same.
    squares = sp.csr_array((matrix.data**2, matrix.indices, matrix.indptr), shape=matrix.shape)
    return np.asarray(np.sqrt(np.asarray(squares.sum(axis=1)).ravel()))


def unit_rows(matrix: sp.csr_array) -> sp.csr_array:
    """Scale rows to length one; empty rows stay empty."""
    norms = row_norms(matrix)
    return sp.csr_array(sp.diags_array(1 / np.where(norms > 0, norms, 1)) @ matrix)


def usual_length(terms: sp.csr_array) -> float:
    """Median length of the rows that are not empty, 1 if all are."""
    norms = row_norms(terms)
    return float(np.median(norms[norms > 0])) if np.any(norms > 0) else 1.0


def join_seeds(terms: sp.csr_array, seeds: sp.csr_array, usual: float) -> sp.csr_array:
    """Put weighted seed words beside weighted terms, both on the scale of the row's terms.

    Rows much shorter than usual (headings, one-line quotes) are measured by the usual length, or a single word would
    weigh as much as a paragraph.

    Returns
    -------
    csr_array of shape (n_units, n_terms + n_seeds)
        Term columns have rows of length one; seed columns are divided by the same norms, floored as said.
    """
    scale = 1 / np.maximum(row_norms(terms), 0.7 * usual)
    return sp.csr_array(sp.hstack([unit_rows(terms), sp.diags_array(scale) @ seeds], format="csr"))


def group_means(groups: NDArray[np.int32], rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give each row the mean of its group's rows, shape (n_rows, n_columns)."""
    n_groups = int(groups.max(initial=-1)) + 1
    sizes = np.maximum(1, np.bincount(groups, minlength=n_groups))
    return np.asarray(((sum_groups(groups, n_groups) @ rows) / sizes[:, None])[groups])


def add_context(units: sp.csr_array, groups: NDArray[np.int32] | None, context: float) -> sp.csr_array:
    """Add to each unit ``context`` times the mean of its article's units; nothing where articles are not known."""
    return units if groups is None else sp.csr_array(units + (context * mean_rows(units, groups))[groups])


def mean_rows(units: sp.csr_array, groups: NDArray[np.int32]) -> sp.csr_array:
    """Mean of the rows of each group, shape (n_groups, n_columns)."""
    n_groups = int(groups.max(initial=-1)) + 1
    sizes = np.maximum(1, np.bincount(groups, minlength=n_groups))
    return sp.csr_array(sp.diags_array(1 / sizes) @ sum_groups(groups, n_groups) @ units)
