"""From which share on an article carries a theme."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tematika.themes.named.thresholds import (
    PART_OF_CLEAR,
    PART_OF_STRONGEST,
    PRIOR_CLEAR_SHARE,
    assign_themes,
    share_thresholds,
)

SHARES = st.lists(st.floats(0, 1, allow_subnormal=False), min_size=1, max_size=30)


def test_the_threshold_is_part_of_what_clear_articles_have() -> None:
    none = share_thresholds(np.zeros((50, 1)))
    np.testing.assert_allclose(none, PART_OF_CLEAR * PRIOR_CLEAR_SHARE)
    many = share_thresholds(np.full((5000, 1), 0.9))
    np.testing.assert_allclose(many, PART_OF_CLEAR * 0.9, rtol=0.01)
    few = share_thresholds(np.full((5, 1), 0.9))
    assert none < few < many
    assert share_thresholds(np.zeros((3, 0))).shape == (0,)


def test_articles_that_hardly_have_the_theme_do_not_move_the_threshold() -> None:
    clear = np.full((40, 1), 0.8)
    with_traces = np.vstack([clear, np.full((5000, 1), 0.05)])
    np.testing.assert_allclose(share_thresholds(with_traces), share_thresholds(clear), rtol=0.001)


@given(SHARES)
def test_thresholds_lie_between_nothing_and_the_part_of_the_clearest(shares: list[float]) -> None:
    (threshold,) = share_thresholds(np.array(shares)[:, None])
    assert 0 < threshold <= PART_OF_CLEAR * max(*shares, PRIOR_CLEAR_SHARE) + 1e-12


def test_a_second_theme_must_be_no_trifle_beside_the_first() -> None:
    times = np.array([[1.0, 0.9], [2, 1], [10, 10 * PART_OF_STRONGEST], [10, 10 * PART_OF_STRONGEST - 0.1], [0, 0]])
    assert assign_themes(times * [0.2, 0.4], np.array([0.2, 0.4])).tolist() == [
        [True, False],
        [True, True],
        [True, True],
        [True, False],
        [False, False],
    ]
    assert assign_themes(np.zeros((2, 0)), np.zeros(0)).shape == (2, 0)


@given(SHARES, st.floats(0.05, 0.95))
def test_one_theme_alone_is_carried_from_the_threshold_on(shares: list[float], threshold: float) -> None:
    column = np.array(shares)[:, None]
    np.testing.assert_array_equal(assign_themes(column, threshold), column / threshold >= 1)
