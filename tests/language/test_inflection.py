"""Nominatives in the number and spelling that a corpus has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.language.inflection import can_agree, dictionary_spelling, noun_form, phrase_forms, single_form


@pytest.mark.parametrize(
    ("lemma", "forms", "written"),
    [
        ("лен", {"льна": 1}, "лён"),
        ("лен", {"лен": 1, "льном": 3}, "лён"),
        ("небо", {"неба": 2, "небо": 1}, "небо"),
        ("осетр", {"осетров": 1, "осетр": 3}, "осётр"),
        ("переговоры", {"переговоров": 3}, "переговоры"),
        ("санкция", {"санкций": 5, "санкция": 1}, "санкции"),
        ("санкция", {"санкций": 1, "санкция": 1}, "санкция"),
        ("россия", {"россии": 4}, "россия"),
        ("аэс", {"аэс": 4}, "аэс"),
        ("зорнинка", {"зорнинки": 2, "зорнинка": 1}, "зорнинка"),
        ("зорнинк", {"зорнинки": 2, "зорнинка": 1}, "зорнинка"),
        ("зорнинк", {"зорнинки": 2}, None),
        ("формула-1", {"формулы-1": 3, "формулу-1": 1}, "формула-1"),
        ("формулы-1", {"формулы-1": 3}, "формула-1"),
        ("it-компания", {"it-компаний": 1, "it-компанию": 2}, "it-компания"),
    ],
)
def test_nouns(lemma: str, forms: dict[str, int], written: str | None) -> None:
    assert noun_form(lemma, forms) == written


def test_a_guess_that_another_lemma_explains_as_well_is_not_shown() -> None:
    forms = {"парка": 5, "парке": 4}
    assert single_form("парка", forms, {"парка": 9, "парк": 30}) is None
    assert single_form("парка", forms, {"парка": 9, "парк": 3}) == "парка"
    assert single_form("парка", {"паркой": 1, **forms}, {"парка": 10, "парк": 30}) == "парка"


def test_no_verbs_and_adjectives_as_the_dictionary_has_them() -> None:
    assert single_form("населить", {"населённых": 3}, {}) is None
    assert single_form("зеленый", {"зеленых": 3}, {}) == "зелёный"


@pytest.mark.parametrize(
    ("lemmas", "rows", "written"),
    [
        ("железный дорога", {"железных дорог": 1, "железной дороге": 3}, "железная дорога"),
        ("союзный программа", {"союзных программ": 2}, "союзные программы"),
        ("черный дыра", {"черной дыры": 1, "черных дыр": 5}, "чёрные дыры"),
        ("высокий образование", {"высшего образования": 3}, "высшее образование"),
        ("северный морской путь", {"северного морского пути": 2}, "северный морской путь"),
        ("запуск спутник", {"запуска спутника": 1, "запуск спутника": 2, "запуск спутников": 1}, "запуск спутника"),
        ("рабочий завод", {"рабочего завода": 1, "рабочий завода": 2}, "рабочий завода"),
        ("сити холл", {"сити холле": 3}, "сити холл"),
        ("цена на нефть", {"цен на нефть": 3}, "цены на нефть"),
    ],
)
def test_phrases(lemmas: str, rows: dict[str, int], written: str) -> None:
    split = {tuple(row.split()): count for row, count in rows.items()}
    assert phrase_forms(lemmas.split(), split) == written.split()


@pytest.mark.parametrize(
    ("adjective", "noun", "phrase"),
    [
        ("железный", "дорога", "железная дорога"),
        ("союзный", "программа", "союзная программа"),
        ("дальний", "восток", "дальний восток"),
        ("природный", "газ", "природный газ"),
        ("дизельный", "топливо", "дизельное топливо"),
        ("белорусский", "аэс", "белорусская аэс"),
        ("черный", "море", "чёрное море"),
        ("высшее", "образование", "высшее образование"),
    ],
)
def test_agreement(adjective: str, noun: str, phrase: str) -> None:
    assert " ".join(phrase_forms([adjective, noun], {(adjective, noun): 1}) or []) == phrase


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("железной", "дороге", True),
        ("рабочие", "места", True),
        ("населённых", "пунктов", True),
        ("добычи", "нефти", False),
        ("рабочий", "завода", False),
        ("железная", "дорогой", False),
        ("smart", "grid", False),
    ],
)
def test_what_can_agree(first: str, second: str, expected: bool) -> None:
    assert can_agree(first, second) is expected


def test_spelling_gives_back_yo_and_nothing_else() -> None:
    assert [dictionary_spelling(lemma) for lemma in ("самолет", "елка", "порт", "небо", "smart", "ковид-19")] == [
        "самолёт",
        "ёлка",
        "порт",
        "небо",
        "smart",
        "ковид-19",
    ]


def test_letters_without_a_unicode_name_are_written_as_they_are() -> None:
    tangut = chr(0x17000)
    assert (noun_form(tangut, {tangut: 2}), dictionary_spelling(tangut)) == (tangut, tangut)
    assert phrase_forms([tangut, "порт"], {(tangut, "порт"): 2}) == [tangut, "порт"]


LEMMAS = st.sampled_from(["порт", "санкция", "лен", "зорнинк", "аэс", "apple", "союз-5", "парка"])
FORMS = st.dictionaries(
    st.sampled_from(["порт", "порта", "порты", "санкций", "льна", "лен", "зорнинки", "аэс", "союза-5", "парки"]),
    st.integers(1, 9),
    min_size=1,
)


@given(LEMMAS, FORMS)
def test_forms_in_any_order_and_number_give_the_same_word(lemma: str, forms: dict[str, int]) -> None:
    backwards = dict(reversed(forms.items()))
    many = {form: 10 * count for form, count in forms.items()}
    assert noun_form(lemma, forms) == noun_form(lemma, backwards) == noun_form(lemma, many)
