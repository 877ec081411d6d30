"""Scheduled runs that fail before they have a name: a page among the reports says so, until one succeeds."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext

import typer

from tematika.core.context import RunContext
from tematika.core.period import parse_period
from tematika.errors import LockedError, ParameterError, TematikaError
from tematika.runs.library.failures import publish_failure
from tematika.runs.library.library import ReportLibrary, tend
from tematika.runs.library.ownership import FAILED_SUFFIX, holds_only_ours
from tematika.runs.library.publish import library_locked, take_away
from tematika.runs.schedule.store import check_name
from tematika.settings import Settings


def failure_published(
    schedule: str, given: Callable[[], Settings], library: ReportLibrary, context: RunContext
) -> AbstractContextManager[None]:
    """Publish a page about whatever stops the block, and raise it again.

    Without a schedule there is no page: somebody is there to read what the command prints.

    Parameters
    ----------
    schedule : str
        Name of the schedule; empty if there is none.
    given : callable
        Returns the settings that the command was given.
    library : Shelf
        Where the report was to go.
    context : RunContext
    """
    return _published(_run(check_name(schedule)), given, library, context) if schedule else nullcontext()


def remove_failure(schedule: str, library: ReportLibrary) -> None:
    """Remove the page about a failure: the schedule has its report."""
    page = library.folder / f"{_run(schedule)}{FAILED_SUFFIX}"
    if not schedule or not holds_only_ours(page):
        return
    # In a folder that cannot be written to it stays, as all else does.
    with contextlib.suppress(OSError, LockedError), library_locked(library.folder):
        take_away(page)
        tend(library.folder, library.keep, library.notify)


@contextlib.contextmanager
def _published(run: str, given: Callable[[], Settings], library: ReportLibrary, context: RunContext) -> Iterator[None]:
    try:
        yield
    except LockedError:  # the process that holds the lock will announce how it ends
        raise
    except typer.Exit as end:
        if end.exit_code not in {0, LockedError.exit_code}:
            error = TematikaError(f"a report ended with exit code {end.exit_code}", "back-fill", "the log says more")
            publish_failure(run, _settings(given, context), library, error)
        raise
    except Exception as error:
        publish_failure(run, _settings(given, context), library, error)
        raise


def _run(schedule: str) -> str:
    return f"schedule-{schedule}"


def _settings(given: Callable[[], Settings], context: RunContext) -> Settings:
    """Return the settings, or the defaults where the settings are what is wrong."""
    try:
        settings = given()
        return settings.model_copy(update={"period": parse_period(settings.period, context.today).name})
    except ParameterError:
        return Settings()
