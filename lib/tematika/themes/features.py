"""Weights of terms and seed words in units of text, and the pull of an article on its units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfTransformer

from tematika.language.gazetteer import PlaceHits
from tematika.language.terms import Terms, Vocabulary
from tematika.themes.seed_words import SeedHits
from tematika.themes.types import Units

# How much of its article's mean a unit takes on: a paragraph is read after the ones before it.
CONTEXT = 0.3
# The title and the first passage say what an article is about.
_LEAD = 2.0


@dataclass(frozen=True)
class Weighting:
    """How much terms and seed words weigh.

    Attributes
    ----------
    vocabulary : Vocabulary
        The terms.
    words : tuple of str
        Seed words of all named themes, then the words to avoid, then those of the contrast.
    idf, words_idf : ndarray of shape (n_terms,) and (n_words,)
    usual : float
        Length of a usual unit, see `tematika.themes.features.join_seeds`.
    backing : tuple of (int, sequence of int)
        Words that only back others, as places in ``words``: each weighs no more than the others named beside it.
    """

    vocabulary: Vocabulary
    words: tuple[str, ...]
    idf: NDArray[np.float64]
    words_idf: NDArray[np.float64]
    usual: float
    backing: tuple[tuple[int, Sequence[int]], ...] = ()


@dataclass(frozen=True)
class Weighed:
    """Units with the weights of their terms.

    Attributes
    ----------
    units : Units
    terms, hits : Terms, SeedHits
        Where terms and seed words stand in them.
    places : PlaceHits
        Where they name regions.
    weights : csr_array of shape (n_units, n_terms + n_words)
    text : csr_array of shape (n_units, n_terms)
        Terms read in the context of the article, rows of length one.
    counting : ndarray of shape (n_units,)
        What each unit counts in its article.
    """

    units: Units
    terms: Terms
    hits: SeedHits
    places: PlaceHits
    weights: sp.csr_array
    text: sp.csr_array
    counting: NDArray[np.float64]


def weigh_units(weighting: Weighting, units: Units, terms: Terms, hits: SeedHits, places: PlaceHits) -> Weighed:
    """Weigh what stands in units."""
    counts = terms.counts()
    weights = join_seeds(weigh(counts, weighting.idf), _weigh_words(weighting, hits), weighting.usual)
    text = unit_rows(add_context(weights[:, : len(terms.names)], units.article, CONTEXT))
    counting = np.sqrt(np.asarray(counts.sum(axis=1)).ravel() + 1) * np.where(units.leads, _LEAD, 1.0)
    return Weighed(units, terms, hits, places, weights, text, counting)


def weigh_seeds(weighed: Weighed, weighting: Weighting, hits: SeedHits) -> Weighed:
    """Weigh other seed words in units whose terms are weighed; the weighting must differ in these words alone."""
    terms = weigh(weighed.terms.counts(), weighting.idf)
    weights = join_seeds(terms, _weigh_words(weighting, hits), weighting.usual)
    return replace(weighed, hits=hits, weights=weights)


def _weigh_words(weighting: Weighting, hits: SeedHits) -> sp.csr_array:
    """Weigh seed words; those that only back others no more than these."""
    words = weigh(hits.counts(), weighting.words_idf)
    for word, others in weighting.backing:
        words = _no_more_than(words, word, others)
    return words


def _no_more_than(words: sp.csr_array, word: int, others: Sequence[int]) -> sp.csr_array:
    """Let a column of weights be at most the sum of others, row by row."""
    own = words[:, [word]].toarray().ravel()
    less = np.maximum(0, own - np.asarray(words[:, list(others)].sum(axis=1)).ravel())
    rows = np.flatnonzero(less)
    excess = sp.csr_array((less[rows], (rows, np.full(len(rows), word))), shape=words.shape)
    lowered = sp.csr_array(words - excess)
    lowered.eliminate_zeros()
    return lowered


def article_rows(weighed: Weighed) -> sp.csr_array:
    """Return what articles say: shape (n_articles, n_terms), rows of length one."""
    units = weighed.units
    return unit_rows(sum_groups(units.article, units.n_articles) @ sp.diags_array(weighed.counting) @ weighed.text)


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
    """Return for each row the mean of its group's rows, shape (n_rows, n_columns)."""
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


def of_groups(rows: sp.csr_array, groups: NDArray[np.int32] | None) -> sp.csr_array:
    """Rows of groups, of length one; the rows themselves where there are no groups."""
    if groups is None:
        return rows
    return unit_rows(sp.csr_array(sum_groups(groups, int(groups.max(initial=-1)) + 1) @ rows))
