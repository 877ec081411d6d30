"""Times of schedules: what cron understands, when something was due, and that systemd understands the same."""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.errors import ParameterError
from tematika.runs.schedule.cron import check, explain, last_due, next_due, on_calendar

MONDAY = datetime(2026, 11, 23, 7, 0)


def test_monday_at_seven():
    when = check("  0  7 * * 1 ")
    assert when == "0 7 * * 1"
    assert explain(when) == "At 07:00 on Monday"
    assert last_due(when, MONDAY - timedelta(seconds=1)) == MONDAY - timedelta(days=7)
    assert last_due(when, MONDAY) == last_due(when, MONDAY + timedelta(seconds=59)) == MONDAY
    assert last_due(when, MONDAY + timedelta(days=6, hours=23)) == MONDAY
    assert next_due(when, MONDAY) == MONDAY + timedelta(days=7)


@pytest.mark.parametrize(
    "wrong",
    ["", "7", "0 7 * *", "0 7 * * 1 *", "60 7 * * 1", "0 7 * * 8", "0 7 30 2 *", "0 7 L * *", "0 7 * * 1#2",
     "@weekly", "0 7 * * 1; rm -rf /", "понедельник", "0 7 * * $(x)", "0 7 * * 1\n0 0 * * *"],
)  # fmt: skip
def test_what_is_no_time(wrong):
    if wrong.endswith("0 0 * * *"):
        wrong = wrong.replace("\n", " ")
    with pytest.raises(ParameterError) as caught:
        check(wrong)
    assert caught.value.exit_code == 2
    assert "0 7 * * 1" in caught.value.mend


FIELD_ENDS = {"minute": (0, 59), "hour": (0, 23), "day": (1, 28), "month": (1, 12), "weekday": (0, 7)}
FIELDS = st.tuples(
    *(st.one_of(st.just("*"), st.integers(*ends).map(str), st.just("*/2")) for ends in FIELD_ENDS.values())
)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1))


@given(FIELDS, MOMENTS)
def test_the_last_moment_and_the_next_have_none_between(fields, now):
    when = check(" ".join(fields))
    last, following = last_due(when, now), next_due(when, now)
    assert last <= now < following
    assert next_due(when, last) == following


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here; apt-get install systemd")
@pytest.mark.parametrize("when", ["0 7 * * 1", "30 6,18 * * *", "*/15 8-10 1,15 */3 *", "5 4 * * sun", "0 0 29 2 *"])
def test_systemd_means_the_same(when):
    (line,) = on_calendar(check(when))
    command = ["systemd-analyze", "calendar", "--base-time=2026-11-19 12:00:00 UTC", "--iterations=1", line]
    said = subprocess.run(command, capture_output=True, text=True, check=True, env={"TZ": "UTC", "LC_ALL": "C"}).stdout
    following = next_due(when, datetime(2026, 11, 19, 12))
    assert f"{following:%Y-%m-%d %H:%M}:00 UTC" in said


def test_either_of_two_conditions():
    assert on_calendar("0 7 13 * 5") == ["*-*-13 07:00:00", "Fri *-*-* 07:00:00"]
