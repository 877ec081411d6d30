"""What sources supplied, the days that seem to be missing, and the command that makes the report again."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from samples import article, corpus, noon, ten_weeks

from tematika.report import sections
from tematika.report.data.coverage import find_silences
from tematika.report.rerun import command

MONDAY = date(2026, 8, 31)


def days(*numbers: int) -> list[date]:
    return [MONDAY + timedelta(days=number) for number in numbers]


def test_a_daily_source_that_falls_silent_for_three_days_is_missed() -> None:
    found = find_silences(days(*range(30), *range(33, 60)))
    assert [(one.first, one.last, one.n_days) for one in found] == [(*days(30, 32), 3)]


def test_a_source_that_rests_on_weekends_is_not_missed_then() -> None:
    assert find_silences(days(*(n for n in range(70) if n % 7 < 5))) == []


def test_a_source_that_writes_now_and_then_is_not_missed() -> None:
    assert find_silences(days(0, 3, 9, 11, 20, 24, 31, 33, 40, 46)) == []


def test_of_less_than_two_weeks_beside_a_gap_nothing_is_said() -> None:
    assert find_silences(days(0, 50)) == []
    assert find_silences(days(0, 1, 2, 3, 4, 5, 6, 12)) == []
    assert find_silences([]) == []


@given(st.sets(st.integers(0, 120), max_size=80))
def test_silences_are_gaps_between_days(numbers: set[int]) -> None:
    present = set(days(*numbers))
    for one in find_silences(present):
        between = [one.first + timedelta(days=k) for k in range(one.n_days)]
        assert not present & set(between)
        assert {one.first - timedelta(days=1), one.last + timedelta(days=1)} <= present


def test_the_section_names_the_missing_days() -> None:
    rows = [
        article(n, "energy", published=noon(n), source="Вестник проверки") for n in range(60) if n not in {30, 31, 32}
    ]
    html = sections.quality(sections.prepare_report(corpus(rows), "en")).html
    assert "30 September\u00a0– 2 October 2026" in html


def test_reprints_and_days_are_counted_by_source() -> None:
    html = sections.quality(sections.prepare_report(ten_weeks(), "ru")).html
    assert "С точным днём" in html
    assert "источник не указан" in html


def test_the_command_has_what_differs_from_the_defaults() -> None:
    parameters = {"articles": ["my news.csv"], "period": "2026-W36", "lang": "ru", "seed": 3, "outliers": True}
    assert command(parameters) == "tematika report 'my news.csv' --lang ru --period 2026-W36 -p seed=3"


def test_of_the_archive_its_version_is_fixed() -> None:
    assert command({"outliers": False}) == "tematika report -p outliers=false"
    assert command({"lang": "en"}, 7) == "tematika report --as-of 7"
    assert command({}) == ""


def test_the_command_stands_in_the_report() -> None:
    html = sections.parameters(sections.prepare_report(ten_weeks(), "en")).html
    assert "tematika report -p discovered=8" in html
