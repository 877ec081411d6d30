"""Dates: what a page states, and never more."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.corpus.cleaning.clean import clean
from tematika.corpus.cleaning.date_patterns import find_dates, parse_date_line
from tematika.corpus.cleaning.dates import dateline_end, find_published, parse_date
from tematika.corpus.models import Published

BODY = "Порт принял первое судно и до конца недели ждёт ещё двенадцать, рассказали в управлении."


def published(text: str, stated: str | None = None, url: str | None = None) -> Published:
    return find_published(text, clean(text), stated, url)


@pytest.mark.parametrize(
    ("stated", "moment", "precision"),
    [
        ("2026-10-14", datetime(2026, 10, 14), "day"),
        ("2026-10-14 09:30", datetime(2026, 10, 14, 9, 30), "minute"),
        ("2026-10-14T09:30:15+03:00", datetime(2026, 10, 14, 9, 30, 15), "minute"),
        ("2026-10-14T09:30:00Z", datetime(2026, 10, 14, 9, 30), "minute"),
        ("2026-10-14 00:00:00", datetime(2026, 10, 14), "day"),
        ("Wed, 14 Oct 2026 09:30:00 +0300", datetime(2026, 10, 14, 9, 30), "minute"),
        ("14.10.2026", datetime(2026, 10, 14), "day"),
        ("14.10.2026 09:30", datetime(2026, 10, 14, 9, 30), "minute"),
        ("14 октября 2026 г. 09:30", datetime(2026, 10, 14, 9, 30), "minute"),
        ("14 октября 2026 года", datetime(2026, 10, 14), "day"),
        ("14 окт 2026, 9:30", datetime(2026, 10, 14, 9, 30), "minute"),
        ("2026-10", datetime(2026, 10, 1), "month"),
        ("октябрь 2026", datetime(2026, 10, 1), "month"),
    ],
)
def test_dates_of_a_field(stated: str, moment: datetime, precision: str) -> None:
    assert parse_date(stated) == Published(moment, precision, stated)  # type: ignore[arg-type]  # from the table above


@pytest.mark.parametrize(
    "stated",
    ["", "вчера", "2026", "14 октября", "31 ноября 2026", "31.11.2026", "2026-02-30", "1792000000", "45.10.2026"],
)
def test_no_date_of_a_field(stated: str) -> None:
    assert parse_date(stated).moment is None


@given(st.text(max_size=60))
def test_any_field_is_read_without_error(stated: str) -> None:
    parse_date(stated)
    list(find_dates(stated))
    parse_date_line(stated)
    dateline_end(stated)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_a_written_date_is_read_back(moment: datetime) -> None:
    minute = moment.replace(second=0, microsecond=0)
    assert parse_date(f"{minute:%d.%m.%Y %H:%M}").moment == minute


def test_field_comes_before_the_page() -> None:
    found = published(f"Заголовок\n\n22.05.2023 19:45\n\n{BODY}", "2026-10-14 09:30")
    assert found.moment == datetime(2026, 10, 14, 9, 30)


def test_page_gives_the_time_of_the_same_day() -> None:
    found = published(f"Заголовок\n\n14 октября 2026 г. 09:30\n\n{BODY}", "2026-10-14")
    assert (found.moment, found.precision) == (datetime(2026, 10, 14, 9, 30), "minute")
    other = published(f"Заголовок\n\n13 октября 2026 г. 09:30\n\n{BODY}", "2026-10-14")
    assert (other.moment, other.precision) == (datetime(2026, 10, 14), "day")


@pytest.mark.parametrize(
    ("line", "moment", "precision"),
    [
        ("22.05.2023 19:45", datetime(2023, 5, 22, 19, 45), "minute"),
        ("16 декабря 2022 г. 10:15", datetime(2022, 12, 16, 10, 15), "minute"),
        ("Опубликовано: 16 декабря 2022, 10:15", datetime(2022, 12, 16, 10, 15), "minute"),
        ("Минск, 16 декабря 2022", datetime(2022, 12, 16), "day"),
        ("16.12.2022 | Экономика", datetime(2022, 12, 16), "day"),
    ],
)
def test_date_line_at_the_head(line: str, moment: datetime, precision: str) -> None:
    for text in (f"{line}\n\nЗаголовок о порте\n\n{BODY}", f"Заголовок о порте\n\n{line}\n\n{BODY}"):
        found = published(text)
        assert (found.moment, found.precision) == (moment, precision)


def test_date_line_below_the_body_is_another_story() -> None:
    assert published(f"Заголовок о порте\n\n{BODY}\n\n22.05.2023 19:45").moment is None


def test_comment_date_is_not_the_article() -> None:
    assert published(f"Заголовок о порте\n\n{BODY}\n\nКомментарии (1)\nИван, 22.05.2023 19:45\nДа.") == Published()


@pytest.mark.parametrize("dash", ["–", "-", "—"])
def test_dateline_has_no_year(dash: str) -> None:
    assert published(f"МИНСК, 14 окт {dash} Берег. {BODY}") == Published(stated="14 окт")


@pytest.mark.parametrize(
    "dateline", ["НИЖНИЙ НОВГОРОД, 14 октября. /Берег/. ", "Минск, 14 октября – ", "МОСКВА/МИНСК, 14 окт. — Берег. "]
)
def test_datelines(dateline: str) -> None:
    assert dateline_end(dateline + BODY) > 0
    stated = published(dateline + BODY).stated
    assert stated is not None
    assert stated.startswith("14 окт")


def test_dateline_year_from_an_agreeing_caption() -> None:
    caption = "Причал зимой - Берег, 1920, 23.12.2024"
    text = f"{caption}\nПорт открыл зимний причал\n\nМИНСК, 23 дек – Берег. {BODY}"
    assert published(text) == Published(datetime(2024, 12, 23), "day", "23 дек")


def test_stock_photo_gives_no_year() -> None:
    text = f"Причал летом - Берег, 1920, 01.07.2021\nПорт открыл зимний причал\n\nМИНСК, 23 дек – Берег. {BODY}"
    assert published(text) == Published(stated="23 дек")
    assert published(f"Причал летом - Берег, 1920, 01.07.2021\nПорт открыл зимний причал\n\n{BODY}") == Published()


def test_anniversary_in_the_body_gives_no_year() -> None:
    text = f"МИНСК, 9 мая – Берег. {BODY}\n\nДоговор о порте подписали 9 мая 1995 года, и с тех пор его меняли дважды."
    assert published(text) == Published(stated="9 мая")


def test_dateline_year_from_the_address() -> None:
    found = published(f"МИНСК, 20 окт – Берег. {BODY}", url="https://bereg.example/20231020/port-1.html")
    assert (found.moment, found.precision) == (datetime(2023, 10, 20), "day")
    other = published(f"МИНСК, 19 окт – Берег. {BODY}", url="https://bereg.example/20231020/port-1.html")
    assert other == Published(stated="19 окт")


@pytest.mark.parametrize("path", ["/20231020/a.html", "/2023/10/20/a", "/news/2023-10-20"])
def test_address_alone_gives_a_day(path: str) -> None:
    found = published(BODY, url="https://bereg.example" + path)
    assert (found.moment, found.precision) == (datetime(2023, 10, 20), "day")


@pytest.mark.parametrize("path", ["/20231320/a.html", "/news/20231", "/123202310205/", "/2023-10/20"])
def test_address_without_a_date(path: str) -> None:
    assert published(BODY, url="https://bereg.example" + path) == Published()


def test_first_paragraph_states_a_day_without_a_year() -> None:
    text = f"Стороны поговорили\n\nПрезиденты 15 апреля провели переговоры, сообщает пресс-служба.\n\n{BODY}"
    assert published(text) == Published(stated="15 апреля")


def test_later_paragraphs_and_brackets_state_nothing() -> None:
    assert published(f"{BODY}\n\nВстреча пройдёт завтра, 26 сентября, и продлится до вечера.") == Published()
    assert published("Встреча пройдёт завтра (26 сентября) в здании порта, сообщили в управлении порта.") == Published()


def test_impossible_day_is_no_date() -> None:
    assert published("Встреча прошла 31 ноября в здании порта, сообщили журналистам в управлении порта.") == Published()


def test_full_date_of_an_event_is_shown_and_not_used() -> None:
    found = published("Закон принят 5 мая 2014 года, и с тех пор его меняли дважды, напомнили в ведомстве.")
    assert found == Published(stated="5 мая 2014 года")


def test_unreadable_field_is_shown() -> None:
    assert published(BODY, "на прошлой неделе") == Published(stated="на прошлой неделе")
