"""Many reports at a time, each by a command of its own; what one does cannot harm another."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tematika.core.context import RunContext
from tematika.core.redaction import environment_of_kernels
from tematika.runs.notebooks.supervisor import Limits
from tematika.settings import Settings

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
    context : RunContext
        What they work with.
    """

    def __init__(self, jobs: int, context: RunContext) -> None:
        # A notice for each of many reports would be a nuisance.
        self.environment = {**environment_of_kernels(), **context.to_environment()}
        self.jobs = jobs or max(1, (os.cpu_count() or 2) // 2)
        self.running: set[subprocess.Popen[str]] = set()
        self.ended = False

    def reports(self, commands: Sequence[Sequence[str]]) -> Iterator[Outcome]:
        """Make reports with these arguments, and yield the outcomes in the same order."""
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
        pipe = subprocess.PIPE
        with subprocess.Popen(  # noqa: S603 - our own command
            command, stdout=pipe, stderr=pipe, text=True, env=self.environment
        ) as process:
            self.running.add(process)
            try:
                out, err = process.communicate()
            finally:
                self.running.discard(process)
        page = Path(out.strip()) if process.returncode == 0 else None
        return Outcome(process.returncode, page, err.strip().removeprefix("tematika: "))


def arguments_of(settings: Settings, limits: Limits, period: str, out: Path) -> list[str]:
    """Return the arguments of ``tematika report`` for these settings in a period.

    Parameters
    ----------
    settings : Settings
    limits : Limits
        Time limits.
    period : str
        In place of that of the settings.
    out : Path
        Folder for reports.
    """
    values = settings.model_dump(exclude={"articles", "period"}, exclude_defaults=True)
    parameters = [
        f"-p{name}={str(value).lower() if isinstance(value, bool) else value}" for name, value in values.items()
    ]
    times = [f"--time-limit={limits.run}", f"--cell-time-limit={limits.cell}"]
    return [f"--period={period}", f"--out={out}", *parameters, *times, "--", *settings.articles]
