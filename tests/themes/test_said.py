"""What labels do to verdicts, questions and figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy.sparse as sp
from sorted_stories import passages_of

from stories import STORIES, THEMES
from tematika.themes.doubt import doubts, most_telling
from tematika.themes.heldout import FEWEST, held_out_scores
from tematika.themes.said import NO, OPEN, YES, Said, obey
from tematika.themes.units import Options


def test_a_passage_speaks_for_itself() -> None:
    said = Said(np.array([[OPEN], [NO], [OPEN], [OPEN]], dtype=np.int8), np.array([[YES], [NO]], dtype=np.int8))
    assert said.of_units(np.array([0, 0, 0, 1], dtype=np.int32)).ravel().tolist() == [YES, NO, YES, NO]


def test_labels_are_obeyed_where_they_speak() -> None:
    said = np.array([[YES, NO, OPEN]], dtype=np.int8)
    assert obey(np.array([[False, True, True]]), said).tolist() == [[True, False, True]]


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
