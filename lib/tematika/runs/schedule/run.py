"""One turn of a schedule: is anything due, and if so, the report, its log, and a note of how it went."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from tematika.core.environment import variables
from tematika.core.locks import locked
from tematika.errors import LockedError, TematikaError
from tematika.runs import notifications
from tematika.runs.schedule.cron import last_due
from tematika.runs.schedule.store import Plan, ScheduledRun, last_run, secret_environment, turns_folder

_LARGEST_LOG = 1_000_000
_SECONDS_TO_STOP = 30.0


def run_if_due(plan: Plan, now: Callable[[], datetime]) -> int:
    """Make the report if it is due and was not made since; give its exit code, or 0.

    However often and by whomever this is called, each time that the schedule is due gives one report: the latest only,
    where several were missed.

    Parameters
    ----------
    plan : Plan
        The schedule.
    now : callable
        Gives local time.
    """
    try:
        with _run_locked(plan.name):
            due = missed(plan, now())
            if due is None:
                return 0
            return _take(plan, due, now)[0]
    except LockedError:  # the turn is being taken by another process
        return 0


def run_now(plan: Plan, now: Callable[[], datetime]) -> int:
    """Make the report whether it is due or not; its turn is then taken.

    Raises
    ------
    LockedError
        If it is being made.
    """
    with _run_locked(plan.name):
        code, page = _take(plan, last_due(plan.when, now()), now)
        if page:
            sys.stdout.write(f"{page}\n")
        return code


def missed(plan: Plan, now: datetime) -> datetime | None:
    """Return the moment that the schedule was last due at, if nothing was done about it.

    A note from the future was made while the clock was wrong, and does not count. A report that another process was
    making has its turn when that one is through.
    """
    due, turn = last_due(plan.when, now), last_run(plan.name)
    if due < datetime.fromisoformat(plan.since):
        return None
    waits = turn is not None and turn.code == LockedError.exit_code
    if turn is not None and not waits and due <= datetime.fromisoformat(turn.due) <= now:
        return None
    return due


def make_report(plan: Plan) -> tuple[int, str]:
    """Run ``tematika report`` as planned; give its exit code and its page.

    What it says goes to the log. Of a run that fails the last line comes out, for cron to mail or systemd to keep.
    """
    log = log_of(plan.name)
    start = log.stat().st_size if log.exists() else 0
    try:
        code, page = _run(plan, log)
    # The working folder is gone, or the secrets are open to all: no command was there to tell anybody.
    except (TematikaError, OSError) as error:
        code, page = error.exit_code if isinstance(error, TematikaError) else 1, ""
        with log.open("a", encoding="utf-8") as told:
            told.write(f"{error}\n")
        with variables(**plan.environment):
            notifications.announce_failure(plan.name, error)
    if code:
        lines = log.read_bytes()[start:].decode(errors="replace").splitlines()
        sys.stderr.write(f"tematika: {plan.name}: {lines[-1] if lines else 'no report'}; the log is {log}\n")
    return code, page


def _take(plan: Plan, due: datetime, now: Callable[[], datetime]) -> tuple[int, str]:
    """Make the report, and note how its turn went."""
    code, page = make_report(plan)
    said = last_log_line(plan.name) if code else ""
    ScheduledRun(due.isoformat(), now().isoformat(timespec="seconds"), code, page, said).save(plan.name)
    return code, page


def last_log_line(name: str) -> str:
    """Return the last line of a schedule's log, as a sentence."""
    lines = log_of(name).read_text(encoding="utf-8", errors="replace").splitlines() if log_of(name).exists() else []
    line = lines[-1] if lines else ""
    try:
        told = json.loads(line)
        parts = [told["where"], told["what"], told["mend"]]
    except (ValueError, TypeError, KeyError):
        return line
    return "; ".join([": ".join(part for part in parts[:2] if part), *(part for part in parts[2:] if part)])


def _run(plan: Plan, log: Path) -> tuple[int, str]:
    """Run the command; its standard error is the log."""
    environment = {**os.environ, **plan.environment, **secret_environment()}
    ours = ["--log", "json", "--schedule", plan.name]
    command = [sys.executable, "-P", "-m", "tematika.cli", "report", *ours, *plan.arguments]
    with log.open("ab") as told:
        process = subprocess.Popen(  # noqa: S603 - our own command
            command, cwd=plan.folder, env=environment, stdout=subprocess.PIPE, stderr=told, text=True
        )
        try:
            page, _ = process.communicate()
        finally:
            _end(process)
    return process.returncode, page.strip()


def log_of(name: str) -> Path:
    """Return the file of a schedule's log; a long one is put by first."""
    file = turns_folder() / f"{name}.log"
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and file.stat().st_size > _LARGEST_LOG:
        file.replace(file.with_suffix(".log.1"))
    return file


def _run_locked(name: str) -> AbstractContextManager[None]:
    turns_folder().mkdir(parents=True, exist_ok=True)
    return locked(turns_folder() / f"{name}.lock", 0, lambda: None, "its turn is being taken")


def _end(process: subprocess.Popen[str]) -> None:
    """End the report with this process, and let it tidy up."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
