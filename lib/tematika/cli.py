"""The command ``tematika``: reads arguments, says what went wrong in one line, leaves with the right code."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand
from typer.exceptions import TyperException

from tematika import __version__, asking
from tematika.archiving import EXAMPLES, archive_app, take_in
from tematika.doctor import examine
from tematika.errors import CellFailedError, KernelDiedError, TematikaError
from tematika.handover import begin_by_hand, finish_by_hand
from tematika.lab import open_lab
from tematika.quality import EXAMPLES as QUALITY_EXAMPLES
from tematika.quality import show_quality
from tematika.schedule.commands import schedule_app
from tematika.shelving import compare_parameters, tidy_shelf

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter

_ENDED_BY_SIGNAL = 128

_EXAMPLES = """\b
Examples:
  tematika report                          the archive, or the sample corpus while that is empty
  tematika report my-articles/             a folder of .txt, .jsonl, .csv, .parquet, any mix
  tematika report news.jsonl.gz --period last-week --lang ru
  tematika report --themes none -p discovered=9
  tematika report my-articles/ -p outliers=false -p seed=7
  tematika plan my-articles/ --lang ru     what that would do, and why
  tematika themes check my-themes.toml
  tematika ingest my-articles/             into the archive; may be repeated
  tematika archive                         what is in it
  tematika quality my-articles/            how far the themes can be trusted
  tematika report --period 2026-01..2026-06 --each week     those that are missing, several at a time
  tematika sweep -p discovered=6,8,10      reports with several values, and a page that compares them
  tematika schedule install "0 7 * * 1" --period last-week  every Monday at seven
  tematika doctor                          is everything in order?
  tematika lab                             look, try and teach in JupyterLab
  tematika report --help                   all options and parameters
"""

_EXIT_CODES = """\b
Exit codes:
  0  done or up to date           4  a cell of a notebook failed
  1  an error nobody foresaw      5  out of time
  2  bad parameters or themes     6  a kernel or cluster died
  3  no articles, or --strict     7  could not publish
                                   8  another process is at it; it is named, with its age
"""

_ENVIRONMENT = """\b
Environment:
  TEMATIKA_REPORTS    folder for reports, where --out does not name one
  TEMATIKA_NOTEBOOKS  folder of notebooks to run in place of the project's own
  TEMATIKA_ARCHIVE    folder or URL of the archive, where --archive does not name one
  TEMATIKA_DASK       scheduler of a Dask cluster, where --dask does not name one
  TEMATIKA_NOTIFY_SUCCESS, TEMATIKA_NOTIFY_FAILURE
                      addresses for notices in apprise's form, with white space between them
  TEMATIKA_REPORTS_URL
                      address of the folder of reports, for links in notices
  TEMATIKA_CACHE      folder of results kept from run to run, in place of .stages among the reports
"""


class _ReportCommand(TyperCommand):
    """Explains the parameters below its options; they are looked up only when somebody asks for help."""

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write what follows the options."""
        from tematika.settings import Settings

        rows = []
        for name, field in Settings.model_fields.items():
            default = "" if field.default in ("", ()) else f" [{str(field.default).lower()}]"
            rows.append(f"  {name:<12}{field.description}{default}")
        parameters = "\n".join(["\b", "Parameters, for -p NAME=VALUE:", *rows])
        self.epilog = f"{_EXAMPLES}\n{parameters}\n\n{_EXIT_CODES}"
        super().format_epilog(ctx, formatter)


app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
themes_app = typer.Typer(rich_markup_mode=None, help="Look after themes files.")
app.add_typer(themes_app, name="themes")
app.add_typer(archive_app, name="archive")
app.add_typer(schedule_app, name="schedule")
app.command("sweep", help="Make a report for each combination of values, and a page that compares them.")(
    compare_parameters
)
app.command("shelf", help="Mend the list of reports, and take away those that need not be kept.")(tidy_shelf)
app.command("doctor", help="Look whether everything that a report needs is there and in order.")(examine)
app.command("begin", help="Prepare a report whose notebooks another program runs; see docs/operations.md.")(
    begin_by_hand
)
app.command("finish", help="Publish a report whose notebooks another program has run.")(finish_by_hand)
app.command("ingest", help="Read articles and put into the archive what it does not have yet.", epilog=EXAMPLES)(
    take_in
)

