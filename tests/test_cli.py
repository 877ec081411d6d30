"""The command as a user meets it: what it prints where, its exit codes, the folder it leaves."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from at_work import PATIENCE, wait_until
from tematika import __version__
from tematika.cli import app
from tematika.core.context import current_context
from tematika.pipeline.request import resolve
from tematika.settings import check_settings

ARTICLE = "Порт принял первый поезд\n\nСостав с удобрениями прибыл в порт утром и был разгружен за четыре часа.\n"
THEMES = '[[theme]]\nid = "logistics"\ntitle = { en = "Logistics", ru = "Логистика" }\nseeds = ["порт", "поезд"]\n'
PARAMETERS = "period = 'all'\nlang = 'en'\narticles = ()\nthemes = ''"


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    """A working folder with one article and a themes file, far from the project's notebooks."""
    folder = tmp_path / "desk"
    (folder / "news" / "port").mkdir(parents=True)
    (folder / "news" / "port" / "1.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "themes.toml").write_text(THEMES, encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("TEMATIKA_ARCHIVE", str(tmp_path / "archive"))
    for name in ("TEMATIKA_REPORTS", "TEMATIKA_DASK"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "1_stage.ipynb").write_text("{}")
    monkeypatch.setenv("TEMATIKA_NOTEBOOKS", str(tmp_path / "notebooks"))
    return folder


@pytest.fixture
def notebooks(tmp_path, make_notebook):
    """Notebooks in place of the project's own."""
    folder = tmp_path / "notebooks"

    def make(*cells):
        for number, cell in enumerate(cells, start=1):
            make_notebook(folder / f"{number}_stage.ipynb", cell, parameters=PARAMETERS)

    return make


def command(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-P", "-m", "tematika.cli", *arguments], capture_output=True, text=True, check=False, **options
    )


def content(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_report_from_arguments_to_folder(desk, notebooks, tmp_path):
    notebooks(
        "articles, themes, period", "import os\n_ = open(os.environ['TEMATIKA_RUN'] + '/made', 'w')", "print('я')"
    )
    done = command("report", str(desk / "news"), "--themes", "themes.toml", "--period", "2026", "--lang", "ru")
    assert (done.stderr, done.returncode) == ("", 0)
    page = desk / done.stdout.removesuffix("\n")
    assert page.name == "index.html"
    assert "<html" in page.read_text(encoding="utf-8")

    run = page.parent
    assert run.parent == desk / "reports"
    assert run.name.startswith("2026-ru-")
    stages = [f"notebooks/{number}_stage.ipynb" for number in (1, 2, 3)]
    assert sorted(content(run)) == ["index.html", "made", "manifest.json", *stages, "summary.json"]
    shelf = {"index.html", "feed.xml", "latest", run.name}
    assert {path.name for path in run.parent.iterdir()} == shelf

    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["run"] == run.name
    assert manifest["status"] == "done"
    assert manifest["parameters"]["articles"] == ["news"]
    assert manifest["parameters"]["period"] == "2026"
    assert [one["ref"] for one in manifest["inputs"]] == ["port/1.txt"]
    assert manifest["inputs"][0]["bytes"] == len(ARTICLE.encode())
    assert manifest["themes"]["ref"] == "themes.toml"
    assert manifest["versions"].keys() >= {"tematika", "papermill", "polars", "scikit-learn"}
    assert list(manifest["timings"]) == ["1_stage", "2_stage", "3_stage"]
    assert str(tmp_path).encode() not in b"".join(content(run).values())


@pytest.mark.slow
def test_a_failed_run_touches_no_report_and_says_so_on_the_shelf(desk, notebooks):
    earlier = desk / "reports" / "all-en-00000000"
    earlier.mkdir(parents=True)
    (earlier / "index.html").write_text("earlier")
    before = content(desk)
    notebooks("from tematika.errors import NoArticlesError\nraise NoArticlesError('nothing left', 'period')")
    done = command("report", "news", "--themes", "none", "--progress")
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.splitlines() == ["1/1 stage …", "tematika: period: nothing left"]
    after = content(desk)
    assert {name: after[name] for name in before} == before
    new = {name.split("/")[1] for name in after.keys() - before.keys()}
    (page,) = {folder for folder in new if folder.endswith("-failed")}
    assert new == {page, "index.html", "feed.xml"}


def test_the_details_of_a_failed_cell_are_kept(notebooks, tmp_path, capsys):
    notebooks("hidden = 1\nhidden / 0")
    assert app.run(["report", "news", "--themes", "none"]) == 4
    log = tmp_path / "state" / "tematika" / "last-error.log"
    told = capsys.readouterr().err
    assert told.startswith("tematika: 1_stage, cell c1: ZeroDivisionError: division by zero; ")
    assert told.endswith(f"; details are in {log}\n")
    assert "hidden / 0" in log.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_command_that_is_ended_leaves_nothing(desk, notebooks):
    notebooks("import time\ntime.sleep(1000)")
    arguments = [sys.executable, "-P", "-m", "tematika.cli", "report", "news", "--themes", "none"]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    wait_until(lambda: list(desk.glob("reports/.staging-*/notebooks")))
    os.kill(process.pid, signal.SIGTERM)
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (143, b"", b"")
    assert not (desk / "reports").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["report", "nowhere"], 3, ["nowhere", "no such file or folder"]),
        (["report", "empty"], 3, ["empty", "no articles found"]),
        (["report", "picture.txt"], 3, ["picture.txt"]),
        (["report", "news", "--themes", "flat.toml"], 2, ["flat.toml"]),
        (["report", "news", "--themes", "nowhere.toml"], 2, ["nowhere.toml"]),
        (["report", "news", "-p", "discoverd=9"], 2, ["parameter discoverd", "did you mean discovered?"]),
        (["report", "news", "-p", "discovered=many"], 2, ["parameter discovered", "'many'"]),
        (["report", "news", "-p", "discovered"], 2, ["option -p", "NAME=VALUE"]),
        (["report", "news", "-p", "seed=1", "-p", "seed=2"], 2, ["parameter seed", "given twice"]),
        (["report", "news", "--lang", "ru", "-p", "lang=en"], 2, ["parameter lang", "given twice"]),
        (["report", "news", "--lang", "de"], 2, ["parameter lang", "'de'"]),
        (["report", "news", "--period", "someday"], 2, ["someday"]),
        (["report", "news", "--out", "themes.toml"], 7, ["themes.toml", "--out"]),
        (["report", "--langg", "ru"], 2, ["--langg", "tematika --help"]),
        (["raport"], 2, ["raport", "report"]),
        ([], 2, ["tematika --help"]),
        (["themes", "check", "flat.toml"], 2, ["flat.toml"]),
        (["themes", "check"], 2, ["FILE"]),
    ],
)
def test_bad_input_is_one_line_and_leaves_nothing(arguments, code, words, desk, capsys):
    (desk / "empty").mkdir()
    (desk / "picture.txt").write_bytes(b"\x89PNG\x00\x01\x02")
    (desk / "flat.toml").write_text('seeds = ["нефть", "газ"]', encoding="utf-8")
    before = content(desk)
    assert app.run(arguments) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("tematika: ")
    assert captured.err.count("\n") == 1
    assert all(word in captured.err for word in words), captured.err
    assert content(desk) == before
    assert not (desk / "reports").exists()


