"""HTTP requests within limits of size and time, to allowed addresses alone."""

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
from tematika.corpus.web.addresses import PORTS, Target, resolve_address

_REDIRECTS = {301, 302, 303, 307, 308}
_MOST_REDIRECTS = 5
_NOT_MODIFIED, _OK = 304, 200
_CHUNK = 65_536
_HINT = "try again later, or check the address"
_ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/html;q=0.8, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server sent for conditional requests, see RFC 9110, section 13."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """A server's response; `data` is ``None`` if nothing has changed since the last time."""

    data: bytes | None
    content_type: str
    validators: Validators


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """Options of requests.

    Attributes
    ----------
    seconds : float
        Timeout for connecting, and for each further chunk of the response.
    seconds_in_all : float
        Timeout for the whole response, redirections included.
    allow_private : bool
        Whether private networks and this machine may be requested.
    """

    seconds: float = 20.0
    seconds_in_all: float = 120.0
    allow_private: bool = False


def fetch(url: str, known: Validators, options: FetchOptions, limits: Limits = LIMITS) -> Response:
    """Request a web address, on condition that it has changed since the response with the `known` validators.

    Of the limits ``page_bytes`` counts.

    Raises
    ------
    UnreadableError
        If the address cannot be reached, must not be requested, or responds with an error or with too much.
    """
    end = time.monotonic() + options.seconds_in_all
    current = url
    for _ in range(_MOST_REDIRECTS + 1):
        target = resolve_address(current, options.allow_private)
        try:
            with _connect(target, options, end) as connection, _request(connection, target, known) as response:
                location = response.headers.get("Location") if response.status in _REDIRECTS else None
                done = None if location else _read_response(response, current, limits)
        except (OSError, HTTPError, http.client.HTTPException) as error:
            _check_time(end, current)
            raise UnreadableError(UNREACHABLE, f"does not answer ({_plain(error)})", current, _HINT) from error
        _check_time(end, current)
        if done:
            return done
        current = urljoin(current, location)
    raise UnreadableError(UNREACHABLE, f"leads on and on, more than {_MOST_REDIRECTS} times", url, _HINT)


@contextlib.contextmanager
def _connect(target: Target, options: FetchOptions, end: float) -> Iterator[HTTPConnection]:
    """Connect to the checked IP address; the name serves for the certificate and the Host header alone."""
    connection = (
        HTTPSConnection(target.ip, target.port, timeout=options.seconds, server_hostname=target.host)
        if target.scheme == "https"
        else HTTPConnection(target.ip, target.port, timeout=options.seconds)
    )
    with contextlib.closing(connection):
        connection.connect()
        # A server may send a byte now and then for ever; shutting the connection down ends a pending read.
        alarm = threading.Timer(max(0.0, end - time.monotonic()), _hang_up, [connection.sock])
        alarm.start()
        try:
            yield connection
        finally:
            alarm.cancel()


def _hang_up(connection: socket.socket) -> None:
    # It may have ended by itself in the same moment.
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _check_time(end: float, url: str) -> None:
    if time.monotonic() > end:
        raise UnreadableError(TOO_SLOW, "answers too slowly", url, _HINT)


def _request(connection: HTTPConnection, target: Target, known: Validators) -> BaseHTTPResponse:
    headers = {"User-Agent": f"tematika/{__version__}", "Accept": _ACCEPT, "Accept-Encoding": "identity"}
    default = PORTS[target.scheme]
    host = f"[{target.host}]" if ":" in target.host else target.host
    headers["Host"] = host if target.port == default else f"{host}:{target.port}"
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    connection.request("GET", target.path, headers=headers, preload_content=False, decode_content=False)
    return connection.getresponse()


def _read_response(response: BaseHTTPResponse, url: str, limits: Limits) -> Response:
    validators = Validators(_header(response, "ETag"), _header(response, "Last-Modified"))
    content_type = _header(response, "Content-Type")
    if response.status == _NOT_MODIFIED:
        return Response(None, content_type, validators)
    if response.status != _OK:
        raise UnreadableError(UNREACHABLE, f"answers {response.status} {response.reason}"[:80], url, _HINT)
    if _header(response, "Content-Encoding").lower() not in {"", "identity"}:
        raise UnreadableError(BROKEN, "answers packed, which nobody asked for", url, "save the file and name it")
    return Response(_read_body(response, url, limits.page_bytes), content_type, validators)


def _read_body(response: BaseHTTPResponse, url: str, most: int) -> bytes:
    pieces: list[bytes] = []
    left = most
    while piece := response.read1(_CHUNK):
        left -= len(piece)
        if left < 0:
            raise UnreadableError(TOO_LARGE, f"answers with more than {most:,} bytes", url, "save the file and name it")
        pieces.append(piece)
    return b"".join(pieces)


def _header(response: BaseHTTPResponse, name: str) -> str:
    """Return a header that may be sent back or shown: printable, and not too long."""
    value = response.headers.get(name) or ""
    return value if value.isascii() and value.isprintable() and len(value) <= 500 else ""


def _plain(error: BaseException) -> str:
    error = error.__cause__ or error  # urllib3 puts objects of its own into its messages
    words = " ".join((getattr(error, "strerror", None) or str(error) or type(error).__name__).split())
    return words[:120]
