"""A machine that was off at seven, a clock that was wrong: real processes, to which libfaketime gives another time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tematika.runs.schedule import store

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(LIBRARY is None, reason="no libfaketime here; apt-get install libfaketime"),
]


@pytest.fixture(autouse=True)
def _weekly(desk):
    """A weekly schedule on last week, in that folder."""
    arguments = ("news", "--themes", "none", "--period", "2026-W45")
    # The report's own process waits on locks with time limits, which libfaketime does not bear.
    environment = {**store.pinned_environment(), "LD_PRELOAD": ""}
    store.Plan("weekly", "0 7 * * 1", arguments, str(desk), environment, "2026-11-05T12:00:00", "cron").save()


def due_at(moment):
    """Call the schedule as cron would, when the machine's clock says so; the clock goes on from there."""
    clock = {"LD_PRELOAD": str(LIBRARY), "FAKETIME": f"@{moment}"}
    command = [sys.executable, "-P", "-m", "tematika.cli", "schedule", "due", "weekly"]
    done = subprocess.run(command, env={**os.environ, **clock}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return store.last_run("weekly")


def shelf(desk):
    """What the shelf lists, and which of it is the latest."""
    folders = sorted(path.parent.name for path in (desk / "reports").glob("2*/summary.json"))
    return folders, (desk / "reports" / "latest").resolve().name


def test_a_machine_that_was_off_at_seven_and_a_clock_that_was_set_back(desk):
    assert due_at("2026-11-09 06:59:00") is None
    caught_up = due_at("2026-11-10 14:20:00")
    assert caught_up.due == "2026-11-09T07:00:00"
    assert caught_up.ended.startswith("2026-11-10T14:")
    first = shelf(desk)
    assert first == ([first[1]], first[1])
    assert due_at("2026-11-10 15:20:00") == caught_up, "one report for a turn"
    # The clock runs weeks ahead and is set back: a turn too many, and from then on as before.
    assert due_at("2026-12-01 03:00:00").due == "2026-11-30T07:00:00"
    set_back = due_at("2026-11-10 16:00:00")
    assert set_back.due == "2026-11-09T07:00:00"
    assert set_back.ended.startswith("2026-11-10T16:")
    assert due_at("2026-11-16 07:00:30").due == "2026-11-16T07:00:00"
    assert shelf(desk) == first
