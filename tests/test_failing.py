"""Runs that fail, through the command: the page about it, the shelf, the exit code; faults made with the real thing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from at_work import PATIENCE, kernels_of, wait_until
from tematika.cli import app

ARTICLE = "Порт принял первый поезд\n\nСостав с удобрениями прибыл в порт утром и был разгружен за четыре часа.\n"
PARAMETERS = "period = 'all'\nlang = 'en'\narticles = ()\nthemes = ''"


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    """A working folder with one article."""
    folder = tmp_path / "desk"
    (folder / "news").mkdir(parents=True)
    (folder / "news" / "1.txt").write_text(ARTICLE, encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("TEMATIKA_REPORTS", raising=False)
    monkeypatch.setenv("TEMATIKA_NOTEBOOKS", str(tmp_path / "notebooks"))
    return folder


@pytest.fixture
def notebook(tmp_path, make_notebook):
    (tmp_path / "notebooks").mkdir()

    def make(*cells):
        make_notebook(tmp_path / "notebooks" / "1_stage.ipynb", *cells, parameters=PARAMETERS)

    return make


# Quietly refused where that cannot be had.
AS_ROOT = () if os.geteuid() == 0 else ("sudo", "-n")
REPORT = ("report", "news", "--themes", "none", "--period", "2026-W46")


def command(*arguments, **options):
    whole = [sys.executable, "-P", "-m", "tematika.cli", *arguments]
    return subprocess.run(whole, capture_output=True, text=True, check=False, **options)


def start(*arguments):
    whole = [sys.executable, "-P", "-m", "tematika.cli", *arguments]
    return subprocess.Popen(whole, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def shelf(desk):
    """Folders that the shelf lists, with what they say of themselves."""
    found = [json.loads(path.read_text()) for path in sorted((desk / "reports").glob("2*/summary.json"))]
    page = (desk / "reports" / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{one["run"]}' in page for one in found)
    return [(one["status"], (one["error"] or {}).get("code")) for one in found]


def test_the_page_about_a_failure(desk, notebook, monkeypatch, capsys):
    monkeypatch.setenv("SOME_TOKEN", "hush-hush-hush")
    notebook(
        "import os\nfrom pathlib import Path\nraise ValueError(f'<b>{Path.cwd()}/x</b> {os.environ[\"SOME_TOKEN\"]}')"
    )
    earlier = desk / "reports" / "latest"
    earlier.mkdir(parents=True)
    assert app.run([*REPORT, "--lang", "ru", "-p", "seed=7"]) == 4
    assert "1_stage, cell c1: ValueError" in capsys.readouterr().err
    (folder,) = (desk / "reports").glob("2026-W46-*-failed")
    page = (folder / "index.html").read_text(encoding="utf-8")
    for words in (
        "Отчёт не составлен", "1_stage, cell c1", "&lt;b&gt;x&lt;/b&gt; ***", "Откройте тетрадь в JupyterLab",
        "tematika report news --lang ru --period 2026-W46 -p seed=7 --themes none", '<td>2026-W46</td>',
    ):  # fmt: skip
        assert words in page
    for words in (str(desk), "hush-hush-hush", "<script", "http:"):
        assert words not in page
    assert shelf(desk) == [("failed", 4)]
    assert earlier.is_dir()
    assert not list(earlier.iterdir())


@pytest.mark.slow
def test_a_failure_that_was_mended_leaves_the_shelf(desk, notebook, capsys):
    notebook("1 / 0")
    assert app.run([*REPORT]) == 4
    notebook("1 / 1")
    assert app.run([*REPORT]) == 0
    assert shelf(desk) == [("done", None)]
    assert (desk / "reports" / "latest" / "index.html").is_file()
    notebook("2 / 0")
    assert app.run([*REPORT]) == 4
    assert sorted(shelf(desk)) == [("done", None), ("failed", 4)]
    assert (desk / "reports" / "latest" / "index.html").is_file()
    capsys.readouterr()


@pytest.mark.slow
def test_a_corrupt_report_is_made_again(desk, notebook, capsys):
    notebook("1 / 1")
    assert app.run([*REPORT]) == 0
    page = Path(capsys.readouterr().out.strip())
    whole = page.read_bytes()
    for file in (page, page.with_name("summary.json"), page.with_name("manifest.json")):
        file.write_bytes(file.read_bytes()[:40])
        assert app.run([*REPORT]) == 0
        assert page.read_bytes() == whole
    assert shelf(desk) == [("done", None)]
    capsys.readouterr()


@pytest.mark.parametrize("name", ["notify_success", "password", "api_token"])
def test_secrets_are_no_parameters(name, capsys):
    assert app.run(["report", "news", "-p", f"{name}=hush-hush"]) == 2
    assert app.run(["report", "https://me:hush-hush@host/news", "--themes", "none"]) == 2
    said = capsys.readouterr().err
    assert said.count("a secret cannot be a parameter") == 2
    assert "hush-hush" not in said


@pytest.mark.slow
def test_addresses_of_notices_do_not_reach_the_notebooks(notebook, monkeypatch, capsys):
    monkeypatch.setenv("TEMATIKA_NOTIFY_FAILURE", " ")
    notebook("import os\n[name for name in os.environ if 'NOTIFY' in name]")
    assert app.run([*REPORT]) == 0
    page = Path(capsys.readouterr().out.strip())
    assert "NOTIFY_FAILURE" not in (page.parent / "notebooks" / "1_stage.ipynb").read_text()


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_killed(desk, notebook, how):
    notebook("import time\nfrom pathlib import Path\nif not Path('again').exists(): time.sleep(1000)")
    process = start(*REPORT)
    wait_until(lambda: len(kernels_of(desk)) > 0 and list(desk.glob("reports/.staging-*/notebooks")))
    process.send_signal(how)
    process.communicate(timeout=PATIENCE)
    wait_until(lambda: not kernels_of(desk))
    (desk / "again").touch()
    assert command(*REPORT).returncode == 0
    assert shelf(desk) == [("done", None)]
    assert not [path.name for path in (desk / "reports").iterdir() if path.name.startswith((".staging", ".2026"))]


@pytest.mark.slow
def test_a_kernel_that_is_killed(desk, notebook):
    notebook("import os, time\nfrom pathlib import Path\nPath(f'{os.getpid()}.kernel').touch()\ntime.sleep(1000)")
    process = start(*REPORT)
    for _ in range(2):
        wait_until(lambda: list(desk.glob("*.kernel")))
        (file,) = desk.glob("*.kernel")
        file.unlink()
        os.kill(int(file.stem), signal.SIGKILL)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 6
    assert "the kernel did not start or went away" in said
    assert shelf(desk) == [("failed", 6)]
    assert not kernels_of(desk)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cell", "options", "code"),
    [
        ("import time\ntime.sleep(1000)", ["--cell-time-limit", "1"], 5),
        ("import time\ntime.sleep(1000)", ["--time-limit", "4"], 5),
        ("import sys\nsys.exit(0)", [], 4),
        ("import os\nos._exit(0)", [], 6),
    ],
    ids=["a cell that sleeps for ever", "a run that takes for ever", "sys.exit(0)", "an end without a word"],
)
def test_cells_that_do_not_end_well(desk, notebook, cell, options, code):
    notebook(cell)
    done = command(*REPORT, *options)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.count("\n") == 1
    assert shelf(desk) == [("failed", code)]
    assert not kernels_of(desk)


@pytest.fixture
def small_disk(tmp_path):
    """A file system of its own, of four megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    options = f"size=4m,uid={os.getuid()}"
    mount = subprocess.run([*AS_ROOT, "mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=False)
    if mount.returncode != 0:
        pytest.skip("file systems cannot be mounted here; a container may need --privileged")
    yield folder
    subprocess.run([*AS_ROOT, "umount", "--lazy", str(folder)], check=True)


@pytest.mark.slow
def test_a_full_disk(notebook, small_disk):
    notebook("1 / 1")
    reports = small_disk / "reports"
    (small_disk / "ballast").write_bytes(b"0" * 1_000_000)
    assert command(*REPORT, "--out", str(reports)).returncode == 0
    before = {path.name for path in reports.iterdir()}
    fill = "import os, pathlib\npathlib.Path(os.environ['TEMATIKA_RUN'], 'big').write_bytes(b'0' * 10_000_000)"
    notebook(fill)
    done = command(*REPORT, "--out", str(reports))
    assert done.returncode == 4
    assert "No space left on device" in done.stderr
    after = {path.name for path in reports.iterdir()}
    assert {name for name in after - before if not name.endswith("-failed")} == set()
    assert (reports / "latest" / "index.html").is_file()
    filling = ["dd", "if=/dev/zero", f"of={small_disk / 'full'}", "bs=4096"]
    assert b"No space left" in subprocess.run(filling, capture_output=True, check=False).stderr
    notebook("3 / 1")
    done = command(*REPORT, "--out", str(reports))
    assert done.returncode in {4, 7}
    assert "No space left on device" in done.stderr
    assert done.stderr.count("\n") == 1
    assert (reports / "latest" / "index.html").read_bytes().endswith(b"</html>\n")
    (small_disk / "full").unlink()
    assert command(*REPORT, "--out", str(reports)).returncode == 0
    assert not [path.name for path in reports.iterdir() if path.name.startswith(".staging")]


@pytest.mark.slow
def test_reports_that_cannot_be_written_to(notebook, small_disk):
    notebook("1 / 1")
    reports = small_disk / "reports"
    assert command(*REPORT, "--out", str(reports)).returncode == 0
    subprocess.run([*AS_ROOT, "mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert command(*REPORT, "--out", str(reports)).returncode == 0, "up to date all the same"
    notebook("2 / 1")
    done = command(*REPORT, "--out", str(reports))
    assert done.returncode == 7
    assert done.stderr.splitlines()[0].startswith(f"tematika: {reports}: Read-only file system")
    assert done.stderr.count("\n") == 1


@pytest.mark.slow
def test_two_runs_at_once(desk, notebook):
    notebook("import time\nfrom pathlib import Path\nwhile not Path('go').exists(): time.sleep(0.1)")
    first = start(*REPORT)
    wait_until(lambda: list(desk.glob("reports/.2026*.lock")))
    second = command(*REPORT)
    assert second.returncode == 8
    assert f"another process is making this report (process {first.pid}, for " in second.stderr
    third = start(*REPORT, "--wait", str(PATIENCE))
    (desk / "go").touch()
    assert first.communicate(timeout=PATIENCE)[0] == third.communicate(timeout=PATIENCE)[0] != ""
    assert (first.returncode, third.returncode) == (0, 0)
    assert shelf(desk) == [("done", None)]


@pytest.mark.slow
def test_ten_runs_at_the_same_second(desk, notebook):
    notebook("1 / 1")
    weeks = [f"2026-W{week}" for week in range(10, 20)]
    runs = [start("report", "news", "--themes", "none", "--period", week) for week in weeks]
    assert [(run.communicate(timeout=PATIENCE)[0] != "", run.returncode) for run in runs] == [(True, 0)] * 10
    assert shelf(desk) == [("done", None)] * 10
    assert "2026-W19" in (desk / "reports" / "latest").resolve().name


@pytest.mark.slow
def test_a_log_for_programs(notebook):
    notebook("1 / 1")
    done = command(*REPORT, "--log", "json")
    told = [json.loads(line) for line in done.stderr.splitlines()]
    assert [one["event"] for one in told] == ["step", "done"]
    assert told[0]["name"] == "1/1 stage"
    again = command(*REPORT, "--log", "json")
    assert [json.loads(line)["note"] for line in again.stderr.splitlines()] == ["up to date"]
    notebook("1 / 0")
    failed = command(*REPORT, "--log", "json")
    told = [json.loads(line) for line in failed.stderr.splitlines()]
    assert (failed.returncode, told[-1]["event"], told[-1]["code"]) == (4, "error", 4)
    assert app.run([*REPORT, "--log", "xml"]) == 2
