"""A page as a whole: its title, body, comments and doubled lines, as the rules of cleaning need them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from tematika.corpus.cleaning.date_patterns import parse_date_line
from tematika.corpus.cleaning.lines import (
    LONGEST_TITLE,
    Line,
    is_heading_like,
    is_sentence_like,
    normalise_words,
    read_lines,
)
from tematika.corpus.cleaning.patterns import Pattern

MIN_TITLE_WORDS = 3
TITLE_SEARCH_LINES = 5

_FORM_RULES = frozenset({"captcha", "form"})
_SHORTEST_PART, _SHORTEST_WHOLE = 40, 300
_MIN_PARTS = 2
# Shares of the single line that its parts may leave uncovered: to remove the line, to remove the parts.
_MAX_UNCOVERED_LINE, _MAX_UNCOVERED_PARTS = 0.03, 0.4


class Page:
    """The lines of one text with facts about the whole.

    Attributes
    ----------
    lines : list of Line
        In order.
    doubled : frozenset of int
        Lines that only repeat others, see `doubled_lines`.
    comments : int
        First line of readers' comments; the number of lines if there are none.
    has_body : bool
        Whether any line has the shape of a body paragraph.
    first_body, last_body : int
        First and last line that is surely the article's own text.
    title : str
        Words of the title, or of the line that stands as one; may be empty.
    title_line : int
        Line that is the title, -1 if none is.
    first_heading, first_paragraph : dict of str to int
        First line with these words among lines with the shape of a heading, and among others.
    """

    def __init__(self, text: str, title: str | None = None) -> None:
        self.title = normalise_words(title or "")
        self.lines = list(read_lines(text, self.title))
        self.doubled = doubled_lines([normalise_words(line.text) for line in self.lines])
        self.comments = self._find_comments()
        body = [i for i in range(self.comments) if self.is_body(i)]
        self.has_body = bool(body)
        self.first_body, self.last_body = (body[0], body[-1]) if body else (0, len(self.lines) - 1)
        self.title_line = self._find_title()
        if self.title_line >= 0:
            self.title = normalise_words(self.lines[self.title_line].text)
        self.first_heading: dict[str, int] = {}
        self.first_paragraph: dict[str, int] = {}
        for i, line in enumerate(self.lines):
            if line.pattern is None and i not in self.doubled:
                table = self.first_heading if is_heading_like(line.text, LONGEST_TITLE) else self.first_paragraph
                table.setdefault(normalise_words(line.text), i)

    @cached_property
    def last_sentence(self) -> int:
        """The last line with the shape of a full sentence that matches no pattern, -1 if there is none."""
        return _last(line.pattern is None and is_sentence_like(line.text) for line in self.lines)

    def is_body(self, i: int) -> bool:
        """Whether line `i` is by its shape a paragraph of the body."""
        line = self.lines[i]
        return line.pattern is None and i not in self.doubled and is_sentence_like(line.text)

    def is_headline(self, i: int) -> bool:
        """Whether line `i` has the shape of a heading and matches no pattern."""
        return self.lines[i].pattern is None and is_heading_like(self.lines[i].text, LONGEST_TITLE)

    def in_head(self, i: int) -> bool:
        """Whether line `i` stands before the body."""
        return i < self.first_body

    def in_tail(self, i: int) -> bool:
        """Whether line `i` stands after the body."""
        return i > self.last_body

    def names_project(self, i: int) -> bool:
        """Whether line `i` is the name of a special project, whose lead follows."""
        following = self.lines[i + 1] if i + 1 < len(self.lines) else None
        return following is not None and following.pattern is not None and following.pattern.rule == "special-project"

    def pattern_acting_at(self, i: int) -> Pattern | None:
        """Return the pattern that line `i` matches, if it may act where the line stands.

        On a page without a body paragraph no full sentence is boilerplate: it may be all there is.
        """
        pattern = self.lines[i].pattern
        if pattern is None or (not self.has_body and is_sentence_like(self.lines[i].text)):
            return None
        places = {"anywhere": True, "head": self.in_head(i), "tail": self.in_tail(i)}
        places["edge"] = places["head"] or places["tail"]
        return pattern if places[pattern.where] else None

    def _find_comments(self) -> int:
        bodies = 0
        for i, line in enumerate(self.lines):
            if bodies and line.pattern is not None and line.pattern.rule == "comments" and self._opens_comments(i):
                return i
            bodies += self.is_body(i)
        return len(self.lines)

    def _opens_comments(self, i: int) -> bool:
        """Whether comments follow a marker: it counts them, or what follows looks like them and not like a body."""
        marker = self.lines[i].pattern
        match = marker.regex.fullmatch(self.lines[i].plain) if marker else None
        if match and (match["count"] or match["total"]):
            return True
        return self._last_sign_of_comments > i or self.last_sentence <= i

    @cached_property
    def _last_sign_of_comments(self) -> int:
        """The last line that is part of a form or holds a date alone."""
        return _last(_is_sign_of_comments(line) for line in self.lines)

    def _find_title(self) -> int:
        above = range(min(self.first_body + 1, len(self.lines)))
        near_top = range(min(max(self.first_body + 1, TITLE_SEARCH_LINES), len(self.lines)))
        stated = next((i for i in near_top if self.title and normalise_words(self.lines[i].text) == self.title), -1)
        if stated >= 0:
            return stated
        candidates = [i for i in above if i not in self.doubled and self.is_headline(i) and not self.names_project(i)]
        full = (i for i in candidates if len(self.lines[i].plain.split()) >= MIN_TITLE_WORDS)
        return next(full, candidates[0] if candidates else -1)


def doubled_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return the lines of which others hold every word: a whole body in one line, and again in paragraphs.

    The single line is removed. If it has something that the paragraphs lack, these are removed instead: no word of a
    body is lost either way.

    Parameters
    ----------
    lines : sequence of str
        Words of each line, see `tematika.corpus.cleaning.lines.normalise_words`.
    """
    whole = max(range(len(lines)), key=lambda i: len(lines[i]), default=-1)
    if whole < 0 or len(lines[whole]) < _SHORTEST_WHOLE:
        return frozenset()
    parts = [i for i, line in enumerate(lines) if 0 < len(line) < len(lines[whole]) and line in lines[whole]]
    long_parts = [i for i in parts if len(lines[i]) >= _SHORTEST_PART]
    if len(long_parts) < _MIN_PARTS:
        return frozenset()
    uncovered = _count_uncovered(lines[whole], [lines[i] for i in parts])
    if uncovered <= _MAX_UNCOVERED_LINE * len(lines[whole]):
        return frozenset({whole})
    if uncovered <= _MAX_UNCOVERED_PARTS * len(lines[whole]):
        return frozenset(long_parts)
    return frozenset()


def _count_uncovered(whole: str, parts: Sequence[str]) -> int:
    """Return the number of characters left when each part has been cut out of `whole` once, long ones first."""
    rest = whole
    for part in sorted(parts, key=lambda part: (-len(part), part)):
        rest = rest.replace(part, "", 1)
    return sum(char != " " for char in rest)


def _is_sign_of_comments(line: Line) -> bool:
    return (line.pattern is not None and line.pattern.rule in _FORM_RULES) or parse_date_line(line.text) is not None


def _last(flags: Iterable[bool]) -> int:
    return max((i for i, flag in enumerate(flags) if flag), default=-1)
