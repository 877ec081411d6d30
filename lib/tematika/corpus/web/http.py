"""Feeds and pages by their address: politely, within limits, and only where they may be fetched from."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from tematika import __version__
from tematika.corpus.readers.limits import LIMITS, Limits
from tematika.corpus.readers.quarantine import BROKEN, TOO_LARGE, TOO_SLOW, UNREACHABLE, UnreadableError
from tematika.corpus.web.addresses import Target, resolve_address

_REDIRECTS = {301, 302, 303, 307, 308}
_MOST_REDIRECTS = 5
_NOT_MODIFIED, _OK = 304, 200
_CHUNK = 65_536
_MEND = "try again later, or check the address"
_WANTED = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/html;q=0.8, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask next time whether anything has changed."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered.

    Attributes
    ----------
    data : bytes or None
        The body; ``None`` if nothing has changed since the last time.
    content_type : str
        As the server states it.
    validators : Validators
        For the next time.
    """

    data: bytes | None
    content_type: str
    validators: Validators


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How servers are asked.

    Attributes
    ----------
    seconds : float
        For connecting, and for each further piece of the answer.
    seconds_in_all : float
        For the whole answer, redirections included.
    allow_private : bool
        Whether addresses of private networks and of this machine may be asked.
    """

    seconds: float = 20.0
    seconds_in_all: float = 120.0
    allow_private: bool = False


def fetch(url: str, known: Validators, manners: FetchOptions, limits: Limits = LIMITS) -> Response:
    """Ask for an address, unless nothing has changed there.

    Parameters
    ----------
    url : str
        An address of the web.
    known : Validators
        From the last time.
    manners : Manners
        Times and permissions.
    limits : Limits, optional
        Of these ``page_bytes`` counts.

    Raises
    ------
    UnreadableError
        If it cannot be reached, may not be asked, or answers with an error or with too much.
    """
    end = time.monotonic() + manners.seconds_in_all
    asked = url
    for _ in range(_MOST_REDIRECTS + 1):
        place = resolve_address(asked, manners.allow_private)
        try:
            with _connected(place, manners, end) as connection, _ask(connection, place, known) as answer:
                target = answer.headers.get("Location") if answer.status in _REDIRECTS else None
                done = None if target else _answer(answer, asked, limits)
        except (OSError, HTTPError, http.client.HTTPException) as error:
            _check_time(end, asked)
            raise UnreadableError(UNREACHABLE, f"does not answer ({_plain(error)})", asked, _MEND) from error
        _check_time(end, asked)
        if done:
            return done
        asked = urljoin(asked, target)
    raise UnreadableError(UNREACHABLE, f"leads on and on, more than {_MOST_REDIRECTS} times", url, _MEND)


@contextlib.contextmanager
def _connected(place: Target, manners: FetchOptions, end: float) -> Iterator[HTTPConnection]:
    """Connect to the address that was checked; the name serves for the certificate and the Host line alone."""
    connection = (
        HTTPSConnection(place.ip, place.port, timeout=manners.seconds, server_hostname=place.host)
        if place.scheme == "https"
        else HTTPConnection(place.ip, place.port, timeout=manners.seconds)
    )
    with contextlib.closing(connection):
        connection.connect()
        # A server may send a byte now and then for ever; the end of the connection wakes whoever reads from it.
        alarm = threading.Timer(max(0.0, end - time.monotonic()), _hang_up, [connection.sock])
        alarm.start()
        try:
            yield connection
        finally:
            alarm.cancel()


def _hang_up(connected: socket.socket) -> None:
    # It may have ended by itself in the same moment.
    with contextlib.suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def _check_time(end: float, url: str) -> None:
    if time.monotonic() > end:
        raise UnreadableError(TOO_SLOW, "answers too slowly", url, _MEND)


def _ask(connection: HTTPConnection, place: Target, known: Validators) -> BaseHTTPResponse:
    headers = {"User-Agent": f"tematika/{__version__}", "Accept": _WANTED, "Accept-Encoding": "identity"}
    default = {"http": 80, "https": 443}[place.scheme]
    host = f"[{place.host}]" if ":" in place.host else place.host
    headers["Host"] = host if place.port == default else f"{host}:{place.port}"
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    connection.request("GET", place.path, headers=headers, preload_content=False, decode_content=False)
    return connection.getresponse()


def _answer(answer: BaseHTTPResponse, url: str, limits: Limits) -> Response:
    validators = Validators(_header(answer, "ETag"), _header(answer, "Last-Modified"))
    content_type = _header(answer, "Content-Type")
    if answer.status == _NOT_MODIFIED:
        return Response(None, content_type, validators)
    if answer.status != _OK:
        raise UnreadableError(UNREACHABLE, f"answers {answer.status} {answer.reason}"[:80], url, _MEND)
    if _header(answer, "Content-Encoding").lower() not in {"", "identity"}:
        raise UnreadableError(BROKEN, "answers packed, which nobody asked for", url, "save the file and name it")
    return Response(_body(answer, url, limits.page_bytes), content_type, validators)


def _body(answer: BaseHTTPResponse, url: str, most: int) -> bytes:
    pieces: list[bytes] = []
    left = most
    while piece := answer.read1(_CHUNK):
        left -= len(piece)
        if left < 0:
            raise UnreadableError(TOO_LARGE, f"answers with more than {most:,} bytes", url, "save the file and name it")
        pieces.append(piece)
    return b"".join(pieces)


def _header(answer: BaseHTTPResponse, name: str) -> str:
    """Give a header that may be sent back or shown: printable, and not endless."""
    value = answer.headers.get(name) or ""
    return value if value.isascii() and value.isprintable() and len(value) <= 500 else ""


def _plain(error: BaseException) -> str:
    error = error.__cause__ or error  # urllib3 puts objects of its own into its messages
    words = " ".join((getattr(error, "strerror", None) or str(error) or type(error).__name__).split())
    return words[:120]
