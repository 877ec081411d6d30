"""A page as a whole: where its title, body and comments are, which rules ask for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from tematika.corpus.cleaning.date_patterns import parse_date_line
from tematika.corpus.cleaning.lines import LONGEST_TITLE, Line, heading_like, normalise_words, read_lines, sentence_like
from tematika.corpus.cleaning.patterns import Pattern

MIN_TITLE_WORDS = 3

TITLE_SEARCH_LINES = 5

_FORMS = frozenset({"captcha", "form"})

_SHORTEST_PART = 40

_SHORTEST_WHOLE = 300

_MIN_PARTS = 2

_MAX_LEFT_OVER = 0.03

_MIN_COVERED = 0.6


def doubled_lines(lines: Sequence[str]) -> frozenset[int]:
    """Lines that may go because others hold every word of them.

    The paragraphs are kept and the single line goes. If the single line has something that the paragraphs lack, the
    paragraphs go instead: no word of a body is lost either way.

    Parameters
    ----------
    lines : sequence of str
        Words of each line, as `tematika.corpus.cleaning.lines.normalise_words` gives them.

    Returns
    -------
    frozenset of int
        Indexes into `lines`; empty if nothing stands twice.
    """
    whole = max(range(len(lines)), key=lambda i: len(lines[i]), default=-1)
    if whole < 0 or len(lines[whole]) < _SHORTEST_WHOLE:
        return frozenset()
    parts = [i for i, line in enumerate(lines) if 0 < len(line) < len(lines[whole]) and line in lines[whole]]
    long_parts = [i for i in parts if len(lines[i]) >= _SHORTEST_PART]
    if len(long_parts) < _MIN_PARTS:
        return frozenset()
    left = _left_over(lines[whole], [lines[i] for i in parts])
    if left <= _MAX_LEFT_OVER * len(lines[whole]):
        return frozenset({whole})
    if left <= (1 - _MIN_COVERED) * len(lines[whole]):
        return frozenset(long_parts)
    return frozenset()


def _left_over(whole: str, parts: Sequence[str]) -> int:
    """Count the characters of `whole` that remain when each part has been taken out of it once, long ones first."""
    rest = whole
    for part in sorted(parts, key=lambda part: (-len(part), part)):
        rest = rest.replace(part, "", 1)
    return sum(char != " " for char in rest)


def _is_sign_of_comments(line: Line) -> bool:
    return (line.pattern is not None and line.pattern.rule in _FORMS) or parse_date_line(line.text) is not None


def _last(flags: Iterable[bool]) -> int:
    return max((i for i, flag in enumerate(flags) if flag), default=-1)


class Page:
    """The lines of one text with the facts about the whole that rules ask for.

    Parameters
    ----------
    text : str
        The page.
    title : str, optional
        The title, where the input states one.

    Attributes
    ----------
    lines : list of Line
        In order.
    doubled : frozenset of int
        Lines that only repeat what others say: the second copy of a whole body.
    comments : int
        Line at which readers' comments begin; the number of lines if there are none.
    has_body : bool
        Whether any line has the shape of a body paragraph.
    first_body, last_body : int
        First and last line that is surely the article's own text.
    title : str
        Words of the title, or of the line that stands as one; may be empty.
    title_line : int
        Line that is the title, -1 if none is.
    first_heading : dict of str to int
        First line with these words among those that have the shape of a heading.
    first_paragraph : dict of str to int
        The same among body paragraphs.
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
                table = self.first_heading if heading_like(line.text, LONGEST_TITLE) else self.first_paragraph
                table.setdefault(normalise_words(line.text), i)

    def is_body(self, i: int) -> bool:
        """Whether line `i` is by its shape a paragraph of the body."""
        line = self.lines[i]
        return line.pattern is None and i not in self.doubled and sentence_like(line.text)

    def is_headline(self, i: int) -> bool:
        """Whether line `i` has the shape of a heading and no pattern knows it."""
        return self.lines[i].pattern is None and heading_like(self.lines[i].text, LONGEST_TITLE)

    def in_head(self, i: int) -> bool:
        """Whether line `i` stands before the body."""
        return i < self.first_body

    def in_tail(self, i: int) -> bool:
        """Whether line `i` stands after the body."""
        return i > self.last_body

    def pattern_acting_at(self, i: int) -> Pattern | None:
        """Give the pattern that line `i` matches, if it may act where the line stands.

        On a page without a single body paragraph no full sentence is chrome: it may be all there is.
        """
        pattern = self.lines[i].pattern
        if pattern is None or (not self.has_body and sentence_like(self.lines[i].text)):
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

    @cached_property
    def last_sentence(self) -> int:
        """The last line with the shape of a full sentence that no pattern knows, -1 if there is none."""
        return _last(line.pattern is None and sentence_like(line.text) for line in self.lines)

    def _find_title(self) -> int:
        above = range(min(self.first_body + 1, len(self.lines)))
        near_top = range(min(max(self.first_body + 1, TITLE_SEARCH_LINES), len(self.lines)))
        stated = next((i for i in near_top if self.title and normalise_words(self.lines[i].text) == self.title), -1)
        if stated >= 0:
            return stated
        candidates = [i for i in above if self._may_be_title(i)]
        full = (i for i in candidates if len(self.lines[i].plain.split()) >= MIN_TITLE_WORDS)
        return next(full, candidates[0] if candidates else -1)

    def _may_be_title(self, i: int) -> bool:
        return i not in self.doubled and self.is_headline(i) and not self.names_project(i)

    def names_project(self, i: int) -> bool:
        """Whether line `i` is the name of a special project: the project's lead follows."""
        following = self.lines[i + 1] if i + 1 < len(self.lines) else None
        return following is not None and following.pattern is not None and following.pattern.rule == "special-project"
