"""Which folders are reports of ours, told by what every release has written into them, and which hold nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tematika.runs.library.summary import FAILED, SUMMARY, SWEEP

MANIFEST = "manifest.json"
FAILED_SUFFIX = "-failed"

# What the manifests and summaries of all releases have in common; those of no other program have all of it.
_IN_MANIFESTS = frozenset({"run", "status", "parameters", "seed", "inputs", "themes", "python", "versions", "timings"})
_IN_SUMMARIES = frozenset(
    {"run", "status", "lang", "period", "first", "last", "articles", "sources", "themes", "findings", "error", "page"}
)
_NAME = re.compile(r".+-(en|ru)-[0-9a-f]{8}")
# Reports of the first release do not list their files; these are the ones that they had.
_FIRST_FILES = re.compile(
    r"index\.html|summary\.json|data/[\w.-]+\.(parquet|json|csv)|notebooks/[\w.-]+\.ipynb|figures/[\w.-]+\.(svg|png)"
)
_SWEEP_FILES = frozenset({SUMMARY, "comparison.html", "index.html", "feed.xml", "latest"})
# JupyterLab leaves these beside a notebook that was opened, and the stages of a sweep's reports lie beside them.
_PASSED_OVER = frozenset({".ipynb_checkpoints", ".stages"})


def is_marked(folder: Path) -> bool:
    """Return whether a folder says that it is a report, a page about a failure or a sweep of this name."""
    # The summary first: the manifest of a report of many files is long.
    summary = _read(folder / SUMMARY)
    is_told = summary.keys() >= _IN_SUMMARIES and summary["run"] == folder.name
    return is_told or _is_page(summary, folder) or _is_report(_read(folder / MANIFEST), folder)


def has_report_name(folder: Path) -> bool:
    """Return whether a folder is named as reports are; a damaged one may have nothing else left to be known by."""
    return _NAME.fullmatch(folder.name) is not None


def holds_only_ours(folder: Path) -> bool:
    """Return whether a folder is marked and holds only what was written with it, so that all of it may be removed."""
    manifest, summary = _read(folder / MANIFEST), _read(folder / SUMMARY)
    try:
        if _is_report(manifest, folder):
            return all(_belongs(name, manifest) for name in _files(folder))
        if not _is_page(summary, folder):
            return False
        if summary["status"] == FAILED:
            return set(_files(folder)) <= {"index.html", SUMMARY}
        return all(_belongs_to_sweep(path) for path in folder.iterdir())
    except OSError:
        return False


def _belongs(name: str, manifest: Mapping[str, Any]) -> bool:
    listed = manifest.get("files")
    if isinstance(listed, dict):
        return name == MANIFEST or name in listed
    return name == MANIFEST or _FIRST_FILES.fullmatch(name) is not None


def _belongs_to_sweep(path: Path) -> bool:
    if path.name in _SWEEP_FILES | _PASSED_OVER:
        return True
    return path.is_dir() and not path.is_symlink() and holds_only_ours(path)


def _files(folder: Path) -> list[str]:
    """Names of all files and links below a folder, hidden ones too."""
    found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    names = [path.relative_to(folder) for path in found]
    return [name.as_posix() for name in names if not _PASSED_OVER & set(name.parts)]


def _is_report(manifest: Mapping[str, Any], folder: Path) -> bool:
    versions = manifest.get("versions")
    return (
        manifest.keys() >= _IN_MANIFESTS
        and manifest["run"] == folder.name
        and isinstance(versions, dict)
        and "tematika" in versions
    )


def _is_page(summary: Mapping[str, Any], folder: Path) -> bool:
    names = {FAILED: f"{summary.get('run')}{FAILED_SUFFIX}", SWEEP: summary.get("run")}
    return summary.keys() >= _IN_SUMMARIES and names.get(str(summary["status"])) == folder.name


def _read(file: Path) -> dict[str, Any]:
    """Read a JSON object; nothing where there is none."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
