"""Safe text from articles: without invisible characters, cut to a length, as anchors and addresses."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import urlsplit

from markupsafe import Markup

# Soft hyphens, zero-width and direction-changing characters can make a text read differently from what it says.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def neutralise(value: object) -> object:
    """Return plain text without invisible characters, and any other value, our own markup included, as it is."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def plain(text: str) -> str:
    """Return text without invisible characters, and with spaces for control characters."""
    text = _INVISIBLE.sub("", text)
    return _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text))


def one_line(text: str) -> str:
    """Return text on one line, with collapsed white space."""
    return " ".join(unicodedata.normalize("NFC", plain(text)).split())


def shorten(text: str, limit: int) -> str:
    """Return at most ``limit`` characters of text, cut at a word, with an ellipsis if anything is left out."""
    text = one_line(text)
    if len(text) <= limit:
        return text
    head, _, _ = text[:limit].rpartition(" ")
    return (head or text[: limit - 1]).rstrip(" .,;:–—-") + "…"


def anchor(prefix: str, name: str) -> str:
    """Return an ASCII id for a place in the page, the same for the same name."""
    if _PLAIN_ID.fullmatch(name):
        return f"{prefix}-{name}"
    return f"{prefix}-{hashlib.blake2b(name.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"


def web_address(url: str | None) -> str | None:
    """Return the address if it is http or https with a host, otherwise None."""
    if not url or plain(url) != url or any(char.isspace() for char in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None
