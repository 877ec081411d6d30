"""The doctor: what it says of a machine in order and of one that is not."""

from __future__ import annotations

import pytest

from shelves import put, summary
from tematika.cli import app


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    for name in ("TEMATIKA_REPORTS", "TEMATIKA_ARCHIVE", "TEMATIKA_NOTIFY_FAILURE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def told(capsys):
    """What is said of each thing, the worst first."""
    lines = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    return sorted((how, what) for how, what in lines)


@pytest.mark.slow
def test_a_machine_in_order(capsys):
    assert app.run(["doctor"]) == 0
    said = told(capsys)
    about = {what.split(":")[0] for _, what in said}
    expected = {"interpreter", "packages", "kernel", "fonts", "archive", "reports", "disk", "schedule", "notices"}
    assert about == expected
    assert not [what for how, what in said if how == "BAD"]


@pytest.mark.slow
def test_a_machine_that_is_not(desk, capsys, monkeypatch):
    (desk / "reports").mkdir()
    put(desk / "reports", summary("2026-W46-ru-1", "2026-11-15"))
    monkeypatch.setenv("TEMATIKA_REPORTS", str(desk / "reports"))
    (desk / "config" / "tematika").mkdir(parents=True)
    (desk / "config" / "tematika" / "environment").write_text("TEMATIKA_NOTIFY_FAILURE=json://host/")
    (desk / "config" / "tematika" / "environment").chmod(0o644)
    log = desk / "archive" / "articles" / "_delta_log"
    log.mkdir(parents=True)
    (log / f"{0:020}.json").write_text("nothing of the kind")
    assert app.run(["doctor"]) == 1, "what the first bad finding would end a report with"
    said = told(capsys)
    assert [what.split(":")[0] for how, what in said if how == "BAD"] == ["archive", "notices"]
    assert ("note", "reports: 2026-W46-ru-1 is not as it was published; tematika report makes it again") in said
