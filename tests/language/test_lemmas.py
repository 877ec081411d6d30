"""Lemmas, parts of speech, names and places, by a gold list; agreement."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tematika.language.lemmas import Lemma, abbreviation, agree, can_agree, lemma_of, lemmas_of_seed, spell
from tematika.language.tokens import fold

ROWS = [
    [field.strip() for field in line.split("|")]
    for line in (Path(__file__).parent / "gold" / "lemmas.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("form", "lemma", "pos", "proper"), ROWS, ids=[row[0] for row in ROWS])
def test_gold(form: str, lemma: str, pos: str, proper: str) -> None:
    assert lemma_of(fold(form), form[0].isupper()) == Lemma(lemma, pos, proper == "name", proper == "place")


@settings(deadline=None)
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


@pytest.mark.parametrize(
    ("adjective", "noun", "phrase"),
    [
        ("железный", "дорога", "железная дорога"),
        ("союзный", "программа", "союзная программа"),
        ("дальний", "восток", "дальний восток"),
        ("природный", "газ", "природный газ"),
        ("дизельный", "топливо", "дизельное топливо"),
        ("красный", "ворота", "красные ворота"),
        ("белорусский", "аэс", "белорусская аэс"),
        ("черный", "море", "чёрное море"),
        # in any form, participles too
        ("железных", "дорога", "железная дорога"),
        ("управляющей", "компания", "управляющая компания"),
        ("населенных", "пункт", "населённый пункт"),
        ("высшее", "образование", "высшее образование"),
        # nothing to agree
        ("нефть", "завод", "нефть завод"),
        ("smart", "grid", "smart grid"),
        ("новый", "быстро", "новый быстро"),
    ],
)
def test_agreement(adjective: str, noun: str, phrase: str) -> None:
    assert agree(adjective, noun) == phrase


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("железной", "дороге", True),
        ("рабочие", "места", True),
        ("населённых", "пунктов", True),
        ("добычи", "нефти", False),
        ("рабочий", "завода", False),
        ("железная", "дорогой", False),
        ("smart", "grid", False),
    ],
)
def test_what_can_agree(first: str, second: str, expected: bool) -> None:
    assert can_agree(first, second) is expected


def test_spelling_gives_back_yo_and_nothing_else() -> None:
    assert [spell(lemma) for lemma in ("самолет", "елка", "порт", "небо", "smart", "ковид-19")] == [
        "самолёт",
        "ёлка",
        "порт",
        "небо",
        "smart",
        "ковид-19",
    ]


def test_letters_without_a_unicode_name_are_words_like_others() -> None:
    tangut = chr(0x17000)
    assert lemma_of(tangut, capital=False) == Lemma(tangut, "UNKN", False, False)
    assert (agree(tangut, "порт"), spell(tangut)) == (f"{tangut} порт", tangut)
