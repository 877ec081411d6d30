"""Progress reaches the command that runs the notebook, and disturbs nobody else."""

from __future__ import annotations

import json

from tematika.core.progress import PROGRESS_FILE, report, track


def events(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_items_are_handed_on_and_the_last_one_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv(PROGRESS_FILE, str(tmp_path / "events"))
    assert list(track(iter("abc"), "letters", total=3)) == ["a", "b", "c"]
    told = events(tmp_path / "events")
    assert told[-1] == {"label": "letters", "done": 3, "total": 3}


def test_many_reports_become_few(tmp_path, monkeypatch):
    monkeypatch.setenv(PROGRESS_FILE, str(tmp_path / "events"))
    for done in range(1, 10_001):
        report("things", done, 10_000)
    told = events(tmp_path / "events")
    assert len(told) < 100
    assert told[-1]["done"] == 10_000


def test_an_unknown_total(tmp_path, monkeypatch):
    monkeypatch.setenv(PROGRESS_FILE, str(tmp_path / "events"))
    assert list(track(iter("ab"), "unknown")) == ["a", "b"]
    assert events(tmp_path / "events")[0] == {"label": "unknown", "done": 1, "total": 0}


def test_silence_where_nobody_listens(monkeypatch, capfd):
    monkeypatch.delenv(PROGRESS_FILE, raising=False)
    assert list(track([1, 2], "numbers")) == [1, 2]
    assert capfd.readouterr() == ("", "")


def test_a_lost_listener_does_not_stop_the_work(tmp_path, monkeypatch):
    monkeypatch.setenv(PROGRESS_FILE, str(tmp_path / "no" / "such" / "folder"))
    assert list(track([1, 2], "lost")) == [1, 2]
