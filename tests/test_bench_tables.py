"""Benchmarks print tables as the documentation has them, and by how much a goal is missed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
PRINT = """
from _tables import goal, show
show(["articles", "ingest"], [["1,000", "2.5 s"], ["10,000", "21.0 s"]])
goal("exponent of time", 1.07, most=1.05)
goal("the next week", 41.0, most=60, unit=" s")
goal("times faster", 3, least=4)
"""


def test_tables_and_goals() -> None:
    done = subprocess.run([sys.executable, "-c", PRINT], cwd=BENCHMARKS, capture_output=True, text=True, check=True)
    assert "| articles | ingest |\n| --- | ---: |\n| 1,000 | 2.5 s |\n| 10,000 | 21.0 s |\n" in done.stdout
    assert "| exponent of time | at most 1.05 | 1.07 | missed by 0.02 |" in done.stdout
    assert "| the next week | at most 60 s | 41.00 s | reached |" in done.stdout
    assert "| times faster | at least 4 | 3.00 | missed by 1.00 |" in done.stdout
