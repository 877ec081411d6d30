"""The lines of a saved page, wrapped paragraphs joined again, and tests of a line's shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tematika.corpus.cleaning.patterns import Pattern, find_pattern, plain_line

_CLOSING = "»\"”“')]"
_SENTENCE_ENDS = ".!?…"
_NOT_HEADING_ENDS = ".!…,;:—–-"
_HEADING_START = re.compile(r"[«\"„“(]?[^\W_]")
_SPEECH = re.compile(r"[\"»”]\s?,\s?[-–—]|,\s[-–—]\s|[.!?]\s[-–—]\s")
_TWO_SENTENCES = re.compile(r"[.!?]\s[А-ЯЁA-Z«\"].*\s\S+\s", re.DOTALL)
_WORD = re.compile(r"\w+")

LONGEST_HEADING = 150
LONGEST_TITLE = 250
SHORTEST_BODY_SENTENCE = 60
_MIN_WRAPPED_LINES = 3
_WRAPPED_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank, or several that a paragraph was wrapped into.

    Attributes
    ----------
    start, end : int
        Offsets in the text, without white space at both ends.
    text : str
        ``text[start:end]`` of the page.
    plain : str
        The form for patterns, see `plain_line`.
    gap : bool
        Whether a blank line, or the start of the page, is right before it.
    pattern : Pattern or None
        The boilerplate pattern that it matches, wherever it stands.
    """

    start: int
    end: int
    text: str
    plain: str
    gap: bool
    pattern: Pattern | None


# Several rules need the words of the same line.
@lru_cache(maxsize=1024)
def normalise_words(text: str) -> str:
    """Return the words of a text in lower case, by which lines of the same words are recognised.

    Examples
    --------
    >>> normalise_words("«Порт» — открыт!")
    'порт открыт'
    """
    return " ".join(_WORD.findall(text.lower().replace("ё", "е")))


def is_heading_like(text: str, longest: int = LONGEST_HEADING) -> bool:
    """Whether a line has the shape of a heading: short, one phrase, no final stop.

    Examples
    --------
    >>> is_heading_like("Планы на зиму"), is_heading_like("Порт открыт."), is_heading_like("- рост на 5 %")
    (True, False, False)
    """
    if not 2 <= len(text) <= longest or text[-1] in _NOT_HEADING_ENDS or text[0].islower():
        return False
    if not _HEADING_START.match(text) or not any(char.isalpha() for char in text):
        return False
    return not _SPEECH.search(text) and not _TWO_SENTENCES.search(text)


def is_sentence_like(text: str) -> bool:
    """Whether a line has the shape of a body paragraph: a full sentence or more."""
    return len(text) >= SHORTEST_BODY_SENTENCE and ends_sentence(text)


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does, closing quotes and brackets aside."""
    bare = text.rstrip(_CLOSING)
    return bool(bare) and bare[-1] in _SENTENCE_ENDS


def read_lines(text: str, title: str = "") -> Iterator[Line]:
    """Yield the lines of a page that are not blank, in order, with the lines of each wrapped paragraph joined.

    Like boilerplate, the line with the words of the title is not joined.
    """
    lines = list(_physical_lines(text))
    wrapped = _is_wrapped(lines)
    run: list[Line] = []
    for line in lines:
        if run and not _joins(run[-1], line, wrapped, title):
            yield _joined(text, run)
            run = []
        run.append(line)
    if run:
        yield _joined(text, run)


def _physical_lines(text: str) -> Iterator[Line]:
    position, gap = 0, True
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = position + raw.index(stripped[0])
            plain = plain_line(stripped)
            yield Line(start, start + len(stripped), stripped, plain, gap, find_pattern(plain))
        gap = not stripped
        position += len(raw) + 1


def _is_wrapped(lines: list[Line]) -> bool:
    """Whether paragraphs were broken into lines of one width: many lines go on in lower case."""
    pairs = [(before, after) for before, after in pairwise(lines) if not after.gap]
    broken = sum(_continues(before, after) for before, after in pairs)
    return broken >= _MIN_WRAPPED_LINES and broken >= _WRAPPED_SHARE * len(pairs)


def _continues(before: Line, after: Line) -> bool:
    """Whether a line in lower case continues the one before; a figure alone is continued by nothing."""
    if not after.text[0].islower() or before.text[-1] in ":;":
        return False
    return not ends_sentence(before.text) and any(char.isalpha() for char in before.text)


def _joins(before: Line, after: Line, wrapped: bool, title: str) -> bool:
    apart = after.gap or before.pattern or after.pattern or (title and normalise_words(before.text) == title)
    return not apart and (_continues(before, after) or (wrapped and not ends_sentence(before.text)))


def _joined(text: str, run: list[Line]) -> Line:
    if len(run) == 1:
        return run[0]
    whole = text[run[0].start : run[-1].end]
    return Line(run[0].start, run[-1].end, whole, plain_line(whole), run[0].gap, None)
