"""Run a command of the project and look at what it costs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

_LOOK_EVERY = 0.05


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds, processor seconds, and MB of all its processes together at their peak."""

    seconds: float
    processor: float
    peak: float

    def cells(self) -> list[str]:
        """Write it for a table."""
        return [f"{self.seconds:,.1f} s", f"{self.processor:,.1f} s", f"{self.peak:,.0f} MB"]


def command(place: Path, *arguments: str) -> tuple[Cost, str]:
    """Run `tematika` with an archive and a cache of its own, and look at its processes while it is at work."""
    own = {"TEMATIKA_ARCHIVE": str(place / "archive"), "TEMATIKA_CACHE": str(place / "cache")}
    started = time.perf_counter()
    line = [sys.executable, "-m", "tematika.cli", *arguments]
    with subprocess.Popen(line, env=os.environ | own, stdout=subprocess.PIPE, text=True) as process:
        watch = _Watch(process.pid)
        while process.poll() is None:
            watch.look()
            time.sleep(_LOOK_EVERY)
        seconds = time.perf_counter() - started
        told = process.stdout.read() if process.stdout else ""
    if process.returncode:
        sys.exit(f"tematika {arguments[0]} ended with {process.returncode}")
    return Cost(seconds, watch.processor, watch.peak / 2**20), told


class _Watch:
    """Resident bytes of a process and all below it at their peak, and the processor seconds that each was seen with.

    Pages that processes share count for each.
    """

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._pid = pid
        self._seconds: dict[int, float] = {}

    @property
    def processor(self) -> float:
        """Seconds of all of them."""
        return sum(self._seconds.values())

    def look(self) -> None:
        """Look at them now."""
        total = 0
        try:
            root = psutil.Process(self._pid)
            tree = [root, *root.children(recursive=True)]
        except psutil.Error:
            return
        for process in tree:
            try:
                total += process.memory_info().rss
                times = process.cpu_times()
            except psutil.Error:  # It has just ended.
                continue
            self._seconds[process.pid] = times.user + times.system
        self.peak = max(self.peak, total)
