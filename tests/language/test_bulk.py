"""The lemmas of many forms at once are those of each form alone."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tematika.language.bulk import lemmas_of
from tematika.language.lemmas import KNOWN_PREFIXES, PARTICLES, Lemma, lemma_of
from tematika.language.tokens import tokens

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
GOLD = (Path(__file__).parent / "gold" / "bulk.txt").read_text(encoding="utf-8")
KINDS = {
    line.split(":", 1)[0]: line.split(":", 1)[1].split()
    for line in GOLD.splitlines()
    if line and not line.startswith("#")
}
# Whichever test is first loads the dictionary.
unhurried = settings(deadline=None)
LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
WORDS = sorted({form for forms in KINDS.values() for form in forms})


def unequal(forms: list[str]) -> list[tuple[str, bool]]:
    table = lemmas_of(forms)
    assert len(table) == len(forms)
    return [
        (form, capital)
        for number, form in enumerate(forms)
        for capital in (True, False)
        if table.of(number, capital) != lemma_of(form, capital)
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_gold(kind: str) -> None:
    assert unequal(KINDS[kind]) == []


@pytest.mark.slow
def test_a_form_is_read_alike_alone_and_among_others() -> None:
    together = lemmas_of(WORDS)
    for number, form in enumerate(WORDS):
        alone = lemmas_of([form])
        assert [alone.of(0, capital) for capital in (True, False)] == [
            together.of(number, capital) for capital in (True, False)
        ]


@pytest.mark.parametrize(
    ("form", "capital", "small"),
    [
        ("москвы", Lemma("москва", "NOUN", False, True), ("москва", "NOUN")),
        ("петровым", Lemma("петров", "NOUN", True, False), ("петров", "ADJF")),
        ("вертолетом", Lemma("вертолет", "NOUN", False, False), ("вертолет", "NOUN")),
        ("наш", Lemma("наш", "NPRO", False, False), ("наш", "NPRO")),
        ("github", Lemma("github", "LATN", False, False), ("github", "LATN")),
        ("ыы", Lemma("ыы", "UNKN", False, False), ("ыы", "UNKN")),
    ],
)
def test_columns(form: str, capital: Lemma, small: tuple[str, str]) -> None:
    table = lemmas_of(["дом", form])
    assert (table.lemma[1], table.pos[1], bool(table.name[1]), bool(table.place[1])) == capital
    assert (table.small_lemma[1], table.small_pos[1]) == small


def test_nothing_is_asked() -> None:
    assert len(lemmas_of([])) == 0


def test_a_form_asked_twice() -> None:
    table = lemmas_of(["газете", "газете"])
    assert table.of(0, True) == table.of(1, True)


@pytest.mark.parametrize(
    "form",
    [
        "",
        "\x01",
        "а\x01б",
        "\0",
        "дом\0",
        "\ud800",
        "дом\ud800",
        " ",
        "дом:NOUN",
        "Дом",
        "ЗАО",
        "ёлка",
        "А",
        "é",
        "\U000e0fff",
        "\U00018cff",
    ],
)
def test_forms_that_no_text_gives(form: str) -> None:
    assert unequal(["дома", form, "стол"]) == []


@unhurried
@given(st.lists(st.text(LETTERS, min_size=1, max_size=14), min_size=1, max_size=30))
def test_any_letters(forms: list[str]) -> None:
    assert unequal(forms) == []


@unhurried
@given(st.lists(st.text("аеёиконпст-'’1vxiab", min_size=1, max_size=9), min_size=1, max_size=30))
def test_any_signs_of_words(forms: list[str]) -> None:
    assert unequal(forms) == []


@unhurried
@given(st.lists(st.text(max_size=6), max_size=10))
def test_any_text(forms: list[str]) -> None:
    assert unequal([form.lower() for form in forms]) == []


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Give a real word with another beginning, ending or a letter changed, dropped or doubled."""
    word = draw(st.sampled_from(WORDS))
    place = draw(st.integers(0, len(word)))
    middle = draw(st.text(LETTERS + "-", max_size=2))
    dropped = draw(st.integers(0, 2))
    beginning = draw(st.sampled_from(["", "", "по", "наи", *sorted(KNOWN_PREFIXES)]))
    ending = draw(st.sampled_from(["", "", "", *PARTICLES, "-1", "-й", "-ii", "-" + draw(st.sampled_from(WORDS))]))
    return beginning + word[:place] + middle + word[place + dropped :] + ending


@pytest.mark.slow
@unhurried
@given(st.lists(damaged(), min_size=1, max_size=30))
def test_words_with_changes(forms: list[str]) -> None:
    assert unequal(forms) == []


def forms_of(name: str) -> list[str]:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        texts = [json.loads(line) for line in file]
    return sorted({token.form for text in texts for token in tokens(f"{text['title']}\n{text['text']}")})


@pytest.mark.slow
@pytest.mark.parametrize("name", ["clusters/nplus1.jsonl.gz", "scale/press_2025.jsonl.gz"])
def test_all_forms_of_real_news(name: str) -> None:
    forms = forms_of(name)
    assert len(forms) > 10_000
    assert unequal(forms) == []
