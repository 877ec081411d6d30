"""Weights of terms and seed words."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from tematika.themes.features import (
    add_context,
    article_idf,
    hstack_seeds,
    median_row_norm,
    normalize_rows,
    row_norms,
    sublinear_tfidf,
    sum_groups,
)

ARTICLE = np.array([0, 0, 1, 2], dtype=np.int32)
COUNTS = sp.csr_array(np.array([[1.0, 2, 0], [1, 0, 0], [1, 0, 1], [0, 0, 0]]))


def test_document_frequency_counts_articles_and_not_units() -> None:
    weights = sublinear_tfidf(COUNTS, article_idf(COUNTS, ARTICLE, 3)).toarray()
    idf = [1 + np.log(4 / (1 + n)) for n in (2, 1, 1)]
    expected = [[idf[0], (1 + np.log(2)) * idf[1], 0], [idf[0], 0, 0], [idf[0], 0, idf[2]], [0, 0, 0]]
    np.testing.assert_allclose(weights, expected)


def test_no_terms_are_no_error() -> None:
    nothing = sp.csr_array((4, 0))
    assert sublinear_tfidf(nothing, article_idf(nothing, ARTICLE, 3)).shape == (4, 0)
    assert normalize_rows(nothing).shape == (4, 0)
    assert hstack_seeds(nothing, COUNTS, median_row_norm(nothing)).shape == (4, 3)


def test_rows_of_length_one_and_empty_rows() -> None:
    np.testing.assert_allclose(row_norms(normalize_rows(COUNTS)), [1, 1, 1, 0])


def test_seed_words_are_measured_by_the_length_of_the_row_but_not_by_a_very_short_one() -> None:
    terms = sp.csr_array(np.array([[3.0, 4], [6, 8], [0.3, 0.4], [0, 0]]))
    joined = hstack_seeds(terms, sp.csr_array(np.full((4, 1), 2.0)), median_row_norm(terms)).toarray()
    np.testing.assert_allclose(joined[:3, :2], [[0.6, 0.8]] * 3)
    np.testing.assert_allclose(joined[:, 2], [2 / 5, 2 / 10, 2 / 3.5, 2 / 3.5])


def test_context_is_the_mean_of_the_article() -> None:
    units = sp.csr_array(np.array([[1.0, 0], [0, 1], [2, 2], [0, 0]]))
    expected = np.array([[1.25, 0.25], [0.25, 1.25], [3, 3], [0, 0]])
    np.testing.assert_allclose(add_context(units, ARTICLE, 0.5).toarray(), expected)
    np.testing.assert_allclose(add_context(units, ARTICLE, 0).toarray(), units.toarray())


def test_sums_by_group() -> None:
    np.testing.assert_allclose(
        (sum_groups(ARTICLE, 4) @ COUNTS).toarray(), [[2, 2, 0], [1, 0, 1], [0, 0, 0], [0, 0, 0]]
    )


@pytest.mark.parametrize(
    "function", [normalize_rows, lambda m: sublinear_tfidf(m, np.ones(3)), lambda m: add_context(m, ARTICLE, 1)]
)
def test_the_callers_matrix_stays_as_it_is(function: object) -> None:
    matrix = COUNTS.copy()
    assert callable(function)
    function(matrix)
    np.testing.assert_array_equal(matrix.toarray(), COUNTS.toarray())
