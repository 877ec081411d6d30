"""A lock that one process holds, and that its end gives back whatever way it ends."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from tematika.errors import LockedError, ParameterError

_SECONDS_BETWEEN = 0.2


@contextlib.contextmanager
def locked(file: Path, wait: float, on_wait: Callable[[], object]) -> Iterator[None]:
    """Hold a lock on a file while the block runs.

    Parameters
    ----------
    file : Path
        Made if it is not there; it stays, empty.
    wait : float
        Seconds to wait for another process that holds it.
    on_wait : callable
        Called once if there is one.

    Raises
    ------
    LockedError
        If the other process is still at it after that time.
    """
    import fcntl

    with _opened(file) as handle:
        end = time.monotonic() + wait
        told = False
        while not _try(lambda: fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)):
            if time.monotonic() >= end:
                raise LockedError("another command is writing to it", str(file.parent), "wait for it, or use --wait")
            if not told:
                on_wait()
                told = True
            time.sleep(_SECONDS_BETWEEN)
        yield


def _opened(file: Path) -> IO[str]:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return file.open("a")
    except OSError as error:
        what = f"cannot be written to ({error.strerror})"
        raise ParameterError(what, str(file.parent), "name a folder of your own, see TEMATIKA_ARCHIVE") from error


def _try(take: Callable[[], object]) -> bool:
    try:
        take()
    except BlockingIOError:
        return False
    return True
