"""Title and source."""

from __future__ import annotations

import pytest

from tematika.corpus.cleaning.clean import clean
from tematika.corpus.cleaning.metadata import find_source, find_title, shorten

BODY = "Порт принял первое судно и до конца недели ждёт ещё двенадцать. Очереди нет."


def title(text: str, stated: str | None = None) -> str:
    return find_title(text, clean(text, stated), stated)


def source(text: str, stated: str | None = None, url: str | None = None) -> str | None:
    return find_source(text, clean(text), stated, url)


def test_stated_title_comes_first() -> None:
    assert title(f"Порт открыл причал\n\n{BODY}", " Другой  заголовок ") == "Другой заголовок"


def test_heading_above_the_body() -> None:
    assert title(f"Главная / Порты\n14.10.2026 09:30\nПорт открыл причал\n\n{BODY}") == "Порт открыл причал"


def test_caption_is_no_title() -> None:
    text = f"Причал зимой - Берег, 1920, 01.07.2021\nПорт открыл причал на реке\n\n© Пресс-служба\n{BODY}"
    assert title(text) == "Порт открыл причал на реке"


def test_first_sentence_without_dateline() -> None:
    first = "Порт принял первое судно и до конца недели ждёт ещё двенадцать."
    assert title(BODY) == first
    assert title(f"МИНСК, 14 окт – Берег. {BODY}") == first
    assert title(f"МИНСК, 14 октября. /Берег/. {BODY}") == first
    assert title("МИНСК, 14 окт – Берег.") == "МИНСК, 14 окт – Берег."


def test_long_sentence_is_shortened_at_a_word() -> None:
    long = title("Порт принял " + "первое судно и ещё " * 20 + "одно, сообщили в управлении.")
    assert len(long) <= 120
    assert long.endswith("…")
    assert shorten("Порт открыл навигацию", 12) == "Порт открыл…"
    assert shorten("Непереносимоеслово", 5) == "Непе…"


@pytest.mark.parametrize("text", ["", "***", "Подписаться"])
def test_title_is_never_empty(text: str) -> None:
    assert title(text)


def test_stated_source_comes_first() -> None:
    assert source(f"МИНСК, 14 окт – Берег. {BODY}", "Курьер", "https://www.most.example/a") == "Курьер"


def test_agency_of_the_dateline() -> None:
    assert source(f"МИНСК, 14 окт – Берег. {BODY}", url="https://www.most.example/a") == "Берег"
    assert source(f"МИНСК, 14 окт - Деловой мост. {BODY}") == "Деловой мост"
    assert source(f"МИНСК, 14 октября. /Берег/. {BODY}") == "Берег"
    assert source(f"МИНСК, 14 окт — Берег, Ольга Пробная. {BODY}") == "Берег"


def test_agency_of_a_caption() -> None:
    assert source(f"Порт открыт\n\nПричал - Берег Полесье, 1920, 01.07.2021\n{BODY}") == "Берег Полесье"


def test_host_of_the_address() -> None:
    assert source(BODY, url="https://www.most.example/a") == "most.example"
    assert source(BODY, url="http://[broken") is None
    assert source(BODY) is None
