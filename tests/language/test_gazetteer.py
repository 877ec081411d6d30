"""Names of regions in texts."""

from __future__ import annotations

import pytest

from tematika.language.gazetteer import find_places, gazetteer
from tematika.language.lemma_stream import read_stream


def named(text: str) -> list[tuple[str, str, bool]]:
    """Code of the region, the words that name it, and whether they are a town."""
    hits = find_places(read_stream([text]))
    rows = zip(hits.region, hits.start, hits.end, hits.town, strict=True)
    return [(gazetteer()[region].code, text[start:end], bool(town)) for region, start, end, town in rows]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("В Хабаровском крае растёт погрузка.", [("RU-KHA", "Хабаровском крае", False)]),
        ("Власти Хабаровского края и Якутии", [("RU-KHA", "Хабаровского края", False), ("RU-SA", "Якутии", False)]),
        ("в Приамурье и Кузбассе", [("RU-AMU", "Приамурье", False), ("RU-KEM", "Кузбассе", False)]),
        ("под Уфой, из Ростова-на-Дону", [("RU-BA", "Уфой", True), ("RU-ROS", "Ростова-на-Дону", True)]),
        ("завод в Набережных Челнах", [("RU-TA", "Набережных Челнах", True)]),
        ("ехали из Нижнего Новгорода", [("RU-NIZ", "Нижнего Новгорода", True)]),
        ("ехали из Великого Новгорода", [("RU-NGR", "Великого Новгорода", True)]),
        ("бюджет Еврейской автономной области", [("RU-YEV", "Еврейской автономной области", False)]),
        ("погода на Ямале и в ХМАО", [("RU-YAN", "Ямале", False), ("RU-KHM", "ХМАО", False)]),
        ("Мэрия Москвы объявила торги", [("RU-MOW", "Мэрия Москвы", False)]),
        ("Гомельская область и Орша", [("BY-HO", "Гомельская область", False), ("BY-VI", "Орша", True)]),
        ("дороги Республики Алтай", [("RU-AL", "Республики Алтай", False)]),
        ("элеваторы Алтайского края", [("RU-ALT", "Алтайского края", False)]),
    ],
)
def test_names_in_their_forms(text: str, found: list[tuple[str, str, bool]]) -> None:
    assert named(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Над полем летел орёл, в лесу искали находки.",
        "Москва ответила Берлину.",
        "Широкая область знаний и передний край науки.",
        "Хабаровский. Край был пуст.",
        "Владимир и Лида поехали на юг.",
        "Чёрные глаза братского народа.",
        "Калининградский проспект",
    ],
)
def test_what_is_no_region(text: str) -> None:
    assert named(text) == []


def test_every_name_of_the_gazetteer_is_found_and_means_one_region() -> None:
    for number, region in enumerate(gazetteer()):
        assert region.names
        for name in (*region.names, *region.towns):
            hits = find_places(read_stream([f"Сегодня: {name}."]))
            assert hits.region.tolist() == [number], name


def test_codes_are_used_once_and_counts_are_by_region() -> None:
    codes = [region.code for region in gazetteer()]
    assert len(set(codes)) == len(codes) == 96
    assert sum(code.startswith("RU-") for code in codes) == 83
    hits = find_places(read_stream(["Тува и Тыва, Кызыл", "ничего", "Карелия"]))
    counts = hits.counts().toarray()
    assert counts.shape == (3, len(codes))
    assert counts[:, codes.index("RU-TY")].tolist() == [3, 0, 0]
    assert counts.sum() == 4
