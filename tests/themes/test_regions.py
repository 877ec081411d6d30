"""Which regions an article is about: gold texts in all forms, and texts that are about none."""

from __future__ import annotations

import numpy as np
import pytest

from tematika.language.gazetteer import find_places
from tematika.language.lemma_stream import read_stream
from tematika.themes.columns import article_regions
from tematika.themes.types import Units


def regions_of(*texts: str, leads: int = 1) -> list[str]:
    """Regions of one article whose first units lead."""
    n = len(texts)
    leading = np.arange(n) < leads
    units = Units(texts, np.zeros(n, dtype=np.int32), leading, np.zeros(n, dtype=bool), 1)
    return article_regions(find_places(read_stream(texts)), units)[0]


@pytest.mark.parametrize(
    ("lead", "code"),
    [
        ("В Хабаровском крае открыли паромную переправу.", "RU-KHA"),
        ("Хабаровским краем заинтересовались перевозчики.", "RU-KHA"),
        ("Завод под Казанью выпустил сотый автобус.", "RU-TA"),
        ("Гомельскую область связали с соседями новой дорогой.", "BY-HO"),
        ("Власти Башкирии обещали отремонтировать мосты.", "RU-BA"),
    ],
)
def test_a_region_in_the_lead_counts_in_any_form(lead: str, code: str) -> None:
    assert regions_of(lead, "Подробности сообщат позже.") == [code]


@pytest.mark.parametrize(
    "lead",
    [
        "Орёл парил над долиной, и никто его не спугнул.",
        "Край стола был сколот, область применения клея узка.",
        "Совет директоров утвердил годовой отчёт.",
    ],
)
def test_birds_tables_and_councils_are_no_regions(lead: str) -> None:
    assert regions_of(lead, lead) == []


def test_a_name_in_passing_does_not_make_the_subject() -> None:
    assert regions_of("Завод выпустил партию насосов.", "Раньше их возили из Тульской области.") == []


def test_a_name_that_returns_does() -> None:
    later = "Раньше их возили из Тульской области.", "Теперь Тульская область покупает их сама."
    assert regions_of("Завод выпустил партию насосов.", *later) == ["RU-TUL"]


def test_the_most_often_named_comes_first() -> None:
    texts = "Дорога свяжет Псков и Калугу.", "В Калуге её ждут давно.", "Калуга построит и мост."
    assert regions_of(*texts) == ["RU-KLU", "RU-PSK"]


def test_articles_without_texts_have_no_regions() -> None:
    units = Units([], np.zeros(0, dtype=np.int32), np.zeros(0, dtype=bool), np.zeros(0, dtype=bool), 2)
    assert article_regions(find_places(read_stream([])), units) == [[], []]
