"""RSS and Atom feeds: an article for each entry."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, Any

from tematika.corpus.readers.html_text import text_of_markup
from tematika.corpus.readers.limits import Limits, time_limit
from tematika.corpus.readers.quarantine import BROKEN, NO_TEXT, UNSAFE, UnreadableError
from tematika.corpus.readers.row import Row

# No feed needs entities of its own.
_ENTITY = b"<!ENTITY"
_ENTITIES = tuple(_ENTITY.decode().encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be", "utf-32-le"))


def read_feed(file: IO[bytes], where: str, limits: Limits) -> Iterator[Row]:
    """Yield the entries of a feed, in its order."""
    data = file.read()
    refuse_entities(data, where)
    with time_limit(limits.seconds, where):
        feed = _parse(data, where)
    if not feed.entries:
        raise UnreadableError(NO_TEXT, "the feed has no entries", where, "fetch it again")
    source = text_of_markup(str(feed.feed.get("title", "")))
    for entry in feed.entries:
        with time_limit(limits.seconds, where):
            yield _row(entry, source)


def refuse_entities(data: bytes, where: str) -> None:
    """Raise `UnreadableError` for XML that declares entities: they can expand to gigabytes or name local files."""
    upper = data.upper()
    if any(entity in upper for entity in _ENTITIES):
        raise UnreadableError(UNSAFE, "declares entities of its own", where, "take the declarations out")


def _parse(data: bytes, where: str) -> Any:
    import feedparser  # with the first feed

    try:
        feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except RecursionError:
        raise
    # A hostile feed may raise anything.
    except Exception as error:
        raise UnreadableError(BROKEN, "the feed cannot be read", where, "fetch it again") from error
    if not feed.get("version") and not feed.entries:
        raise UnreadableError(BROKEN, "the file is no RSS or Atom feed", where, "fetch it again")
    return feed


def _row(entry: Any, source: str) -> Row:
    contents = [str(part.get("value", "")) for part in entry.get("content", [])]
    # Some feeds have the lead in one field and all of the article in another.
    text = max((text_of_markup(markup) for markup in [*contents, str(entry.get("summary", ""))]), key=len)
    link = str(entry.get("link", ""))
    row = {
        "id": str(entry.get("id") or entry.get("link") or ""),
        "title": text_of_markup(str(entry.get("title", ""))),
        "text": text,
        "date": str(entry.get("published") or entry.get("updated") or ""),
        "source": text_of_markup(str(entry.get("source", {}).get("title", ""))) or source,
        "url": link if link.startswith(("http://", "https://")) else "",
    }
    return {name: value if name == "text" else " ".join(value.split()) for name, value in row.items() if value}
