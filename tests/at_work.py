"""Which kernels are at work, as the operating system tells."""

from __future__ import annotations

from pathlib import Path


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
