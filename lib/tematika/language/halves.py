"""Readings of words with a hyphen, by those of their halves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

# Lemma, tag, and what both halves must have in common if both are inflected: see `Tags.agreement`.
Half = tuple[str, int, frozenset[str]]


def read_halves(left: str, lefts: Sequence[Half], rights: Sequence[Half]) -> Iterator[tuple[str, int]]:
    """Yield the readings of a word, lemma and tag, likeliest first.

    Parameters
    ----------
    left : str
        The first half as it is written.
    lefts, rights : sequence of Half
        Readings of both halves, likeliest first, but for those that are no part of speech.
    """
    # Both halves are inflected: человек-гора, людьми-горами.
    for lemma, tag, form in lefts:
        for right, _, other in rights:
            if other == form:
                yield f"{lemma}-{right}", tag
    # Only the second: интернет-магазин.
    for right, tag, _ in rights:
        yield f"{left}-{right}", tag
