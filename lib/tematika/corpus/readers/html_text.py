"""Plain text of HTML: a line for each block, without scripts, styles and forms."""

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


def text_of_markup(html: str) -> str:
    r"""Return the visible text of HTML or of a fragment; plain text is returned with its white space collapsed.

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


class _Reader(HTMLParser):
    """Collects text outside of hidden elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden: list[str] = []

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Parse ``<![…`` as a comment, as browsers do; the base class raises at names that it does not know."""
        return self.parse_bogus_comment(i, report)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the library's
        """Begin a line, a paragraph or a hidden element."""
        if tag in _HIDDEN:
            self._hidden.append(tag)
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        """End an open element; an end tag without a start tag does nothing."""
        if tag in self._hidden:
            while self._hidden.pop() != tag:
                pass
        # The end of the body closes elements that were left open.
        elif tag == "body":
            self._hidden.clear()
        self._break(tag)

    def handle_data(self, data: str) -> None:
        """Collect visible text."""
        if not self._hidden:
            self.parts.append(_SPACES.sub(" ", data))

    def _break(self, tag: str) -> None:
        if tag in _PARAGRAPH:
            self.parts.append("\n\n")
        elif tag in _LINE:
            self.parts.append("\n")
