"""The words that decided."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tematika.language.lemma_stream import read_stream
from tematika.language.terms import find_terms
from tematika.themes.explanation import DecidingWords
from tematika.themes.features import CONTEXT, add_context
from tematika.themes.seed_words import find_seeds

TEXTS = [
    "Поезд ушёл, вагон остался.",
    "По железной дороге ушёл поезд.",
    "",
    "Кот спит.",
    "Вагон за вагоном.",
    "Кот ждал вагон.",
]
ARTICLE = np.array([0, 1, 2, 3, 4, 3], dtype=np.int32)
STREAM = read_stream(TEXTS)
TERMS, SEEDS = find_terms(STREAM), find_seeds(STREAM, ["железная дорога", "поезд"])
WEIGHTS = sp.csr_array(sp.hstack([TERMS.counts(), SEEDS.counts()], format="csr"))
N_TERMS = len(TERMS.names)


def worth(**words: float) -> NDArray[np.float64]:
    importance = np.zeros(WEIGHTS.shape[1])
    for word, value in words.items():
        importance[TERMS.names.index(word)] = value
    return importance


def look_up(importance: NDArray[np.float64]) -> DecidingWords:
    return DecidingWords(TERMS, SEEDS, WEIGHTS, ARTICLE, importance[np.newaxis])


def decided(unit: int, importance: NDArray[np.float64]) -> dict[str, float]:
    return {TEXTS[word.unit][word.start : word.end]: round(word.weight, 3) for word in look_up(importance).of(unit, 0)}


def test_words_are_given_in_their_order_with_their_shares() -> None:
    assert decided(0, worth(вагон=3, поезд=1)) == {"Поезд": 0.25, "вагон": 0.75}
    assert decided(0, worth(кот=1)) == {}
    assert decided(2, worth(вагон=1)) == {}


def test_what_speaks_against_has_not_decided() -> None:
    assert decided(0, worth(вагон=1, поезд=-5)) == {"вагон": 1.0}


def test_little_shares_are_not_worth_showing() -> None:
    assert decided(0, worth(вагон=99, поезд=1)) == {"вагон": 0.99}


def test_what_stands_in_one_place_adds_up() -> None:
    importance = worth(поезд=1, дорога=1)
    importance[N_TERMS:] = [4, 2]
    assert decided(1, importance) == {"железной дороге": 0.625, "поезд": 0.375}


def test_a_word_that_stands_there_twice_has_half_of_its_weight_in_either_place() -> None:
    words = look_up(worth(вагон=1)).of(4, 0)
    assert [(word.start, word.weight) for word in words] == [(0, pytest.approx(0.5)), (9, pytest.approx(0.5))]


def test_words_elsewhere_in_the_article_count_as_the_score_counts_them() -> None:
    importance = worth(вагон=1, кот=1)
    [own, other] = look_up(worth(вагон=1)).of(3, 0), look_up(importance).of(3, 0)
    assert [(word.unit, word.weight) for word in own] == [(5, pytest.approx(1.0))]
    in_context = add_context(WEIGHTS, ARTICLE, CONTEXT).toarray()[3] @ importance
    assert [(word.unit, TEXTS[word.unit][word.start : word.end]) for word in other] == [
        (3, "Кот"),
        (5, "Кот"),
        (5, "вагон"),
    ]
    assert other[0].weight == pytest.approx((1 + CONTEXT / 2) / in_context)
    assert other[1].weight == pytest.approx(CONTEXT / 2 / in_context)
    assert sum(word.weight for word in other) == pytest.approx(1.0)


@given(st.lists(st.floats(-1, 1), min_size=WEIGHTS.shape[1], max_size=WEIGHTS.shape[1]), st.integers(0, 5))
def test_words_never_overlap_and_weigh_at_most_1(importance: list[float], unit: int) -> None:
    words = look_up(np.array(importance)).of(unit, 0)
    assert sum(word.weight for word in words) <= 1 + 1e-9
    assert len(words) <= 8
    assert all(0 <= word.start < word.end <= len(TEXTS[word.unit]) for word in words)
    assert all(first.end <= second.start for first, second in pairwise(words) if first.unit == second.unit)
    assert all(ARTICLE[word.unit] == ARTICLE[unit] for word in words)


@given(st.lists(st.floats(0.5, 1), min_size=WEIGHTS.shape[1], max_size=WEIGHTS.shape[1]), st.sampled_from([0, 1]))
def test_what_is_shown_of_a_short_text_is_all_there_is(importance: list[float], unit: int) -> None:
    weights = [word.weight for word in look_up(np.array(importance)).of(unit, 0)]
    assert sum(weights) > 1 - 2 * 0.08
