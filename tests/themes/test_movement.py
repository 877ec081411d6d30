"""A theme against its own past and in its sources."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.report.data.trends import FEWEST, dominant_source, excess_articles, share_quartiles


def test_usual_is_the_middle_half_of_the_earlier_shares() -> None:
    quartiles = share_quartiles(np.array([1, 2, 3, 4, 5]), np.array([10, 10, 10, 10, 10]))
    assert quartiles is not None
    assert quartiles == pytest.approx([0.2, 0.3, 0.4])


def test_periods_without_articles_say_nothing_of_what_is_usual() -> None:
    full = share_quartiles(np.array([2, 2, 2, 2]), np.array([4, 4, 4, 4]))
    gaps = share_quartiles(np.array([2, 0, 2, 2, 0, 2]), np.array([4, 0, 4, 4, 0, 4]))
    assert full is not None
    assert gaps == pytest.approx(full)


def test_of_few_periods_nothing_is_usual() -> None:
    assert share_quartiles(np.ones(FEWEST - 1, dtype=int), np.full(FEWEST - 1, 9)) is None
    assert share_quartiles(np.zeros(9, dtype=int), np.zeros(9, dtype=int)) is None


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=FEWEST, max_size=20))
def test_quartiles_are_shares_in_order(pairs: list[tuple[int, int]]) -> None:
    counts, totals = np.array([min(pair) for pair in pairs]), np.array([max(pair) for pair in pairs])
    found = share_quartiles(counts, totals)
    if found is not None:
        assert 0 <= found[0] <= found[1] <= found[2] <= 1


def test_a_source_that_only_wrote_more_of_everything_has_no_excess() -> None:
    assert excess_articles(np.array([8]), np.array([40]), np.array([2]), np.array([10])) == pytest.approx([0.0])


def test_a_new_source_is_measured_by_all_others() -> None:
    found = excess_articles(np.array([2, 10]), np.array([20, 10]), np.array([2, 0]), np.array([20, 0]))
    assert found == pytest.approx([0.0, 9.0])


def test_one_source_that_makes_the_rise_is_named() -> None:
    assert dominant_source(np.array([0.1, 9.0, -3.0])) == 1


@pytest.mark.parametrize("differences", [[4.0, 5.0, 3.0], [-1.0, -2.0], [7.0], []])
def test_a_rise_of_several_or_of_nothing_or_in_the_only_source_is_nobodys_own(differences: list[float]) -> None:
    assert dominant_source(np.array(differences)) is None
