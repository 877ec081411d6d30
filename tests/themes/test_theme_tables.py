"""A sorting as tables."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from sorted_stories import passages_of, sort

from stories import STORIES, THEMES
from tematika.themes.columns import DECIDING, deciding_column, theme_columns
from tematika.themes.describe import describe_themes
from tematika.themes.types import Assignments


@pytest.fixture(scope="module")
def sorting() -> Assignments:
    return sort(STORIES, THEMES)


def flags(*rows: list[int]) -> NDArray[np.bool_]:
    return np.array(rows, dtype=bool)


def test_columns_of_scores() -> None:
    scores = np.array([[0.3, 0.70004, 0.1], [0.2, 0.1, 0.99999], [0.0, 0.0, 0.0]])
    columns = theme_columns(scores, flags([1, 1], [0, 0], [0, 0]), np.array([1, 2, -1]), ["a", "b", "d1"])
    assert columns.themes.to_list() == [["b", "a"], [], []]
    assert columns.cluster.to_list() == ["b", "d1", None]
    assert columns.scores.to_list()[0] == {"a": 0.3, "b": 0.7, "d1": 0.1}
    assert columns.themes.dtype == pl.List(pl.String)
    assert columns.cluster.dtype == pl.String


def test_scores_stay_between_0_and_1() -> None:
    columns = theme_columns(np.array([[-0.1], [1.2]]), flags([0], [1]), np.array([-1, 0]), ["a"])
    assert columns.scores.to_list() == [{"a": 0.0}, {"a": 1.0}]


def test_no_themes_make_columns_too() -> None:
    columns = theme_columns(np.zeros((2, 0)), np.zeros((2, 0), dtype=bool), np.array([-1, -1]), [])
    assert columns.themes.to_list() == [[], []]
    assert columns.cluster.to_list() == [None, None]
    assert len(columns.scores) == 2


def test_deciding_words_are_in_their_place(sorting: Assignments) -> None:
    units = passages_of(STORIES)
    uids = [theme.uid for theme in describe_themes(sorting, units, THEMES)]
    offsets = np.arange(len(units.texts)) * 1000
    shown = np.arange(len(units.texts)) % 7 != 0
    column = deciding_column(sorting, uids, units, offsets, shown)
    assert column.dtype == DECIDING
    assert all(rows.is_empty() for rows, wanted in zip(column, shown, strict=True) if not wanted)
    seen = [
        (word["theme"], units.texts[word["start"] // 1000][word["start"] % 1000 : word["end"] % 1000], word["weight"])
        for rows in column.to_list()
        for word in rows
    ]
    beside = [(unit, word["start"] // 1000) for unit, rows in enumerate(column.to_list()) for word in rows]
    assert all(units.article[unit] == units.article[other] for unit, other in beside)
    assert any(unit != other for unit, other in beside)
    assert all(words and words == words.strip() and 0 < weight <= 1 for _, words, weight in seen)
    assert {"вагонов", "локомотив"} <= {words for theme, words, _ in seen if theme == "rail"}
    assert {theme for theme, _, _ in seen} == set(uids)
