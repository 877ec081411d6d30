"""Cleaning: gold pages, the invariant of offsets, pathological input."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tematika.corpus.cleaning.clean import clean
from tematika.corpus.cleaning.page import Page
from tematika.corpus.cleaning.rules import decide

GOLD = sorted((Path(__file__).parent / "gold").glob("*.txt"))

CHROME = [
    "Подписаться",
    "Читайте также:",
    "Комментарии (3)",
    "Комментарии",
    "*2+3 =",
    "0",
    "Цифра недели",
    "6,5%",
    "14.10.2026 09:30",
    "26 февраля",
    "Лента новостей",
    "Главная / Экономика",
    "/ Порт открыт",
    "© Фото: порт",
    "<!--",
    "-->",
    "***",
    "Порт открыт для всех",
    "Порт открыт для всех.",
    "Речной порт начал работать в понедельник и принял две баржи с щебнем, сообщили в управлении порта.",
    "и продолжается в нижнем регистре",
    "Последние новости читайте в материалах Курьера.",
    "",
]


def gold_page(path: Path) -> tuple[str, list[str]]:
    """Text of a gold page and what is expected of each of its lines."""
    rows = [line for line in path.read_text(encoding="utf-8").split("\n") if "|" in line and not line.startswith("#")]
    pairs = [row.split("|", 1) for row in rows]
    return "\n".join(text[1:] for _, text in pairs), [expected.strip() for expected, _ in pairs]


def verdicts(text: str, title: str | None = None) -> list[str]:
    """Kind of block or name of rule for each line of a text; empty for what neither covers."""
    cleaned = clean(text, title)
    spans = [(b.start, b.end, str(b.kind)) for b in cleaned.blocks]
    spans += [(r.start, r.end, r.rule) for r in cleaned.removals]
    found, position = [], 0
    for line in text.split("\n"):
        found.append(next((name for start, end, name in spans if start <= position < end), ""))
        position += len(line) + 1
    return found


def assert_covers(text: str) -> None:
    cleaned = clean(text)
    spans = sorted([(b.start, b.end) for b in cleaned.blocks] + [(r.start, r.end) for r in cleaned.removals])
    assert list(cleaned.blocks) == sorted(cleaned.blocks, key=lambda b: b.start)
    assert list(cleaned.removals) == sorted(cleaned.removals, key=lambda r: r.start)
    position = 0
    for start, end in spans:
        assert start < end
        assert position <= start
        assert not text[position:start].strip()
        position = end
    assert not text[position:].strip()


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_gold_page(path: Path) -> None:
    text, expected = gold_page(path)
    found = verdicts(text)
    shown = [line[:70] for line in text.split("\n")]
    assert list(zip(shown, found, strict=True)) == list(zip(shown, expected, strict=True))
    assert_covers(text)


@given(st.lists(st.sampled_from(CHROME), max_size=30))
@settings(max_examples=300)
def test_lines_of_pages_are_covered_once(lines: list[str]) -> None:
    assert_covers("\n".join(lines))


@given(st.text(max_size=300))
@settings(max_examples=300)
def test_any_text_is_covered_once(text: str) -> None:
    assert_covers(text)


@given(st.lists(st.sampled_from(CHROME), max_size=30), st.text(max_size=30))
@settings(max_examples=100)
def test_cleaning_the_same_text_gives_the_same(lines: list[str], title: str) -> None:
    text = "\n".join(lines)
    assert clean(text, title) == clean(text, title)


@pytest.mark.parametrize(
    "text",
    [
        "а" * 200_000,
        " " * 200_000,
        "14.10.2026" + " ," * 50_000,
        "Главная / " * 20_000,
        "Читайте также:\n" * 5_000,
        "Комментарии\n" * 5_000,
        "Цифра недели\n" * 5_000,
        "<!--\n" * 5_000,
        "Первое судно приняли утром, сообщили в порту на следующий день.\n"
        + "Комментарии\n" * 5_000
        + "Ещё одно судно "
        "приняли вечером, сообщили в порту на следующий день.",
        "Заголовок другой истории\n5 мая 2026\n" * 3_000 + "Первое судно приняли утром, сообщили в порту назавтра же.",
        "\n".join("слово " * n for n in range(600)),
        "0\n" * 20_000,
        "Подписывайтесь " * 20_000,
        ("в " * 60 + "\n") * 1_000,
        "Речной порт начал работать в понедельник и принял две баржи с щебнем, сообщили в порту.\n" * 2_000,
        "\n".join(f"Заголовок номер {n}" for n in range(5_000)),
    ],
    ids=lambda text: text[:14].strip() or "spaces",
)
def test_pathological_input_takes_no_time(text: str) -> None:
    started = time.process_time()
    assert_covers(text)
    assert time.process_time() - started < 3


def test_empty_text_has_nothing() -> None:
    cleaned = clean(" \n\n ")
    assert cleaned.blocks == ()
    assert cleaned.removals == ()


def test_stated_title_is_known_on_the_page() -> None:
    text = "Коротко\nПочему дорожает соль\nСоль подорожала из-за доставки, объяснили на базе в порту."
    assert verdicts(text, "Почему дорожает соль") == ["breadcrumbs", "heading", "body"]


def test_title_that_is_the_lead_stays_body() -> None:
    lead = "Паром через Днепр снова ходит, движение открыли после ремонта в субботу утром."
    assert verdicts(lead, lead) == ["body"]


def test_title_with_the_name_of_the_site_is_a_repeat() -> None:
    text = (
        "Почему дорожает соль\nПочему дорожает соль — Речной курьер\n\n"
        "Соль подорожала из-за доставки, объяснили на базе, и до весны дешевле не станет."
    )
    assert verdicts(text) == ["heading", "repeated-title", "", "body"]


def test_single_line_with_more_than_the_paragraphs_is_kept() -> None:
    first = "Мост через Сож откроют для автомобилей уже в ноябре, на месяц раньше, чем записано в договоре подряда."
    second = (
        "На пролётах укладывают последний слой асфальта, монтируют перила и освещение, бригады работают в две смены."
    )
    third = "Движение по старой переправе сохранят до весны, чтобы водители успели привыкнуть к новой развязке у рынка."
    text = f"{first} {second} {third}\n\n{first}\n\n{second}"
    assert verdicts(text) == ["body", "", "doubled-body", "", "doubled-body"]


def test_second_copy_of_a_paragraph_goes() -> None:
    paragraph = "Очередь на разгрузку станет короче на трое суток, а плата за стоянку останется прежней до весны."
    assert verdicts(f"{paragraph}\n\nКоротко и ясно.\n\n{paragraph}") == ["body", "", "body", "", "repeated-paragraph"]


def test_each_rule_takes_whole_lines() -> None:
    page = Page("Порт открыт\nПодписаться\n" + "Первое судно приняли утром, сообщили в порту на следующий день.")
    assert [decide(page, i) for i in range(3)] == [None, ("subscribe", 1), None]
