"""A body that stands twice on one page: once as a single line, once in paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

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
        Words of each line, as `tematika.corpus.lines.words_of` gives them.

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
