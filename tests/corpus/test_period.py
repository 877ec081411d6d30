"""Periods."""

from __future__ import annotations

import contextlib
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.core.period import parse_period
from tematika.errors import ParameterError

TODAY = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("text", "name", "start", "last"),
    [
        ("2023", "2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-10", "2023-10", date(2023, 10, 1), date(2023, 10, 31)),
        ("2023-12", "2023-12", date(2023, 12, 1), date(2023, 12, 31)),
        ("2023-W41", "2023-W41", date(2023, 10, 9), date(2023, 10, 15)),
        ("2023-w41", "2023-W41", date(2023, 10, 9), date(2023, 10, 15)),
        ("2026-W53", "2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2023-10-05", "2023-10-05", date(2023, 10, 5), date(2023, 10, 5)),
        ("last-week", "2026-W46", date(2026, 11, 9), date(2026, 11, 15)),
        ("last-month", "2026-10", date(2026, 10, 1), date(2026, 10, 31)),
        ("2023-10..2023-W46", "2023-10..2023-W46", date(2023, 10, 1), date(2023, 11, 19)),
        ("2023..last-week", "2023..2026-W46", date(2023, 1, 1), date(2026, 11, 15)),
    ],
)
def test_periods(text: str, name: str, start: date, last: date) -> None:
    period = parse_period(text, TODAY)
    assert period.name == name
    assert parse_period(name, date(1999, 1, 1)) == period
    assert (period.start, period.end) == (start, last + timedelta(days=1))
    assert period.contains(datetime(start.year, start.month, start.day))
    assert period.contains(datetime(last.year, last.month, last.day, 23, 59))
    assert not period.contains(datetime(start.year, start.month, start.day) - timedelta(minutes=1))
    assert not period.contains(datetime(last.year, last.month, last.day) + timedelta(days=1))
    assert not period.contains(None)


def test_everything_has_the_undated_too() -> None:
    period = parse_period("all", TODAY)
    assert period.name == "all"
    assert period.contains(None)
    assert period.contains(datetime(1900, 1, 1))


def test_open_ends() -> None:
    since, until = parse_period("2023-10..", TODAY), parse_period("..2023-10", TODAY)
    assert (since.name, until.name) == ("2023-10..", "..2023-10")
    assert since.contains(datetime(2090, 1, 1))
    assert until.contains(datetime(1990, 1, 1))
    assert not since.contains(datetime(2023, 9, 30))
    assert not until.contains(datetime(2023, 11, 1))
    assert not since.contains(None)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "20", "2023-13", "2023-02-30", "2023-W54", "2023-W00", "0000", "..", "2024..2023", "2023...2024"],
)
def test_nonsense_says_how_to_mend_it(text: str) -> None:
    with pytest.raises(ParameterError) as caught:
        parse_period(text, TODAY)
    assert caught.value.mend
    assert repr(text) in str(caught.value)
    assert caught.value.exit_code == 2


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_last_week_and_month_end_before_today(today: date) -> None:
    week, month = parse_period("last-week", today), parse_period("last-month", today)
    assert week.end is not None
    assert 0 <= (today - week.end).days < 7
    assert month.end == today.replace(day=1)


@given(st.text(max_size=20))
def test_any_text_is_a_period_or_a_parameter_error(text: str) -> None:
    with contextlib.suppress(ParameterError):
        assert parse_period(text, TODAY).name
