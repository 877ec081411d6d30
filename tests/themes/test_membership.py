"""Whether rows belong to their clusters."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from tematika.themes.discovered.membership import (
    NO_THRESHOLD,
    cluster_centers,
    cluster_cosines,
    relabel_by_size,
    remove_outliers,
)
from tematika.themes.features import normalize_rows


def rows_of(*words: str) -> sp.csr_array:
    """A row for each string, a column for each letter."""
    letters = sorted(set("".join(words)))
    return normalize_rows(sp.csr_array(np.array([[float(letter in word) for letter in letters] for word in words])))


def test_a_row_does_not_meet_itself() -> None:
    rows = rows_of("ab", "ab", "ac", "xy", "zz")
    seen = cluster_cosines(rows, np.array([0, 0, 0, 1, -1]), 2)
    assert seen.own[0] > seen.own[2] > 0
    # Alone in its cluster, and in no cluster.
    assert seen.own[3:].tolist() == [0, 0]
    assert len(seen.others) == 4 + 2
    naive = (rows @ cluster_centers(rows, np.array([0, 0, 0, 1, -1]), 2).T)[:3, 0]
    assert (naive > seen.own[:3]).all()


def test_strangers_leave_and_what_gets_too_small_goes() -> None:
    rows = rows_of("abc", "abd", "acd", "bcd", "q", "xyz", "xyw", "xzw", "mn", "op")
    labels = np.array([0, 0, 0, 0, 0, 1, 1, 1, 2, 2])
    kept, threshold = remove_outliers(rows, labels, 0.9, 2)
    assert kept.tolist() == [0, 0, 0, 0, -1, 1, 1, 1, -1, -1]
    assert threshold >= 0


def test_a_single_cluster_asks_for_common_words() -> None:
    rows = rows_of("ab", "ac", "bc")
    kept, threshold = remove_outliers(rows, np.zeros(3, dtype=np.int64), 0.95, 1)
    assert kept.tolist() == [0, 0, 0]
    assert threshold == 0 > NO_THRESHOLD


@pytest.mark.parametrize(
    ("labels", "smallest", "expected"),
    [
        ([5, 2, 2, 9, 9, 9], 1, [2, 1, 1, 0, 0, 0]),
        ([5, 2, 2, 9, 9, 9], 2, [-1, 1, 1, 0, 0, 0]),
        ([1, 0, -1, 0, 1], 1, [0, 1, -1, 1, 0]),
        ([0, 1, 2], 3, [0, -1, -1]),
        ([-1, -1], 1, [-1, -1]),
    ],
)
def test_the_largest_comes_first(labels: list[int], smallest: int, expected: list[int]) -> None:
    assert relabel_by_size(np.array(labels), smallest).tolist() == expected


@given(st.lists(st.tuples(st.sets(st.integers(0, 5), max_size=4), st.integers(-1, 2)), min_size=3, max_size=12))
def test_cosines_are_cosines(rows: list[tuple[set[int], int]]) -> None:
    matrix = np.zeros((len(rows), 6))
    for row, (words, _) in enumerate(rows):
        matrix[row, list(words)] = 1
    seen = cluster_cosines(normalize_rows(sp.csr_array(matrix)), np.array([label for _, label in rows]), 3)
    for values in (seen.own, seen.others):
        assert ((values > -1e-6) & (values < 1 + 1e-6)).all()
