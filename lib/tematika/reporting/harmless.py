"""HTML of an analyst's own cells made harmless: structure and words stay, whatever acts or fetches goes."""

from __future__ import annotations

import re
from html import escape

from markupsafe import Markup

from tematika.corpus.parsing import MarkupParser
from tematika.reporting.safe import plain, web_address

_VOID = frozenset({"br", "hr", "img", "col", "wbr"})
_KEPT = _VOID | frozenset(
    re.findall(
        r"\w+",
        """a abbr b blockquote caption cite code colgroup dd del details dfn div dl dt em figcaption figure
        h1 h2 h3 h4 h5 h6 i ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th
        thead time tr u ul var""",
    )
)
# What stands inside these is not text for readers.
_DROPPED = frozenset(
    {"script", "style", "template", "iframe", "object", "noscript", "svg", "math", "title", "textarea"}
)
_ATTRIBUTES = frozenset({"colspan", "rowspan", "scope", "lang", "dir", "datetime", "start", "open", "alt", "title"})
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+")


def harmless(html: str) -> Markup:
    """Rewrite HTML from a short list of elements and attributes.

    Parameters
    ----------
    html : str
        Anything, well-formed or not.

    Returns
    -------
    Markup
        Balanced markup without scripts, styles, forms, ids and foreign addresses other than links.
    """
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return Markup(writer.finished())  # noqa: S704  rebuilt from a list of what is allowed


class _Writer(MarkupParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._open: list[str] = []
        self._dropping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._dropping or tag in _DROPPED:
            self._drop(tag)
            return
        if tag not in _KEPT:
            return
        self._out.append(f"<{tag}{_attributes(tag, attrs)}>")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self.handle_starttag(tag, attrs)
        elif tag not in _DROPPED and not self._dropping:
            self.handle_starttag(tag, attrs)
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            if tag == self._dropping[-1]:
                self._dropping.pop()
            return
        if tag not in self._open:
            return
        while True:
            last = self._open.pop()
            self._out.append(f"</{last}>")
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self._out.append(escape(plain(data)))

    def finished(self) -> str:
        return "".join(self._out) + "".join(f"</{tag}>" for tag in reversed(self._open))

    def _drop(self, tag: str) -> None:
        # Inside a dropped element only the same name nests; anything else ends with it.
        if not self._dropping or tag == self._dropping[-1]:
            self._dropping.append(tag)


def _attributes(tag: str, attrs: list[tuple[str, str | None]]) -> str:
    kept = [(name, value or "") for name, value in attrs if name in _ATTRIBUTES]
    given = {name: value or "" for name, value in attrs}
    if tag == "a" and (address := _link(given.get("href", ""))):
        kept += [("href", address)] + ([("rel", "noopener noreferrer")] if not address.startswith("#") else [])
    if tag == "img":
        kept = [("alt", given.get("alt", "")), ("src", _picture(given.get("src", "")))]
    return "".join(f' {name}="{escape(plain(value))}"' for name, value in kept)


def _link(href: str) -> str | None:
    if re.fullmatch(r"#[A-Za-z0-9_-]+", href):
        return href
    return web_address(href)


def _picture(src: str) -> str:
    return src if _PICTURE.fullmatch(src) else "data:,"
