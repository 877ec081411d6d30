"""The commands ``tematika shelf`` and ``tematika sweep``."""

from __future__ import annotations

from pathlib import Path

import typer

from tematika import asking, meter


def tidy_shelf(
    out: asking.Out = Path("reports"), keep: asking.KeepCount = None, keep_days: asking.KeepDays = None
) -> None:
    """Mend the shelf, apply what is to be kept, and print what it lists."""
    from tematika.errors import ParameterError
    from tematika.reporting.publish import disk_errors_told, mend_shelf, shelf_held
    from tematika.reporting.shelf import Keep, tend

    if not out.is_dir():
        raise ParameterError("no reports there", str(out), "check --out or TEMATIKA_REPORTS")
    with disk_errors_told(out), shelf_held(out):
        mend_shelf(out, but_not="")
        shown = tend(out, Keep(keep, keep_days), asking.tell)
    for entry in shown:
        typer.echo(f"{entry.summary.status:<8}{out / entry.href}  {entry.title()}")


def compare_parameters(  # noqa: PLR0913, PLR0917 - an argument for each option
    articles: asking.Articles = None,
    parameter: asking.Parameters = None,
    themes: asking.Themes = None,
    out: asking.Out = Path("reports"),
    period: asking.PeriodName = None,
    lang: asking.Language = None,
    as_of: asking.AsOf = None,
    jobs: asking.Jobs = 0,
    time_limit: asking.TimeLimit = 3600,
    cell_time_limit: asking.CellTimeLimit = 1800,
    progress: asking.Progress = None,
) -> None:
    """Make the reports, several at a time, and print the path of the page that compares them."""
    from tematika.children import Children
    from tematika.reporting.shelf import Shelf
    from tematika.sweep import Sweep, compare, grid_of

    options = {"articles": articles, "themes": themes, "period": period, "lang": lang, "as_of": as_of}
    sweep = Sweep(options, grid_of(parameter or []), (time_limit, cell_time_limit))
    typer.echo(compare(sweep, Shelf(out), Children(jobs), lambda line: meter.mention(progress, None, line)))
