"""The words that decided."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from tematika.language.stream import read_stream
from tematika.language.terms import find_terms
from tematika.themes.deciding import DecidingWords
from tematika.themes.seeds import find_seeds

TEXTS = ["Поезд ушёл, вагон остался.", "По железной дороге ушёл поезд.", "", "Кот спит."]
STREAM = read_stream(TEXTS)
TERMS, SEEDS = find_terms(STREAM), find_seeds(STREAM, ["железная дорога", "поезд"])
WEIGHTS = sp.csr_array(sp.hstack([TERMS.counts(), SEEDS.counts()], format="csr"))
N_TERMS = len(TERMS.names)


def worth(**words: float) -> np.ndarray:
    importance = np.zeros(WEIGHTS.shape[1])
    for word, value in words.items():
        importance[TERMS.names.index(word)] = value
    return importance


def decided(unit: int, importance: np.ndarray) -> dict[str, float]:
    words = DecidingWords(TERMS, SEEDS, WEIGHTS).of(unit, importance)
    return {TEXTS[unit][word.start : word.end]: round(word.weight, 3) for word in words}


def test_words_are_given_in_their_order_with_their_shares() -> None:
    assert decided(0, worth(вагон=3, поезд=1)) == {"Поезд": 0.25, "вагон": 0.75}
    assert decided(0, worth(кот=1)) == {}
    assert decided(2, worth(вагон=1)) == {}


def test_what_speaks_against_has_not_decided() -> None:
    assert decided(0, worth(вагон=1, поезд=-5)) == {"вагон": 1.0}


def test_little_shares_are_not_worth_showing() -> None:
    assert decided(0, worth(вагон=99, поезд=1)) == {"вагон": 0.99}


def test_a_seed_word_and_the_term_in_the_same_place_add_up_and_phrases_win_over_their_parts() -> None:
    importance = worth(поезд=1, дорога=1)
    importance[N_TERMS:] = [4, 2]
    assert decided(1, importance) == {"железной дороге": 0.5, "поезд": 0.375}


@given(st.lists(st.floats(-1, 1), min_size=WEIGHTS.shape[1], max_size=WEIGHTS.shape[1]), st.integers(0, 3))
def test_words_never_overlap_and_weigh_at_most_1(importance: list[float], unit: int) -> None:
    words = DecidingWords(TERMS, SEEDS, WEIGHTS).of(unit, np.array(importance))
    assert sum(word.weight for word in words) <= 1 + 1e-9
    assert len(words) <= 8
    assert all(0 <= word.start < word.end <= len(TEXTS[unit]) for word in words)
    assert all(first.end <= second.start for first, second in pairwise(words))
