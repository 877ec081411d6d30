"""The commands ``tematika report`` and ``tematika plan``: what is asked for, handed on to what makes it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperCommand

from tematika.cli import options as arguments
from tematika.cli.help import EXAMPLES, EXIT_CODES
from tematika.pipeline.request import asked_run

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter


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
    from tematika.cli import display, make_report, scheduled
    from tematika.core.dask import asked_for
    from tematika.runs.batch import backfill

    arguments.check_log(log)
    options = {"articles": articles, "themes": themes, "period": period, "lang": lang, "as_of": as_of}
    shelf = arguments.shelf_of(out, wait, keep, keep_days)
    if each is not None:
        with asked_for(dask), scheduled.turn_told(schedule, options, parameter, shelf):
            tell = partial(display.mention, progress, None)
            backfill.fill(options, parameter, out, each, jobs, (time_limit, cell_time_limit), tell)
        return
    means, voice = make_report.Means(time_limit, cell_time_limit, dask), make_report.Voice(progress, log, schedule)
    typer.echo(make_report.make(options, parameter, shelf, means, voice, fresh=fresh))


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
    from tematika.pipeline.request import find_notebooks
    from tematika.runs.plan import plan_fresh_run, plan_run

    options = {"articles": articles, "themes": themes, "period": period, "lang": lang, "as_of": as_of}
    run = asked_run(options, parameter)
    for step in plan_fresh_run() if fresh else plan_run(run, find_notebooks(), out):
        typer.echo(step)
