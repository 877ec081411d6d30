"""Reports in a few lines, for tests of the shelf and of what hangs on it."""

from __future__ import annotations

import json
from pathlib import Path

from tematika.runs.library.library import Keep, ReportLibrary
from tematika.runs.library.summary import Summary

ALL = Keep()
# What the manifests of all releases say.
MANIFEST = {"status": "done", "parameters": {}, "seed": 0, "inputs": [], "themes": None, "python": "3.11.2"}
MANIFEST |= {"versions": {"tematika": "0.1.0"}, "timings": {}}
DONE = {"status": "done", "lang": "ru", "articles": 41, "sources": 3, "findings": ("Больше всего писали о портах.",)}


def summary(run: str, last: str | None = None, **given: object) -> Summary:
    """Say of a report what the shelf needs; a week that ends on the day given."""
    values = {**DONE, "period": run.split("-ru", maxsplit=1)[0], "first": last, "last": last, **given}
    return Summary(run=run, **values)  # type: ignore[arg-type] # values of many kinds


def put(folder: Path, one: Summary, keep: Keep = ALL, text: str = "") -> Path:
    """Publish a small report."""
    shelf = ReportLibrary(folder, keep)
    with shelf.staging(one.run) as staging:
        (staging / "index.html").write_text(text or one.run, encoding="utf-8")
        (staging / "manifest.json").write_text(json.dumps({"run": one.run, **MANIFEST}), encoding="utf-8")
        one.write(staging)
        return shelf.put(staging, one.run)
