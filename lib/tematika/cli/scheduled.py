"""Turns of schedules that fail before their run has a name: a page on the shelf says so, until a turn succeeds."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import Any

import typer

from tematika.core.period import parse_period
from tematika.errors import LockedError, ParameterError, TematikaError
from tematika.pipeline.request import settings_of
from tematika.runs.library.failures import publish_failure
from tematika.runs.library.library import Shelf, tend
from tematika.runs.library.ownership import FAILED_SUFFIX, holds_only_ours
from tematika.runs.library.publish import shelf_held, take_away
from tematika.runs.schedule.store import check_name
from tematika.settings import Settings


def turn_told(
    schedule: str, options: dict[str, Any], parameters: Iterable[str] | None, shelf: Shelf
) -> AbstractContextManager[None]:
    """Publish a page about whatever stops the block, and hand the error on.

    Without a schedule there is no page: somebody is there to read what the command says.

    Parameters
    ----------
    schedule : str
        Name of the schedule; empty if there is none.
    options, parameters
        What was asked for, see `tematika.pipeline.request.asked_run`.
    shelf : Shelf
        Where the report was to go.
    """
    return _told(schedule, options, parameters, shelf) if schedule else nullcontext()


def forget(schedule: str, shelf: Shelf) -> None:
    """Take the page away: this turn of the schedule has its report."""
    page = shelf.folder / f"{_run(schedule)}{FAILED_SUFFIX}"
    if not schedule or not holds_only_ours(page):
        return
    # On a shelf that cannot be written to it stays, as all else does.
    with contextlib.suppress(OSError, LockedError), shelf_held(shelf.folder):
        take_away(page)
        tend(shelf.folder, shelf.keep, shelf.tell)


@contextlib.contextmanager
def _told(schedule: str, options: dict[str, Any], parameters: Iterable[str] | None, shelf: Shelf) -> Iterator[None]:
    run = _run(check_name(schedule))
    try:
        yield
    except LockedError:  # the process that holds the lock will tell how it ends
        raise
    except typer.Exit as end:
        if end.exit_code not in {0, LockedError.exit_code}:
            error = TematikaError(f"a report ended with exit code {end.exit_code}", "back-fill", "the log says more")
            publish_failure(run, _settings(options, parameters), shelf, error)
        raise
    except Exception as error:
        publish_failure(run, _settings(options, parameters), shelf, error)
        raise


def _run(schedule: str) -> str:
    return f"schedule-{schedule}"


def _settings(options: dict[str, Any], parameters: Iterable[str] | None) -> Settings:
    """Give what was asked for, as far as it can be: it may be what is wrong."""
    try:
        settings = settings_of(options, parameters)
        return settings.model_copy(update={"period": parse_period(settings.period, date.today()).name})
    except ParameterError:
        return Settings()
