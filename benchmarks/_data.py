"""Texts to measure on; they lie beside the repository and never inside it."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def need(name: str) -> Path:
    """Path of a data file, or the end of the script where it is absent."""
    path = SHARED / name
    if not path.exists():
        print(f"{name} is not here: nothing measured")
        sys.exit(0)
    return path


def records(path: Path) -> list[dict[str, Any]]:
    """Read the records of a gzipped JSON lines file."""
    with gzip.open(path, "rt", encoding="utf8") as file:
        return [json.loads(line) for line in file]


def theme_labels(path: Path) -> dict[str, tuple[set[str], set[str]]]:
    """By article: its themes, and those that annotators did not agree on."""
    labels = {}
    for line in path.read_text(encoding="utf8").splitlines():
        if line.startswith(("#", "id\t")):
            continue
        ref, themes, may = line.split("\t")
        labels[ref] = (_names(themes), _names(may))
    return labels


def _names(cell: str) -> set[str]:
    return {"import_substitution" if name == "import" else name for name in cell.split(",") if name != "-"}
