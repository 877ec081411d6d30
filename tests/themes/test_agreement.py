"""Two sortings of the same articles compared."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.themes.evaluation.agreement import Membership, agreement, jaccard

LABELS = st.lists(st.integers(-1, 3), min_size=1, max_size=40)


def found_only(labels: list[int], n_themes: int = 4) -> Membership:
    return Membership(np.zeros((len(labels), 0), dtype=bool), np.array(labels), n_themes)


@given(LABELS, st.permutations(range(4)))
def test_other_numbers_for_the_same_themes_make_no_difference(labels, order):
    renamed = [order[label] if label >= 0 else -1 for label in labels]
    compared = agreement(found_only(labels), found_only(renamed))
    assert compared.same == 1
    for theme in range(4):
        value = compared.of_theme[theme]
        assert value == 1 if theme in labels else np.isnan(value)


@given(LABELS, st.data())
def test_agreement_is_between_none_and_all(labels, data):
    other = data.draw(st.lists(st.integers(-1, 2), min_size=len(labels), max_size=len(labels)))
    compared = agreement(found_only(labels), found_only(other, 3))
    known = compared.of_theme[~np.isnan(compared.of_theme)]
    assert ((known >= 0) & (known <= 1)).all()
    assert 0 <= compared.same <= 1


def test_a_theme_that_has_no_counterpart():
    compared = agreement(found_only([0, 0, 0, 1, 1, -1], 2), found_only([0, 0, 0, 0, 0, -1], 1))
    assert compared.of_theme == pytest.approx([3 / 5, 0])
    assert compared.same == pytest.approx(4 / 6)


def test_named_themes_keep_their_numbers():
    first = Membership(np.array([[True, False], [True, True], [False, False]]), np.array([0, 0, 2]), 3)
    second = Membership(np.array([[False, True], [True, True], [False, False]]), np.array([1, 0, 2]), 3)
    compared = agreement(first, second)
    assert compared.of_theme == pytest.approx([1 / 2, 1 / 2, 1])
    assert compared.same == pytest.approx(2 / 3)


def test_jaccard_of_nothing_is_nothing():
    assert jaccard(np.zeros((3, 1), dtype=bool), np.zeros((3, 2), dtype=bool)).tolist() == [[0, 0]]
