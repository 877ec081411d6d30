"""What a title adds to the seed words of a theme."""

from __future__ import annotations

import pytest

from tematika.language.lemma_stream import read_stream
from tematika.themes.definitions import ThemeDefinition
from tematika.themes.named.title_seeds import add_title_seeds

RAIL = ["Вагоны идут по рельсам.", "Рельсы и вагоны чинят летом.", "Вагон стоит на рельсах."]
SOWING = ["Посевная началась вовремя.", "Посевная кончилась дождём.", "Посевной мешает засуха."]
OTHER = ["Школа открыла двери.", "Учителя ждут детей.", "Дети рисуют море.", "Лето будет тёплым."]


def added(title: str, texts: list[str], seeds: tuple[str, ...] = ("вагон", "рельсы"), avoid: tuple[str, ...] = ()):
    theme = ThemeDefinition("rail", {"en": "Rail", "ru": title}, seeds, avoid)
    return add_title_seeds([theme], read_stream(texts))[0].seeds[len(seeds) :]


def beside(word: str) -> list[str]:
    """Texts in which a word stands beside the seed words."""
    return [*(f"{text[:-1]}, {word}." for text in RAIL), *SOWING, *OTHER]


def test_a_title_says_its_theme() -> None:
    assert added("Транспорт", beside("транспорт")) == ("транспорт",)


def test_words_of_its_family_say_it_too() -> None:
    assert added("Транспорт", beside("транспортная сеть")) == ("транспортный",)
    assert added("Логистика", beside("логистический узел")) == ("логистический",)


@pytest.mark.parametrize("word", ["логика", "логичный шаг", "транслятор"])
def test_what_merely_begins_alike_does_not(word: str) -> None:
    assert added("Логистика и транспорт", beside(word)) == ()


def test_a_title_of_two_parts_names_both_and_a_phrase_is_meant_whole() -> None:
    texts = beside("железная дорога и порты")
    assert set(added("Железная дорога и порты", texts)) == {"железная дорога", "порт"}
    assert added("Железная дорога", beside("дорога железная, дорога")) == ()


def test_a_word_that_stands_anywhere_says_nothing() -> None:
    texts = [f"{text[:-1]}, общество." for text in [*RAIL, *SOWING, *OTHER]]
    assert added("Общество", texts) == ()


def test_a_word_that_stands_elsewhere_says_nothing() -> None:
    assert added("Посевная", [*RAIL, *SOWING, *OTHER]) == ()


def test_a_rare_word_is_not_borne_out() -> None:
    texts = [f"{RAIL[0][:-1]}, транспорт.", *RAIL[1:], *SOWING, *OTHER]
    assert added("Транспорт", texts) == ()


def test_what_the_file_lists_already_is_left_as_it_is() -> None:
    texts = beside("транспорт")
    assert added("Транспорт", texts, ("вагон", "рельсы", "транспорт")) == ()
    assert added("Транспорт", texts, avoid=("транспорт",)) == ()


def test_titles_without_words_and_texts_without_words() -> None:
    assert added("2025", beside("транспорт")) == ()
    assert added("Транспорт", []) == ()
