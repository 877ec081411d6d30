"""Limits of reading: sizes, nesting, time; and what enforces them."""

from __future__ import annotations

import contextlib
import io
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType
from typing import IO

from tematika.corpus.readers.quarantine import TOO_DEEP, TOO_LARGE, TOO_SLOW, UnreadableError

# A small file may well be mostly spaces; its compression ratio is limited only from here on.
_UNSUSPICIOUS_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read; what is larger is set aside, and the run goes on.

    Attributes
    ----------
    page_bytes : int
        Size of a file that is one article or is read at once: text, HTML, feeds, workbooks.
    table_bytes : int
        Size of a Parquet file, whose compressed bytes are in memory.
    stream_bytes, line_bytes : int
        Uncompressed size of a file that is read line by line, and of one line.
    characters : int
        Length of one article's text.
    members : int
        Files in one archive.
    nesting : int
        Levels of archives within archives; the outermost is one.
    ratio : int
        Compression ratio of files above ten megabytes; text has ten at most.
    seconds : float
        Time for one file.
    """

    page_bytes: int = 20_000_000
    table_bytes: int = 1_000_000_000
    stream_bytes: int = 20_000_000_000
    line_bytes: int = 50_000_000
    characters: int = 3_000_000
    members: int = 100_000
    nesting: int = 2
    ratio: int = 200
    seconds: float = 600.0


LIMITS = Limits()


class LimitedReader(io.RawIOBase):
    """A stream of bytes that raises `UnreadableError` when it exceeds a size.

    Parameters
    ----------
    file : binary file
        The source of the bytes.
    where : str
        Its name.
    most : int
        Size in bytes.
    packed : int
        Compressed size; 0 if it is not compressed.
    ratio : int
        Highest compression ratio.
    """

    def __init__(self, file: IO[bytes], where: str, most: int, packed: int = 0, ratio: int = LIMITS.ratio) -> None:
        self._file = file
        self._where = where
        unpacked = max(_UNSUSPICIOUS_BYTES, packed * ratio) if packed else most
        self._left = self._most = min(most, unpacked)

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stub's buffer has no length
        """Read into a buffer and return the number of bytes."""
        data = self._file.read(min(len(buffer), self._left + 1))
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableError(TOO_LARGE, f"holds more than {self._most:,} bytes", self._where, "cut it up")
        buffer[: len(data)] = data
        return len(data)


class Clock:
    """Limits the time for reading a file; checked after each record.

    Parameters
    ----------
    where : str
        The file's name.
    seconds : float
        Time limit, without the time between `stop` and `start`.
    """

    def __init__(self, where: str, seconds: float) -> None:
        self._where, self._left = where, seconds
        self._since = time.monotonic()

    def start(self) -> None:
        """Resume the clock."""
        self._since = time.monotonic()

    def stop(self) -> None:
        """Pause the clock until `start`, and raise `UnreadableError` if the time is up."""
        self._left -= time.monotonic() - self._since
        if self._left < 0:
            raise UnreadableError(TOO_SLOW, "takes too long to read", self._where, "cut it into smaller files")


@contextlib.contextmanager
def time_limit(seconds: float, where: str) -> Iterator[None]:
    """Raise `UnreadableError` if a call takes too long, or recurses too deeply.

    The time is limited in the main thread alone, where files are read.
    """

    def interrupt(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature is Python's
        raise UnreadableError(TOO_SLOW, f"takes more than {seconds:,.0f} seconds to read", where, "take it out")

    has_alarm = threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer")
    before = signal.signal(signal.SIGALRM, interrupt) if has_alarm else None
    if has_alarm:
        signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except RecursionError as error:
        raise UnreadableError(TOO_DEEP, "is nested too deeply", where, "take it out") from error
    finally:
        if has_alarm:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
