"""One turn of a schedule: is anything due, and if so, the report, its log, and a note of how it went."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from tematika.corpus.locking import locked
from tematika.errors import LockedError
from tematika.schedule.plans import Plan, Turn, last_turn, secret_environment, turns_folder
from tematika.schedule.times import last_due

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
        with _turn_held(plan.name):
            due = missed(plan, now())
            if due is None:
                return 0
            code, page = make_report(plan)
            # A report that another process is making has its turn when that one is through.
            if code != LockedError.exit_code:
                Turn(due.isoformat(), now().isoformat(timespec="seconds"), code, page).save(plan.name)
            return code
    except LockedError:  # the turn is being taken by another process
        return 0


def run_now(plan: Plan, now: Callable[[], datetime]) -> int:
    """Make the report whether it is due or not; its turn is then taken.

    Raises
    ------
    LockedError
        If it is being made.
    """
    with _turn_held(plan.name):
        code, page = make_report(plan)
        due = last_due(plan.when, now())
        Turn(due.isoformat(), now().isoformat(timespec="seconds"), code, page).save(plan.name)
        if page:
            sys.stdout.write(f"{page}\n")
        return code


def missed(plan: Plan, now: datetime) -> datetime | None:
    """Give the moment that the schedule was last due at, if nothing was done about it.

    A note from the future was made while the clock was wrong, and does not count.
    """
    due, turn = last_due(plan.when, now), last_turn(plan.name)
    if due < datetime.fromisoformat(plan.since):
        return None
    if turn is not None and due <= datetime.fromisoformat(turn.due) <= now:
        return None
    return due


def make_report(plan: Plan) -> tuple[int, str]:
    """Run ``tematika report`` as planned; give its exit code and its page.

    What it says goes to the log. Of a run that fails the last line comes out, for cron to mail or systemd to keep.
    """
    log = log_of(plan.name)
    environment = {**os.environ, **plan.environment, **secret_environment()}
    command = [sys.executable, "-P", "-m", "tematika.cli", "report", "--log", "json", *plan.arguments]
    start = log.stat().st_size if log.exists() else 0
    with log.open("ab") as told:
        process = subprocess.Popen(  # noqa: S603 - our own command
            command, cwd=plan.folder, env=environment, stdout=subprocess.PIPE, stderr=told, text=True
        )
        try:
            page, _ = process.communicate()
        finally:
            _end(process)
    if process.returncode:
        lines = log.read_bytes()[start:].decode(errors="replace").splitlines()
        sys.stderr.write(f"tematika: {plan.name}: {lines[-1] if lines else 'no report'}; the log is {log}\n")
    return process.returncode, page.strip()


def log_of(name: str) -> Path:
    """Give the file that a schedule's log goes to; a long one is put by first."""
    file = turns_folder() / f"{name}.log"
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and file.stat().st_size > _LARGEST_LOG:
        file.replace(file.with_suffix(".log.1"))
    return file


def _turn_held(name: str) -> AbstractContextManager[None]:
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
