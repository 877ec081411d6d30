"""Sources by day: cells, gaps, weeks where there are many days, and the numbers as a table."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import article, corpus, noon, ten_weeks

from tematika.report import sections
from tematika.report.data.coverage import SourceDays, days_of_sources, find_silences, make_calendar
from tematika.report.data.model import Report

MONDAY = date(2026, 8, 31)


def daily(n: int, *missing: int, source: str = "Курьер", first: int = 0) -> list[dict[str, object]]:
    days = [day for day in range(n) if day not in missing]
    return [article(first + day, "energy", published=noon(day), source=source) for day in days]


def report_of(rows: list[dict[str, object]], lang: str = "en") -> Report:
    return sections.prepare_report(corpus(rows), lang)


def test_a_source_that_stops_before_the_others_is_missed() -> None:
    rows = [*daily(60), *daily(40, source="Вестник", first=100)]
    stopped = {one.source: one.silences for one in days_of_sources(report_of(rows))}
    assert stopped["Курьер"] == ()
    assert [(one.first, one.last) for one in stopped["Вестник"]] == [
        (MONDAY + timedelta(days=40), MONDAY + timedelta(days=59))
    ]


def test_one_that_writes_now_and_then_is_not_missed_at_the_end() -> None:
    assert find_silences([MONDAY + timedelta(days=day) for day in (0, 9, 20, 33)], MONDAY + timedelta(days=40)) == []


def test_a_few_articles_in_a_few_weeks_promise_no_more() -> None:
    end = MONDAY + timedelta(days=29)
    assert find_silences([MONDAY + timedelta(days=day) for day in (2, 4, 8, 16)], end) == []
    assert find_silences([MONDAY + timedelta(days=day) for day in (2, 15, 38)], MONDAY + timedelta(days=44)) == []


def test_articles_without_a_source_cannot_fall_silent() -> None:
    rows = [*daily(60), *[row | {"source": None} for row in daily(20, first=100)]]
    assert [one.silences for one in days_of_sources(report_of(rows)) if one.source is None] == [()]


def test_a_reprint_shows_that_its_source_was_read() -> None:
    rows = daily(60, 30, 31, 32)
    copies = [
        article(200 + day, "energy", published=noon(day), source="Курьер", copy_of=rows[0]["article_id"])
        for day in (30, 31, 32)
    ]
    assert [one.silences for one in days_of_sources(report_of([*rows, *copies]))] == [()]


@given(st.dictionaries(st.integers(0, 400), st.integers(1, 5), min_size=2), st.integers(2, 120))
def test_columns_hold_every_article_once(by_day: dict[int, int], most: int) -> None:
    counts = Counter({MONDAY + timedelta(days=day): n for day, n in by_day.items()})
    calendar = make_calendar([SourceDays("Курьер", counts, ())], most)
    assert calendar is not None
    ((_, columns, missing),) = calendar.rows
    assert sum(columns) == counts.total()
    assert missing == ()
    days = max(by_day) - min(by_day) + 1
    assert len(columns) == len(calendar.firsts)
    assert (calendar.unit == "day") == (days <= most)


def test_a_gap_is_flagged_in_the_strip_and_in_the_table() -> None:
    html = sections.quality(report_of(daily(60, 30, 31, 32))).html
    assert html.count('class="gap"') == 1
    (gaps,) = re.findall(r'<path class="gap" d="([^"]+)"', html)
    assert re.findall(r"M(\d+) (\d+)L", gaps) == [("300", "10"), ("310", "10"), ("320", "10")]
    assert "cells with a missing day: 3" in html
    # The three days lie in one week of the table: Wednesday to Friday, 30 September to 2 October.
    assert re.search(r'<th scope="row">28\xa0Sep</th><td>4</td><td>4 <span class="undated">missing</span></td>', html)


def test_a_year_is_drawn_by_weeks() -> None:
    html = sections.quality(report_of(daily(300), "ru")).html
    assert "Источники по неделям" in html
    assert 'viewBox="0 0 430 10"' in html


@pytest.mark.parametrize(
    ("days", "unit", "first", "label"),
    [
        (800, "week", MONDAY, "31\xa0Aug\xa02026"),
        (850, "month", date(2026, 8, 1), "Aug\xa02026"),
        (4000, "quarter", date(2026, 7, 1), "Q3\xa02026"),
        (12000, "year", date(2026, 1, 1), "2026"),
    ],
)
def test_many_years_are_drawn_by_longer_periods(days, unit, first, label) -> None:
    counts = Counter({MONDAY + timedelta(days=day): 1 for day in range(0, days, 7)})
    calendar = make_calendar([SourceDays("Курьер", counts, ())], 92)
    assert calendar is not None
    assert (calendar.unit, calendar.firsts[0]) == (unit, first)
    assert len(calendar.firsts) <= 120
    rows = [article(n, "energy", published=noon(day)) for n, day in enumerate(range(0, days, 30))]
    html = sections.quality(report_of(rows)).html
    assert f"Sources by {unit}" in html
    assert f'<th scope="row">{label}</th>' in html


def test_a_single_day_has_no_strip() -> None:
    rows = [article(n, "energy", published=noon(0)) for n in range(9)]
    assert "strip" not in sections.quality(report_of(rows)).html


def test_the_sample_has_a_strip_a_source() -> None:
    report = sections.prepare_report(ten_weeks(), "en")
    assert sections.quality(report).html.count("<svg") == len([one for one in days_of_sources(report) if one.counts])
