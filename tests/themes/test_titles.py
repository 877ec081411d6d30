"""Terms that tell themes apart, and labels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.language.surface_forms import SurfaceForm
from tematika.themes.titles import Ranked, rank_terms, title_terms, top_terms, write_title

NAMES = ["везти", "вагон", "железный дорога", "дорога", "новый", "нефть", "железный"]
FIT = np.array([name != "везти" for name in NAMES])
MEANS = np.array(
    [
        [0.9, 0.6, 0.5, 0.4, 0.3, 0.0, 0.2],
        [0.1, 0.0, 0.0, 0.1, 0.6, 0.7, 0.0],
        [0.1, 0.1, 0.0, 0.1, 0.6, 0.0, 0.0],
    ]
)
EVERYWHERE = np.ones_like(MEANS)
SHOWN = {number: SurfaceForm(name, tuple(name.split())) for number, name in enumerate(NAMES)}
ALL_APART = np.eye(len(NAMES))


def names_of(ranked: Ranked) -> list[str]:
    return [NAMES[number] for number, _ in ranked]


def told(ranked: Ranked, together: np.ndarray = ALL_APART, n_terms: int = 9) -> list[str]:
    return names_of(top_terms(ranked, SHOWN, together, n_terms))


def test_frequent_and_exclusive_terms_come_first() -> None:
    rail, oil, rest = rank_terms(MEANS, EVERYWHERE, FIT, 10)
    assert set(names_of(rail)[:2]) == {"вагон", "железный дорога"}
    assert names_of(oil)[0] == "нефть"
    assert names_of(rest)[0] == "новый"


def test_what_is_unfit_is_passed_over() -> None:
    assert "везти" not in names_of(rank_terms(MEANS, EVERYWHERE, FIT, 10)[0])


def test_what_few_articles_have_comes_later() -> None:
    spread = EVERYWHERE.copy()
    spread[0, 1] = 0.01
    assert names_of(rank_terms(MEANS, spread, FIT, 10)[0])[0] == "железный дорога"


def test_scores_fall_from_1_at_most() -> None:
    for ranked in rank_terms(MEANS, EVERYWHERE, FIT, 3):
        scores = [score for _, score in ranked]
        assert len(scores) <= 3
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)


def test_a_theme_without_terms() -> None:
    assert rank_terms(np.zeros((2, 7)), EVERYWHERE[:2], FIT, 10) == [[], []]
    assert rank_terms(np.zeros((1, 0)), np.zeros((1, 0)), np.zeros(0, dtype=bool), 10) == [[]]
    assert top_terms([], SHOWN, np.zeros((0, 0)), 10) == []
    assert title_terms([], np.zeros(0, dtype=bool), np.zeros(0, dtype=bool)) == []
    assert write_title([]) == ""


def test_of_one_family_only_the_first_is_told() -> None:
    assert told([(2, 0.9), (3, 0.8), (6, 0.7), (1, 0.6)]) == ["железный дорога", "вагон"]
    assert told([(3, 0.9), (2, 0.8), (6, 0.7), (1, 0.6)]) == ["дорога", "железный", "вагон"]


def test_what_stands_in_the_same_articles_comes_after_what_does_not() -> None:
    ranked = [(1, 0.9), (2, 0.8), (5, 0.7)]
    together = np.eye(3)
    assert told(ranked, together, 2) == ["вагон", "железный дорога"]
    together[0, 1] = together[1, 0] = 1.0
    assert told(ranked, together, 2) == ["вагон", "нефть"]


def test_what_cannot_be_shown_is_not_told() -> None:
    assert top_terms([(1, 0.9), (5, 0.8)], {5: SHOWN[5]}, np.eye(2), 9) == [(5, 0.8)]


def test_labels_take_nouns_of_their_own_first() -> None:
    telling = [(4, 1.0), (2, 0.9), (1, 0.8)]
    nouns, own = np.array([False, True, True]), np.array([True, True, False])
    assert title_terms(telling, nouns, own) == [2]
    assert title_terms(telling, np.array([False] * 3), own) == [4, 2]
    assert title_terms(telling, nouns, np.array([False] * 3)) == [4, 2, 1]


@pytest.mark.parametrize(
    ("texts", "label"),
    [
        (["железная дорога", "вагон", "порт", "склад"], "Железная дорога, вагон, порт"),
        (
            ["железная дорога", "речной порт", "сырой лес", "склад"],
            "Железная дорога, речной порт, склад",
        ),
        (["iPhone", "смартфон"], "iPhone, смартфон"),
        (["АЭС", "реактор"], "АЭС, реактор"),
        (["очень длинное имя на шесть слов"], "Очень длинное имя на шесть слов"),
    ],
)
def test_labels(texts: list[str], label: str) -> None:
    assert write_title(texts) == label


@given(st.lists(st.sampled_from(["вагон", "железная дорога", "порт", "речной флот", "уголь"]), max_size=6, unique=True))
def test_labels_are_of_three_terms_and_five_words_at_most(texts: list[str]) -> None:
    parts = write_title(texts).split(", ")
    assert len(parts) <= 3
    assert sum(len(part.split()) for part in parts) <= 5
