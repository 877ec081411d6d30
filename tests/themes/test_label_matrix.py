"""What labels do to verdicts, questions and figures."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from tematika.themes.annotations import NEGATIVE, POSITIVE, UNLABELLED, LabelMatrix, apply_labels
from tematika.themes.evaluation.active_learning import select_diverse, uncertainty
from tematika.themes.evaluation.metrics import FEWEST, label_scores


def test_a_passage_speaks_for_itself() -> None:
    said = LabelMatrix(
        np.array([[UNLABELLED], [NEGATIVE], [UNLABELLED], [UNLABELLED]], dtype=np.int8),
        np.array([[POSITIVE], [NEGATIVE]], dtype=np.int8),
    )
    assert said.of_units(np.array([0, 0, 0, 1], dtype=np.int32)).ravel().tolist() == [
        POSITIVE,
        NEGATIVE,
        POSITIVE,
        NEGATIVE,
    ]


def test_labels_are_obeyed_where_they_speak() -> None:
    said = np.array([[POSITIVE, NEGATIVE, UNLABELLED]], dtype=np.int8)
    assert apply_labels(np.array([[False, True, True]]), said).tolist() == [[True, False, True]]


def test_doubt_is_greatest_at_the_threshold() -> None:
    doubt = uncertainty(np.array([[0.01], [0.2], [0.3], [0.5], [1.0]]), np.array([0.3]))
    assert doubt.argmax() == 2
    assert np.all(np.diff(doubt[:3]) > 0)
    assert np.all(np.diff(doubt[2:]) < 0)


def test_questions_differ_from_each_other() -> None:
    rows = sp.csr_array(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]))
    chosen = select_diverse(np.array([0.9, 0.8, 0.5, 0.0]), rows, 2)
    assert chosen.tolist() == [0, 2]
    assert select_diverse(np.zeros(4), rows, 2).tolist() == []


def test_labels_judge_what_was_found_without_them() -> None:
    truth = np.array([[POSITIVE, NEGATIVE], [NEGATIVE, POSITIVE], [UNLABELLED, NEGATIVE]] * 4, dtype=np.int8)
    said = LabelMatrix(np.zeros((0, 2), dtype=np.int8), truth)
    judged = label_scores(["rail", "energy"], said, truth == POSITIVE, seed=0)
    assert judged is not None
    assert (judged.n, judged.macro_f1) == (12, 1.0)
    wrong = label_scores(["rail", "energy"], said, truth != POSITIVE, seed=0)
    assert wrong is not None
    assert wrong.macro_f1 == 0.0
    few = LabelMatrix(said.units, np.where(np.arange(12)[:, None] < FEWEST - 1, truth, UNLABELLED).astype(np.int8))
    assert label_scores(["rail", "energy"], few, truth == POSITIVE, seed=0) is None
    assert label_scores(["rail", "energy"], None, truth == POSITIVE, seed=0) is None