app.command(
    "quality",
    help="How far can the themes be trusted, and with labels: how often are they right?",
    epilog=QUALITY_EXAMPLES,
)(show_quality)
app.command("lab", help="Open JupyterLab with the desk, on this machine alone, behind a token.")(open_lab)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tematika {__version__}")
        raise typer.Exit


@app.callback(
    help="What is this stream of Russian-language news about? Articles go in, a report of their themes comes out.",
    epilog=f"{_EXAMPLES}\n{_ENVIRONMENT}\n{_EXIT_CODES}",
)
def _tematika(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    pass


@app.command(
    cls=_ReportCommand,
    help="Sort articles into themes, publish a report, print its path. Files named come into the archive, too.",
)
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
) -> None:
    """Make a report, unless a finished one was made of exactly the same."""
    from tematika import backfill, making
    from tematika.cluster import asked_for

    asking.check_log(log)
    options = {"articles": articles, "themes": themes, "period": period, "lang": lang, "as_of": as_of}
    if each is not None:
        with asked_for(dask):
            backfill.fill(options, parameter, out, each, jobs, progress, (time_limit, cell_time_limit))
        return
    shelf = asking.shelf_of(out, wait, keep, keep_days)
    means, voice = making.Means(time_limit, cell_time_limit, dask), making.Voice(progress, log)
    make = making.make_fresh if fresh else making.make
    typer.echo(make(options, parameter, shelf, means, voice))


@app.command(help="Tell what `tematika report` with the same arguments would do, and why; nothing is run.")
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


@themes_app.callback()
def _themes() -> None:
    pass


@themes_app.command(help="Read a themes file, say what is in it, or what is wrong and how to mend it.")
def check(file: Annotated[Path, typer.Argument(metavar="FILE", help="themes file", show_default=False)]) -> None:
    """Check a themes file."""
    from rich.console import Console
    from rich.table import Table

    from tematika.themes.definitions import load_themes

    found = load_themes(file)
    table = Table("id", "title (en)", "title (ru)", "seed words", "words against")
    for theme in found:
        title, counts = theme.title, (str(len(theme.seeds)), str(len(theme.avoid)))
        table.add_row(theme.id, title.get("en", ""), title.get("ru", ""), *counts)
    Console().print(table)
    for line in _shared_seeds((theme.id, theme.seeds) for theme in found):
        typer.echo(f"warning: {line}")


def report_arguments(arguments: Sequence[str]) -> dict[str, Any]:
    """Read what ``tematika report`` would be told, without doing it."""
    import typer.main

    group = typer.main.get_command(app)
    command = group.commands["report"]  # type: ignore[attr-defined] # a group, as there are several commands
    return dict(command.make_context("tematika report", list(arguments)).params)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and leave."""
    signal.signal(signal.SIGTERM, _end)
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code; errors become one line on standard error."""
    try:
        code = app(arguments, prog_name="tematika", standalone_mode=False)
    except TematikaError as error:
        _say(error, _keep_details(error) if isinstance(error, CellFailedError | KernelDiedError) else None)
        return error.exit_code
    except TyperException as error:
        _say(f"{error.format_message().rstrip('.?')}; see tematika --help")
        return error.exit_code
    except Exception as error:
        _say(f"{type(error).__name__}: {error}", _keep_details(error))
        return 1
    return code if isinstance(code, int) else 0


def _shared_seeds(themes: Iterable[tuple[str, Iterable[str]]]) -> Iterator[str]:
    """Name the seed words that several themes have: they tell none of them from the other."""
    owners: dict[str, list[str]] = {}
    for theme, seeds in themes:
        for seed in seeds:
            owners.setdefault(seed, []).append(theme)
    for seed, names in owners.items():
        if len(names) > 1:
            yield f"«{seed}» is a seed word of {' and '.join(names)}"


def _say(message: object, details: Path | None = None) -> None:
    line = " ".join(str(message).split())
    typer.echo(f"tematika: {line}" + (f"; details are in {details}" if details else ""), err=True)


def _keep_details(error: BaseException) -> Path | None:
    """Write the traceback, and that of the cell, where it can be looked up."""
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    log = state / "tematika" / "last-error.log"
    # Without a place for details the one line must do.
    with contextlib.suppress(OSError):
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        return log
    return None


def _end(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001 - the signature is Python's
    sys.exit(_ENDED_BY_SIGNAL + number)


if __name__ == "__main__":
    main()
