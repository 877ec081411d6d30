"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tematika.errors import ParameterError

if TYPE_CHECKING:
    from tematika.runs.library.library import ReportLibrary


Articles = Annotated[
    list[str] | None,
    typer.Argument(help="files and folders of articles; none: the archive", show_default=False),
]

Themes = Annotated[str | None, typer.Option(metavar="FILE", help="themes file, or the word none")]

Out = Annotated[
    Path, typer.Option(metavar="DIR", envvar="TEMATIKA_REPORTS", help="folder for reports", show_default="reports")
]

PeriodName = Annotated[str | None, typer.Option(metavar="PERIOD", help="which articles, by their date")]

Language = Annotated[str | None, typer.Option(metavar="en|ru", help="language of the report")]

AsOf = Annotated[int | None, typer.Option(metavar="VERSION", help="the archive as it was at a version")]

Parameters = Annotated[
    list[str] | None, typer.Option("-p", metavar="NAME=VALUE", help="set a parameter; may be repeated")
]

Fresh = Annotated[bool, typer.Option("--fresh", help="make everything anew, use no earlier results")]

Dask = Annotated[
    str,
    typer.Option(
        envvar="TEMATIKA_DASK",
        metavar="tcp://HOST:PORT",
        help="scheduler of a Dask cluster that cleans articles in place of this machine's cores",
        show_default=False,
    ),
]

TimeLimit = Annotated[float, typer.Option(min=1, metavar="SECONDS", help="for the whole run")]

CellTimeLimit = Annotated[float, typer.Option(min=1, metavar="SECONDS", help="for each notebook cell")]

Wait = Annotated[
    float, typer.Option(min=0, metavar="SECONDS", help="for another process that is making the same report")
]

KeepCount = Annotated[
    int | None, typer.Option("--keep", min=1, metavar="N", help="how many reports stay, the newest ones")
]

KeepDays = Annotated[
    int | None,
    typer.Option(min=1, metavar="DAYS", help="how long before the newest report those that stay may end"),
]

Progress = Annotated[
    bool | None,
    typer.Option("--progress/--quiet", help="show stages on standard error; by default in a terminal only"),
]

Log = Annotated[str | None, typer.Option(metavar="json", help="a line of JSON for each stage on standard error")]

Schedule = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="nobody watches: what stops this turn of a schedule leaves a page on the shelf, whatever it is",
        show_default=False,
    ),
]

Jobs = Annotated[
    int, typer.Option(min=0, metavar="N", help="how many reports at a time", show_default="half the processors")
]


def library_of(out: Path, wait: float, keep: int | None, keep_days: int | None) -> ReportLibrary:
    """Return where reports go, with what is to be kept there."""
    from tematika.runs.library.library import Keep, ReportLibrary

    def waiting() -> None:
        typer.echo("tematika: waiting for another process that is making this report", err=True)

    return ReportLibrary(out, Keep(keep, keep_days), wait, waiting, print_line)


def print_line(line: str) -> None:
    """Print a line on standard error, with progress or without."""
    typer.echo(f"tematika: {line}", err=True)


def check_log(log: str | None) -> None:
    """Check the form of the log."""
    if log not in {None, "json"}:
        raise ParameterError(f"no such form, {log!r}", "option --log", "write --log json, or leave it out")