def test_an_error_nobody_foresaw_is_one_line_too(monkeypatch, tmp_path, capsys):
    def broken(*_):
        raise ZeroDivisionError("odd")

    monkeypatch.setattr("tematika.pipeline.request.resolve", broken)
    assert app.run(["report", "news"]) == 1
    log = tmp_path / "state" / "tematika" / "last-error.log"
    assert capsys.readouterr().err == f"tematika: ZeroDivisionError: odd; details are in {log}\n"
    assert "Traceback" in log.read_text()


def test_checking_themes(desk, capsys):
    again = '[[theme]]\nid = "sea"\ntitle = { en = "Sea", ru = "Море" }\nseeds = ["порт", "море", "судно"]\n'
    (desk / "themes.toml").write_text(THEMES + again, encoding="utf-8")
    assert app.run(["themes", "check", "themes.toml"]) == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("logistics", "Логистика", "sea", "Море", "3"))
    assert "warning: «порт» is a seed word of logistics and sea" in shown


def test_help_teaches(capsys):
    assert app.run(["report", "--help"]) == 0
    shown = capsys.readouterr().out
    assert "tematika report --themes none -p discovered=9" in shown
    assert "seed of all random numbers [0]" in shown
    assert "7  could not publish" in shown


def test_help_and_version_come_at_once():
    # Seconds of work, not of waiting: the machine may be busy with other tests.
    seconds = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        shown = command("--help")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert "Exit codes" in shown.stdout
    assert min(seconds) < 0.3
    assert command("--version").stdout == f"tematika {__version__}\n"


def test_the_same_input_has_the_same_name(desk, monkeypatch):
    def name(**values):
        context = replace(current_context(), today=date(2026, 11, 18))
        return resolve(check_settings({"themes": "none", **values}), context).name

    first = name(articles=["news"], period="last-week")
    assert first.startswith("2026-W46-en-")
    assert name(articles=[str(desk / "news")], period="2026-W46") == first
    assert name(articles=["news"], period="last-week", seed=1) != first
    monkeypatch.chdir(desk.parent)
    assert name(articles=["desk/news"], period="last-week") == first
    (desk / "news" / "port" / "1.txt").write_text(ARTICLE + "!", encoding="utf-8")
    assert name(articles=["desk/news"], period="last-week") != first


@pytest.mark.parametrize("is_there", [False, True])
def test_a_schedule_without_articles_leaves_a_page_and_no_fiction(desk, tmp_path, capsys, is_there):
    if is_there:
        (tmp_path / "archive").mkdir()
    assert app.run(["report", "--schedule", "weekly", "--period", "2026-W45"]) == 3
    [line] = capsys.readouterr().err.splitlines()
    what = "the archive is empty" if is_there else "there is no archive"
    assert what in line
    assert "tematika ingest ARTICLES" in line
    told = json.loads((desk / "reports" / "schedule-weekly-failed" / "summary.json").read_text(encoding="utf-8"))
    assert (told["status"], told["error"]["code"], told["error"]["what"]) == ("failed", 3, what)
    assert what in (desk / "reports" / "index.html").read_text(encoding="utf-8")


def test_the_sample_is_used_where_it_is_named(desk, notebooks, tmp_path, capsys):
    notebooks("articles")
    assert app.run(["demo", "--lang", "ru"]) == 0
    page = desk / capsys.readouterr().out.strip()
    told = json.loads(page.with_name("manifest.json").read_text(encoding="utf-8"))
    assert (told["parameters"]["articles"], told["parameters"]["lang"]) == (["articles"], "ru")
    assert not (tmp_path / "archive").exists()
