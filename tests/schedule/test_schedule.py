"""Schedules through the command: real crontab, real cron daemon, missed turns, wrong clocks."""

from __future__ import annotations

import functools
import json
import operator
import os
import shutil
import subprocess
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from at_work import wait_until
from stories import write_themes
from tematika.cli import app
from tematika.errors import ParameterError
from tematika.runs.schedule import crontab, run, store, systemd

MONDAY = datetime(2026, 11, 23, 7, 0)
REPORT = ("news", "--themes", "none", "--period", "2026-W46")


def weekly(folder, **given):
    values = {
        "name": "weekly", "when": "0 7 * * 1", "arguments": REPORT, "folder": str(folder),
        "environment": store.pinned_environment(), "since": "2026-11-20T12:00:00", "by": "cron",
    }  # fmt: skip
    plan = store.Plan(**{**values, **given})
    plan.save()
    return plan


def taken(monkeypatch):
    """Count reports in place of making them."""
    made = []
    monkeypatch.setattr(run, "make_report", lambda plan: made.append(plan.name) or (0, "page"))
    return made


def test_a_turn_is_taken_once(desk, monkeypatch):
    plan, made = weekly(desk), taken(monkeypatch)
    assert run.run_if_due(plan, lambda: MONDAY - timedelta(minutes=1)) == 0
    assert made == []
    for late in (timedelta(0), timedelta(seconds=30), timedelta(hours=1), timedelta(days=3)):
        run.run_if_due(plan, functools.partial(operator.add, MONDAY, late))
    assert made == ["weekly"]
    run.run_if_due(plan, lambda: MONDAY + timedelta(days=7))
    assert len(made) == 2


def test_a_machine_that_was_off_at_seven(desk, monkeypatch):
    plan, made = weekly(desk), taken(monkeypatch)
    run.run_if_due(plan, lambda: MONDAY + timedelta(hours=5))
    assert made == ["weekly"]
    run.run_if_due(plan, lambda: MONDAY + timedelta(days=23))
    assert len(made) == 2, "one for all that were missed"
    assert store.last_run("weekly").due == "2026-12-14T07:00:00"


def test_a_clock_set_back_or_far_ahead(desk, monkeypatch):
    plan, made = weekly(desk), taken(monkeypatch)
    run.run_if_due(plan, lambda: MONDAY)
    run.run_if_due(plan, lambda: datetime(2031, 1, 1))
    assert len(made) == 2
    run.run_if_due(plan, lambda: MONDAY + timedelta(days=7))
    assert len(made) == 3, "the clock is right again, and so is the schedule"
    run.run_if_due(plan, lambda: MONDAY + timedelta(days=7, minutes=1))
    assert len(made) == 3


def test_a_turn_that_was_cut_off_is_taken_again(desk, monkeypatch):
    plan, made = weekly(desk), taken(monkeypatch)
    monkeypatch.setattr(run, "make_report", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        run.run_if_due(plan, lambda: MONDAY)
    monkeypatch.setattr(run, "make_report", lambda plan: made.append(plan.name) or (0, "page"))
    run.run_if_due(plan, lambda: MONDAY + timedelta(hours=1))
    assert made == ["weekly"]


def test_a_turn_waits_for_another_process(desk, monkeypatch):
    plan = weekly(desk)
    codes = iter([8, 0])
    monkeypatch.setattr(run, "make_report", lambda _: (next(codes), ""))
    assert run.run_if_due(plan, lambda: MONDAY) == 8
    assert store.last_run("weekly").code == 8
    assert run.run_if_due(plan, lambda: MONDAY + timedelta(hours=1)) == 0
    assert store.last_run("weekly").code == 0


@pytest.mark.slow
def test_a_report_by_schedule(desk, monkeypatch, capfd):
    plan = weekly(desk)
    monkeypatch.chdir("/")
    monkeypatch.delenv("TEMATIKA_NOTEBOOKS")
    assert run.run_if_due(plan, lambda: MONDAY) == 0
    assert capfd.readouterr() == ("", "")
    last = store.last_run("weekly")
    assert (desk / last.page).is_file()
    (line,) = [line for line in run.log_of("weekly").read_text().splitlines() if '"step"' in line]
    assert json.loads(line)["name"] == "1/1 stage"
    shutil.rmtree(desk / "news")
    assert run.run_if_due(plan, lambda: MONDAY + timedelta(days=7)) == 3
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "no such file or folder" in said.err


def failures(desk):
    """What the shelf lists as failed: the exit codes, in the page's own words."""
    index = (desk / "reports" / "index.html").read_text(encoding="utf-8")
    found = [json.loads(path.read_text()) for path in (desk / "reports").glob("*-failed/summary.json")]
    assert all(f'href="{one["run"]}-failed/index.html"' in index for one in found)
    return [(one["run"], one["error"]["code"], one["error"]["what"]) for one in found]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (lambda desk: shutil.rmtree(desk / "news"), 3, "no such file or folder"),
        (lambda desk: (desk / "themes.toml").write_text("[[theme]]\nid = 1"), 2, "themes.toml"),
        (lambda desk: shutil.rmtree(desk.parent / "notebooks"), 2, "no notebooks"),
    ],
    ids=["no articles", "a broken themes file", "no notebooks"],
)
def test_what_stops_a_turn_before_its_run_has_a_name_is_seen(desk, capfd, fault, code, words):
    write_themes(desk / "themes.toml")
    arguments = ("news", "--themes", "themes.toml", "--period", "2026-W46")
    plan = weekly(desk, arguments=arguments)
    shutil.copytree(desk, desk.parent / "kept")
    shutil.copytree(desk.parent / "notebooks", desk.parent / "kept-notebooks")
    fault(desk)
    assert run.run_if_due(plan, lambda: MONDAY) == code
    assert words in capfd.readouterr().err
    (told,) = failures(desk)
    assert told[:2] == ("schedule-weekly", code)
    page = (desk / "reports" / "schedule-weekly-failed" / "index.html").read_text(encoding="utf-8")
    assert str(desk) not in page
    last = store.last_run("weekly")
    assert last.code == code
    assert words in last.said
    assert app.run(["schedule", "show"]) == 0
    assert f"with {code} ({last.said})" in capfd.readouterr().out
    # Mended: the next turn has its report, and nothing on the shelf speaks of the failure any more.
    for name, kept in (("a desk", "kept"), ("notebooks", "kept-notebooks")):
        shutil.copytree(desk.parent / kept, desk.parent / name, dirs_exist_ok=True)
    assert run.run_if_due(plan, lambda: MONDAY + timedelta(days=7)) == 0
    assert failures(desk) == []
    assert "schedule-weekly" not in (desk / "reports" / "index.html").read_text(encoding="utf-8")


