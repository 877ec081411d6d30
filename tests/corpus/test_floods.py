"""What is written to push a theme is found; what is merely alike, or about one thing, is not."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from tematika.corpus.dedup.spam import (
    FEWEST_OF_A_FLOOD,
    STUFFED,
    drop_spam,
    find_floods,
    find_template_fillings,
    is_stuffed,
)
from tematika.corpus.schemas import ARTICLES_SCHEMA, PASSAGES_SCHEMA

FORM = (
    "Компания «{}» сообщила о росте выручки на {} процентов по итогам квартала. Руководство связывает рост с высоким "
    "спросом на газ и с новыми договорами на поставку топлива в соседние области. Совет директоров рекомендовал "
    "выплатить дивиденды, решение примут на собрании акционеров в следующем месяце."
)
NAMES = ("Берег", "Волна", "Маяк", "Причал", "Якорь", "Компас")
OTHER = (
    "В городском музее открылась выставка старинных карт. Самая древняя из них нарисована на бересте, её нашли во "
    "время раскопок у крепостной стены прошлым летом, и до сих пор учёные спорят о том, что на ней изображено."
)


def forms() -> list[str]:
    return [FORM.format(name, 10 + number) for number, name in enumerate(NAMES)]


def test_a_form_filled_in_again_by_the_same_source() -> None:
    assert find_template_fillings([*forms(), OTHER], ["Лента"] * 7) == [None, None, 0, 0, 0, 0, None]


def test_the_same_news_told_by_several_sources_is_no_flood() -> None:
    assert find_template_fillings(forms(), list("абвгде")) == [None] * 6


def test_other_texts_of_one_source_are_no_flood() -> None:
    texts = [f"{OTHER} {name}." for name in ("а", "б")] + [FORM.format("Маяк", 3), FORM.format("Бриз", 4)]
    assert find_template_fillings(texts, ["Лента"] * 4) == [None] * 4


DAY = date(2026, 9, 1)


def test_a_form_that_comes_several_times_a_day_is_a_flood() -> None:
    texts = [*forms(), OTHER]
    assert find_floods(texts, ["Лента"] * 7, [DAY] * 7) == [None, 0, 0, 0, 0, 0, None]
    assert find_floods(texts, ["Лента"] * 7, [None] * 7) == [None, 0, 0, 0, 0, 0, None]
    days = [DAY, DAY, *(DAY + timedelta(days=n) for n in range(1, 6))]
    assert find_floods(texts, ["Лента"] * 7, days) == [None, 0, 0, 0, 0, 0, None]


def test_a_form_of_every_day_is_a_regular_feature() -> None:
    texts = forms()
    assert find_floods(texts, ["Лента"] * 6, [DAY + timedelta(days=n) for n in range(6)]) == [None] * 6


def test_few_of_a_form_or_several_sources_are_no_flood() -> None:
    few = forms()[: FEWEST_OF_A_FLOOD - 1]
    assert find_floods(few, ["Лента"] * len(few), [DAY] * len(few)) == [None] * len(few)
    assert find_floods(forms(), list("абвгде"), [DAY] * 6) == [None] * 6


def test_short_texts_flood_too() -> None:
    texts = [
        f"В аэропорту {name} приняли {n} рейсов, расписание не изменилось, сообщила пресс-служба узла."
        for n, name in enumerate(NAMES, 40)
    ]
    assert find_floods(texts, ["Табло"] * 6, [DAY] * 6) == [None, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("нефть и газ, " * 20, True),
        ("Купить дешёвый бензин: бензин оптом, бензина много, бензином торгуем. " * 4, True),
        (OTHER, False),
        (FORM, False),
        ("да, да, да", False),
        ("", False),
    ],
)
def test_stuffing(text: str, expected: bool) -> None:
    assert is_stuffed(text) is expected


def test_what_pushes_a_theme_is_not_learnt_from() -> None:
    texts = [*forms(), OTHER, "Бензин, бензин, бензин дешёвый. " * 10]
    ids = [f"{number:016x}" for number in range(len(texts))]
    rows = [
        (name, name, "Лента", "Заголовок", None, None, "unknown", None, None, text)
        for name, text in zip(ids, texts, strict=True)
    ]
    articles = pl.DataFrame(rows, schema=ARTICLES_SCHEMA, orient="row")
    parts = [(name, 0, 0, len(text), "body", text) for name, text in zip(ids, texts, strict=True)]
    passages = pl.DataFrame(parts, schema=PASSAGES_SCHEMA, orient="row").with_columns(
        pl.Series(STUFFED, [is_stuffed(text) for text in texts])
    )
    told, kept = drop_spam(articles, passages)
    assert told["copy_of"].to_list() == [None, None, ids[0], ids[0], ids[0], ids[0], None, None]
    assert kept["article_id"].to_list() == [ids[0], ids[1], ids[6]]
    clean = passages.filter(pl.col("article_id").is_in([ids[0], ids[6]]))
    assert drop_spam(articles, clean)[1].equals(clean)


@pytest.mark.slow
def test_real_news_is_neither(shared: Callable[[str], Path]) -> None:
    with gzip.open(shared("data/ria/ria_2023.jsonl.gz"), "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    assert not [text for text in texts for passage in text.split("\n") if is_stuffed(passage)]
    assert find_template_fillings(texts, ["РИА"] * len(texts)).count(None) > 0.99 * len(texts)
