"""One report from request to published folder: checks, a name, the notebooks, the page, the manifest."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import importlib
import json
import os
import platform
import re
import shutil
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tematika
from tematika.errors import ParameterError
from tematika.notebooks import make_nbformat_light, read_notebook
from tematika.provenance import Input, code_digest, git_revision, input_of, package_versions
from tematika.reporting.publish import publish, staging_folder
from tematika.settings import NO_THEMES, PROJECT, Settings, shown_values, themes_path
from tematika.stages import CODE, begin, begin_fresh, outcomes
from tematika.supervisor import Event, Limits, Timing, run_notebooks

MANIFEST = "manifest.json"
PAGE = "index.html"


@dataclass(frozen=True, slots=True)
class Run:
    """A checked request: what to do, what it is done with, and the name that follows from both."""

    settings: Settings
    inputs: tuple[Input, ...]
    themes: Input | None
    archive_version: int | None
    name: str


def make_report(
    run: Run, notebooks: Sequence[Path], reports: Path, limits: Limits, on_event: Callable[[Event], None]
) -> Path:
    """Run the notebooks, make the page of the last one, and publish the folder.

    Parameters
    ----------
    run : Run
        From `prepare_run`.
    notebooks : sequence of Path
        What to execute, in this order.
    reports : Path
        Folder that holds a folder for each run.
    limits : Limits
        Time limits.
    on_event : callable
        See `tematika.supervisor.run_notebooks`.

    Returns
    -------
    Path
        The published page.
    """
    with staging_folder(reports, run.name) as staging:
        begin(staging, reports)
        return _make_report(run, notebooks, staging, limits, on_event)


def make_report_anew(
    run: Run, notebooks: Sequence[Path], reports: Path, limits: Limits, on_event: Callable[[Event], None]
) -> Path:
    """Make a report like `make_report`, and use nothing that earlier runs have kept."""
    with staging_folder(reports, run.name) as staging:
        begin_fresh(staging, reports)
        return _make_report(run, notebooks, staging, limits, on_event)


def _make_report(
    run: Run, notebooks: Sequence[Path], staging: Path, limits: Limits, on_event: Callable[[Event], None]
) -> Path:
    loading = threading.Thread(target=_load_page_maker, daemon=True)

    def listen(event: Event) -> None:
        if "stage" in event and event["stage"] == event["of"]:
            loading.start()
        on_event(event)

    parameters = run.settings.model_dump(mode="json")
    timings = run_notebooks(notebooks, parameters, staging, listen, limits)
    stages = outcomes(staging)
    _clear_workbench(staging)
    loading.join()
    _write_page(staging, notebooks[-1].name, run.settings)
    manifest = json.dumps(_manifest(run, notebooks, timings, stages), ensure_ascii=False, indent=1) + "\n"
    (staging / MANIFEST).write_text(manifest, encoding="utf-8")
    publish(staging, staging.parent / run.name)
    return staging.parent / run.name / PAGE


def prepare_run(settings: Settings, today: datetime.date) -> Run:
    """Check everything that can be checked before a kernel starts, and name the run.

    Parameters
    ----------
    settings : Settings
        As the user gave them.
    today : date
        What ``last-week`` counts from; the run is given the week itself.

    Raises
    ------
    ParameterError, ThemesError, NoArticlesError
        What is wrong with the period, the themes file, the articles.
    """
    from tematika.corpus.formats import check_readable
    from tematika.corpus.period import parse_period
    from tematika.origin import Files, origin_of

    period = parse_period(settings.period, today)
    themes = _check_themes(themes_path(settings))
    origin = origin_of(settings, period)
    if isinstance(origin, Files):
        check_readable(origin.paths)
    # Fixed from here on: the archive may grow and the day may end while the report is being made.
    fixed = {"period": period.name, "as_of": -1 if origin.archive_version is None else origin.archive_version}
    settings = settings.model_copy(update=fixed)
    return Run(settings, origin.inputs, themes, origin.archive_version, _run_name(settings, origin.inputs, themes))


def find_notebooks() -> list[Path]:
    """Give the notebooks of a report: those of the project, or of the folder named in ``TEMATIKA_NOTEBOOKS``."""
    folder = Path(os.environ.get("TEMATIKA_NOTEBOOKS") or PROJECT / "notebooks")
    found = sorted(path for path in folder.glob("*.ipynb") if re.match(r"\d+_", path.name))
    if not found:
        raise ParameterError("no notebooks such as 1_corpus.ipynb", str(folder), "check TEMATIKA_NOTEBOOKS")
    return found


def _check_themes(path: Path | None) -> Input | None:
    from tematika.themes.definitions import load_themes

    if path is None:
        return None
    load_themes(path)
    return input_of(path, path.name)


def _run_name(settings: Settings, inputs: Sequence[Input], themes: Input | None) -> str:
    """Name a run by what goes into it: the same input has the same name, and no clock has a say."""
    made_of = {
        "version": tematika.__version__,
        "parameters": settings.model_dump(mode="json", exclude={"articles", "themes", "as_of"}),
        "themes": themes.sha256 if themes else NO_THEMES,
        "inputs": [(one.ref, one.sha256) for one in inputs],
    }
    digest = hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()
    return f"{settings.period}-{settings.lang}-{digest[:8]}"


def _load_page_maker() -> None:
    """Import what makes the page while the last notebook is at work."""
    make_nbformat_light()
    # Should it fail, making the page will say so.
    with contextlib.suppress(ImportError):
        importlib.import_module("nbconvert")


def _clear_workbench(folder: Path) -> None:
    """Remove what the notebooks handed from one to the next; the report has no use for it."""
    from tematika.tables import STAGE

    shutil.rmtree(folder / STAGE, ignore_errors=True)


def _write_page(folder: Path, notebook: str, settings: Settings) -> None:
    from tematika.reporting.page import render_page

    title = f"Tematika: {settings.period}"
    page = render_page(read_notebook(folder / "notebooks" / notebook), settings.lang, title)
    (folder / PAGE).write_text(page, encoding="utf-8")


def _manifest(
    run: Run, notebooks: Sequence[Path], timings: Sequence[Timing], stages: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "run": run.name,
        "status": "done",
        **made_of(run, notebooks),
        # Should somebody have edited the files meanwhile, nobody knows which of them the notebooks ran.
        "code": CODE if code_digest() == CODE else None,
        "revision": git_revision(),
        "stages": dict(stages),
        "timings": {timing.notebook: timing.seconds for timing in timings},
    }


def made_of(run: Run, notebooks: Sequence[Path]) -> dict[str, Any]:
    """Everything that decides what a report looks like, as its manifest tells it."""
    return {
        "parameters": shown_values(run.settings.model_dump(mode="json")),
        "seed": run.settings.seed,
        "inputs": [_plain(one) for one in run.inputs],
        "archive_version": run.archive_version,
        "themes": _plain(run.themes) if run.themes else None,
        "code": CODE,
        "notebooks": {path.name: input_of(path, path.name).sha256 for path in notebooks},
        "python": platform.python_version(),
        "versions": package_versions(),
    }


def finished_report(run: Run, notebooks: Sequence[Path], reports: Path) -> Path | None:
    """Give the page of a report that was made of exactly the same, or None when there is none."""
    folder = reports / run.name
    told = read_manifest(folder)
    wanted = {"status": "done", **made_of(run, notebooks)}
    is_same = all(told.get(name) == value for name, value in wanted.items())
    return folder / PAGE if is_same and (folder / PAGE).is_file() else None


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read what a report says of itself; nothing where there is no report, or none that can be read."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _plain(one: Input) -> dict[str, str | int]:
    return {"ref": one.ref, "sha256": one.sha256, "bytes": one.bytes}
