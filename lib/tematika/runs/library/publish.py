"""Putting a finished run folder in its place, all of it or nothing, and mending what killed runs left."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tematika.core.files import put_in_place, write_through
from tematika.core.locks import locked
from tematika.errors import LockedError, PublishError

_STAGING = ".staging"
_ASIDE = ".aside"
_SHELF = "shelf"
_UNFINISHED = re.compile(rf"({re.escape(_STAGING)}|{re.escape(_ASIDE)})-(?P<run>.+)-\d+")
_SECONDS_FOR_THE_SHELF = 300.0
# What `tematika.core.files.replace_file` may leave, and what a lock says of its holder: the folder may be that
# of a project, with hidden files of other programs.
_HALF_WRITTEN = (".index.html.new", ".feed.xml.new", ".latest.new")
_SIGNED = re.compile(rb"\d+ \d+")


@contextlib.contextmanager
def staging_folder(reports: Path, run: str, wait: float, on_wait: Callable[[], object]) -> Iterator[Path]:
    """Yield an empty folder beside the reports to build one in; whatever is left in it at the end is removed.

    No other process can build the same report meanwhile.

    Parameters
    ----------
    reports : Path
        Folder of all reports; made if need be, and removed again if it stays empty.
    run : str
        Name of the run.
    wait : float
        Seconds to wait for another process that is making the same report.
    on_wait : callable
        Called once if there is one.

    Raises
    ------
    LockedError
        If another process is making it after that time.
    PublishError
        If nothing can be written there.
    """
    made = not reports.exists()
    staging = reports / f"{_STAGING}-{run}-{os.getpid()}"
    try:
        with contextlib.ExitStack() as held:
            with translate_disk_errors(reports):
                reports.mkdir(parents=True, exist_ok=True)
                held.enter_context(locked(_lock(reports, run), wait, on_wait, "another process is making this report"))
                with library_locked(reports):
                    repair_library(reports, but_not=run)
                shutil.rmtree(staging, ignore_errors=True)
                staging.mkdir()
            held.callback(shutil.rmtree, staging, ignore_errors=True)
            yield staging
    finally:
        if made:
            with contextlib.suppress(OSError):
                reports.rmdir()


@contextlib.contextmanager
def library_locked(reports: Path) -> Iterator[None]:
    """Keep other processes from changing the shelf; nobody needs long for that, so everybody waits."""
    with locked(_lock(reports, _SHELF), _SECONDS_FOR_THE_SHELF, lambda: None, "another process is at the shelf"):
        yield


def publish(staging: Path, target: Path) -> None:
    """Move a complete folder to its place, in exchange for an earlier one of the same name.

    Parameters
    ----------
    staging : Path
        The complete folder, in the same file system as ``target``. Afterwards it may hold the earlier one.
    target : Path
        Its place.

    Raises
    ------
    PublishError
        Where that fails; ``target`` is then as it was before.
    """
    aside = target.parent / f"{_ASIDE}-{target.name}-{os.getpid()}"
    with translate_disk_errors(target):
        write_through(staging)
        _make_the_latest(staging, target.parent)
        put_in_place(staging, target, aside)
    shutil.rmtree(aside, ignore_errors=True)


def take_away(folder: Path) -> None:
    """Remove a report; should the process be killed meanwhile, the rest of it goes when the shelf is mended."""
    going = folder.with_name(f"{_STAGING}-{folder.name}-{os.getpid()}")
    folder.rename(going)
    shutil.rmtree(going, ignore_errors=True)


def repair_library(reports: Path, but_not: str) -> None:
    """Tidy up after runs that were killed: put back what they had set aside, remove what they had begun.

    Parameters
    ----------
    reports : Path
        Folder of all reports, held by this process.
    but_not : str
        Run that this process is making itself.
    """
    for folder in sorted(reports.iterdir()):
        match = _UNFINISHED.fullmatch(folder.name)
        if match is not None and (match["run"] == but_not or not _is_being_made(reports, match["run"])):
            _mend(folder, reports / match["run"])
    for file in sorted(reports.glob(".*.lock")):
        run = file.name.removeprefix(".").removesuffix(".lock")
        if run not in {but_not, _SHELF} and _is_signed(file):
            _is_being_made(reports, run)  # to ask takes a lock away that nobody holds
    for name in _HALF_WRITTEN:
        (reports / name).unlink(missing_ok=True)


def _mend(folder: Path, place: Path) -> None:
    if folder.name.startswith(_ASIDE) and not place.exists():
        folder.rename(place)
    else:
        shutil.rmtree(folder, ignore_errors=True)


def _is_signed(lock: Path) -> bool:
    try:
        return lock.stat().st_size < 100 and _SIGNED.fullmatch(lock.read_bytes()) is not None
    except OSError:
        return False


def _is_being_made(reports: Path, run: str) -> bool:
    """Return whether some process, on whatever machine, holds the lock of that run."""
    try:
        with locked(_lock(reports, run), 0, lambda: None, ""):
            return False
    except LockedError:
        return True


def _make_the_latest(staging: Path, reports: Path) -> None:
    """Set the time of a folder later than that of all others, even if somebody has set the clock back."""
    times = [path.stat().st_mtime_ns for path in reports.glob("*/summary.json") if not path.parent.is_symlink()]
    summary = staging / "summary.json"
    if summary.is_file():
        now = max([time.time_ns(), *(moment + 1_000 for moment in times)])
        os.utime(summary, ns=(now, now))


def _lock(reports: Path, run: str) -> Path:
    return reports / f".{run}.lock"


@contextlib.contextmanager
def translate_disk_errors(place: Path) -> Iterator[None]:
    """Make errors of the disk ours: it is full, or this place cannot be written to."""
    try:
        yield
    except OSError as error:
        mend = "check the folder, or name another with --out"
        raise PublishError(error.strerror or str(error), str(place), mend) from error
