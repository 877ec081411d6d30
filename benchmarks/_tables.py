"""Tables that a benchmark prints, and leaves for docs/benchmarks.md when `make bench` runs it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

RESULTS = "BENCH_RESULTS"


def show(name: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table, words to the left and numbers to the right, and keep it under its name."""
    widths = [max(map(len, cells)) for cells in zip(columns, *rows, strict=True)]
    for row in (columns, *rows):
        first, *others = (
            cell.ljust(width) if i == 0 else cell.rjust(width) for i, (cell, width) in _numbered(row, widths)
        )
        print("  ".join([first, *others]).rstrip(), flush=True)
    _keep(f"{name}.table", {"columns": list(columns), "rows": [list(row) for row in rows]})


def keep(name: str, values: Mapping[str, float]) -> None:
    """Keep numbers that the page speaks of."""
    _keep(f"{name}.values", dict(values))


def _numbered(row: Sequence[str], widths: Sequence[int]) -> enumerate[tuple[str, int]]:
    return enumerate(zip(row, widths, strict=True))


def _keep(name: str, content: Mapping[str, object]) -> None:
    folder = os.environ.get(RESULTS)
    if folder:
        (Path(folder) / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
