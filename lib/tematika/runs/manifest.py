"""The manifest of a report: what it was made of, enough to make it again and to know whether that is needed."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tematika.core.fingerprints import (
    Input,
    git_revision,
    hash_sources,
    input_of,
    inputs_of,
    package_versions,
)
from tematika.pipeline.stages import CODE, REPORT, SOURCES
from tematika.runs.library.ownership import MANIFEST
from tematika.runs.notebooks.supervisor import Timing
from tematika.settings import shown_values

if TYPE_CHECKING:
    from tematika.pipeline.request import Request

PAGE = "index.html"


def manifest_of(
    request: Request, notebooks: Sequence[Path], folder: Path, timings: Sequence[Timing], stages: Mapping[str, str]
) -> dict[str, Any]:
    """Return the manifest of a report; its files are all in the folder by now."""
    return {
        "run": request.name,
        "status": "done",
        **made_of(request, notebooks),
        # Should somebody have edited the files meanwhile, nobody knows which of them the notebooks ran.
        "code": CODE[REPORT] if hash_sources(SOURCES[REPORT]) == CODE[REPORT] else None,
        "revision": git_revision(),
        "files": {one.ref: one.sha256 for one in inputs_of([folder])},
        "stages": dict(stages),
        "timings": {timing.notebook: timing.seconds for timing in timings},
    }


def made_of(request: Request, notebooks: Sequence[Path]) -> dict[str, Any]:
    """Return all that decides what a report looks like, as manifests have it."""
    return {
        "parameters": shown_values(request.settings.model_dump(mode="json")),
        "seed": request.settings.seed,
        "inputs": [_plain(one) for one in request.inputs],
        "archive_version": request.source.archive_version,
        "themes": _plain(request.themes) if request.themes else None,
        "weights": _plain(request.weights) if request.weights else None,
        "labels": _plain(request.labels) if request.labels else None,
        "code": CODE[REPORT],
        "notebooks": {path.name: input_of(path, path.name).sha256 for path in notebooks},
        "python": platform.python_version(),
        "versions": package_versions(),
    }


def finished_report(request: Request, notebooks: Sequence[Path], reports: Path) -> Path | None:
    """Return the page of a report that was made of exactly the same, or None when there is none."""
    folder = reports / request.name
    told = read_manifest(folder)
    wanted = {"status": "done", **made_of(request, notebooks)}
    is_same = all(told.get(name) == value for name, value in wanted.items())
    return folder / PAGE if is_same and is_whole(folder, told) else None


def is_whole(folder: Path, manifest: Mapping[str, Any]) -> bool:
    """Return whether all files of a report are as they were when it was published."""
    files = manifest.get("files")
    if not isinstance(files, dict) or PAGE not in files:
        return False
    found = {one.ref: one.sha256 for one in inputs_of([folder])}
    return all(found.get(name) == sha256 for name, sha256 in files.items())


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read what a report says of itself; nothing where there is no report, or none that can be read."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _plain(one: Input) -> dict[str, str | int]:
    return {"ref": one.ref, "sha256": one.sha256, "bytes": one.bytes}
