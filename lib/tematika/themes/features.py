"""Features of units: TF-IDF of terms and seed words, read in the context of the article."""

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

# Part of its article's mean that is added to a unit: a paragraph is read after the ones before it.
CONTEXT = 0.3
# The title and the first passage say what an article is about.
_LEAD_WEIGHT = 2.0
# Units shorter than this part of the median length are measured by it: else a word of a heading would weigh as much as
# a paragraph.
_SHORTEST = 0.7


@dataclass(frozen=True)
class Weighting:
    """The fitted weights of terms and seed words.

    Attributes
    ----------
    vocabulary : Vocabulary
        The terms.
    seeds : tuple of str
        Seed words of all named themes, then the words to avoid, then those of the contrast.
    idf, seed_idf : ndarray of shape (n_terms,) and (n_seeds,)
    median_norm : float
        Median length of the units' term weights, see `hstack_seeds`.
    caps : tuple of (int, sequence of int)
        Seed words, as places in ``seeds``, that weigh at most as much as the sum of others.
    """

    vocabulary: Vocabulary
    seeds: tuple[str, ...]
    idf: NDArray[np.float64]
    seed_idf: NDArray[np.float64]
    median_norm: float
    caps: tuple[tuple[int, Sequence[int]], ...] = ()


@dataclass(frozen=True)
class FeatureMatrix:
    """Units with their features.

    Attributes
    ----------
    units : Units
    terms, hits, places : Terms, SeedHits, PlaceHits
        Occurrences of terms, seed words and names of regions.
    weights : csr_array of shape (n_units, n_terms + n_seeds)
    term_rows : csr_array of shape (n_units, n_terms)
        Terms in the context of the article, rows of length one.
    unit_weights : ndarray of shape (n_units,)
        Weight of each unit in its article.
    """

    units: Units
    terms: Terms
    hits: SeedHits
    places: PlaceHits
    weights: sp.csr_array
    term_rows: sp.csr_array
    unit_weights: NDArray[np.float64]


def transform_units(
    weighting: Weighting, units: Units, terms: Terms, hits: SeedHits, places: PlaceHits
) -> FeatureMatrix:
    """Return the features of units."""
    counts = terms.counts()
    weights = hstack_seeds(
        sublinear_tfidf(counts, weighting.idf), _seed_weights(weighting, hits), weighting.median_norm
    )
    term_rows = normalize_rows(add_context(weights[:, : len(terms.names)], units.article, CONTEXT))
    unit_weights = np.sqrt(np.asarray(counts.sum(axis=1)).ravel() + 1) * np.where(units.leads, _LEAD_WEIGHT, 1.0)
    return FeatureMatrix(units, terms, hits, places, weights, term_rows, unit_weights)


def transform_seeds(features: FeatureMatrix, weighting: Weighting, hits: SeedHits) -> FeatureMatrix:
    """Return the features with other seed words; the weighting must differ in these alone."""
    terms = sublinear_tfidf(features.terms.counts(), weighting.idf)
    weights = hstack_seeds(terms, _seed_weights(weighting, hits), weighting.median_norm)
    return replace(features, hits=hits, weights=weights)


def article_vectors(features: FeatureMatrix) -> sp.csr_array:
    """Return the weighted sum of each article's units: shape (n_articles, n_terms), rows of length one."""
    units = features.units
    by_article = sum_groups(units.article, units.n_articles)
    return normalize_rows(by_article @ sp.diags_array(features.unit_weights) @ features.term_rows)


def article_idf(counts: sp.csr_array, groups: NDArray[np.int32], n_groups: int) -> NDArray[np.float64]:
    """Return the inverse document frequency with articles as documents: ``1 + ln((1 + n) / (1 + df))``.

    Parameters
    ----------
    counts : csr_array of shape (n_units, n_terms)
    groups : ndarray of shape (n_units,)
        The article of each unit.
    n_groups : int
        Number of articles.
    """
    if counts.shape[1] == 0:
        return np.empty(0)
    return np.asarray(TfidfTransformer(norm=None).fit(sum_groups(groups, n_groups) @ counts).idf_)


def sublinear_tfidf(counts: sp.csr_array, idf: NDArray[np.float64]) -> sp.csr_array:
    """Return ``(1 + ln tf) * idf`` (Salton and Buckley 1988) for counts of shape (n_units, n_terms), not normalised."""
    data = (np.log(counts.data) + 1) * idf[counts.indices]
    return sp.csr_array((data, counts.indices, counts.indptr), shape=counts.shape)


