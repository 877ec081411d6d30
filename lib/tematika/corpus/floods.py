"""What is written to push a theme: one form filled in again and again by one source, one word repeated in a passage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tematika.corpus.duplicates import near_copies

# The first of them are learnt from like any article; a theme takes three articles, which no form makes by itself.
MOST_OF_A_FORM = 2
_LONGEST_BEGINNING = 800
_WORD = re.compile(r"[^\W\d_]{4,}")
# Of one word its forms differ in their endings.
_STEM = 5
_FEWEST_WORDS = 20
_LARGEST_SHARE = 0.25


def fillings(bodies: Sequence[str], sources: Sequence[str | None]) -> list[int | None]:
    """Find which texts fill in a form that their source has filled in before: the same words but for names and figures.

    Parameters
    ----------
    bodies : sequence of str
        Texts; their beginnings are compared.
    sources : sequence of str or None
        Who published each; texts of unknown source are compared with each other.

    Returns
    -------
    list of int or None
        For each text beyond the first `MOST_OF_A_FORM` of its form the index of the first, ``None`` for the others.
    """
    beginnings = [body[:_LONGEST_BEGINNING] for body in bodies]
    firsts = near_copies(beginnings, sources)
    met: Counter[int] = Counter()
    found: list[int | None] = []
    for number, first in enumerate(firsts):
        root = number if first is None else first
        met[root] += 1
        found.append(root if met[root] > MOST_OF_A_FORM else None)
    return found


def is_stuffed(text: str) -> bool:
    """Whether one word is repeated in a passage beyond what language does.

    Examples
    --------
    >>> is_stuffed("нефть и газ, " * 20)
    True
    """
    stems = Counter(word[:_STEM] for word in _WORD.findall(text.lower()))
    return stems.total() >= _FEWEST_WORDS and max(stems.values()) > _LARGEST_SHARE * stems.total()
