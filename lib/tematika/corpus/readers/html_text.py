"""Markup to plain text: a line for each block, nothing of scripts, styles and forms."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_HIDDEN = frozenset({"script", "style", "template", "noscript", "head", "svg", "math", "iframe", "object", "select"})

_LINE = frozenset({"br", "tr", "li", "dt", "dd", "option"})

_BLOCKS = (
    "p div article section main header footer aside nav h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre figure "
    "figcaption form fieldset address hr body"
)

_PARAGRAPH = frozenset(_BLOCKS.split())

_SPACES = re.compile(r"[ \t\r\n\f\v]+")

_LINE_ENDS = re.compile(r"\n{3,}")


class MarkupParser(HTMLParser):
    """Reads any text as markup without an error."""

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Read ``<![…`` as browsers do, as a comment; Python's own way gives up at names that it does not know."""
        return self.parse_bogus_comment(i, report)


def text_of_markup(html: str) -> str:
    r"""Give the text of HTML, or of a piece of it, as it would be read.

    Parameters
    ----------
    html : str
        Markup; plain text passes through, but for its white space.

    Examples
    --------
    >>> text_of_markup("<p>Порт&nbsp;открыт.<br>Сегодня</p><script>x()</script><p>Вчера")
    'Порт\xa0открыт.\nСегодня\n\nВчера'
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (line.strip(" ") for line in "".join(reader.parts).split("\n"))
    return _LINE_ENDS.sub("\n\n", "\n".join(lines)).strip("\n")


class _Reader(MarkupParser):
    """Collects text; of hidden elements it remembers how deep in one it is."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the library's
        """Begin a line or paragraph, or what is not shown."""
        if tag in _HIDDEN:
            self._hidden.append(tag)
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        """End what was begun; an end without a beginning ends nothing."""
        if tag in self._hidden:
            while self._hidden.pop() != tag:
                pass
        # What should have been closed long ago is closed by the body.
        elif tag == "body":
            self._hidden.clear()
        self._break(tag)

    def handle_data(self, data: str) -> None:
        """Take text that is shown."""
        if not self._hidden:
            self.parts.append(_SPACES.sub(" ", data))

    def _break(self, tag: str) -> None:
        if tag in _PARAGRAPH:
            self.parts.append("\n\n")
        elif tag in _LINE:
            self.parts.append("\n")
