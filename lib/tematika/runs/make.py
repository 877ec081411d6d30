"""One report from request to published folder: checks, a name, the notebooks, the page, the manifest."""

from __future__ import annotations

import contextlib
import importlib
import json
import shutil
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from tematika.pipeline.request import Run
from tematika.pipeline.stages import begin, begin_fresh, outcomes
from tematika.report.sections.downloads import FIGURES, write_figures, write_tables
from tematika.runs.library.failures import failure_told, summary_of
from tematika.runs.library.library import Shelf
from tematika.runs.library.ownership import MANIFEST
from tematika.runs.library.publish import disk_errors_told
from tematika.runs.manifest import PAGE, finished_report, manifest_of
from tematika.runs.notebooks.documents import Notebook, make_nbformat_light, read_notebook
from tematika.runs.notebooks.supervisor import Event, Limits, Timing, run_notebooks
from tematika.settings import Settings


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
        See `tematika.runs.notebooks.supervisor.run_notebooks`.
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


def _load_page_maker() -> None:
    """Import what makes the page while the last notebook is at work."""
    make_nbformat_light()
    # Should it fail, making the page will say so.
    with contextlib.suppress(ImportError):
        importlib.import_module("nbconvert")
        importlib.import_module("tematika.report.charts.export")


def _clear_workbench(folder: Path) -> None:
    """Remove what the notebooks handed from one to the next; the report has no use for it."""
    from tematika.pipeline.stages import STAGE

    shutil.rmtree(folder / STAGE, ignore_errors=True)


def _write_page(folder: Path, executed: Notebook, settings: Settings) -> None:
    from tematika.report.page import render_page

    page = render_page(executed, settings.lang, f"Tematika: {settings.period}", folder)
    (folder / PAGE).write_text(page, encoding="utf-8")
