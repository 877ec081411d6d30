"""The page of benchmarks is made of what the scripts leave, and of nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
LEAVE = """
from _tables import keep, show
show("growth", ["articles", "ingest"], [["1,000", "2.5 s"], ["10,000", "21.0 s"]])
keep("growth", {"exponent": 1.07})
keep("next_week", {"rounds": 5, "long": 41.0, "ratio": 1.02})
"""


def run(*line: str, results: Path) -> str:
    done = subprocess.run(
        [sys.executable, *line],
        cwd=BENCHMARKS,
        env={"BENCH_RESULTS": str(results), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_tables_and_goals_are_told_and_what_was_not_measured(tmp_path: Path) -> None:
    results, page = tmp_path / "results", tmp_path / "page.md"
    results.mkdir()
    assert run("-c", LEAVE, results=results).splitlines()[1:] == ["1,000      2.5 s", "10,000    21.0 s"]
    run("_write.py", str(results), "--page", str(page), results=results)
    text = page.read_text(encoding="utf-8")
    assert "| articles | ingest |\n| --- | ---: |\n| 1,000 | 2.5 s |\n| 10,000 | 21.0 s |\n" in text
    assert "| at most 1.05 | 1.07 | missed by 0.02 |" in text
    assert "| at most 60 s | 41.00 s | reached |" in text
    assert "| at most 40 min | – | not part of this run |" in text
    assert "medians of 5." in text
    assert "{{" not in text


def test_a_run_that_measured_nothing_leaves_the_page_alone(tmp_path: Path) -> None:
    told = run("_write.py", str(tmp_path), "--page", str(tmp_path / "page.md"), results=tmp_path)
    assert "stays as it is" in told
    assert not (tmp_path / "page.md").exists()
