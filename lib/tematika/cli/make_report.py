"""One report as the command makes it: nothing if it is there already, else the run, and notices of how it ended."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from tematika.cli import display, scheduled
from tematika.cli.archive_inputs import add_to_archive
from tematika.core.dask import asked_for
from tematika.errors import LockedError, TematikaError
from tematika.pipeline.request import asked_run, find_notebooks
from tematika.runs import notifications
from tematika.runs.library.library import Shelf
from tematika.runs.make import make_report
from tematika.runs.manifest import finished_report
from tematika.runs.notebooks.supervisor import Limits


@dataclass(frozen=True, slots=True)
class Means:
    """What a run may use: seconds for the whole of it and for each cell, and the address of a Dask cluster, if any."""

    time_limit: float
    cell_time_limit: float
    dask: str

    @property
    def limits(self) -> Limits:
        """The time limits."""
        return Limits(cell=self.cell_time_limit, run=self.time_limit)


@dataclass(frozen=True, slots=True)
class Voice:
    """How the command tells of its progress.

    Attributes
    ----------
    progress : bool or None
        The user's wish; None: in a terminal only.
    log : str or None
        Form of the log.
    schedule : str
        The schedule that this is a turn of; empty where somebody is there to read.
    """

    progress: bool | None
    log: str | None
    schedule: str = ""


def make(  # noqa: PLR0913 - each is something else
    options: dict[str, Any],
    parameters: Iterable[str] | None,
    shelf: Shelf,
    means: Means,
    voice: Voice,
    *,
    fresh: bool = False,
) -> Path:
    """Make a report and return its page; one that was made of exactly the same is used again.

    Parameters
    ----------
    options : dict
        See `tematika.pipeline.request.asked_run`.
    parameters : iterable of str or None
        ``NAME=VALUE``.
    shelf : Shelf
        Where it goes.
    means : Means
        What the run may use.
    voice : Voice
        How to tell of progress.
    fresh : bool, optional
        Make it anew, with nothing of earlier runs.
    """
    with _failure_announced(options, voice):
        # From here on the run has a name, and failures have pages by it.
        with scheduled.turn_told(voice.schedule, options, parameters, shelf):
            run, notebooks = asked_run(options, parameters), find_notebooks()
        finished = None if fresh else finished_report(run, notebooks, shelf.folder)
        if finished:
            shelf.mend()
            scheduled.forget(voice.schedule, shelf)
            display.mention(voice.progress, voice.log, "up to date")
            return finished
        add_to_archive(run.settings.articles, means.dask, voice.progress)
        with asked_for(means.dask), display.choose(voice.progress, voice.log) as show:
            page = make_report(run, notebooks, shelf, means.limits, show, fresh=fresh)
        scheduled.forget(voice.schedule, shelf)
        notifications.announce_report(page.parent)
        if voice.log == display.JSON:
            display.write_json("done", page=str(page))
        return page


@contextlib.contextmanager
def _failure_announced(options: dict[str, Any], voice: Voice) -> Iterator[None]:
    """Send notice of what stops the run, and hand it on; in a log of JSON it is a line of JSON, too."""
    try:
        yield
    except LockedError as error:  # the process that holds the lock will tell how it ends
        _log(error, voice)
        raise
    except Exception as error:
        notifications.announce_failure(str(options["period"] or "all"), error)
        if isinstance(error, TematikaError):
            _log(error, voice)
        raise


def _log(error: TematikaError, voice: Voice) -> None:
    if voice.log != display.JSON:
        return
    display.write_json("error", code=error.exit_code, what=error.what, where=error.where, mend=error.mend)
    raise typer.Exit(error.exit_code) from error
