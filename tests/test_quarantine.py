"""What was set aside: told at the end of an ingest, noted in the archive, shown in the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stories import write_stories
from tematika.cli import app
from tematika.corpus.archive.archive import Archive
from tematika.corpus.readers.quarantine import Quarantine, SetAside, format_lines, summary
from tematika.pipeline import former_calls
from tematika.settings import Settings

ENGLISH = "The port has opened a new berth, and the first ship came in the morning, the authority said."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("TEMATIKA_RUN", str(tmp_path / "run"))
    monkeypatch.delenv("TEMATIKA_ARCHIVE", raising=False)
    made = tmp_path / "articles"
    made.mkdir()
    write_stories(made / "stories.jsonl")
    (made / "port.txt").write_text(ENGLISH, encoding="utf-8")
    (made / "photo.jpg").write_bytes(b"JFIF")
    (made / "x\x1b[2J.txt").write_bytes(b"\0\1\2")
    return made


def test_ingest_ends_with_what_was_set_aside(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["ingest", str(folder)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].endswith("set aside: 3; version 1")
    assert out[1:] == [
        "set aside, language en: 1",
        "  port.txt",
        "set aside, unknown-kind: 1",
        "  photo.jpg: no reader for .jpg",
        "set aside, broken: 1",
        "  x [2J.txt: the file is not text; save it as UTF-8 text or take it out of the folder",
    ]


def test_strict_is_an_error_after_everything_is_in(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["ingest", str(folder), "--strict"]) == 3
    assert "3 files and records were set aside" in capsys.readouterr().err
    assert Archive("archive").version() == 1
    assert app.run(["ingest", str(folder / "stories.jsonl"), "--strict", "--archive", "other"]) == 0


def test_the_archive_notes_each_thing_once_and_versions_stay(folder: Path) -> None:
    assert app.run(["ingest", str(folder)]) == 0
    first = Archive("archive").set_aside(1)
    assert [(item.ref, item.reason) for item in first if item.reason != "broken"] == [
        ("port.txt", "language"),
        ("photo.jpg", "unknown-kind"),
    ]
    (folder / "new.txt").write_text("Мост через реку открыли раньше срока, движение пустили утром.", encoding="utf-8")
    (folder / "new.en.txt").write_text(ENGLISH, encoding="utf-8")
    assert app.run(["ingest", str(folder)]) == 0
    assert Archive("archive").set_aside(1) == first
    assert len(Archive("archive").set_aside(2)) == len(first) + 1


def test_a_report_knows_what_was_set_aside(folder: Path) -> None:
    of_files = former_calls.read_corpus(Settings(articles=(str(folder),))).set_aside
    assert of_files["counts"] == [["language", "en", 1], ["unknown-kind", "", 1], ["broken", "", 1]]
    assert ["port.txt", "language", "en"] in of_files["items"]
    assert former_calls.read_corpus(Settings(articles=(str(folder),))).set_aside == of_files
    assert app.run(["ingest", str(folder)]) == 0
    assert former_calls.read_corpus(Settings()).set_aside["counts"] == of_files["counts"]


def test_of_a_great_many_the_first_are_named_and_all_are_counted() -> None:
    quarantine = Quarantine(most=5)
    for number in range(20):
        quarantine.add(SetAside(f"{number}.jpg", "unknown-kind"))
    assert (len(quarantine.items), quarantine.total) == (5, 20)
    assert format_lines(quarantine, 3)[-1] == "  and 17 more"
    assert json.loads(json.dumps(summary(quarantine.counts, quarantine.items)))["counts"] == [["unknown-kind", "", 20]]
