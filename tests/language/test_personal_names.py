"""Personal names by the company they keep."""

from __future__ import annotations

import pytest

from tematika.language.personal_names import count_introduced, is_personal_name

TEXTS = [
    "Театром правит Владимир Урин. Урин сказал.",
    "Пришёл В. И. Урин, с ним и Владимир Зорнинский-Моржов.",
    "Едут Нижний Новгород и Великие Луки.",
    "Анна живёт в Москве. Москва велика. С Анной Москва лучше.",
]
KNOWN = count_introduced(TEXTS)


def test_who_is_introduced() -> None:
    assert KNOWN["урин"] == 2
    assert KNOWN["зорнинский-моржов"] == 1
    assert "новгород" not in KNOWN
    assert "луки" not in KNOWN


@pytest.mark.parametrize(
    ("surfaces", "personal"),
    [
        (["Урин", "Урина", "Урин"], True),
        (["урина", "Урина", "урины"], False),
        (["Москва", "Москве"], False),
        (["Иванов", "Иванова"], True),
        (["РусГидро"], False),
        (["АЭС"], False),
        (["Щелкунчик"], False),
        (["порт"], False),
        ([], False),
    ],
)
def test_names(surfaces: list[str], personal: bool) -> None:
    assert is_personal_name(surfaces, KNOWN) is personal


def test_one_introduction_in_many_mentions_makes_no_name() -> None:
    assert is_personal_name(["Зенит"] * 30, count_introduced(["Анна Зенит"] * 2)) is False
    assert is_personal_name(["Зенит"] * 10, count_introduced(["Анна Зенит"] * 2)) is True


def test_places_that_stand_for_many_are_counted_as_many() -> None:
    assert is_personal_name(["Зенит"] * 10, count_introduced(["Анна Зенит"] * 2), each=3) is False
