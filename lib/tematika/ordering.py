"""The commands ``tematika report`` and ``tematika plan``: what is asked for, handed on to what makes it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperCommand

from tematika import asking
from tematika.manual import EXAMPLES, EXIT_CODES

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
    articles: asking.Articles = None,
    themes: asking.Themes = None,
    out: asking.Out = Path("reports"),
    period: asking.PeriodName = None,
    each: Annotated[
        str | None, typer.Option(metavar="day|week|month", help="a report for each in the period; makes those missing")
    ] = None,
    jobs: asking.Jobs = 0,
    lang: asking.Language = None,
    as_of: asking.AsOf = None,
    parameter: asking.Parameters = None,
    time_limit: asking.TimeLimit = 3600,
    cell_time_limit: asking.CellTimeLimit = 1800,
    wait: asking.Wait = 0,
    keep: asking.KeepCount = None,
    keep_days: asking.KeepDays = None,
    progress: asking.Progress = None,
    log: asking.Log = None,
    fresh: asking.Fresh = False,
    dask: asking.Dask = "",
    schedule: asking.Schedule = "",
) -> None:
    """Make a report, unless a finished one was made of exactly the same."""
    from tematika import backfill, making, meter, unattended
    from tematika.cluster import asked_for

    asking.check_log(log)
    options = {"articles": articles, "themes": themes, "period": period, "lang": lang, "as_of": as_of}
    shelf = asking.shelf_of(out, wait, keep, keep_days)
    if each is not None:
        with asked_for(dask), unattended.turn_told(schedule, options, parameter, shelf):
            tell = partial(meter.mention, progress, None)
            backfill.fill(options, parameter, out, each, jobs, (time_limit, cell_time_limit), tell)
        return
    means, voice = making.Means(time_limit, cell_time_limit, dask), making.Voice(progress, log, schedule)
    typer.echo(making.make(options, parameter, shelf, means, voice, fresh=fresh))


def demo(out: asking.Out = Path("reports"), lang: asking.Language = None, progress: asking.Progress = None) -> None:
    """Make the report of the sample corpus."""
    from tematika.settings import SAMPLE

    report(articles=[str(SAMPLE)], out=out, lang=lang, progress=progress)


def plan(  # noqa: PLR0913, PLR0917 - an argument for each option
    articles: asking.Articles = None,
    themes: asking.Themes = None,
    out: asking.Out = Path("reports"),
    period: asking.PeriodName = None,
    lang: asking.Language = None,
    as_of: asking.AsOf = None,
    parameter: asking.Parameters = None,
    fresh: asking.Fresh = False,
) -> None:
    """Print a line for each stage."""
    from tematika.plan import plan_fresh_run, plan_run
    from tematika.runs import find_notebooks

    options = {"articles": articles, "themes": themes, "period": period, "lang": lang, "as_of": as_of}
    run = asking.asked_run(options, parameter)
    for step in plan_fresh_run() if fresh else plan_run(run, find_notebooks(), out):
        typer.echo(step)
