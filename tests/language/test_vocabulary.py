"""A learnt vocabulary finds its terms anywhere."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tematika.language.lemma_stream import read_stream
from tematika.language.terms import Terms, Vocabulary, find_terms

LEARNT = ["Поезд идёт по железной дороге.", "Железная дорога закрыта.", "Железную дорогу открыли, поезд пошёл."]
WORDS = ["Порт", "порта", "железная", "дорога", "дороге", "добыча", "нефти", "Дмитрий", "Крутой", "рабочий", "АЭС"]
texts = st.lists(st.lists(st.sampled_from([*WORDS, *".,–\n"]), max_size=20).map(" ".join), max_size=8)


def learn(some: list[str]) -> tuple[Vocabulary, Terms]:
    terms = find_terms(read_stream(some))
    return Vocabulary(terms.names, terms.kind), terms


def assert_same(one: Terms, other: Terms) -> None:
    assert one.n_texts == other.n_texts
    for name in ("term", "text", "start", "end"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


@given(texts)
def test_in_what_it_was_learnt_from_it_finds_all_again(some: list[str]) -> None:
    vocabulary, terms = learn(some)
    assert_same(vocabulary.find(read_stream(some)), terms)


@given(texts, texts)
def test_what_it_finds_in_a_text_does_not_depend_on_the_others(some: list[str], more: list[str]) -> None:
    vocabulary, _ = learn([*LEARNT, *some])
    alone, together = vocabulary.find(read_stream(some)), vocabulary.find(read_stream([*some, *more]))
    own = together.text < len(some)
    np.testing.assert_array_equal(together.term[own], alone.term)
    np.testing.assert_array_equal(together.start[own], alone.start)


def test_other_forms_are_found_and_other_words_are_not() -> None:
    vocabulary, _ = learn(LEARNT)
    text = "О железной дороге и самолётах писали газеты."
    found = vocabulary.find(read_stream([text]))
    surfaces = [text[start:end] for start, end in zip(found.start, found.end, strict=True)]
    assert surfaces == ["железной", "железной дороге", "дороге"]
    assert [vocabulary.names[term] for term in found.term] == ["железный", "железный дорога", "дорога"]


def test_a_phrase_does_not_reach_over_a_break() -> None:
    vocabulary, _ = learn(LEARNT)
    found = vocabulary.find(read_stream(["железная, дорога", "дорога железная"]))
    assert not any(" " in vocabulary.names[term] for term in found.term)


def test_nothing_known_and_nothing_to_read() -> None:
    empty, _ = learn([])
    assert not len(empty.find(read_stream(["Поезд ушёл."])).term)
    vocabulary, _ = learn(LEARNT)
    assert not len(vocabulary.find(read_stream([])).term)
    assert vocabulary.find(read_stream(["", ""])).counts().shape == (2, len(vocabulary.names))
