"""The shelf: what it lists and in which order, what it keeps, and that a process killed anywhere leaves it whole."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from shelves import MANIFEST, put, summary
from tematika.cli import app
from tematika.runs.library.library import Keep, ReportLibrary, entries, tend

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def listed(reports):
    page = (reports / "index.html").read_text(encoding="utf-8")
    return re.findall(r'<h2><a href="([^"]+)/index\.html">', page)


def announced(reports):
    feed = ET.parse(reports / "feed.xml").getroot()  # noqa: S314 - our own file
    return [entry.find("a:link", ATOM).get("href").split("/")[0] for entry in feed.findall("a:entry", ATOM)]


def latest(reports):
    return (reports / "latest").resolve().name


def test_newest_first_by_what_they_are_about(tmp_path):
    for run, last in [
        ("2026-W46-ru-1", "2026-11-15"),
        ("2026-W40-ru-2", "2026-10-04"),
        ("2026-W46-ru-3", "2026-11-15"),
    ]:
        put(tmp_path, summary(run, last))
    assert listed(tmp_path) == announced(tmp_path) == ["2026-W46-ru-3", "2026-W46-ru-1", "2026-W40-ru-2"]
    assert latest(tmp_path) == "2026-W46-ru-3"
    assert (tmp_path / "latest" / "index.html").read_text() == "2026-W46-ru-3"
    assert (tmp_path / "latest").readlink() == Path("2026-W46-ru-3")
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "15 ноября 2026 г." in page
    assert "41 статья, 3 источника" in page
    assert "Больше всего писали о портах." in page
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_the_clock_set_back(tmp_path, monkeypatch):
    put(tmp_path, summary("all-ru-1", "2026-11-15"))
    first = (tmp_path / "all-ru-1" / "summary.json").stat().st_mtime_ns
    monkeypatch.setattr("time.time_ns", lambda: first - 10**15)
    put(tmp_path, summary("all-ru-2", "2026-11-15"))
    assert latest(tmp_path) == "all-ru-2"


def test_the_same_shelf_has_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        put(tmp_path / name, summary("2026-W46-ru-1", "2026-11-15"))
    for file in ("index.html", "feed.xml"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_a_feed_that_readers_can_follow(tmp_path):
    put(tmp_path, summary("2026-W46-ru-1", "2026-11-15", findings=("<b>Газ</b> & «нефть»\x00",)))
    before = ET.parse(tmp_path / "feed.xml").getroot()  # noqa: S314 - our own file
    put(tmp_path, summary("2026-W45-ru-2", "2026-11-08"))
    after = ET.parse(tmp_path / "feed.xml").getroot()  # noqa: S314 - our own file
    ids = [entry.find("a:id", ATOM).text for entry in after.findall("a:entry", ATOM)]
    assert before.find("a:entry/a:id", ATOM).text == ids[0]
    assert len(set(ids)) == 2
    assert before.find("a:updated", ATOM).text == "2026-11-15T00:00:00Z"
    assert after.find("a:entry/a:summary", ATOM).text == "<b>Газ</b> & «нефть» "


def test_failures_are_listed_and_lead_nowhere_else(tmp_path):
    put(tmp_path, summary("2026-W45-ru-1", "2026-11-08"))
    failed = summary(
        "2026-W46-ru-2", "2026-11-15", status="failed", articles=0, findings=(), error={"what": "диск полон"}
    )
    shelf = ReportLibrary(tmp_path)
    with shelf.staging("2026-W46-ru-2-failed") as staging:
        (staging / "index.html").write_text("failed")
        failed.write(staging)
        shelf.put(staging, "2026-W46-ru-2-failed")
    assert listed(tmp_path) == ["2026-W46-ru-2-failed", "2026-W45-ru-1"]
    assert latest(tmp_path) == "2026-W45-ru-1"
    assert "диск полон" in (tmp_path / "index.html").read_text(encoding="utf-8")
    put(tmp_path, summary("2026-W46-ru-2", "2026-11-15"))
    assert listed(tmp_path) == ["2026-W46-ru-2", "2026-W45-ru-1"]
    assert not (tmp_path / "2026-W46-ru-2-failed").exists()


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"run": 1}', b"\xff\xfe"])
def test_a_corrupt_report_does_not_spoil_the_shelf(tmp_path, damage):
    put(tmp_path, summary("2026-W45-ru-1", "2026-11-08"))
    put(tmp_path, summary("2026-W46-ru-2", "2026-11-15"))
    (tmp_path / "2026-W46-ru-2" / "summary.json").write_bytes(damage)
    put(tmp_path, summary("2026-W44-ru-3", "2026-11-01"))
    assert set(listed(tmp_path)) == {"2026-W44-ru-3", "2026-W45-ru-1", "2026-W46-ru-2"}
    assert latest(tmp_path) == "2026-W45-ru-1"


def test_a_damaged_report_is_never_the_newest(tmp_path):
    for week in ("44", "45", "46"):
        put(tmp_path, summary(f"2026-W{week}-ru-0000000{week[1]}", f"2026-11-{week}".replace("-4", "-0")))
    for file in ("summary.json", "manifest.json"):
        (tmp_path / "2026-W46-ru-00000006" / file).write_bytes(b"")
    assert [entry.folder[5:8] for entry in entries(tmp_path)] == ["W45", "W44", "W46"]
    told: list[str] = []
    tend(tmp_path, Keep(count=2), told.append)
    assert {path.name[5:8] for path in tmp_path.glob("2026-*")} == {"W44", "W45", "W46"}
    assert told == ["left alone, for not all in it was written by Tematika: 2026-W46-ru-00000006"]


FOREIGN = {
    "a package": {"manifest.json": '{"name": "shop", "version": "1.0"}', "code.py": "print()"},
    "a summary": {"summary.json": '{"run": "a summary", "status": "done"}', "figures.csv": "1,2"},
    "a list": {"manifest.json": "[]", "summary.json": "[]"},
    "no JSON": {"manifest.json": "{", "thesis.docx": "years of work"},
    "another name": {"manifest.json": json.dumps({"run": "all-ru-1", **MANIFEST})},
    "latest-copy": {"summary.json": json.dumps({"run": "all-ru-1", **MANIFEST}), "index.html": "mine"},
}


@pytest.mark.parametrize("options", [["--keep", "1"], ["--keep-days", "1"]])
def test_what_is_not_ours_is_left_and_named(tmp_path, capsys, options):
    for name, files in FOREIGN.items():
        (tmp_path / name).mkdir()
        for file, text in files.items():
            (tmp_path / name / file).write_text(text)
    for name in (".nvim.new", ".cabal.lock", ".staging-area"):
        (tmp_path / name).write_text("")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    put(tmp_path, summary("2026-W45-ru-1", "2026-11-08"))
    put(tmp_path, summary("2026-W46-ru-2", "2026-11-15"))
    assert app.run(["shelf", "--out", str(tmp_path), *options]) == 0
    assert {path: path.read_bytes() for path in before if path.exists()} == before
    assert listed(tmp_path) == ["2026-W46-ru-2"]
    taken, left = capsys.readouterr().err.splitlines()
    assert taken == "tematika: taken away: 2026-W45-ru-1"
    assert all(name in left for name in FOREIGN)


@pytest.mark.parametrize("file", ["notes.txt", ".git/HEAD", "data/labels.jsonl"])
def test_a_report_with_something_of_the_users_in_it_stays(tmp_path, file):
    place = put(tmp_path, summary("2026-W45-ru-1", "2026-11-08"))
    (place / file).parent.mkdir(exist_ok=True)
    (place / file).write_text("mine")
    told: list[str] = []
    put(tmp_path, summary("2026-W46-ru-2", "2026-11-15"))
    tend(tmp_path, Keep(count=1), told.append)
    assert (place / file).read_text() == "mine"
    assert told == ["left alone, for not all in it was written by Tematika: 2026-W45-ru-1"]


def test_reports_of_earlier_releases_are_known_as_ours(tmp_path):
    """The first one wrote no summary, and none of its manifests listed files."""
    put(tmp_path, summary("2026-W46-ru-2", "2026-11-15"))
    first = tmp_path / "all-ru-12345678"
    for file in ("index.html", "data/themes.json", "data/articles.parquet", "notebooks/1_corpus.ipynb"):
        (first / file).parent.mkdir(parents=True, exist_ok=True)
        (first / file).write_text("")
    (first / "manifest.json").write_text(json.dumps({"run": first.name, **MANIFEST}))
    listing = put(tmp_path, summary("2026-W45-ru-3", "2026-11-08"))
    files = {"index.html": "", "summary.json": "", "data/made_by_a_notebook.bin": ""}
    (listing / "data").mkdir()
    (listing / "data" / "made_by_a_notebook.bin").write_text("")
    (listing / "manifest.json").write_text(json.dumps({"run": listing.name, **MANIFEST, "files": files}))
    sweep = summary("sweep-all-1", status="sweep", page="comparison.html")
    (tmp_path / sweep.run).mkdir()
    (tmp_path / sweep.run / "comparison.html").write_text("")
    put(tmp_path / sweep.run, summary("all-ru-4", "2026-11-08"))
    sweep.write(tmp_path / sweep.run)
    told: list[str] = []
    tend(tmp_path, Keep(count=1), told.append)
    assert told[0] == "taken away: 2026-W45-ru-3, all-ru-12345678"
    put(tmp_path, summary("2026-W47-ru-5", "2026-11-22"))
    assert set(listed(tmp_path)) == {"2026-W47-ru-5", "2026-W46-ru-2"}


@pytest.mark.parametrize(
    ("keep", "left"),
    [
        (Keep(count=2), {"2026-W46", "2026-W45"}),
        (Keep(days=10), {"2026-W46", "2026-W45"}),
        (Keep(count=1, days=0), {"2026-W46"}),
        (Keep(), {"2026-W46", "2026-W45", "2026-W44"}),
    ],
)
def test_what_is_kept(tmp_path, keep, left):
    for run, last in [("2026-W44", "2026-11-01"), ("2026-W45", "2026-11-08"), ("2026-W46", "2026-11-15")]:
        put(tmp_path, summary(run, last))
    (tmp_path / "desk").mkdir()
    (tmp_path / "notes").mkdir()
    tend(tmp_path, keep, print)
    assert {entry.folder for entry in entries(tmp_path)} == left == set(listed(tmp_path))
    assert (tmp_path / "desk").is_dir()
    assert (tmp_path / "notes").is_dir()


def test_the_newest_good_report_always_stays(tmp_path):
    put(tmp_path, summary("2026-W40-ru-1", "2026-10-04"))
    for week, last in [("2026-W45", "2026-11-08"), ("2026-W46", "2026-11-15")]:
        put(tmp_path, summary(week, last, status="failed", error={"what": "no"}), Keep(count=1, days=7))
    assert set(listed(tmp_path)) == {"2026-W46", "2026-W40-ru-1"}
    assert latest(tmp_path) == "2026-W40-ru-1"


def test_where_links_cannot_be_made_a_page_leads_to_the_newest(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError(1, "not here")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    put(tmp_path, summary("2026-W45-ru-1", "2026-11-08"))
    put(tmp_path, summary("2026-W46-ru-2", "2026-11-15"))
    page = (tmp_path / "latest" / "index.html").read_text(encoding="utf-8")
    assert '<meta http-equiv="refresh" content="0; url=../2026-W46-ru-2/index.html">' in page
    assert listed(tmp_path) == ["2026-W46-ru-2", "2026-W45-ru-1"]


PUT = """
    import os, signal, sys
    from pathlib import Path
    sys.path.insert(0, sys.argv[1])
    from shelves import put, summary
    from tematika.runs.library.library import Keep

    steps = {"os.rename", "os.symlink", "os.remove", "os.utime", "os.mkdir", "shutil.rmtree", "tematika.publish"}

    def kill_at(step):
        left = step

        def count(event, arguments):
            nonlocal left
            left -= event in steps
            if left == 0 and event in steps:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)

    for line in sys.stdin:
        reports, run, last, count, step = line.split("\\t")
        child = os.fork()
        if not child:
            if int(step):
                kill_at(int(step))
            put(Path(reports), summary(run, last), Keep(count=int(count)), "new")
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture(scope="module")
def press():
    """A process that publishes small reports, each in a process of its own, killed with SIGKILL at a step if asked."""
    command = [sys.executable, "-c", textwrap.dedent(PUT), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def publish(reports, run, last, killed_at=0):
            process.stdin.write(f"{reports}\t{run}\t{last}\t2\t{killed_at}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield publish
        process.stdin.close()


@pytest.mark.slow
def test_ten_at_the_same_second(tmp_path):
    here = Path(__file__).parent
    one = "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; from shelves import put, summary; "
    one += "put(Path(sys.argv[2]), summary(f'2026-W{sys.argv[3]}-ru-1', f'2026-03-{sys.argv[3]}'))"
    weeks = [str(week) for week in range(10, 20)]
    processes = [subprocess.Popen([sys.executable, "-c", one, str(here), str(tmp_path), week]) for week in weeks]
    assert [process.wait() for process in processes] == [0] * 10
    assert listed(tmp_path) == announced(tmp_path) == [f"2026-W{week}-ru-1" for week in reversed(weeks)]
    assert latest(tmp_path) == "2026-W19-ru-1"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def assert_whole(reports):
    """All that the shelf lists can be opened, and `latest` leads to a report."""
    for folder in {*listed(reports), *announced(reports), latest(reports)}:
        assert (reports / folder / "index.html").read_text() in {folder, "new"}
        assert (reports / folder / "summary.json").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("run", ["2026-W47-ru-4", "2026-W46-ru-3"], ids=["a new report", "one made again"])
def test_killed_between_any_two_steps(tmp_path, press, run):
    """With SIGKILL, before each thing that the process does to the disk, until it comes through."""
    before = tmp_path / "before"
    for old, last in [("2026-W45-ru-2", "2026-11-08"), ("2026-W46-ru-3", "2026-11-15")]:
        put(before, summary(old, last))
    code, step = -signal.SIGKILL, 0
    while code == -signal.SIGKILL:
        step += 1
        reports = tmp_path / f"killed at {step}"
        shutil.copytree(before, reports, symlinks=True)
        code = press(reports, run, "2026-11-22", step)
        assert_whole(reports)
        assert "2026-W45-ru-2" in listed(reports) or "2026-W47-ru-4" in listed(reports)
        ReportLibrary(reports, Keep(count=2)).mend()
        assert_whole(reports)
        assert not [path for path in reports.iterdir() if path.name.startswith(".")]
        assert press(reports, run, "2026-11-22") == 0
        assert listed(reports)[0] == latest(reports) == run
        assert len(listed(reports)) == 2
        assert not [path for path in reports.iterdir() if path.name.startswith(".")]
    assert code == 0
    assert step > 10
