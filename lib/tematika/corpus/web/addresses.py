"""Which addresses of the web may be asked: no private ones, and the one that was looked at is the one connected to."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from tematika.corpus.readers.quarantine import UNREACHABLE, UNSAFE, UnreadableError

_PORTS = {"http": 80, "https": 443}
# Addresses of these networks carry one of the old internet inside.
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
_MEND = "check the address"
_IN_PATHS = "/?%:@!$&'()*+,;=~"

_IP = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes.

    Attributes
    ----------
    scheme, host, port, path : str or int
        Of the address; the path with its query.
    ip : str
        The numerical address of the host that was checked.
    """

    scheme: str
    host: str
    port: int
    path: str
    ip: str


def is_web_address(name: str) -> bool:
    """Whether something given in place of a file is an address of the web."""
    return name.lower().startswith(("http://", "https://"))


def resolve_address(url: str, allow_private: bool) -> Target:
    """Look up where an address leads, once: what is asked later is what was checked.

    Parameters
    ----------
    url : str
        An address of the web.
    allow_private : bool
        Whether it may lead into a private network or to this machine.

    Raises
    ------
    UnreadableError
        If it is no address, is not known, or leads where it must not.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
        ascii_host = host.encode("idna").decode("ascii")
    except ValueError as error:
        raise UnreadableError(UNSAFE, "is no address of the web", url, _MEND) from error
    if parts.scheme not in _PORTS or not host or not url.isprintable():
        raise UnreadableError(UNSAFE, "is no address of the web", url, _MEND)
    if parts.username is not None or parts.password is not None:
        raise UnreadableError(UNSAFE, "holds a name or password", parts.hostname or "", "leave them out")
    ips = _look_up(ascii_host, port, url)
    allowed = [ip for ip in ips if allow_private or _is_public(ipaddress.ip_address(ip))]
    if not allowed:
        mend = "should that be meant, use --allow-private"
        raise UnreadableError(UNSAFE, "leads into a private network or to this machine", url, mend)
    path = quote(parts.path or "/", safe=_IN_PATHS)
    query = f"?{quote(parts.query, safe=_IN_PATHS)}" if parts.query else ""
    return Target(parts.scheme, ascii_host, port, path + query, allowed[0])


def _look_up(host: str, port: int, url: str) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnreadableError(UNREACHABLE, "there is no such host", url, _MEND) from error
    return list(dict.fromkeys(str(address[0]).partition("%")[0] for *_, address in found))


def _is_public(ip: _IP) -> bool:
    inner = _carried(ip)
    return _is_public(inner) if inner is not None else ip.is_global and not ip.is_multicast


def _carried(ip: _IP) -> _IP | None:
    """Give the address of the old internet that one of the new carries."""
    if not isinstance(ip, ipaddress.IPv6Address):
        return None
    if ip in _TRANSLATED:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
