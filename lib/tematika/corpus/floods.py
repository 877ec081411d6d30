"""What is written to push a theme: one form filled in again and again by one source, one word repeated in a passage."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from datetime import date

from tematika.corpus.duplicates import same_forms

FLOOD_RULE = "flood"
# The first of them are learnt from like any article; a theme takes three articles, which no form makes by itself.
MOST_OF_A_FORM = 2
# Fewer of them move no share that anybody would look at.
FEWEST_OF_A_FLOOD = 5
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
    firsts = same_forms(beginnings, sources)
    met: Counter[int] = Counter()
    found: list[int | None] = []
    for number, first in enumerate(firsts):
        root = number if first is None else first
        met[root] += 1
        found.append(root if met[root] > MOST_OF_A_FORM else None)
    return found


def floods(bodies: Sequence[str], groups: Sequence[Hashable], days: Sequence[date | None]) -> list[int | None]:
    """Find the texts of floods: forms that come `FEWEST_OF_A_FLOOD` times or more, and more often than once a day.

    What a source writes once a day in the same form, such as an exchange rate, is no flood.

    Parameters
    ----------
    bodies : sequence of str
        Texts, the ones that count first; their beginnings are compared.
    groups : sequence of hashable
        Texts are compared with others of their group, such as their source.
    days : sequence of date or None
        When each was published; undated ones count as of one day.

    Returns
    -------
    list of int or None
        For each text of a flood but the first the index of the first, ``None`` for the others.
    """
    members: dict[int, list[int]] = defaultdict(list)
    for number, first in enumerate(same_forms([body[:_LONGEST_BEGINNING] for body in bodies], groups)):
        members[number if first is None else first].append(number)
    found: list[int | None] = [None] * len(bodies)
    for first, again in members.items():
        if len(again) >= FEWEST_OF_A_FLOOD and len(again) > len({days[number] for number in again}):
            for number in again[1:]:
                found[number] = first
    return found


def is_stuffed(text: str) -> bool:
    """Whether one word is repeated in a passage beyond what language does.

    Examples
    --------
    >>> is_stuffed("нефть и газ, " * 20)
    True
    """
    stems = [word[:_STEM] for word in _WORD.findall(text.lower())]
    # Where one stem has a larger share, the different ones are fewer than the rest allows: soon seen, and seldom so.
    if len(stems) < _FEWEST_WORDS or len(set(stems)) > (1 - _LARGEST_SHARE) * len(stems) + 1:
        return False
    return max(Counter(stems).values()) > _LARGEST_SHARE * len(stems)
