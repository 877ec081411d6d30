"""Where a run works and with what: read from the environment once a process, and passed down from there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from tematika.core.paths import PROJECT
from tematika.core.progress import Progress, Throttled, append_event, cell_progress, ignore

_RUN = "TEMATIKA_RUN"
_CACHE = "TEMATIKA_CACHE"
_ARCHIVE = "TEMATIKA_ARCHIVE"
_DASK = "TEMATIKA_DASK"
_PROGRESS = "TEMATIKA_PROGRESS"


@dataclass(frozen=True, slots=True)
class RunContext:
    """Where a run works and with what.

    Attributes
    ----------
    run_folder : Path
        The staging folder of a run, or ``reports/desk`` of notebooks that are opened by hand.
    reports : Path
        The folder of reports, in which earlier ones are looked for.
    archive : str
        Folder or URL of the archive.
    today : date
        What ``last-week`` counts from.
    cache : Path or None
        Where results of stages are kept from run to run; None: nowhere.
    fresh : bool
        Whether nothing that is kept may be used.
    dask_address : str
        The scheduler of a Dask cluster; empty: the cores of this machine.
    progress : callable
        Called with a label and the numbers of what is done and of all there is.
    """

    run_folder: Path
    reports: Path
    archive: str
    today: date
    cache: Path | None = None
    fresh: bool = False
    dask_address: str = ""
    progress: Progress = ignore

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], today: date, reports: Path | None = None) -> RunContext:
        """Read a context from variables of the environment.

        Parameters
        ----------
        environ : mapping of str to str
        today : date
        reports : Path, optional
            The folder of reports; without it the one that the run's folder lies in.
        """
        run_folder = Path(environ.get(_RUN) or PROJECT / "reports" / "desk")
        # A run folder that somebody names by hand has no cache beside it unless one is named, too.
        keeps = reports is not None or not environ.get(_RUN) or _CACHE in environ
        reports = run_folder.parent if reports is None else reports
        cache = Path(environ.get(_CACHE) or reports / ".stages") if keeps else None
        events = environ.get(_PROGRESS)
        return cls(
            run_folder=run_folder,
            reports=reports,
            archive=environ.get(_ARCHIVE) or "archive",
            today=today,
            cache=cache,
            dask_address=environ.get(_DASK, ""),
            progress=Throttled(partial(append_event, Path(events))) if events else cell_progress(),
        )

    def to_environment(self, events: Path | None = None) -> dict[str, str]:
        """Return the variables by which a child process reads the same context.

        Parameters
        ----------
        events : Path, optional
            File to which the child appends its progress.
        """
        values = {
            _RUN: str(self.run_folder.absolute()),
            _CACHE: str(self.cache.absolute()) if self.cache else "",
            _ARCHIVE: self.archive,
            _DASK: self.dask_address,
            _PROGRESS: str(events or ""),
        }
        return {name: value for name, value in values.items() if value}

    @property
    def stage_folder(self) -> Path:
        """Folder in which notebooks leave results for each other; not part of the report."""
        return self.run_folder / "stage"

    @property
    def data_folder(self) -> Path:
        """Folder of the report's data."""
        return self.run_folder / "data"


def current_context(reports: Path | None = None) -> RunContext:
    """Return the context of this process on this day, see `RunContext.from_environment`."""
    return RunContext.from_environment(os.environ, date.today(), reports)
