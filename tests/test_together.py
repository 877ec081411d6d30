"""Reports and an ingest at the same time: none fails, and each report is of one version of the archive."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from at_work import PATIENCE
from wire import messy, stories, write

MONTHS = ("2026-09", "2026-10")


def start(place: Path, *arguments: str) -> subprocess.Popen[str]:
    own = {"TEMATIKA_ARCHIVE": str(place / "archive"), "TEMATIKA_CACHE": str(place / "cache")}
    line = [sys.executable, "-P", "-m", "tematika.cli", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(line, cwd=place, env=os.environ | own, text=True, stdout=pipe, stderr=pipe)


def report(place: Path, month: str, shelf: str, *options: str) -> subprocess.Popen[str]:
    chosen = ("--period", month, "--themes", "none", "-p", "discovered=3", "--quiet")
    return start(place, "report", *chosen, "--out", shelf, *options)


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, said = process.communicate(timeout=PATIENCE)
    return process.returncode, said


def data_of(shelf: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in shelf.glob("latest/data/*.parquet")}


@pytest.mark.slow
def test_two_reports_and_an_ingest_at_the_same_time(tmp_path: Path) -> None:
    rows = messy(stories(400))
    known, new = write(tmp_path / "known.jsonl", rows[:200]), write(tmp_path / "new.jsonl", rows[200:])
    assert ended(start(tmp_path, "ingest", str(known))) == (0, "")
    together = [start(tmp_path, "ingest", str(new), "--batch", "20")]
    together += [report(tmp_path, month, f"then-{month}") for month in MONTHS]
    assert [ended(process) for process in together] == [(0, "")] * 3
    for month in MONTHS:
        shelf = tmp_path / f"then-{month}"
        version = json.loads((shelf / "latest" / "manifest.json").read_text(encoding="utf-8"))["archive_version"]
        again = report(tmp_path, month, f"now-{month}", "--as-of", str(version), "--fresh")
        assert ended(again) == (0, "")
        assert data_of(shelf)
        assert data_of(shelf) == data_of(tmp_path / f"now-{month}")
    # What came in meanwhile is there for the next one.
    told = start(tmp_path, "ingest", str(new)).communicate(timeout=PATIENCE)[0]
    assert "new articles: 0" in told
