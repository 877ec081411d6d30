"""Reprints."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tematika.corpus.dedup.minhash import make_sketches
from tematika.corpus.dedup.near_duplicates import find_copies

STORY = (
    "Речной порт в понедельник открыл зимний причал, который строили три года. В первый день у стенки стояли баржи "
    "со щебнем, и обе сняли за восемь часов вместо прежних двадцати. Начальник смены Пётр Ковш объяснил, что краны "
    "переведены на электричество и не ждут дизеля из города. К весне рядом поставят склад на 4 тысячи тонн, а плату за "
    "стоянку обещают не менять до мая. Перевозчики просят ещё об одном: открыть ночную смену, потому что днём мост "
    "разводят дважды, и каждая задержка стоит им полутора тысяч рублей."
)
SAME_STORY_IN_OTHER_WORDS = (
    "Зимний причал, строившийся с 2023 года, принял первые суда. Щебень с двух барж сняли "
    "меньше чем за одну смену, раньше "
    "на это уходили почти сутки. Как рассказал Пётр Ковш, отвечающий в порту за смену, электрические краны больше не "
    "зависят от подвоза топлива. Следующим этапом появится склад, его ёмкость составит 4 тысячи тонн. Судовладельцы "
    "надеются на работу по ночам: дневная разводка моста обходится каждому в полторы тысячи рублей."
)
REPORT = (
    "Средняя цена бензина марки АИ-92 на заправках области за неделю выросла до {a} рубля за "
    "литр, АИ-95 стоит {b} рубля, "
    "дизельное топливо подорожало до {c} рубля. По данным ведомства, дешевле всего заправиться "
    "в северных районах, дороже "
    "всего на трассе. С начала года топливо прибавило {d} процента, тогда как цены на все "
    "товары выросли на {e} процента. "
    "Запасов на нефтебазах хватает на {f} суток, перебоев с поставками диспетчеры не отмечали."
)


def test_same_text_is_a_copy_of_the_first() -> None:
    assert find_copies([STORY, "Другой текст", STORY, STORY]) == [None, None, 0, 0]


def test_dateline_and_signs_do_not_matter() -> None:
    assert (
        find_copies([STORY, "МИНСК, 14 окт – Берег. " + STORY.replace(",", " -").replace("К весне", "К ВЕСНЕ")])[1] == 0
    )


def test_shortened_and_slightly_edited_reprints_are_copies() -> None:
    cut = STORY[: STORY.index("Перевозчики")]
    edited = STORY.replace("объяснил", "рассказал журналистам").replace("обещают не менять", "сохранят")
    assert find_copies([STORY, cut, edited]) == [None, 0, 0]


def test_later_text_that_adds_much_is_its_own() -> None:
    assert find_copies([STORY[: STORY.index("Начальник")], STORY]) == [None, None]


def test_same_story_in_other_words_is_its_own() -> None:
    assert find_copies([STORY, SAME_STORY_IN_OTHER_WORDS]) == [None, None]


def test_weekly_report_with_new_figures_is_its_own() -> None:
    first = REPORT.format(a="56,1", b="61,2", c="70,3", d="7,4", e="4,5", f="21")
    second = REPORT.format(a="56,4", b="61,9", c="71,0", d="7,7", e="4,6", f="19")
    one_figure = REPORT.format(a="56,1", b="61,2", c="70,3", d="7,4", e="4,5", f="19")
    assert find_copies([first, second, one_figure]) == [None, None, None]
    assert find_copies([first, first]) == [None, 0]


def test_same_form_for_another_company_is_its_own() -> None:
    form = (
        "Акции компании {name} с начала торгов на бирже Полесья выросли больше чем на десятую "
        "часть. Правила показа такие: "
        "десятая часть для бумаг первого списка, седьмая для второго, пятая для третьего, "
        "считается от вчерашнего закрытия."
    )
    assert find_copies([form.format(name="Ромашка Плюс"), form.format(name="Северный Ветер")]) == [None, None]


def test_short_texts_are_not_copies_by_chance() -> None:
    assert find_copies(["Совещание в области.", "Совещание в области.", ""]) == [None, None, None]
    assert find_copies(["", ""]) == [None, None]
    assert find_copies([]) == []


def test_a_copy_names_an_original_that_is_no_copy() -> None:
    almost = STORY.replace("объяснил", "сказал")
    found = find_copies([STORY, almost, almost, STORY])
    assert found == [None, 0, 0, 0]


@given(st.permutations([STORY, STORY, SAME_STORY_IN_OTHER_WORDS, "Коротко.", STORY[:400]]))
@settings(max_examples=30)
def test_originals_come_first_in_any_order(bodies: list[str]) -> None:
    found = find_copies(bodies)
    assert found == find_copies(bodies)
    for i, original in enumerate(found):
        if original is not None:
            assert original < i
            assert found[original] is None


def test_thousands_of_texts_in_seconds() -> None:
    rng = random.Random(7)  # noqa: S311  # texts for a test, no secrets
    words = [f"слово{n}" for n in range(3000)]
    bodies = [" ".join(rng.choices(words, k=150)) for _ in range(2000)]
    assert sum(copy is not None for copy in find_copies([*bodies, *bodies[:10]])) == 10


def _seconds(number: int) -> float:
    bodies = [
        REPORT.format(a=n, b=n + 7, c=n + 11, d=n + 13, e=n + 17, f=n + 19) for n in range(1_000, 1_000 + 3 * number, 3)
    ]
    begin = time.process_time()
    assert find_copies(bodies) == [None] * number
    return time.process_time() - begin


@pytest.mark.slow
def test_a_form_filled_in_thousands_of_times_costs_no_more_a_text() -> None:
    assert _seconds(2_000) < 8 * _seconds(500), "a square would be 16 times as much"


def test_a_text_two_of_whose_keys_are_equal_by_chance_is_no_copy_of_itself() -> None:
    text = " ".join(f"слово{number}" for number in range(80))
    (sketch,) = make_sketches([text])
    assert find_copies([text], [sketch._replace(bands=sketch.bands[:4] + sketch.bands)]) == [None]
