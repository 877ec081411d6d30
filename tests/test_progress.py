"""Progress reaches the command that runs the notebook, and disturbs nobody else."""

from __future__ import annotations

import json
from datetime import date

from tematika.core.context import RunContext
from tematika.core.progress import track


def progress_to(file):
    return RunContext.from_environment({"TEMATIKA_PROGRESS": str(file)}, date(2026, 11, 20)).progress


def events(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_items_are_handed_on_and_the_last_one_is_told(tmp_path):
    assert list(track(iter("abc"), "letters", progress_to(tmp_path / "events"), total=3)) == ["a", "b", "c"]
    assert events(tmp_path / "events")[-1] == {"label": "letters", "done": 3, "total": 3}


def test_many_reports_become_few(tmp_path):
    progress = progress_to(tmp_path / "events")
    for done in range(1, 10_001):
        progress("things", done, 10_000)
    told = events(tmp_path / "events")
    assert len(told) < 100
    assert told[-1]["done"] == 10_000


def test_an_unknown_total(tmp_path):
    assert list(track(iter("ab"), "unknown", progress_to(tmp_path / "events"))) == ["a", "b"]
    assert events(tmp_path / "events")[0] == {"label": "unknown", "done": 1, "total": 0}


def test_silence_where_nobody_listens(capfd):
    assert list(track([1, 2], "numbers", progress_to(""))) == [1, 2]
    assert capfd.readouterr() == ("", "")


def test_a_lost_listener_does_not_stop_the_work(tmp_path):
    assert list(track([1, 2], "lost", progress_to(tmp_path / "no" / "such" / "folder"))) == [1, 2]
