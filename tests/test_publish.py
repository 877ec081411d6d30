"""Publishing: all of a run folder or nothing, and nothing of an earlier one lost."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tematika.errors import PublishError
from tematika.reporting.publish import mend_shelf, publish, staging_folder


def content(folder):
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def build(folder, text):
    (folder / "data").mkdir(parents=True)
    (folder / "index.html").write_text(text)
    (folder / "data" / "articles").write_text(text)


@pytest.fixture
def ended_process():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_new_report_is_put_in_its_place(tmp_path):
    with staging_folder(tmp_path / "reports", "run") as staging:
        build(staging, "new")
        publish(staging, tmp_path / "reports" / "run")
    assert content(tmp_path / "reports") == {"run/index.html": "new", "run/data/articles": "new"}
    assert [path.name for path in (tmp_path / "reports").iterdir()] == ["run"]


def test_a_report_of_the_same_name_is_exchanged_whole(tmp_path):
    build(tmp_path / "run", "old")
    (tmp_path / "run" / "only-in-the-old").write_text("")
    with staging_folder(tmp_path, "run") as staging:
        build(staging, "new")
        publish(staging, tmp_path / "run")
    assert content(tmp_path) == {"run/index.html": "new", "run/data/articles": "new"}


def test_the_earlier_report_comes_back_when_the_exchange_fails(tmp_path):
    staging = tmp_path / "staging"
    target = staging / "inside" / "run"  # a folder cannot be moved into itself
    build(target, "old")
    with pytest.raises(PublishError, match="--out"):
        publish(staging, target)
    assert content(target) == {"index.html": "old", "data/articles": "old"}
    assert [path.name for path in target.parent.iterdir()] == ["run"]


def failing_run(reports):
    with staging_folder(reports, "run") as staging:
        build(staging, "half")
        raise ZeroDivisionError


def test_a_failed_run_leaves_nothing(tmp_path):
    reports = tmp_path / "reports"
    with pytest.raises(ZeroDivisionError):
        failing_run(reports)
    assert not reports.exists()


def test_a_failed_run_leaves_the_folder_that_was_there(tmp_path):
    build(tmp_path / "other", "old")
    with pytest.raises(ZeroDivisionError):
        failing_run(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["other"]


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(PublishError) as caught:
        staging_folder(tmp_path / "file", "run").__enter__()
    assert caught.value.where == str(tmp_path / "file")


def test_what_a_killed_run_left_is_mended(tmp_path, ended_process):
    build(tmp_path / f".staging-2026-W46-en-12-{ended_process}", "half")
    build(tmp_path / f".aside-lost-{ended_process}", "old")
    build(tmp_path / f".aside-kept-{ended_process}", "old")
    build(tmp_path / "kept", "new")
    build(tmp_path / ".staging-of-somebody", "not ours")
    mend_shelf(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".staging-of-somebody", "kept", "lost"]
    assert content(tmp_path / "lost")["index.html"] == "old"
    assert content(tmp_path / "kept")["index.html"] == "new"


def test_a_run_at_work_is_left_alone(tmp_path):
    with staging_folder(tmp_path, "one") as first, staging_folder(tmp_path, "two") as second:
        assert first.is_dir()
        assert second.is_dir()
