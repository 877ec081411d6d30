"""Precision, recall, F1 and their intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from tematika.themes.evaluation.metrics import score_themes

ROWS = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60)


def columns(rows):
    truth, said = (np.array(values)[:, None] for values in zip(*rows, strict=True))
    return truth, np.ones_like(truth), said


@given(ROWS)
def test_f1_is_that_of_scikit_learn_and_lies_in_its_interval_range(rows):
    truth, scored, said = columns(rows)
    (theme,) = score_themes(["energy"], truth, scored, said).themes
    if not truth.any() and not said.any():
        assert theme.f1 is None
        return
    assert theme.f1 == pytest.approx(f1_score(truth.ravel(), said.ravel(), zero_division=0))
    assert 0 <= theme.low <= theme.high <= 1


def test_what_is_not_scored_does_not_count():
    truth = np.array([[True], [False], [True]])
    said = np.array([[True], [True], [False]])
    all_scored = score_themes(["a"], truth, np.ones((3, 1), dtype=bool), said).themes[0]
    assert (all_scored.precision, all_scored.recall, all_scored.f1) == (0.5, 0.5, 0.5)
    lenient = score_themes(["a"], truth, np.array([[True], [False], [False]]), said).themes[0]
    assert (lenient.labelled, lenient.found, lenient.f1) == (1, 1, 1)


def test_macro_f1_leaves_out_themes_of_which_nothing_is_known():
    truth = np.array([[True, False], [False, False]] * 20)
    found = score_themes(["a", "b"], truth, np.ones_like(truth), truth)
    assert (found.macro_f1, found.low, found.high) == (1, 1, 1)
    assert found.themes[1].f1 is None
    nothing = score_themes(["a"], truth[:, 1:], np.ones((40, 1), dtype=bool), truth[:, 1:])
    assert nothing.macro_f1 is None


def test_more_labels_make_a_narrower_interval():
    chance = np.random.default_rng(0)
    truth = chance.random((400, 1)) < 0.5
    said = truth ^ (chance.random((400, 1)) < 0.2)
    widths = []
    for n in (40, 400):
        theme = score_themes(["a"], truth[:n], np.ones((n, 1), dtype=bool), said[:n]).themes[0]
        assert theme.low < theme.f1 < theme.high
        widths.append(theme.high - theme.low)
    assert widths[1] < widths[0] / 2


def test_the_same_seed_gives_the_same_interval():
    truth, scored, said = columns([(True, True), (True, False), (False, True)] * 5)
    assert score_themes(["a"], truth, scored, said) == score_themes(["a"], truth, scored, said)
