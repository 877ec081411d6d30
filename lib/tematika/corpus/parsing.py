"""Python's reader of markup, made to read everything."""

from __future__ import annotations

from html.parser import HTMLParser


class MarkupParser(HTMLParser):
    """Reads any text as markup without an error."""

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Read ``<![…`` as browsers do, as a comment; Python's own way gives up at names that it does not know."""
        return self.parse_bogus_comment(i, report)
