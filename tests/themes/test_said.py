"""What labels do to examples, thresholds, questions and figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from sorted_stories import passages_of

from stories import STORIES, THEMES
from tematika.themes.doubt import doubts, most_telling
from tematika.themes.heldout import FEWEST, held_out_scores
from tematika.themes.said import NO, OPEN, YES, Said, obey
from tematika.themes.thresholds import moved_thresholds
from tematika.themes.units import Options


def test_a_passage_speaks_for_itself_and_an_article_for_its_clear_passages() -> None:
    said = Said(np.array([[OPEN], [NO], [OPEN], [OPEN]], dtype=np.int8), np.array([[YES], [NO]], dtype=np.int8))
    article = np.array([0, 0, 0, 1], dtype=np.int32)
    speaks, leads = np.array([[True], [True], [False], [True]]), np.zeros(4, dtype=bool)
    assert said.examples(article, speaks, leads).ravel().tolist() == [YES, NO, OPEN, NO]
    assert said.of_units(article).ravel().tolist() == [YES, NO, YES, NO]


def test_labels_are_obeyed_where_they_speak() -> None:
    said = np.array([[YES, NO, OPEN]], dtype=np.int8)
    assert obey(np.array([[False, True, True]]), said).tolist() == [[True, False, True]]


def test_labels_move_a_threshold_towards_them() -> None:
    thresholds, shares = np.array([0.3]), np.full((8, 1), 0.25)
    yes, no = np.full((8, 1), YES, dtype=np.int8), np.full((8, 1), NO, dtype=np.int8)
    assert moved_thresholds(thresholds, shares, yes)[0] < 0.3 < moved_thresholds(thresholds, shares, no)[0]
    few = moved_thresholds(thresholds, shares[:2], yes[:2])[0]
    assert moved_thresholds(thresholds, shares, yes)[0] < few < 0.3


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_without_labels_thresholds_stay(shares: list[float]) -> None:
    column = np.array(shares)[:, None]
    said = np.zeros(column.shape, dtype=np.int8)
    assert np.allclose(moved_thresholds(np.array([0.3]), column, said), 0.3)


def test_doubt_is_greatest_at_the_threshold() -> None:
    doubt = doubts(np.array([[0.01], [0.2], [0.3], [0.5], [1.0]]), np.array([0.3]))
    assert doubt.argmax() == 2
    assert np.all(np.diff(doubt[:3]) > 0)
    assert np.all(np.diff(doubt[2:]) < 0)


def test_questions_differ_from_each_other() -> None:
    rows = sp.csr_array(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]))
    chosen = most_telling(np.array([0.9, 0.8, 0.5, 0.0]), rows, 2)
    assert chosen.tolist() == [0, 2]
    assert most_telling(np.zeros(4), rows, 2).tolist() == []


def test_what_was_learnt_from_does_not_judge() -> None:
    units = passages_of(STORIES)
    truth = np.array([[YES if one.id in story.about else NO for one in THEMES] for story in STORIES], dtype=np.int8)
    blank = np.zeros((len(units.texts), len(THEMES)), dtype=np.int8)
    judged = held_out_scores(replace(units, said=Said(blank, truth)), THEMES, Options())
    assert judged is not None
    assert judged.n == len(STORIES)
    # Labels that are wrong throughout are obeyed, and yet the judgement does not call them right.
    lying = held_out_scores(replace(units, said=Said(blank, -truth)), THEMES, Options())
    assert lying is not None
    assert (lying.macro_f1 or 0) < 0.9 < (judged.macro_f1 or 0)
    few = np.where(np.arange(len(STORIES))[:, None] < FEWEST - 1, truth, OPEN).astype(np.int8)
    assert held_out_scores(replace(units, said=Said(blank, few)), THEMES, Options()) is None
