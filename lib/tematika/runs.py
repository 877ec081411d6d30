"""One report from request to published folder: checks, a name, the notebooks, the page, the manifest."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import importlib
import json
import os
import re
import shutil
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import tematika
from tematika.errors import ParameterError
from tematika.failing import failure_told, summary_of
from tematika.manifests import PAGE, finished_report, manifest_of
from tematika.notebooks import Notebook, make_nbformat_light, read_notebook
from tematika.provenance import Input, input_of
from tematika.reporting.downloads import FIGURES, write_figures, write_tables
from tematika.reporting.ours import MANIFEST
from tematika.reporting.publish import disk_errors_told
from tematika.reporting.shelf import Shelf
from tematika.settings import NO_THEMES, PROJECT, Settings, labels_path, themes_path
from tematika.stages import begin, begin_fresh, outcomes
from tematika.supervisor import Event, Limits, Timing, run_notebooks


@dataclass(frozen=True, slots=True)
class Run:
    """A checked request: what to do, what it is done with, and the name that follows from both."""

    settings: Settings
    inputs: tuple[Input, ...]
    themes: Input | None
    labels: Input | None
    archive_version: int | None
    name: str


def make_report(  # noqa: PLR0913 - each is something else
    run: Run,
    notebooks: Sequence[Path],
    shelf: Shelf,
    limits: Limits,
    on_event: Callable[[Event], None],
    *,
    fresh: bool = False,
) -> Path:
    """Run the notebooks, make the page of the last one, and publish the folder.

    Parameters
    ----------
    run : Run
        From `prepare_run`.
    notebooks : sequence of Path
        What to execute, in this order.
    shelf : Shelf
        Where the report goes.
    limits : Limits
        Time limits.
    on_event : callable
        See `tematika.supervisor.run_notebooks`.
    fresh : bool, optional
        Use nothing that earlier runs have kept.

    Returns
    -------
    Path
        The published page.

    Raises
    ------
    LockedError
        If another process is making the same report.
    TematikaError
        Whatever else stops the run; a page on the shelf then says why.
    """
    with failure_told(run.name, run.settings, shelf), shelf.staging(run.name) as staging:
        finished = None if fresh else finished_report(run, notebooks, shelf.folder)
        if finished:  # by the process that this one has been waiting for
            return finished
        with disk_errors_told(shelf.folder):
            (begin_fresh if fresh else begin)(staging, shelf.folder)
        timings = _execute(run, notebooks, staging, limits, on_event)
        with disk_errors_told(shelf.folder):
            _finish(run, notebooks, staging, timings)
        return shelf.put(staging, run.name) / PAGE


def _execute(
    run: Run, notebooks: Sequence[Path], staging: Path, limits: Limits, on_event: Callable[[Event], None]
) -> list[Timing]:
    """Run the notebooks; what makes the page is loaded while the last one is at work."""
    loading = threading.Thread(target=_load_page_maker, daemon=True)

    def listen(event: Event) -> None:
        if "stage" in event and event["stage"] == event["of"]:
            loading.start()
        on_event(event)

    parameters = run.settings.model_dump(mode="json")
    timings = run_notebooks(notebooks, parameters, staging, listen, limits)
    loading.join()
    return timings


def _finish(run: Run, notebooks: Sequence[Path], staging: Path, timings: Sequence[Timing]) -> None:
    """Make the page of notebooks that have run, and note what it was made of."""
    stages = outcomes(staging)
    _clear_workbench(staging)
    executed = read_notebook(staging / "notebooks" / notebooks[-1].name)
    write_tables(staging / "data")
    write_figures(executed, staging / FIGURES)
    _write_page(staging, executed, run.settings)
    summary_of(run.name, run.settings, staging, executed).write(staging)
    manifest = json.dumps(manifest_of(run, notebooks, staging, timings, stages), ensure_ascii=False, indent=1) + "\n"
    (staging / MANIFEST).write_text(manifest, encoding="utf-8")


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
    labels = _check_labels(labels_path(settings), themes_path(settings))
    origin = origin_of(settings, period)
    if isinstance(origin, Files):
        check_readable(origin.paths)
    # Fixed from here on: the archive may grow and the day may end while the report is being made.
    fixed = {"period": period.name, "as_of": -1 if origin.archive_version is None else origin.archive_version}
    settings = settings.model_copy(update=fixed)
    name = _run_name(settings, origin.inputs, themes, labels)
    return Run(settings, origin.inputs, themes, labels, origin.archive_version, name)


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


def _check_labels(path: Path | None, themes: Path | None) -> Input | None:
    from tematika.themes.definitions import load_themes
    from tematika.themes.labelled import read_labels

    if path is None or themes is None:
        return None
    read_labels(path, [theme.id for theme in load_themes(themes)])
    return input_of(path, path.name)


def _run_name(settings: Settings, inputs: Sequence[Input], themes: Input | None, labels: Input | None) -> str:
    """Name a run by what goes into it: the same input has the same name, and no clock has a say."""
    made_of = {
        "version": tematika.__version__,
        "parameters": settings.model_dump(mode="json", exclude={"articles", "themes", "labels", "as_of"}),
        "themes": themes.sha256 if themes else NO_THEMES,
        "labels": labels.sha256 if labels else NO_THEMES,
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
        importlib.import_module("tematika.reporting.sheets")


def _clear_workbench(folder: Path) -> None:
    """Remove what the notebooks handed from one to the next; the report has no use for it."""
    from tematika.tables import STAGE

    shutil.rmtree(folder / STAGE, ignore_errors=True)


def _write_page(folder: Path, executed: Notebook, settings: Settings) -> None:
    from tematika.reporting.page import render_page

    page = render_page(executed, settings.lang, f"Tematika: {settings.period}", folder)
    (folder / PAGE).write_text(page, encoding="utf-8")
