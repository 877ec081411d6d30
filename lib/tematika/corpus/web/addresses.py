"""Which web addresses may be requested: no private ones, and the checked address is the one connected to."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from tematika.corpus.readers.quarantine import UNREACHABLE, UNSAFE, UnreadableError

PORTS = {"http": 80, "https": 443}
# Addresses of this network (NAT64) hold an IPv4 address.
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
_HINT = "check the address"
_IN_PATHS = "/?%:@!$&'()*+,;=~"

_IP = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Target:
    """The target of a request: the parts of its address, the path with its query, and the checked IP address."""

    scheme: str
    host: str
    port: int
    path: str
    ip: str


def is_web_address(name: str) -> bool:
    """Whether an argument is a web address and no file."""
    return name.lower().startswith(("http://", "https://"))


def resolve_address(url: str, allow_private: bool) -> Target:
    """Resolve a web address, once, so that the host connected to is the one that was checked.

    Raises
    ------
    UnreadableError
        If it is no address, its host is unknown, or it is one of a private network or of this machine and these are
        not allowed.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
        ascii_host = host.encode("idna").decode("ascii")
    except ValueError as error:
        raise UnreadableError(UNSAFE, "is no address of the web", url, _HINT) from error
    if parts.scheme not in PORTS or not host or not url.isprintable():
        raise UnreadableError(UNSAFE, "is no address of the web", url, _HINT)
    if parts.username is not None or parts.password is not None:
        raise UnreadableError(UNSAFE, "holds a name or password", parts.hostname or "", "leave them out")
    ips = _look_up(ascii_host, port, url)
    allowed = [ip for ip in ips if allow_private or _is_public(ipaddress.ip_address(ip))]
    if not allowed:
        hint = "should that be meant, use --allow-private"
        raise UnreadableError(UNSAFE, "leads into a private network or to this machine", url, hint)
    path = quote(parts.path or "/", safe=_IN_PATHS)
    query = f"?{quote(parts.query, safe=_IN_PATHS)}" if parts.query else ""
    return Target(parts.scheme, ascii_host, port, path + query, allowed[0])


def _look_up(host: str, port: int, url: str) -> list[str]:
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnreadableError(UNREACHABLE, "there is no such host", url, _HINT) from error
    return list(dict.fromkeys(str(address[0]).partition("%")[0] for *_, address in addresses))


def _is_public(ip: _IP) -> bool:
    inner = _embedded_ipv4(ip)
    return _is_public(inner) if inner is not None else ip.is_global and not ip.is_multicast


def _embedded_ipv4(ip: _IP) -> _IP | None:
    """Return the IPv4 address that an IPv6 address holds, if any."""
    if not isinstance(ip, ipaddress.IPv6Address):
        return None
    if ip in _TRANSLATED:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
