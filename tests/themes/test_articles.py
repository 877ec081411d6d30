"""From units to articles."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tematika.themes.articles import article_shares

GROUPS = np.array([0, 0, 2], dtype=np.int32)


def test_shares_are_weighted_means() -> None:
    scores = np.array([[1.0, 0], [0, 1], [0.5, 0.5]])
    shares = article_shares(scores, GROUPS, np.array([3.0, 1, 2]), 4)
    np.testing.assert_allclose(shares, [[0.75, 0.25], [0, 0], [0.5, 0.5], [0, 0]])
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
