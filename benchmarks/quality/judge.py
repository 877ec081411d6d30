"""One way of scoring for all methods, whoever made the values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from quality.exchange import Answer
from tematika.themes.annotations import Label
from tematika.themes.evaluation.metrics import f1_scores


@dataclass(frozen=True)
class Truth:
    """Labelled articles of a named task: their rows, what they carry, what is scored; a half of the labels each."""

    rows: NDArray[np.int64]
    carried: NDArray[np.bool_]
    scored: NDArray[np.bool_]
    half: NDArray[np.bool_]


def truth_of(labels: Sequence[Label], refs: Sequence[str], themes: Sequence[str]) -> Truth:
    """Put labels in the order of the articles, and cut them into two halves by chance."""
    row_of = {ref: row for row, ref in enumerate(refs)}
    known = [label for label in labels if label.name in row_of]
    carried = np.array([[theme in label.themes for theme in themes] for label in known])
    scored = ~np.array([[theme in label.may for theme in themes] for label in known])
    order = np.random.default_rng(0).permutation(len(known))
    rows = np.array([row_of[label.name] for label in known])
    return Truth(rows, carried, scored, order < len(known) // 2)


def theme_f1(answer: Answer, truth: Truth) -> NDArray[np.float64]:
    """F1 of each theme over all labels.

    What is no decision yet is decided by the threshold that is best on the other half of the labels, theme by theme,
    for each of the halves; the decisions about both halves are scored together.
    """
    values = np.array(answer.values, dtype=np.float64)[truth.rows]
    if answer.decided:
        said = values > 0.5
    else:
        said = np.zeros(values.shape, dtype=bool)
        for half in (truth.half, ~truth.half):
            said[half] = values[half] >= _best_thresholds(values[~half], truth.carried[~half], truth.scored[~half])
    return np.nan_to_num(f1_scores(truth.carried, truth.scored, said, np.ones((1, len(said))))[0])


def rand_index(answer: Answer, classes: Sequence[str]) -> float:
    """Give the adjusted Rand index (Hubert and Arabie 1985)."""
    return float(adjusted_rand_score(classes, answer.values))


def by_method(answers: Iterable[Answer]) -> Mapping[str, list[Answer]]:
    """Group answers, methods in the order in which they come."""
    groups: dict[str, list[Answer]] = {}
    for answer in answers:
        groups.setdefault(answer.method, []).append(answer)
    return groups


def _best_thresholds(
    values: NDArray[np.float64], carried: NDArray[np.bool_], scored: NDArray[np.bool_]
) -> NDArray[np.float64]:
    found = []
    for k in range(values.shape[1]):
        candidates = np.unique(values[:, k])
        said = values[:, [k]] >= candidates[None, :]
        columns = (
            np.repeat(carried[:, [k]], len(candidates), axis=1),
            np.repeat(scored[:, [k]], len(candidates), axis=1),
        )
        f1 = np.nan_to_num(f1_scores(*columns, said, np.ones((1, len(said))))[0])
        found.append(candidates[int(f1.argmax())])
    return np.array(found)
