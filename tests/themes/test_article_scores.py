"""From units to articles."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tematika.themes.named.article_scores import article_shares, discount_without_seeds

GROUPS = np.array([0, 0, 2], dtype=np.int32)


def test_shares_are_weighted_means() -> None:
    scores = np.array([[1.0, 0.2], [1.0, 0.2], [0.5, 0.5]])
    shares = article_shares(scores, GROUPS, np.array([3.0, 1, 2]), 4)
    np.testing.assert_allclose(shares, np.array([[1, 0.2], [0, 0], [0.5, 0.5], [0, 0]]))


def test_what_all_passages_say_a_little_counts_more_than_what_one_says() -> None:
    scores = np.array([[0.8, 0.4], [0.0, 0.4]])
    one, all_of_them = article_shares(scores, GROUPS[:2], np.ones(2), 1)[0]
    assert 0.2 < one < all_of_them
    heavy = article_shares(scores, GROUPS[:2], np.array([3.0, 1]), 1)[0, 0]
    assert one < heavy < 0.8


def test_a_theme_without_its_words_counts_less() -> None:
    evidence = np.array([[0.0, 0.3], [0.1, 0.0], [0.0, 0.0]])
    shares = np.full((4, 2), 0.5)
    np.testing.assert_allclose(discount_without_seeds(shares, evidence, GROUPS), [[0.5, 0.5], *[[0.35, 0.35]] * 3])
    assert discount_without_seeds(np.zeros((4, 0)), np.zeros((3, 0)), GROUPS).shape == (4, 0)


def test_shares_of_no_themes() -> None:
    assert article_shares(np.zeros((3, 0)), GROUPS, np.ones(3), 4).shape == (4, 0)


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.floats(0, 1), st.floats(0.01, 100, allow_subnormal=False)),
        min_size=1,
        max_size=20,
    )
)
def test_shares_stay_between_the_scores(rows: list[tuple[int, float, float]]) -> None:
    groups, scores, weights = (np.array(column) for column in zip(*rows, strict=True))
    shares = article_shares(scores[:, None], groups.astype(np.int32), weights, 5)[:, 0]
    for article in range(5):
        own = scores[groups == article]
        low, high = (own.min(), own.max()) if len(own) else (0, 0)
        assert low - 1e-9 <= shares[article] <= high + 1e-9
