"""What commands are told: arguments that several of them share, and one way from these to settings."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tematika.errors import ParameterError

if TYPE_CHECKING:
    from tematika.reporting.shelf import Shelf
    from tematika.runs import Run
    from tematika.settings import Settings

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

_LISTS = frozenset({"articles"})


def asked_run(options: dict[str, Any], parameters: Iterable[str] | None) -> Run:
    """Put options and ``-p NAME=VALUE`` together and check what they ask for.

    Raises
    ------
    ParameterError, ThemesError, NoArticlesError
        What is wrong with them.
    """
    import datetime

    from tematika.runs import prepare_run

    return prepare_run(settings_of(options, parameters), datetime.date.today())


def settings_of(options: dict[str, Any], parameters: Iterable[str] | None) -> Settings:
    """Put options and ``-p NAME=VALUE`` together, without a look at articles.

    Raises
    ------
    ParameterError
        What is wrong with them.
    """
    from tematika.settings import check_settings

    given = [(name, value) for name, value in options.items() if value not in (None, "", [])]
    return check_settings(_collect([*given, *map(split_parameter, parameters or [])]))


def shelf_of(out: Path, wait: float, keep: int | None, keep_days: int | None) -> Shelf:
    """Say where reports go."""
    from tematika.reporting.shelf import Keep, Shelf

    def waiting() -> None:
        typer.echo("tematika: waiting for another process that is making this report", err=True)

    return Shelf(out, Keep(keep, keep_days), wait, waiting, tell)


def tell(line: str) -> None:
    """Say something on standard error, whatever is done with progress."""
    typer.echo(f"tematika: {line}", err=True)


def check_log(log: str | None) -> None:
    """Refuse a form of log that there is not."""
    if log not in {None, "json"}:
        raise ParameterError(f"no such form, {log!r}", "option --log", "write --log json, or leave it out")


def _collect(given: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Put options and ``-p`` together; only lists may be given in several parts."""
    values: dict[str, Any] = {}
    for name, value in given:
        if name in _LISTS:
            values.setdefault(name, []).extend([value] if isinstance(value, str) else value)
        elif name in values:
            raise ParameterError("given twice", f"parameter {name}", "give it once, as an option or with -p")
        else:
            values[name] = value
    return values


def split_parameter(text: str) -> tuple[str, str]:
    """Take ``NAME=VALUE`` apart."""
    name, equals, value = text.partition("=")
    if not equals:
        raise ParameterError(f"no value in {text!r}", "option -p", "write -p NAME=VALUE")
    return name.strip(), value.strip()
