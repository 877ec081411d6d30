"""Words of texts: what is one, how it is folded, where it stands."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tematika.language.normalise import normalise
from tematika.language.tokens import bare, fold, tokens

ALPHABET = "аеёиййБЁЖнтъ aZé0129²-‑'’—–.,!?«»()\n\t\xa0_\u00ad\u200b\u200d\u2060\ufeff\u0300\u0301\u0306\u0308"
messy_texts = st.text(ALPHABET, max_size=60) | st.text(max_size=40)


def forms(text: str) -> list[str]:
    return [token.form for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Порт открыт.", ["порт", "открыт"]),
        ("порт,склад;баржа", ["порт", "склад", "баржа"]),
        ("«Порт»(склад)", ["порт", "склад"]),
        ("Ещё ёж", ["еще", "еж"]),
        ("Ростов-на-Дону, север-юг", ["ростов-на-дону", "север-юг"]),
        ("Ил-114 и АИ-95", ["ил-114", "и", "аи-95"]),
        ("об'ект об’ект", ["об'ект", "об’ект"]),
        ("Smart Grid для МВт", ["smart", "grid", "для", "мвт"]),
        ("выбросы CO₂", ["выбросы", "co₂"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


@pytest.mark.parametrize(
    "text", ["", " \n\t\xa0", "2026", "12,5 % – 40 ₽", "...", "— - ‑", "_ __", "\u00ad\u0301\u200b"]
)
def test_texts_without_words(text: str) -> None:
    assert forms(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("порт -", ["порт"]),
        ("порт- склад", ["порт", "склад"]),
        ("порт - склад", ["порт", "склад"]),
        ("порт--склад", ["порт", "склад"]),
        ("порт–склад", ["порт", "склад"]),
        ("порт_склад", ["порт", "склад"]),
        ("«порт»", ["порт"]),
        ("'порт'", ["порт"]),
        ("25км", ["км"]),
    ],
)
def test_what_joins_no_words(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


@pytest.mark.parametrize(
    "marked",
    [
        "неф\u00adте\u00adбаза",
        "нефте\u200bбаза",
        "нефте\ufeffбаза",
        "нефтеба\u0301за",
        "нефтебаза\u0301",
        "нефте\u00ad\u2060\u0301база",
    ],
)
def test_marks_inside_a_word_do_not_end_it(marked: str) -> None:
    _, token = tokens(f"У {marked}!")
    assert (token.form, token.start, token.end) == ("нефтебаза", 2, 2 + len(marked))


def test_decomposed_letters_are_letters() -> None:
    composed = "Йод и ещё ёж в Чёрном\u2011Яру"
    decomposed = unicodedata.normalize("NFD", composed)
    assert decomposed != composed
    assert forms(decomposed) == forms(composed) == ["йод", "и", "еще", "еж", "в", "черном-яру"]


def test_a_hyphen_that_does_not_break_is_a_hyphen() -> None:
    assert forms("Усть\u2011Луга") == forms("Усть-Луга") == forms("Усть\u00ad-\u00adЛуга") == ["усть-луга"]


def test_capitals_are_told() -> None:
    assert [token.capital for token in tokens("Порт АЭС ёж Ёж iPhone")] == [True, True, False, True, False]


def test_bare_words_keep_their_capitals() -> None:
    assert bare("Рус\u00adГи\u0301дро") == "РусГидро"


@given(messy_texts)
@example("и\u0306")
@example("а\u00ad-б")
@example("-а-")
@example("éЁ0é")
def test_offsets_are_true(text: str) -> None:
    reached = 0
    for token in tokens(text):
        assert reached <= token.start < token.end <= len(text)
        assert fold(normalise(text[token.start : token.end])) == token.form
        assert text[token.start].isalnum()
        assert not text[token.start].isdecimal()
        assert not any(char.isspace() for char in text[token.start : token.end])
        assert token.capital == text[token.start].isupper()
        reached = token.end


@given(messy_texts)
def test_every_letter_is_in_a_word(text: str) -> None:
    covered = {i for token in tokens(text) for i in range(token.start, token.end)}
    assert {i for i, char in enumerate(text) if char.isalpha()} <= covered


@pytest.mark.parametrize("piece", ["а\u00ad", "а-", "\u0301", "а\u0301\u0301", "а-\u00ad", "аб", "'"])
def test_long_and_odd_texts_take_no_time(piece: str) -> None:
    started = time.process_time()
    assert list(tokens(piece * 20_000 + "!")) is not None
    assert time.process_time() - started < 1
