"""How much of anything is read: sizes, nesting, time; and what counts the bytes while they are read."""

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

# A small file may well be mostly spaces; only from here on is it asked how well it was packed.
_UNSUSPICIOUS_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read at most; what is larger is set aside, and the run goes on.

    Attributes
    ----------
    page_bytes : int
        Of a file that is one article or is read at once by a library: text, HTML, feeds, workbooks.
    table_bytes : int
        Of a Parquet file, whose packed bytes are in memory.
    stream_bytes : int
        Of a file that is read line by line, unpacked.
    line_bytes : int
        Of one line of such a file.
    characters : int
        Of one article's text.
    members : int
        Files in one archive.
    nesting : int
        Archives within archives; the outermost counts as one.
    ratio : int
        Unpacked bytes for each packed one, in files of more than ten megabytes; text has ten at most.
    seconds : float
        For one file.
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
    """A stream of bytes that says so when more comes out of it than is allowed.

    Parameters
    ----------
    file : binary file
        Where the bytes come from.
    where : str
        Its name.
    most : int
        Bytes that may come.
    packed : int
        Bytes that they are packed in; 0 if they are not packed.
    ratio : int
        Bytes for each packed one.
    """

    def __init__(self, file: IO[bytes], where: str, most: int, packed: int = 0, ratio: int = LIMITS.ratio) -> None:
        self._file = file
        self._where = where
        unpacked = max(_UNSUSPICIOUS_BYTES, packed * ratio) if packed else most
        self._left = self._most = min(most, unpacked)

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stub's buffer has no length
        """Fill a buffer."""
        data = self._file.read(min(len(buffer), self._left + 1))
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableError(TOO_LARGE, f"holds more than {self._most:,} bytes", self._where, "cut it up")
        buffer[: len(data)] = data
        return len(data)


class Clock:
    """Says so when a file takes too long; asked after each record.

    Parameters
    ----------
    where : str
        The file's name.
    seconds : float
        What it may take, without the time that others spend between the records.
    """

    def __init__(self, where: str, seconds: float) -> None:
        self._where, self._left = where, seconds
        self._since = time.monotonic()

    def start(self) -> None:
        """Go on counting."""
        self._since = time.monotonic()

    def stop(self) -> None:
        """Count no more until `start`, and raise `UnreadableError` if the time is up."""
        self._left -= time.monotonic() - self._since
        if self._left < 0:
            raise UnreadableError(TOO_SLOW, "takes too long to read", self._where, "cut it into smaller files")


@contextlib.contextmanager
def time_limit(seconds: float, where: str) -> Iterator[None]:
    """Break off a call that takes too long, and turn a recursion without end into an error with a name.

    Time can be taken in the main thread alone, which is where files are read; elsewhere the sizes have to do.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        with _recursion_named(where):
            yield
        return

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature is Python's
        raise UnreadableError(TOO_SLOW, f"takes more than {seconds:,.0f} seconds to read", where, "take it out")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        with _recursion_named(where):
            yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _recursion_named(where: str) -> Iterator[None]:
    try:
        yield
    except RecursionError as error:
        raise UnreadableError(TOO_DEEP, "is nested too deeply", where, "take it out") from error
