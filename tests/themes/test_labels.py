"""Terms that tell themes apart, and labels."""

from __future__ import annotations

import numpy as np

from tematika.language.stream import ADJECTIVE, NOUN, OTHER
from tematika.themes.labels import label_terms, telling_terms

NAMES = ["везти", "вагон", "железный дорога", "дорога", "новый", "нефть", "железный"]
KINDS = np.array([OTHER, NOUN, NOUN, NOUN, ADJECTIVE, NOUN, ADJECTIVE], dtype=np.int8)
MEANS = np.array(
    [
        [0.9, 0.6, 0.5, 0.4, 0.3, 0.0, 0.2],
        [0.1, 0.0, 0.0, 0.1, 0.6, 0.7, 0.0],
        [0.1, 0.1, 0.0, 0.1, 0.6, 0.0, 0.0],
    ]
)


def names_of(ranked: list[tuple[int, float]]) -> list[str]:
    return [NAMES[number] for number, _ in ranked]


def test_frequent_and_exclusive_terms_come_first() -> None:
    rail, oil, rest = telling_terms(MEANS, NAMES, KINDS)
    assert set(names_of(rail)[:2]) == {"вагон", "железный дорога"}
    assert names_of(oil)[0] == "нефть"
    assert names_of(rest)[0] == "новый"


def test_verbs_are_passed_over_and_so_are_parts_of_phrases() -> None:
    rail = names_of(telling_terms(MEANS, NAMES, KINDS)[0])
    assert not {"везти", "дорога", "железный"} & set(rail)


def test_scores_fall_from_1_at_most() -> None:
    for ranked in telling_terms(MEANS, NAMES, KINDS, n_terms=3):
        scores = [score for _, score in ranked]
        assert len(scores) <= 3
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)


def test_a_theme_without_terms() -> None:
    assert telling_terms(np.zeros((2, 7)), NAMES, KINDS) == [[], []]
    assert telling_terms(np.zeros((1, 0)), [], np.zeros(0, dtype=np.int8)) == [[]]
    assert label_terms([], NAMES, KINDS) == []


def test_labels_are_nouns_of_three_words_at_most() -> None:
    ranked = [(4, 1.0), (2, 0.9), (1, 0.8), (5, 0.7)]
    assert label_terms(ranked, NAMES, KINDS) == [2, 1]
    assert label_terms([(1, 1.0), (5, 0.9), (2, 0.8), (3, 0.7)], NAMES, KINDS) == [1, 5, 3]
    assert label_terms([(4, 1.0)], NAMES, KINDS) == [4]
