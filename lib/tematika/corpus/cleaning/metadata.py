"""Title and source of an article, from its record or else from its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from tematika.corpus.cleaning.dates import dateline_end
from tematika.corpus.models import Block, Cleaned, Removal

LONGEST_SHORTENED_TITLE = 120
UNTITLED = "—"

_AGENCY = re.compile(r"(?P<name>[А-ЯЁA-Z][^\n./–—]{1,38}?)(?:\.(?=\s|$)|/)")
_CAPTION = re.compile(r" [-–—] (?P<name>[^,\n]{2,40}), \d{3,4}, \d\d\.\d\d\.\d{4}$")
_SENTENCE = re.compile(r"\A.+?[.!?…](?=[\s»\"”]|$)", re.DOTALL)
_HEAD_BLOCKS = 4


def find_title(text: str, cleaned: Cleaned, stated: str | None = None) -> str:
    """Return the title of an article, never empty.

    It is the one that the record states, else the heading above the body, else the first sentence, shortened.
    """
    if stated and stated.strip():
        return " ".join(stated.split())
    first = cleaned.blocks[0] if cleaned.blocks else None
    if first is None:
        return shorten(text) or UNTITLED
    words = " ".join(text[first.start : first.end].split())
    if first.kind == "heading":
        return words
    lead = _without_dateline(words)
    sentence = _SENTENCE.match(lead)
    return shorten(sentence[0] if sentence else lead)


def shorten(text: str, longest: int = LONGEST_SHORTENED_TITLE) -> str:
    """Return a text cut at a word, with an ellipsis if something was cut.

    Examples
    --------
    >>> shorten("Порт открыл навигацию на месяц раньше", 20)
    'Порт открыл…'
    """
    words = " ".join(text.split())
    if len(words) <= longest:
        return words
    cut = words[: longest - 1]
    at_word = cut if words[longest - 1] == " " else cut.rpartition(" ")[0] or cut
    return at_word.rstrip(" ,;:–—-") + "…"


def find_source(text: str, cleaned: Cleaned, stated: str | None = None, url: str | None = None) -> str | None:
    """Return the publisher of an article.

    It is the source that the record states, else the agency of the dateline or of a caption, else the host of the url.
    """
    if stated and stated.strip():
        return " ".join(stated.split())
    return _dateline_agency(text, cleaned.blocks) or _caption_agency(text, cleaned.removals) or _host(url)


def _without_dateline(words: str) -> str:
    """Return a first paragraph without place, date and agency, unless it holds nothing else."""
    end = dateline_end(words)
    agency = _AGENCY.match(words, end) if end else None
    return words[agency.end() if agency else end :].lstrip(" /.–—-") or words


def _dateline_agency(text: str, blocks: Sequence[Block]) -> str | None:
    for block in blocks[:_HEAD_BLOCKS]:
        paragraph = text[block.start : block.end]
        end = dateline_end(paragraph)
        match = _AGENCY.match(paragraph, end) if end else None
        if match is not None:
            # An author's name may follow after a comma; it is no part of the agency's.
            return match["name"].partition(",")[0].strip()
    return None


def _caption_agency(text: str, removals: Sequence[Removal]) -> str | None:
    captions = (_CAPTION.search(text[r.start : r.end]) for r in removals if r.rule == "photo")
    return next((match["name"].strip() for match in captions if match), None)


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
