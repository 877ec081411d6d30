"""Files of one article: text and Markdown with front matter, saved web pages."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import IO, Any

from tematika.corpus.readers.encoding import decode
from tematika.corpus.readers.html_text import text_of_markup
from tematika.corpus.readers.limits import Limits, time_limit
from tematika.corpus.readers.quarantine import BROKEN, UnreadableError
from tematika.corpus.readers.row import Row, make_row

_FRONT_MATTER_LINE = re.compile(r"\A(?P<key>[\w-]+)\s*:\s*(?P<value>.*)")
# Below both, trafilatura has found a caption or a cookie notice rather than the article.
_SHORTEST_EXTRACT = 200
_ENOUGH = 0.3


def read_text(file: IO[bytes], where: str, limits: Limits) -> Iterator[Row]:  # noqa: ARG001 - a reader's signature
    """Yield the one row of a text file with its front matter."""
    stated, text = split_front_matter(decode(file.read(), where))
    yield {**make_row(stated), "text": text}


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    r"""Return the front matter, ``key: value`` lines between two lines of dashes, and the text below.

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
    """Yield the one row of a saved web page.

    trafilatura extracts the article, with title, date, source and address of the page's metadata. Where it finds next
    to nothing, the row has all text of the page, which cleaning parts.
    """
    html = decode(file.read(), where)
    with time_limit(limits.seconds, where):
        yield _article_of(html, where)


def _article_of(html: str, where: str) -> Row:
    try:
        whole = text_of_markup(html)
        extracted = _extract(html)
    except (UnreadableError, RecursionError):
        raise
    # A hostile page may raise anything.
    except Exception as error:
        raise UnreadableError(BROKEN, "the page cannot be read", where, "save it again or take it out") from error
    text = str(extracted.get("text") or "")
    if len(text) < min(_SHORTEST_EXTRACT, _ENOUGH * len(whole)):
        text = whole
    stated = {**{key: extracted.get(key) for key in ("title", "date", "url")}, "source": extracted.get("sitename")}
    return {**make_row(stated), "text": text}


def _extract(html: str) -> dict[str, Any]:
    import trafilatura  # with the first page: it takes half a second

    # It complains of each empty page.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    tree = trafilatura.load_html(html)
    if tree is None:
        return {}
    document: Any = trafilatura.bare_extraction(tree, with_metadata=True, include_comments=False, favor_recall=True)
    return document.as_dict() if document is not None else {}
