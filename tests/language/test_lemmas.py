"""Lemmas, parts of speech, names and places, by a gold list."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.language.lemmas import Lemma, abbreviation, lemma_of, lemmas_of_seed
from tematika.language.tokens import fold

ROWS = [
    [field.strip() for field in line.split("|")]
    for line in (Path(__file__).parent / "gold" / "lemmas.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("form", "lemma", "pos", "proper"), ROWS, ids=[row[0] for row in ROWS])
def test_gold(form: str, lemma: str, pos: str, proper: str) -> None:
    assert lemma_of(fold(form), form[0].isupper()) == Lemma(lemma, pos, proper == "name", proper == "place")


@given(st.text("абвгдежзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=14), st.booleans())
def test_any_form_has_a_folded_lemma(form: str, capital: bool) -> None:
    found = lemma_of(form, capital)
    assert found.lemma
    assert "ё" not in found.lemma
    assert found.lemma == found.lemma.lower()
    assert capital or not (found.name or found.place)


def test_a_seed_word_stands_for_both_ways_of_writing() -> None:
    assert lemmas_of_seed("орлов") == {"орел", "орлов"}
    assert lemmas_of_seed("нефть") == {"нефть"}


def test_a_seed_word_stands_for_itself_where_it_is_an_abbreviation() -> None:
    assert abbreviation("ии").lemma in lemmas_of_seed("ии")


def test_letters_without_a_unicode_name_are_words_like_others() -> None:
    tangut = chr(0x17000)
    assert lemma_of(tangut, capital=False) == Lemma(tangut, "UNKN", False, False)
