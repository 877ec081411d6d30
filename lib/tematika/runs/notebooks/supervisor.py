"""Running notebooks in a process group of their own, against the clock: the command's side. The other is runner.py."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from tematika import errors
from tematika.core.context import RunContext
from tematika.core.redaction import environment_of_kernels
from tematika.errors import KernelDiedError, OutOfTimeError, TematikaError

Event = Mapping[str, Any]

_SECONDS_BETWEEN_LOOKS = 0.05
_SECONDS_TO_STOP = 2.0
_LONGEST_SOCKET_FOLDER = 80


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that a cell, and the whole run, may take."""

    cell: float = 1800.0
    run: float = 3600.0


@dataclass(frozen=True, slots=True)
class Timing:
    """How long one notebook took, its kernel's start included."""

    notebook: str
    seconds: float


def run_notebooks(
    notebooks: Sequence[Path],
    parameters: Mapping[str, Any],
    context: RunContext,
    on_event: Callable[[Event], None],
    limits: Limits,
) -> list[Timing]:
    """Execute notebooks one after the other and keep the executed ones in ``notebooks`` in the run's folder.

    They work in a process group of their own that nothing of outlives this call, whatever happens.

    Parameters
    ----------
    notebooks : sequence of Path
        What to run, in this order. Their kernels share the current working folder.
    parameters : mapping of str to object
        Plain JSON values. A notebook is given those that its parameters cell declares.
    context : RunContext
        Where they work and with what; kernels read it from their environment.
    on_event : callable
        Called with ``{"stage", "of", "notebook", "cells"}`` when a notebook starts, ``{"cell"}`` when one of its cells
        does, ``{"label", "done", "total"}`` for progress inside, ``{"finished", "seconds"}`` when a notebook is ready.
    limits : Limits
        Time limits.

    Raises
    ------
    CellFailedError
        A cell failed. A TematikaError raised in a cell comes out as what it is.
    OutOfTimeError, KernelDiedError
        A cell or the run took too long; a kernel died twice.
    """
    job = {
        "notebooks": [str(path.absolute()) for path in notebooks],
        "parameters": dict(parameters),
        "folder": str(context.run_folder.absolute()),
        "cell_timeout": limits.cell,
    }
    with _work_folder() as work, _Workers(work, job, context) as workers:
        return _follow(workers, on_event, limits.run)


def signal_group(process_id: int, how: signal.Signals) -> None:
    """Send a signal to a process group, unless it is gone already."""
    if process_id > 0:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process_id, how)


@contextlib.contextmanager
def _work_folder() -> Iterator[Path]:
    name = tempfile.mkdtemp(prefix="tematika-")
    if len(name) > _LONGEST_SOCKET_FOLDER:
        Path(name).rmdir()
        name = tempfile.mkdtemp(prefix="tematika-", dir="/tmp")
    try:
        yield Path(name)
    finally:
        shutil.rmtree(name, ignore_errors=True)


class _Workers:
    """The child process and its kernels, all ended on leaving."""

    def __init__(self, work: Path, job: Mapping[str, Any], context: RunContext) -> None:
        self.events = work / "events"
        self.log = work / "kernels.log"
        self.kernels: set[int] = set()
        self.events.touch()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "tematika.runs.notebooks.runner"],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=environment_of_kernels(),
                text=True,
            )
        # The pipe stays open: its end tells the child that nobody waits for it any more.
        assert self.process.stdin is not None  # noqa: S101 - for the type checker
        self.process.stdin.write(
            json.dumps({**job, "work": str(work), "environment": context.to_environment(self.events)}) + "\n"
        )
        self.process.stdin.flush()

    def __enter__(self) -> _Workers:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            signal_group(self.process.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(_SECONDS_TO_STOP)
        for group in (self.process.pid, *self.kernels):
            signal_group(group, signal.SIGKILL)
        self.process.wait()
        assert self.process.stdin is not None  # noqa: S101 - for the type checker
        self.process.stdin.close()


def _follow(workers: _Workers, on_event: Callable[[Event], None], run_timeout: float) -> list[Timing]:
    deadline = time.monotonic() + run_timeout
    timings: list[Timing] = []
    current = ""
    for event in _events(workers, deadline):
        if "error" in event:
            raise _error_of(event["error"])
        if "kernel" in event:
            workers.kernels.add(event["kernel"])
            continue
        if "stage" in event:
            current = event["notebook"]
        if "finished" in event:
            timings.append(Timing(current, event["seconds"]))
        on_event(event)
    if workers.process.poll() is None:
        raise OutOfTimeError(f"the run took longer than {run_timeout:g} s", current, "allow more with --time-limit")
    if workers.process.returncode != 0:
        error = KernelDiedError("the process that runs the notebooks broke off", current, "run it again")
        error.add_note(workers.log.read_text(encoding="utf-8", errors="replace"))
        raise error
    return timings


def _events(workers: _Workers, deadline: float) -> Iterator[Event]:
    """Yield the events that the child and the kernels write, until the child ends or time is up."""
    with workers.events.open(encoding="utf-8") as file:
        ended = False
        while not ended and time.monotonic() < deadline:
            with contextlib.suppress(subprocess.TimeoutExpired):
                workers.process.wait(_SECONDS_BETWEEN_LOOKS)
                ended = True
            yield from _complete_lines(file)


def _complete_lines(file: TextIO) -> Iterator[Event]:
    while True:
        position = file.tell()
        line = file.readline()
        if not line.endswith("\n"):
            file.seek(position)
            return
        yield json.loads(line)


def _error_of(record: Mapping[str, Any]) -> TematikaError:
    error: TematikaError = getattr(errors, record["kind"])(record["what"], record["where"], record["mend"])
    for note in record["notes"]:
        error.add_note(note)
    return error