def test_a_turn_without_a_folder_to_work_in_is_noted_and_told(desk, monkeypatch, capfd):
    # Nobody listens there: that the notice was tried is said.
    monkeypatch.setenv("TEMATIKA_NOTIFY_FAILURE", "json://127.0.0.1:9/")
    plan = weekly(desk / "gone")
    assert run.run_if_due(plan, lambda: MONDAY) == 1
    said = capfd.readouterr().err
    assert "gone" in said
    assert "notice not sent, address 1 of TEMATIKA_NOTIFY_FAILURE (json)" in said
    assert "gone" in store.last_run("weekly").said
    assert run.run_if_due(plan, lambda: MONDAY + timedelta(hours=1)) == 0, "the turn is taken"


@pytest.mark.slow
def test_a_failure_by_hand_leaves_no_page(desk, capsys):
    assert app.run(["report", "nowhere", "--themes", "none"]) == 3
    assert not (desk / "reports").exists()
    capsys.readouterr()


@pytest.mark.usefixtures("desk")
def test_secrets_have_a_file_of_their_own(monkeypatch):
    monkeypatch.setenv("TEMATIKA_NOTIFY_SUCCESS", "mailto://me:word@host")
    monkeypatch.setenv("TEMATIKA_ARCHIVE", "elsewhere")
    monkeypatch.setenv("TEMATIKA_DASK", "tcp://me:word@scheduler:8786")
    assert not {"TEMATIKA_NOTIFY_SUCCESS", "TEMATIKA_DASK"} & store.pinned_environment().keys()
    assert store.pinned_environment()["TEMATIKA_ARCHIVE"] == "elsewhere"
    file = store.secrets_file()
    file.parent.mkdir(parents=True)
    file.write_text("# words\nTEMATIKA_NOTIFY_FAILURE='json://host/ mailto://x'\nexport OTHER=a=b\n\nnothing\n")
    file.chmod(0o644)
    with pytest.raises(ParameterError, match="chmod 600"):
        store.secret_environment()
    file.chmod(0o600)
    assert store.secret_environment() == {"TEMATIKA_NOTIFY_FAILURE": "json://host/ mailto://x", "OTHER": "a=b"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["60 7 * * 1"], "not a time"),
        (["0 7 * * 1", "--langg", "ru"], "--langg"),
        (["0 7 * * 1", "--lang", "de"], "parameter lang"),
        (["0 7 * * 1", "--period", "someday"], "someday"),
        (["0 7 * * 1", "--themes", "nowhere.toml"], "nowhere.toml"),
        (["0 7 * * 1", "-p", "password=x"], "a secret cannot be a parameter"),
        (["0 7 * * 1", "--name", "../x"], "not a name"),
        (["0 7 * * 1", "--by", "clock"], "no such keeper of time"),
    ],
)
@pytest.mark.usefixtures("desk")
def test_a_schedule_is_checked_when_it_is_installed(arguments, words, capsys):
    assert app.run(["schedule", "install", *arguments]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert store.names() == []


def test_units_that_systemd_takes(tmp_path):
    command = ["/opt/a folder/100%/python", "-m", "tematika.cli", "schedule", "due", "weekly"]
    units = systemd.units_of("weekly", "0 7 * * 1", command, {"PYTHONPATH": '/a "b" \\ $c'})
    for name, text in units.items():
        (tmp_path / name).write_text(text.replace("/opt/a folder/100%%/python", "/bin/true"))
    assert "OnCalendar=Mon *-*-* 07:00:00" in units["tematika-weekly.timer"]
    assert "Persistent=true" in units["tematika-weekly.timer"]
    assert 'ExecStart="/opt/a folder/100%%/python"' in units["tematika-weekly.service"]
    assert 'Environment="PYTHONPATH=/a \\"b\\" \\\\ $c"' in units["tematika-weekly.service"]
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd-analyze here; apt-get install systemd")
    files = [str(tmp_path / name) for name in units]
    done = subprocess.run([program, "verify", "--man=no", *files], capture_output=True, text=True, check=False)
    assert not [line for line in done.stderr.splitlines() if "tematika" in line], done.stderr


def test_units_in_the_repository(tmp_path):
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd-analyze here; apt-get install systemd")
    folder = Path(__file__).resolve().parents[2] / "deploy" / "systemd"
    for file in folder.glob("tematika*"):
        text = file.read_text(encoding="utf-8").replace("/opt/tematika/.venv/bin/tematika", "/bin/true")
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    files = [str(path) for path in sorted(tmp_path.iterdir())]
    assert len(files) == 2
    done = subprocess.run([program, "verify", "--man=no", *files], capture_output=True, text=True, check=False)
    assert not [line for line in done.stderr.splitlines() if "tematika" in line], done.stderr


def read_crontab():
    return subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.fixture
def own_crontab():
    """The crontab of whoever runs the tests, put back at the end."""
    if shutil.which("crontab") is None:
        pytest.skip("no cron here; apt-get install cron")
    before = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False)
    subprocess.run(["crontab", "-"], input="# mine\n5 5 * * * true # tematika weekly-other\n", text=True, check=True)
    yield read_crontab
    if before.returncode == 0:
        subprocess.run(["crontab", "-"], input=before.stdout, text=True, check=True)
    else:
        subprocess.run(["crontab", "-r"], check=True)


