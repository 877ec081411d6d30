"""The commands ``tematika report``, ``demo`` and ``plan``: from options to a request, and from there to a report."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperCommand

from tematika.cli import options as arguments
from tematika.cli.help import EXAMPLES, EXIT_CODES

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter

    from tematika.core.context import RunContext
    from tematika.errors import TematikaError
    from tematika.runs.library.library import ReportLibrary
    from tematika.runs.notebooks.supervisor import Limits
    from tematika.settings import Settings


class ReportCommand(TyperCommand):
    """Explains the parameters below its options; they are looked up only when somebody asks for help."""

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write what follows the options."""
        from tematika.settings import Settings

        rows = []
        for name, field in Settings.model_fields.items():
            default = "" if field.default in ("", ()) else f" [{str(field.default).lower()}]"
            rows.append(f"  {name:<12}{field.description}{default}")
        parameters = "\n".join(["\b", "Parameters, for -p NAME=VALUE:", *rows])
        self.epilog = f"{EXAMPLES}\n{parameters}\n\n{EXIT_CODES}"
        super().format_epilog(ctx, formatter)


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """How the command reports its progress.

    Attributes
    ----------
    progress : bool or None
        The user's wish; None: in a terminal only.
    log : str or None
        Form of the log.
    schedule : str
        The schedule that this run belongs to; empty where somebody is there to read.
    """

    progress: bool | None
    log: str | None
    schedule: str = ""


def report(  # noqa: PLR0913, PLR0917 - an argument for each option
    articles: arguments.Articles = None,
    themes: arguments.Themes = None,
    out: arguments.Out = Path("reports"),
    period: arguments.PeriodName = None,
    each: Annotated[
        str | None, typer.Option(metavar="day|week|month", help="a report for each in the period; makes those missing")
    ] = None,
    jobs: arguments.Jobs = 0,
    lang: arguments.Language = None,
    as_of: arguments.AsOf = None,
    parameter: arguments.Parameters = None,
    time_limit: arguments.TimeLimit = 3600,
    cell_time_limit: arguments.CellTimeLimit = 1800,
    wait: arguments.Wait = 0,
    keep: arguments.KeepCount = None,
    keep_days: arguments.KeepDays = None,
    progress: arguments.Progress = None,
    log: arguments.Log = None,
    fresh: arguments.Fresh = False,
    dask: arguments.Dask = "",
    schedule: arguments.Schedule = "",
) -> None:
    """Make a report, unless a finished one was made of exactly the same."""
    from tematika.cli import display, scheduled
    from tematika.core.context import current_context
    from tematika.runs.batch import backfill
    from tematika.runs.batch.subprocesses import Children
    from tematika.runs.notebooks.supervisor import Limits
    from tematika.settings import settings_from_options

    arguments.check_log(log)
    options = {"articles": articles, "themes": themes, "period": period, "lang": lang, "as_of": as_of}
    given = partial(settings_from_options, options, parameter or ())
    library = arguments.library_of(out, wait, keep, keep_days)
    context = replace(current_context(out), fresh=fresh, dask_address=dask)
    limits = Limits(cell=cell_time_limit, run=time_limit)
    if each is not None:
        with scheduled.failure_published(schedule, given, library, context):
            tell = partial(display.mention, progress, None)
            backfill.fill(given(), each, context, Children(jobs, context), limits, tell)
        return
    output = OutputOptions(progress, log, schedule)
    with _failure_announced(period or "all", output):
        typer.echo(_make(given, library, context, limits, output))


def _make(
    given: Callable[[], Settings], library: ReportLibrary, context: RunContext, limits: Limits, output: OutputOptions
) -> Path:
    """Make a report and return its page; one that was made of exactly the same is used again."""
    from tematika.cli import display, scheduled
    from tematika.cli.archive_inputs import add_to_archive
    from tematika.pipeline.request import find_notebooks, resolve
    from tematika.runs import notifications
    from tematika.runs.make import make_report
    from tematika.runs.manifest import finished_report

    # From here on the run has a name, and failures have pages by it.
    with scheduled.failure_published(output.schedule, given, library, context):
        request, notebooks = resolve(given(), context), find_notebooks()
    finished = None if context.fresh else finished_report(request, notebooks, library.folder)
    if finished:
        library.mend()
        scheduled.remove_failure(output.schedule, library)
        display.mention(output.progress, output.log, "up to date")
        return finished
    add_to_archive(request.settings.articles, context, output.progress)
    with display.choose(output.progress, output.log) as show:
        page = make_report(request, notebooks, library, context, limits, show)
    scheduled.remove_failure(output.schedule, library)
    notifications.announce_report(page.parent)
    if output.log == display.JSON:
        display.write_json("done", page=str(page))
    return page


@contextlib.contextmanager
def _failure_announced(period: str, output: OutputOptions) -> Iterator[None]:
    """Send notice of what stops the run, and raise it again; in a log of JSON it is a line of JSON, too."""
    from tematika.errors import LockedError, TematikaError
    from tematika.runs import notifications

    try:
        yield
    except LockedError as error:  # the process that holds the lock will announce how it ends
        _log(error, output)
        raise
    except Exception as error:
        notifications.announce_failure(period, error)
        if isinstance(error, TematikaError):
            _log(error, output)
        raise


def _log(error: TematikaError, output: OutputOptions) -> None:
    from tematika.cli import display

    if output.log != display.JSON:
        return
    display.write_json("error", code=error.exit_code, what=error.what, where=error.where, mend=error.mend)
    raise typer.Exit(error.exit_code) from error


def demo(
    out: arguments.Out = Path("reports"), lang: arguments.Language = None, progress: arguments.Progress = None
) -> None:
    """Make the report of the sample corpus."""
    from tematika.core.paths import SAMPLE

    report(articles=[str(SAMPLE)], out=out, lang=lang, progress=progress)


def plan(  # noqa: PLR0913, PLR0917 - an argument for each option
    articles: arguments.Articles = None,
    themes: arguments.Themes = None,
    out: arguments.Out = Path("reports"),
    period: arguments.PeriodName = None,
    lang: arguments.Language = None,
    as_of: arguments.AsOf = None,
    parameter: arguments.Parameters = None,
    fresh: arguments.Fresh = False,
) -> None:
    """Print a line for each stage."""
    from tematika.core.context import current_context
    from tematika.pipeline.request import find_notebooks, resolve
    from tematika.runs.plan import plan_run
    from tematika.settings import settings_from_options

    options = {"articles": articles, "themes": themes, "period": period, "lang": lang, "as_of": as_of}
    context = replace(current_context(out), fresh=fresh)
    request = resolve(settings_from_options(options, parameter or ()), context)
    for step in plan_run(request, find_notebooks(), context):
        typer.echo(step)