def row_norms(matrix: sp.csr_array) -> NDArray[np.float64]:
    """Return the Euclidean norm of each row, shape (n_rows,)."""
    # Multiplying the matrix by itself would take ten times as long.
    squares = sp.csr_array((matrix.data**2, matrix.indices, matrix.indptr), shape=matrix.shape)
    return np.asarray(np.sqrt(np.asarray(squares.sum(axis=1)).ravel()))


def normalize_rows(matrix: sp.csr_array) -> sp.csr_array:
    """Return the matrix with rows scaled to length one; empty rows stay empty."""
    norms = row_norms(matrix)
    return sp.csr_array(sp.diags_array(1 / np.where(norms > 0, norms, 1)) @ matrix)


def median_row_norm(terms: sp.csr_array) -> float:
    """Return the median length of the rows that are not empty, 1 if all are."""
    norms = row_norms(terms)
    return float(np.median(norms[norms > 0])) if np.any(norms > 0) else 1.0


def hstack_seeds(terms: sp.csr_array, seeds: sp.csr_array, median_norm: float) -> sp.csr_array:
    """Return weighted terms and seed words side by side, both divided by the length of the row's terms.

    Returns
    -------
    csr_array of shape (n_units, n_terms + n_seeds)
        Term columns have rows of length one; seed columns are divided by the same norms, at least 0.7 ``median_norm``.
    """
    scale = 1 / np.maximum(row_norms(terms), _SHORTEST * median_norm)
    return sp.csr_array(sp.hstack([normalize_rows(terms), sp.diags_array(scale) @ seeds], format="csr"))


def sum_groups(groups: NDArray[np.int32], n_groups: int) -> sp.csr_array:
    """Return the sparse (n_groups, n_rows) matrix that adds up rows by group."""
    # Indices as short as those of the groups: products with the matrix take a third less memory.
    rows = np.arange(len(groups), dtype=groups.dtype)
    return sp.csr_array((np.ones(len(groups)), (groups, rows)), shape=(n_groups, len(groups)))


def group_means(groups: NDArray[np.int32], rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each row the mean of its group's rows, shape (n_rows, n_columns)."""
    n_groups = int(groups.max(initial=-1)) + 1
    sizes = np.maximum(1, np.bincount(groups, minlength=n_groups))
    return np.asarray(((sum_groups(groups, n_groups) @ rows) / sizes[:, None])[groups])


def mean_rows(units: sp.csr_array, groups: NDArray[np.int32]) -> sp.csr_array:
    """Return the mean of the rows of each group, shape (n_groups, n_columns)."""
    n_groups = int(groups.max(initial=-1)) + 1
    sizes = np.maximum(1, np.bincount(groups, minlength=n_groups))
    return sp.csr_array(sp.diags_array(1 / sizes) @ sum_groups(groups, n_groups) @ units)


def add_context(units: sp.csr_array, groups: NDArray[np.int32] | None, context: float) -> sp.csr_array:
    """Return units plus ``context`` times the mean of their article's units; unchanged where there are no groups."""
    return units if groups is None else sp.csr_array(units + (context * mean_rows(units, groups))[groups])


def group_rows(rows: sp.csr_array, groups: NDArray[np.int32] | None) -> sp.csr_array:
    """Return the sums of groups, of length one; the rows themselves where there are no groups."""
    if groups is None:
        return rows
    return normalize_rows(sp.csr_array(sum_groups(groups, int(groups.max(initial=-1)) + 1) @ rows))


def _seed_weights(weighting: Weighting, hits: SeedHits) -> sp.csr_array:
    weights = sublinear_tfidf(hits.counts(), weighting.seed_idf)
    for seed, others in weighting.caps:
        weights = _cap(weights, seed, others)
    return weights


def _cap(weights: sp.csr_array, column: int, others: Sequence[int]) -> sp.csr_array:
    """Return weights with one column lowered to the sum of others, row by row."""
    own = weights[:, [column]].toarray().ravel()
    excess = np.maximum(0, own - np.asarray(weights[:, list(others)].sum(axis=1)).ravel())
    rows = np.flatnonzero(excess)
    capped = sp.csr_array(
        weights - sp.csr_array((excess[rows], (rows, np.full(len(rows), column))), shape=weights.shape)
    )
    capped.eliminate_zeros()
    return capped
