"""A sorting as tables."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from sorted_stories import passages_of, sort

from stories import ABSENT, STORIES, THEMES
from tematika.themes.tables import DECIDING, deciding_column, describe_themes, theme_columns
from tematika.themes.units import Sorting


@pytest.fixture(scope="module")
def sorting() -> Sorting:
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


def test_themes_are_described_by_words_of_theirs(sorting: Sorting) -> None:
    energy, rail, *found = describe_themes(sorting, passages_of(STORIES), THEMES)
    assert [energy.uid, rail.uid] == ["energy", "rail"]
    assert energy.named
    assert rail.title == {"en": "Rail", "ru": "Рельсы"}
    assert {theme.uid: theme.missing_seeds for theme in (energy, rail)} == ABSENT
    assert {"электростанция", "топливо"} & {term for term, _ in energy.terms}
    assert {"вагон", "поезд"} <= {term for term, _ in rail.terms}
    assert len(found) == 2
    assert not any(theme.named or theme.missing_seeds for theme in found)
    titles = [set(theme.title["ru"].lower().split(", ")) for theme in found]
    assert any(title & {"урожай", "зерно", "поле", "комбайн", "агроном"} for title in titles)
    assert any(title & {"спектакль", "актёр", "режиссёр", "премьера", "зритель"} for title in titles)
    for theme in (energy, rail, *found):
        weights = [weight for _, weight in theme.terms]
        assert weights == sorted(weights, reverse=True)
        assert all(0 < weight <= 1 for weight in weights)


def test_a_discovered_theme_is_called_the_same_when_found_again(sorting: Sorting) -> None:
    first = describe_themes(sorting, passages_of(STORIES), THEMES)
    shuffled = STORIES[::-1]
    again = describe_themes(sort(shuffled, THEMES), passages_of(shuffled), THEMES)
    assert {theme.uid for theme in first} == {theme.uid for theme in again}
    assert len({theme.uid for theme in first}) == len(first)


def test_deciding_words_are_in_their_place(sorting: Sorting) -> None:
    units = passages_of(STORIES)
    uids = [theme.uid for theme in describe_themes(sorting, units, THEMES)]
    offsets = np.arange(len(units.texts)) * 1000
    shown = np.arange(len(units.texts)) % 7 != 0
    column = deciding_column(sorting, uids, offsets, shown)
    assert column.dtype == DECIDING
    assert all(rows.is_empty() for rows, wanted in zip(column, shown, strict=True) if not wanted)
    seen = [
        (word["theme"], units.texts[unit][word["start"] - offset : word["end"] - offset], word["weight"])
        for unit, (rows, offset) in enumerate(zip(column.to_list(), offsets.tolist(), strict=True))
        for word in rows
    ]
    assert all(words and words == words.strip() and 0 < weight <= 1 for _, words, weight in seen)
    assert {"вагонов", "локомотив"} <= {words for theme, words, _ in seen if theme == "rail"}
    assert {theme for theme, _, _ in seen} == set(uids)
