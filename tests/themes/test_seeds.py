"""Where seed words stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.language.lemma_stream import read_stream
from tematika.themes.seed_words import find_seeds


def found(text: str, *seeds: str) -> list[str]:
    hits = find_seeds(read_stream([text]), seeds)
    return [text[start:end] for start, end in sorted(zip(hits.start.tolist(), hits.end.tolist(), strict=True))]


@pytest.mark.parametrize(
    ("seed", "text", "expected"),
    [
        ("нефть", "Нефти много, нефтью торгуют; о НЕФТИ спорят, нефтяник молчит.", ["Нефти", "нефтью", "НЕФТИ"]),
        ("нефть", "Бензин подорожал.", []),
        ("АЭС", "На АЭС пустили блок.", ["АЭС"]),
        ("мёд", "Собрали меду и мёда.", ["меду", "мёда"]),
        ("отечественный", "Купили отечественную технику.", ["отечественную"]),
        ("перевозить", "Лес перевозили, перевозят и будут перевозить.", ["перевозили", "перевозят", "перевозить"]),
        ("атомн*", "Атомная станция и атомный век без атома.", ["Атомная", "атомный"]),
        ("*газ*", "Сжиженный газ и газопровод, нефтегаз и глаз.", ["газ", "газопровод", "нефтегаз"]),
        ("АТОМН*", "атомная", ["атомная"]),
        ("железная дорога", "Железной дороге нужны железные дороги.", ["Железной дороге", "железные дороги"]),
        ("железная дорога", "Дорога железная, а мост деревянный.", []),
        ("замещение импорта", "Идёт замещение дорогого импорта.", ["замещение дорогого импорта"]),
        ("замещение импорта", "Идёт замещение самого дорогого импорта.", []),
        ("замещение импорта", "Началось замещение. Импорта нет.", []),
        ("замещение импорта", "Началось замещение, импорта меньше.", []),
        ("замещение импорта", "Говорили про «замещение» импорта.", []),
        ("замещение импорта", "Замещение (импорта) продолжается.", []),
        ("замещение импорта", "Замещение — импорта меньше.", []),
        ("Север-Юг", "Коридор Север-Юг открыт.", ["Север-Юг"]),
        ("уход иностранной компании", "После ухода иностранных компаний.", ["ухода иностранных компаний"]),
        ("уход иностранной компании", "Уход крупной иностранной торговой компании.",
         ["Уход крупной иностранной торговой компании"]),
    ],
)  # fmt: skip
def test_seed_words_in_text(seed: str, text: str, expected: list[str]) -> None:
    assert found(text, seed) == expected


def test_phrases_do_not_reach_into_the_next_text() -> None:
    assert not len(find_seeds(read_stream(["замещение", "импорта"]), ["замещение импорта"]).seed)


def test_what_is_small_is_no_proper_name() -> None:
    assert found("Цена газа выросла.", "газ") == ["газа"]


def test_counts_and_missing_seed_words() -> None:
    texts = ["Нефть и газ.", "", "Нефть, нефть и ещё раз нефть."]
    hits = find_seeds(read_stream(texts), ["газ", "мазут", "нефть", "угольный*"])
    assert hits.counts().toarray().tolist() == [[1, 0, 1, 0], [0, 0, 0, 0], [0, 0, 3, 0]]
    assert hits.missing() == ["мазут", "угольный*"]
    assert find_seeds(read_stream([]), ["газ"]).missing() == ["газ"]
    assert find_seeds(read_stream(texts), []).counts().shape == (3, 0)


WORDS = st.sampled_from(["нефть", "нефти", "дорога", "железная", "железной", "и", ".", ",", "Газ", "Пётр"])


@given(st.lists(WORDS, max_size=20))
def test_every_hit_is_the_seed_word_itself(words: list[str]) -> None:
    text = " ".join(words)
    hits = find_seeds(read_stream([text]), ["нефть", "железная дорога"])
    for seed, start, end in zip(hits.seed.tolist(), hits.start.tolist(), hits.end.tolist(), strict=True):
        pieces = text[start:end].split()
        if seed == 0:
            assert pieces[0] in {"нефть", "нефти"}
        else:
            assert pieces[0].startswith("железн")
            assert pieces[-1] == "дорога"
            assert len(pieces) <= 3
            assert not {".", ","} & set(pieces)
    assert (hits.seed == 0).sum() == words.count("нефть") + words.count("нефти")


def test_a_glob_may_have_its_star_anywhere() -> None:
    text = "Нефтепровод, газопровод и провод, проводка, атомный и атом"
    for glob, expected in {
        "*провод": ["Нефтепровод", "газопровод", "провод"],
        "провод*": ["провод", "проводка"],
        "газ*д": ["газопровод"],
        "атом*": ["атомный", "атом"],
        "якорь*": [],
    }.items():
        hits = find_seeds(read_stream([text]), [glob])
        assert [text[start:end] for start, end in zip(hits.start, hits.end, strict=True)] == expected


def test_a_class_of_words_is_every_name_of_a_region_and_of_no_town() -> None:
    text = "В Хабаровском крае и Татарстане ждут гостей из Казани, там любят газ."
    assert found(text, "@region") == ["Хабаровском крае", "Татарстане"]
    hits = find_seeds(read_stream([text]), ["газ", "@region", "нефть"])
    assert hits.counts().toarray().tolist() == [[1, 2, 0]]
    assert hits.missing() == ["нефть"]


def test_the_kind_of_region_in_a_name_is_no_word_of_its_own() -> None:
    text = "В Курской области ждут гостей из области. Амурский край спорит с краем, Республика Коми молчит."
    assert found(text, "область") == ["области", "области"]
    hits = find_seeds(read_stream([text]), ["область", "край", "@region", "республика", "Курская область"])
    places = zip(hits.seed.tolist(), hits.start.tolist(), hits.end.tolist(), strict=True)
    said = [(hits.seeds[seed], text[start:end]) for seed, start, end in places]
    assert sorted(said) == [
        ("@region", "Курской области"),
        ("@region", "Республика Коми"),
        ("Курская область", "Курской области"),
        ("край", "краем"),
        ("край", "край"),
        ("область", "области"),
    ]
    assert found("Область молчит.", "область") == ["Область"]
