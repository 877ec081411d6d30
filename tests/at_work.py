"""Which kernels are at work, as the operating system tells, and waiting for what takes as long as it takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

# Seconds; what has not come by then will not come.
PATIENCE = 300


def kernels_of(folder: Path) -> list[int]:
    """Kernels that work for a run in this folder or below it, by their environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            environment = path.read_bytes()
        except OSError:
            continue
        if f"TEMATIKA_RUN={folder}".encode() in environment:
            found.append(int(path.parent.name))
    return found


def wait_until(is_so: Callable[[], object]) -> None:
    """Ask again and again until it is so."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)
