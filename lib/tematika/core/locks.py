"""A lock that one process holds, and that its end gives back whatever way it ends."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tematika.errors import LockedError


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
    from filelock import FileLock, Timeout

    # A callback keeps filelock from another kind of lock where the file system has none: it outlives a killed process.
    lock = FileLock(file, on_acquired=_sign)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if wait <= 0:
                raise
            on_wait()
            lock.acquire(timeout=wait)
    except Timeout:
        raise LockedError(f"{busy}{_holder(file)}", str(file.parent), "wait for it, or use --wait") from None
    try:
        yield
    finally:
        # While it is still held: whoever gets a lock on a file without a name tries again.
        file.unlink(missing_ok=True)
        lock.release()


def _sign(handle: int) -> None:
    # Seconds since the machine was started, for somebody may set the clock. On a full disk the lock holds all the same.
    with contextlib.suppress(OSError):
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()} {time.monotonic():.0f}".encode())


def _holder(file: Path) -> str:
    """Return the process that holds the lock and how long it has, if that can be read."""
    try:
        process, _, since = file.read_text(encoding="ascii").partition(" ")
        return f" (process {int(process)}, for {_span(time.monotonic() - float(since))})"
    except (OSError, ValueError):
        return ""


def _span(seconds: float) -> str:
    """Format a duration.

    Examples
    --------
    >>> _span(4.2), _span(200), _span(9000)
    ('4 s', '3 min', '2 h 30 min')
    """
    whole = max(int(seconds), 0)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min" if whole < 3600 else f"{whole // 3600} h {whole // 60 % 60} min"
