"""The map: themes on the rim, passages between those they score for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tematika.themes.layout import passage_places, theme_places

scores = arrays(np.float64, st.tuples(st.integers(0, 12), st.integers(0, 6)), elements=st.floats(0, 1))


@given(scores)
def test_themes_are_on_the_rim_and_passages_inside(values: np.ndarray) -> None:
    themes = theme_places(values)
    assert np.linalg.norm(themes, axis=1) == pytest.approx(np.ones(values.shape[1]))
    places = passage_places(values, themes)
    assert places.shape == (len(values), 2)
    assert (np.linalg.norm(places, axis=1) <= 1 + 1e-9).all()


def test_a_clear_passage_lies_at_its_theme_and_one_of_nothing_in_the_middle() -> None:
    themes = theme_places(np.eye(4))
    places = passage_places(np.array([[0, 0, 1.0, 0], [0, 0, 0, 0]]), themes)
    assert places[0] == pytest.approx(themes[2])
    assert places[1] == pytest.approx([0, 0])


def test_a_passage_of_two_themes_lies_between_them() -> None:
    themes = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert passage_places(np.array([[0.8, 0.8]]), themes)[0] == pytest.approx([0.4, 0.4])


def test_themes_that_share_passages_are_neighbours() -> None:
    pairs = [(0, 3), (3, 1), (1, 4), (4, 2)]
    values = np.array([[1.0 if k in pair else 0.0 for k in range(5)] for pair in pairs for _ in range(5)])
    themes = theme_places(values)
    apart = np.linalg.norm(themes[0] - themes, axis=1)
    assert apart[3] < apart[1]


def test_places_do_not_depend_on_the_run() -> None:
    values = np.random.default_rng(0).random((50, 7))
    assert (theme_places(values) == theme_places(values.copy())).all()
