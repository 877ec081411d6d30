"""Files that are one article: text and Markdown with front matter, saved web pages."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import IO, Any

from tematika.corpus.readers.encoding import decode
from tematika.corpus.readers.html_text import text_of_markup
from tematika.corpus.readers.limits import Limits, time_limit
from tematika.corpus.readers.quarantine import BROKEN, UnreadableError
from tematika.corpus.readers.row import Row, make_row

_FRONT_MATTER_LINE = re.compile(r"\A(?P<key>[\w-]+)\s*:\s*(?P<value>.*)")
# Below that, what trafilatura finds is a caption or a cookie notice rather than the article.
_SHORTEST_FOUND = 200
_ENOUGH = 0.3


def read_text(file: IO[bytes], where: str, limits: Limits) -> Iterator[Row]:  # noqa: ARG001 - a reader's signature
    """Read a text, with what its front matter states."""
    stated, text = split_front_matter(decode(file.read(), where))
    yield {**make_row(stated), "text": text}


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    r"""Part the ``key: value`` lines between two lines of dashes at the top from the text below.

    Examples
    --------
    >>> split_front_matter("---\ntitle: Порт\n---\nТекст")
    ({'title': 'Порт'}, 'Текст')
    """
    head, mark, rest = text.lstrip("\n").partition("\n---\n")
    first, _, inside = head.partition("\n")
    lines = [line for line in inside.split("\n") if line.strip() and not line.startswith("#")]
    pairs = [_FRONT_MATTER_LINE.fullmatch(line.strip()) for line in lines]
    if not mark or first.strip() != "---" or not pairs or pairs[0] is None:
        return {}, text
    return {pair["key"]: pair["value"].strip().strip("\"'") for pair in pairs if pair}, rest


def read_html(file: IO[bytes], where: str, limits: Limits) -> Iterator[Row]:
    """Read the article out of a saved web page.

    trafilatura tells it from what stands around it, and finds title, date, source and address in the page's metadata.
    Where it finds next to nothing, all text of the page is taken, and cleaning does the rest.
    """
    html = decode(file.read(), where)
    with time_limit(limits.seconds, where):
        yield _article_of(html, where)


def _article_of(html: str, where: str) -> Row:
    try:
        whole = text_of_markup(html)
        found = _extracted(html)
    except (UnreadableError, RecursionError):
        raise
    # Whatever a library stumbles over in a page that was made to make it stumble.
    except Exception as error:
        raise UnreadableError(BROKEN, "the page cannot be read", where, "save it again or take it out") from error
    text = str(found.get("text") or "")
    if len(text) < min(_SHORTEST_FOUND, _ENOUGH * len(whole)):
        text = whole
    stated = {"title": found.get("title"), "date": found.get("date"), "url": found.get("url")}
    return {**make_row(stated), **make_row({"source": found.get("sitename")}), "text": text}


def _extracted(html: str) -> dict[str, Any]:
    trafilatura = _trafilatura()
    tree = trafilatura.load_html(html)
    if tree is None:
        return {}
    found = trafilatura.bare_extraction(tree, with_metadata=True, include_comments=False, favor_recall=True)
    return found.as_dict() if found is not None else {}


@cache
def _trafilatura() -> Any:
    """Import it when the first page comes: it takes half a second, and complains of each empty page."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return trafilatura
