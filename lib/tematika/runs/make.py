"""One report from request to published folder: checks, a name, the notebooks, the page, the manifest."""

from __future__ import annotations

import contextlib
import importlib
import json
import shutil
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from tematika.core.context import RunContext
from tematika.pipeline.request import Request, write_request
from tematika.pipeline.stages import outcomes
from tematika.report.sections.downloads import FIGURES, write_figures, write_tables
from tematika.runs.library.failures import failure_published, summary_of
from tematika.runs.library.library import ReportLibrary
from tematika.runs.library.ownership import MANIFEST
from tematika.runs.library.publish import translate_disk_errors
from tematika.runs.manifest import PAGE, finished_report, manifest_of
from tematika.runs.notebooks.documents import Notebook, make_nbformat_light, read_notebook
from tematika.runs.notebooks.supervisor import Event, Limits, Timing, run_notebooks
from tematika.settings import Settings


def make_report(  # noqa: PLR0913, PLR0917 - each is something else
    request: Request,
    notebooks: Sequence[Path],
    library: ReportLibrary,
    context: RunContext,
    limits: Limits,
    on_event: Callable[[Event], None],
) -> Path:
    """Run the notebooks, make the page of the last one, and publish the folder.

    Parameters
    ----------
    request : Request
    notebooks : sequence of Path
        What to execute, in this order.
    library : Shelf
        Where the report goes.
    context : RunContext
        What the run works with; its folder is made here.
    limits : Limits
        Time limits.
    on_event : callable
        See `tematika.runs.notebooks.supervisor.run_notebooks`.

    Returns
    -------
    Path
        The published page.

    Raises
    ------
    LockedError
        If another process is making the same report.
    TematikaError
        Whatever else stops the run; a page in the list of reports then says why.
    """
    name = request.name
    with failure_published(name, request.settings, library), library.staging(name) as staging:
        finished = None if context.fresh else finished_report(request, notebooks, library.folder)
        if finished:  # by the process that this one has been waiting for
            return finished
        context = replace(context, run_folder=staging)
        with translate_disk_errors(library.folder):
            write_request(request, context)
        timings = _execute(request, notebooks, context, limits, on_event)
        with translate_disk_errors(library.folder):
            _finish(request, notebooks, context, timings)
        return library.put(staging, name) / PAGE


def _execute(
    request: Request,
    notebooks: Sequence[Path],
    context: RunContext,
    limits: Limits,
    on_event: Callable[[Event], None],
) -> list[Timing]:
    """Run the notebooks; what makes the page is loaded while the last one is at work."""
    loading = threading.Thread(target=_load_page_maker, daemon=True)

    def listen(event: Event) -> None:
        if "stage" in event and event["stage"] == event["of"]:
            loading.start()
        on_event(event)

    parameters = request.settings.model_dump(mode="json")
    timings = run_notebooks(notebooks, parameters, context, listen, limits)
    loading.join()
    return timings


def _finish(request: Request, notebooks: Sequence[Path], context: RunContext, timings: Sequence[Timing]) -> None:
    """Make the page of notebooks that have run, and note what it was made of."""
    folder, stages = context.run_folder, outcomes(context)
    # What the notebooks handed from one to the next is no part of the report.
    shutil.rmtree(context.stage_folder, ignore_errors=True)
    executed = read_notebook(folder / "notebooks" / notebooks[-1].name)
    write_tables(context.data_folder)
    write_figures(executed, folder / FIGURES)
    _write_page(folder, executed, request.settings)
    summary_of(request.name, request.settings, folder, executed).write(folder)
    manifest = manifest_of(request, notebooks, folder, timings, stages)
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _load_page_maker() -> None:
    """Import what makes the page while the last notebook is at work."""
    make_nbformat_light()
    # Should it fail, making the page will say so.
    with contextlib.suppress(ImportError):
        importlib.import_module("nbconvert")
        importlib.import_module("tematika.report.charts.export")


def _write_page(folder: Path, executed: Notebook, settings: Settings) -> None:
    from tematika.report.page import render_page

    page = render_page(executed, settings.lang, f"Tematika: {settings.period}", folder)
    (folder / PAGE).write_text(page, encoding="utf-8")
