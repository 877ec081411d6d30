"""Lemmas, parts of speech, names and places, by a gold list."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.language.lemmas import PROPER_TAGS, Lemma, abbreviation_lemma, lemma_of, lemmas_of_seed, parse, read_form
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
    assert abbreviation_lemma("ии").lemma in lemmas_of_seed("ии")


@pytest.mark.parametrize(
    ("form", "capital", "small"),
    [
        ("москвы", Lemma("москва", "NOUN", False, True), Lemma("москва", "NOUN", False, False)),
        ("петровым", Lemma("петров", "NOUN", True, False), Lemma("петров", "ADJF", False, False)),
        ("орлов", Lemma("орлов", "NOUN", True, False), Lemma("орел", "NOUN", False, False)),
        ("вертолетом", Lemma("вертолет", "NOUN", False, False), Lemma("вертолет", "NOUN", False, False)),
        ("наш", Lemma("наш", "NPRO", False, False), Lemma("наш", "NPRO", False, False)),
        ("github", Lemma("github", "LATN", False, False), Lemma("github", "LATN", False, False)),
        ("ыы", Lemma("ыы", "UNKN", False, False), Lemma("ыы", "UNKN", False, False)),
    ],
)
def test_one_question_tells_both_ways_of_writing(form: str, capital: Lemma, small: Lemma) -> None:
    assert read_form(form) == (small, capital)


@pytest.mark.parametrize(
    "form", ["", "\x01", "а\x01б", "\0", "дом\0", "\ud800", "дом\ud800", " ", "дом:NOUN", "\U000e0fff"]
)
def test_no_form_fails(form: str) -> None:
    assert isinstance(lemma_of(form, capital=True), Lemma)


@given(st.text(max_size=8), st.booleans())
def test_the_lemma_is_that_of_the_likeliest_reading(form: str, capital: bool) -> None:
    readings = parse(form)
    common = [reading for reading in readings if not PROPER_TAGS & reading.tag.grammemes]
    chosen = (readings if capital else common or readings)[:1]
    expected = [reading.normal_form.replace("ё", "е") for reading in chosen] or [form]
    assert lemma_of(form, capital).lemma == expected[0]


def test_letters_without_a_unicode_name_are_words_like_others() -> None:
    tangut = chr(0x17000)
    assert lemma_of(tangut, capital=False) == Lemma(tangut, "UNKN", False, False)
