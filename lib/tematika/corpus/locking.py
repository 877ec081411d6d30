"""A lock that one process holds, and that its end gives back whatever way it ends."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path

from tematika.errors import LockedError

_SECONDS_BETWEEN = 0.2


@contextlib.contextmanager
def locked(file: Path, wait: float, on_wait: Callable[[], object], busy: str) -> Iterator[None]:
    """Hold a lock on a file while the block runs.

    Parameters
    ----------
    file : Path
        Made for the purpose, in a folder that is there, and removed at the end.
    wait : float
        Seconds to wait for another process that holds it.
    on_wait : callable
        Called once if there is one.
    busy : str
        What to say of the other process: ``another command is writing to it``.

    Raises
    ------
    LockedError
        If the other process is still at it after that time; it says which one, and since when.
    OSError
        If the file cannot be made.
    """
    end = time.monotonic() + wait
    told = False
    while (handle := _try(file)) is None:
        if time.monotonic() >= end:
            raise LockedError(f"{busy}{_holder(file)}", str(file.parent), "wait for it, or use --wait")
        if not told:
            on_wait()
            told = True
        time.sleep(_SECONDS_BETWEEN)
    try:
        yield
    finally:
        # While it is still held: nobody else can have taken the file in between.
        file.unlink(missing_ok=True)
        handle.close()


def _try(file: Path) -> FileIO | None:
    """Take the lock, or give None where another process has it."""
    import fcntl

    handle = file.open("ab", buffering=0)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        return None
    if not _is_named(handle, file):
        # The one before us has removed it meanwhile: we hold a file that nobody else will ask for.
        handle.close()
        return _try(file)
    _sign(handle)
    return handle


def _is_named(handle: FileIO, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle.fileno()), file.stat())
    except FileNotFoundError:
        return False


def _sign(handle: FileIO) -> None:
    # Seconds since the machine was started, for somebody may set the clock. On a full disk the lock holds all the same.
    with contextlib.suppress(OSError):
        handle.truncate(0)
        handle.write(f"{os.getpid()} {time.monotonic():.0f}".encode())


def _holder(file: Path) -> str:
    """Name the process that holds the lock and its age, where it has told."""
    try:
        process, _, since = file.read_text(encoding="ascii").partition(" ")
        return f" (process {int(process)}, for {_span(time.monotonic() - float(since))})"
    except (OSError, ValueError):
        return ""


def _span(seconds: float) -> str:
    """Say how long something has lasted.

    Examples
    --------
    >>> _span(4.2), _span(200), _span(9000)
    ('4 s', '3 min', '2 h 30 min')
    """
    whole = max(int(seconds), 0)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min" if whole < 3600 else f"{whole // 3600} h {whole // 60 % 60} min"
