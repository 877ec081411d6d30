"""The commands ``tematika shelf`` and ``tematika sweep``."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import typer

from tematika.cli import display
from tematika.cli import options as arguments


def tidy_library(
    out: arguments.Out = Path("reports"), keep: arguments.KeepCount = None, keep_days: arguments.KeepDays = None
) -> None:
    """Mend the shelf, apply what is to be kept, and print what it lists."""
    from tematika.errors import ParameterError
    from tematika.runs.library.library import Keep, tend
    from tematika.runs.library.publish import library_locked, repair_library, translate_disk_errors

    if not out.is_dir():
        raise ParameterError("no reports there", str(out), "check --out or TEMATIKA_REPORTS")
    with translate_disk_errors(out), library_locked(out):
        repair_library(out, but_not="")
        shown = tend(out, Keep(keep, keep_days), arguments.print_line)
    for entry in shown:
        typer.echo(f"{entry.summary.status:<8}{out / entry.href}  {entry.title()}")


def compare_parameters(  # noqa: PLR0913, PLR0917 - an argument for each option
    articles: arguments.Articles = None,
    parameter: arguments.Parameters = None,
    themes: arguments.Themes = None,
    out: arguments.Out = Path("reports"),
    period: arguments.PeriodName = None,
    lang: arguments.Language = None,
    as_of: arguments.AsOf = None,
    jobs: arguments.Jobs = 0,
    time_limit: arguments.TimeLimit = 3600,
    cell_time_limit: arguments.CellTimeLimit = 1800,
    progress: arguments.Progress = None,
) -> None:
    """Make the reports, several at a time, and print the path of the page that compares them."""
    from tematika.core.context import current_context
    from tematika.runs.batch.subprocesses import Children
    from tematika.runs.batch.sweep import Sweep, compare, grid_of
    from tematika.runs.library.library import ReportLibrary
    from tematika.runs.notebooks.supervisor import Limits
    from tematika.settings import settings_from_options

    options = {"articles": articles, "themes": themes, "period": period, "lang": lang, "as_of": as_of}
    grid, context = grid_of(parameter or []), current_context(out)
    settings = [settings_from_options(options, [f"{name}={value}" for name, value in point.items()]) for point in grid]
    sweep = Sweep(grid, settings, Limits(cell=cell_time_limit, run=time_limit))
    tell = partial(display.mention, progress, None)
    typer.echo(compare(sweep, ReportLibrary(out), context, Children(jobs, context), tell))
