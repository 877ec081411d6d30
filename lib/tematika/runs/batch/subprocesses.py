"""Many reports at a time, each by a command of its own; what one does cannot harm another."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tematika.core.redaction import environment_of_kernels

_SECONDS_TO_STOP = 10.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one command ended: its exit code, the page that it made, and what it said otherwise."""

    code: int
    page: Path | None
    said: str


class Children:
    """Commands at work, all ended when this one is.

    Parameters
    ----------
    jobs : int
        How many at a time; 0 for half the processors, as each has kernels of its own.
    """

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs or max(1, (os.cpu_count() or 2) // 2)
        self.running: set[subprocess.Popen[str]] = set()
        self.ended = False

    def reports(self, commands: Sequence[Sequence[str]]) -> Iterator[Outcome]:
        """Make reports with these arguments, and give the outcomes in the same order."""
        with self._ended_on_leaving(), ThreadPoolExecutor(self.jobs) as pool:
            try:
                yield from pool.map(self._report, commands)
            except BaseException:
                self.end()
                raise

    def end(self) -> None:
        """Begin no more, and end those at work."""
        self.ended = True
        for process in list(self.running):
            process.send_signal(signal.SIGTERM)

    @contextmanager
    def _ended_on_leaving(self) -> Iterator[None]:
        try:
            yield
        finally:
            self.end()

    def _report(self, arguments: Sequence[str]) -> Outcome:
        if self.ended:
            return Outcome(128 + signal.SIGTERM, None, "")
        command = [sys.executable, "-P", "-m", "tematika.cli", "report", "--quiet", *arguments]
        # A notice for each of many reports would be a nuisance.
        pipe, environment = subprocess.PIPE, environment_of_kernels()
        with subprocess.Popen(  # noqa: S603 - our own command
            command, stdout=pipe, stderr=pipe, text=True, env=environment
        ) as process:
            self.running.add(process)
            try:
                out, err = process.communicate()
            finally:
                self.running.discard(process)
        page = Path(out.strip()) if process.returncode == 0 else None
        return Outcome(process.returncode, page, err.strip().removeprefix("tematika: "))


def arguments_of(
    options: Mapping[str, object], parameters: Sequence[str] | None, limits: tuple[float, float]
) -> list[str]:
    """Write what a command was told as arguments again, all but its period.

    Parameters
    ----------
    options : dict
        See `tematika.pipeline.request.asked_run`.
    parameters : sequence of str or None
        ``NAME=VALUE``.
    limits : tuple of float
        Seconds for the whole run and for each cell.
    """
    flags = {"themes": "--themes", "lang": "--lang", "as_of": "--as-of"}
    told = [
        text for name, flag in flags.items() if options.get(name) is not None for text in (flag, str(options[name]))
    ]
    set_parameters = [text for one in parameters or () for text in ("-p", one)]
    whole, cell = limits
    articles = options.get("articles") or []
    assert isinstance(articles, list)  # noqa: S101 - for the type checker
    return [*told, *set_parameters, f"--time-limit={whole}", f"--cell-time-limit={cell}", "--", *articles]


def with_period(arguments: Sequence[str], period: str, out: Path) -> list[str]:
    """Put a period and a folder for reports before other arguments."""
    return [f"--period={period}", f"--out={out}", *arguments]