@pytest.mark.xdist_group("crontab")
def test_installing_showing_removing(desk, own_crontab, capsys):
    install = ["schedule", "install", "0 7 * * 1", "--by", "cron", "--name", "weekly", *REPORT]
    assert app.run(install) == 0
    assert capsys.readouterr().out.startswith("weekly: At 07:00 on Monday, next on ")
    first = own_crontab()
    assert app.run(install) == 0
    assert own_crontab() == first
    assert first[:2] == ["# mine", "5 5 * * * true # tematika weekly-other"]
    assert len(first) == 5
    assert first[2].startswith("0 7 * * 1 ")
    assert app.run(["schedule", "show"]) == 0
    shown = capsys.readouterr().out
    assert f"in {desk}: tematika report news --themes none --period 2026-W46" in shown
    assert "DOES NOT HAVE IT" not in shown
    crontab.take_away("weekly")
    assert app.run(["schedule", "show"]) == 0
    assert "cron DOES NOT HAVE IT" in capsys.readouterr().out
    assert app.run(["schedule", "remove", "weekly"]) == 0
    assert own_crontab() == first[:2]
    assert app.run(["schedule", "remove", "weekly"]) == 2
    assert app.run(["schedule", "run-now", "weekly"]) == 2


@pytest.fixture
def cron_daemon():
    """Debian's cron, at work in the foreground; where it runs already, that one."""
    program = shutil.which("cron", path=os.environ["PATH"] + ":/usr/sbin")
    as_root = () if os.geteuid() == 0 else ("sudo", "-n")
    if program is None or subprocess.run([*as_root, "true"], check=False).returncode != 0:
        pytest.skip("no cron daemon here, or nobody may start it; apt-get install cron")
    process = subprocess.Popen([*as_root, program, "-f"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    # It compares times in whole seconds: a table changed in the second in which it was read is not read again.
    time.sleep(5)
    yield process
    process.terminate()
    process.wait()


@pytest.mark.slow
@pytest.mark.xdist_group("crontab")
@pytest.mark.usefixtures("own_crontab", "cron_daemon")
def test_the_real_cron_makes_a_real_report(desk, capsys):
    assert app.run(["schedule", "install", "* * * * *", "--by", "cron", "--name", "often", *REPORT]) == 0
    wait_until(lambda: store.last_run("often") is not None)
    last = store.last_run("often")
    assert last.code == 0
    assert (desk / last.page).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert (desk / "reports" / "latest" / "index.html").is_file()
    capsys.readouterr()
