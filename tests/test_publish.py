"""Publishing: all of a run folder or nothing, and nothing of an earlier one lost."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest

from at_work import PATIENCE
from tematika.core.files import move_aside_and_in, put_in_place, replace_file
from tematika.errors import LockedError, PublishError
from tematika.runs.library.publish import publish, repair_library, staging_folder


def nobody():
    """Nobody is waited for."""


def staged(reports, run, wait=0.0):
    return staging_folder(reports, run, wait, nobody)


def content(folder):
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def build(folder, text):
    (folder / "data").mkdir(parents=True)
    (folder / "index.html").write_text(text)
    (folder / "data" / "articles").write_text(text)


def test_a_new_report_is_put_in_its_place(tmp_path):
    with staged(tmp_path / "reports", "run") as staging:
        build(staging, "new")
        publish(staging, tmp_path / "reports" / "run")
    assert content(tmp_path / "reports") == {"run/index.html": "new", "run/data/articles": "new"}
    assert [path.name for path in (tmp_path / "reports").iterdir()] == ["run"]


def test_a_report_of_the_same_name_is_exchanged_whole(tmp_path):
    build(tmp_path / "run", "old")
    (tmp_path / "run" / "only-in-the-old").write_text("")
    with staged(tmp_path, "run") as staging:
        build(staging, "new")
        publish(staging, tmp_path / "run")
    assert content(tmp_path) == {"run/index.html": "new", "run/data/articles": "new"}


def test_the_earlier_report_stays_when_the_exchange_fails(tmp_path):
    staging = tmp_path / "staging"
    target = staging / "inside" / "run"  # a folder cannot be moved into itself
    build(target, "old")
    with pytest.raises(PublishError, match="--out"):
        publish(staging, target)
    assert content(target) == {"index.html": "old", "data/articles": "old"}
    assert [path.name for path in target.parent.iterdir()] == ["run"]


def test_file_systems_that_cannot_swap_names(tmp_path):
    build(tmp_path / "new", "new")
    build(tmp_path / "run", "old")
    move_aside_and_in(tmp_path / "new", tmp_path / "run", tmp_path / "aside")
    assert content(tmp_path / "run")["index.html"] == "new"
    assert content(tmp_path / "aside")["index.html"] == "old"
    with pytest.raises(FileNotFoundError):
        move_aside_and_in(tmp_path / "nothing", tmp_path / "run", tmp_path / "further")
    assert content(tmp_path / "run")["index.html"] == "new"


def test_a_swap_leaves_no_moment_without_a_report(tmp_path):
    """One process publishes again and again, this one looks: it never finds nothing, nor a mixture."""
    for name in ("run", "new"):
        build(tmp_path / name, name)
    again = """
        import sys
        from pathlib import Path
        from tematika.core.files import put_in_place
        here = Path(sys.argv[1])
        for _ in range(300):
            put_in_place(here / "new", here / "run", here / "aside")
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(again), str(tmp_path)])
    seen = set()
    while process.poll() is None:
        seen.add((tmp_path / "run" / "index.html").read_text())
    assert process.returncode == 0
    assert seen == {"run", "new"}


def test_a_file_is_replaced_whole_or_left_alone(tmp_path):
    file = tmp_path / "index.html"
    replace_file(file, b"one")
    os.utime(file, (0, 0))
    replace_file(file, b"one")
    assert file.stat().st_mtime == 0
    replace_file(file, b"two")
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    assert file.read_bytes() == b"two"
    assert not (tmp_path / "aside").exists()
    build(tmp_path / "first", "1")
    put_in_place(tmp_path / "first", tmp_path / "place", tmp_path / "aside")
    assert content(tmp_path / "place")["index.html"] == "1"


def failing_run(reports):
    with staged(reports, "run") as staging:
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
        staged(tmp_path / "file", "run").__enter__()
    assert caught.value.where == str(tmp_path / "file")


def test_what_a_killed_run_left_is_mended(tmp_path):
    build(tmp_path / ".staging-2026-W46-en-12-99", "half")
    build(tmp_path / ".aside-lost-99", "old")
    build(tmp_path / ".aside-kept-99", "old")
    build(tmp_path / "kept", "new")
    build(tmp_path / ".staging-of-somebody", "not ours")
    repair_library(tmp_path, but_not="")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".staging-of-somebody", "kept", "lost"]
    assert content(tmp_path / "lost")["index.html"] == "old"
    assert content(tmp_path / "kept")["index.html"] == "new"


def test_a_run_at_work_is_left_alone(tmp_path):
    with staged(tmp_path, "one") as first, staged(tmp_path, "two") as second:
        assert first.is_dir()
        assert second.is_dir()
    assert not list(tmp_path.iterdir())


HOLD = """
    import sys
    from pathlib import Path
    from tematika.runs.library.publish import staging_folder
    with staging_folder(Path(sys.argv[1]), "run", 0, lambda: None):
        print("held", flush=True)
        sys.stdin.read()
"""


def hold(reports):
    """Start a process that holds the run until its standard input is closed."""
    command = [sys.executable, "-c", textwrap.dedent(HOLD), str(reports)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    return process


def test_two_runs_of_one_report(tmp_path):
    with hold(tmp_path) as process:
        with pytest.raises(LockedError) as caught, staged(tmp_path, "run"):
            pass
        assert caught.value.exit_code == 8
        assert f"(process {process.pid}, for " in str(caught.value)
        with staged(tmp_path, "another"):
            assert list(tmp_path.glob(".staging-run-*"))
        process.kill()
    with staged(tmp_path, "run") as staging:
        assert [path.name for path in tmp_path.glob(".staging-*")] == [staging.name]


def test_waiting_for_the_other_run(tmp_path):
    waited = []
    with hold(tmp_path) as process:

        def let_go():
            waited.append(process)
            process.stdin.close()

        with staging_folder(tmp_path, "run", PATIENCE, let_go):
            assert len(waited) == 1
