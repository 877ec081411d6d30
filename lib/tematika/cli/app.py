"""The command ``tematika``: reads arguments, says what went wrong in one line, leaves with the right code."""

from __future__ import annotations

import contextlib
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from tematika import __version__
from tematika.cli.archive import EXAMPLES as INGEST_EXAMPLES
from tematika.cli.archive import archive_app, take_in
from tematika.cli.doctor import examine
from tematika.cli.help import ENVIRONMENT, EXAMPLES, EXIT_CODES
from tematika.cli.lab import open_lab
from tematika.cli.library import compare_parameters, tidy_library
from tematika.cli.quality import EXAMPLES as QUALITY_EXAMPLES
from tematika.cli.quality import show_quality
from tematika.cli.report import ReportCommand, demo, plan, report
from tematika.cli.schedule import schedule_app
from tematika.cli.themes import themes_app
from tematika.core.paths import state_folder
from tematika.errors import CellFailedError, KernelDiedError, TematikaError

_ENDED_BY_SIGNAL = 128

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
app.add_typer(themes_app, name="themes")
app.add_typer(archive_app, name="archive")
app.add_typer(schedule_app, name="schedule")
app.command("sweep", help="Make a report for each combination of values, and a page that compares them.")(
    compare_parameters
)
app.command("shelf", help="Mend the list of reports, and take away those that need not be kept.")(tidy_library)
app.command("doctor", help="Look whether everything that a report needs is there and in order.")(examine)
app.command("ingest", help="Read articles and put into the archive what it does not have yet.", epilog=INGEST_EXAMPLES)(
    take_in
)

app.command(
    "quality",
    help="How far can the themes be trusted, and with labels: how often are they right?",
    epilog=QUALITY_EXAMPLES,
)(show_quality)
app.command("lab", help="Open JupyterLab with the desk, on this machine alone, behind a token.")(open_lab)
app.command(
    "report",
    cls=ReportCommand,
    help="Sort articles into themes, publish a report, print its path. Files named come into the archive, too.",
)(report)
app.command("demo", help="Make a report of the sample corpus, whose news are invented.")(demo)
app.command("plan", help="Tell what `tematika report` with the same arguments would do, and why; nothing is run.")(plan)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tematika {__version__}")
        raise typer.Exit


@app.callback(
    help="What is this stream of Russian-language news about? Articles go in, a report of their themes comes out.",
    epilog=f"{EXAMPLES}\n{ENVIRONMENT}\n{EXIT_CODES}",
)
def _tematika(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    pass


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and leave."""
    signal.signal(signal.SIGTERM, _end)
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; errors become one line on standard error."""
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


def _say(message: object, details: Path | None = None) -> None:
    line = " ".join(str(message).split())
    typer.echo(f"tematika: {line}" + (f"; details are in {details}" if details else ""), err=True)


def _keep_details(error: BaseException) -> Path | None:
    """Write the traceback, and that of the cell, where it can be looked up."""
    log = state_folder() / "last-error.log"
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
