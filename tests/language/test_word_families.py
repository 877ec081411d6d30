"""Words of one family."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.language.word_families import same_family

FAMILIES = [
    "россия российский россиянин",
    "нефть нефтяной нефтяник",
    "лес лесной лесник",
    "пожар пожарный",
    "экспорт экспортер экспортный",
    "бумага бумажный",
    "молоко молочный",
    "воздух воздушный",
    "культура культурный",
    "импорт импортный",
    "актер актриса",
    "энергетика энергетический энергетик",
    "студент студентка",
    "газ газовый",
]
STRANGERS = [
    ("порт", "портрет"),
    ("нефть", "газ"),
    ("канал", "канава"),
    ("банк", "баня"),
    ("космос", "косметика"),
    ("самолет", "самокат"),
    ("суд", "судоходство"),
    ("театр", "теракт"),
    ("музей", "музыка"),
    ("мост", "москва"),
    ("вагон", "вакцина"),
]


@pytest.mark.parametrize("family", FAMILIES)
def test_one_family(family: str) -> None:
    first, *others = family.split()
    assert all(same_family(first, other) and same_family(other, first) for other in others)


@pytest.mark.parametrize(("one", "other"), STRANGERS)
def test_strangers(one: str, other: str) -> None:
    assert not same_family(one, other)
    assert not same_family(other, one)


@given(st.text("абвгдеж", max_size=8), st.text("абвгдеж", max_size=8))
def test_nobody_is_first(one: str, other: str) -> None:
    assert same_family(one, one)
    assert same_family(one, other) == same_family(other, one)
