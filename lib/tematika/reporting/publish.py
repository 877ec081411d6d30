"""Putting a finished run folder in its place, all of it or nothing."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from tematika.errors import PublishError

_STAGING = ".staging"
_ASIDE = ".aside"
_UNFINISHED = re.compile(rf"({re.escape(_STAGING)}|{re.escape(_ASIDE)})-(?P<run>.+)-(?P<process>\d+)")


@contextlib.contextmanager
def staging_folder(reports: Path, run: str) -> Iterator[Path]:
    """Give an empty folder beside the reports to build one in; whatever is left in it at the end goes away.

    Parameters
    ----------
    reports : Path
        Folder of all reports; made if need be, and removed again if it stays empty.
    run : str
        Name of the run.
    """
    made = not reports.exists()
    staging = reports / f"{_STAGING}-{run}-{os.getpid()}"
    try:
        staging.mkdir(parents=True)
        mend_shelf(reports)
    except OSError as error:
        raise _cannot(error, reports) from error
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if made:
            with contextlib.suppress(OSError):
                reports.rmdir()


def publish(staging: Path, target: Path) -> None:
    """Move a complete run folder to its place, in exchange for an earlier one of the same name.

    Parameters
    ----------
    staging : Path
        The complete folder, in the same file system as ``target``.
    target : Path
        Its place.

    Raises
    ------
    PublishError
        Where that fails; ``target`` is then as it was before.
    """
    aside = target.parent / f"{_ASIDE}-{target.name}-{os.getpid()}"
    try:
        _write_through(staging)
        if target.exists():
            target.rename(aside)
        staging.rename(target)
        _flush(target.parent)
    except OSError as error:
        if aside.exists() and not target.exists():
            aside.rename(target)
        raise _cannot(error, target) from error
    shutil.rmtree(aside, ignore_errors=True)


def mend_shelf(reports: Path) -> None:
    """Tidy up after runs that were killed: put back what they had set aside, remove what they had begun."""
    for folder in sorted(reports.iterdir()):
        match = _UNFINISHED.fullmatch(folder.name)
        if match is None or _is_running(int(match["process"])):
            continue
        place = reports / match["run"]
        if folder.name.startswith(_ASIDE) and not place.exists():
            folder.rename(place)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _write_through(folder: Path) -> None:
    """See that the disk has everything before the name points to it."""
    for path in sorted(folder.rglob("*"), reverse=True):
        _flush(path)
    _flush(folder)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _cannot(error: OSError, place: Path) -> PublishError:
    return PublishError(error.strerror or str(error), str(place), "check the folder, or name another with --out")
