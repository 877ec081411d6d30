"""Word families: words that are derived from one another, of which a title needs one."""

from __future__ import annotations

import re
from functools import cache

# Consonants that alternate before a suffix: бумага – бумажный, молоко – молочный, воздух – воздушный.
_ALTERNATIONS = str.maketrans("жчцш", "гккх")
# Актёр and актриса, директор and директриса.
_ACTORS = frozenset({("ер", "риса"), ("риса", "ер"), ("ор", "риса"), ("риса", "ор")})
# Least length of the common prefix, and the length of short words, in which it may be one letter shorter.
_MIN_PREFIX = 4
_SHORT = 4
# What may follow the prefix: an ending, or suffixes with one.
_ENDING = r"(?:[аеиоуыьэюяй]{0,3})"
_ADJECTIVE = r"(?:[а-я]{0,3}(?:ск|н|ов|ев|ян|ив|лив)(?:ий|ый|ой|ая|ое|ые))"
_NOUN = (
    r"(?:[а-я]{0,3}(?:ник|щик|кик|ист|тел[ья]|ек|ост[ья]|ств[оа]|ак|к[аио]|ер|ар[ья]|изм|икес|икет|ица|ин|анин|янин)"
    r"[аыьо]?)"
)
_PROCESS = r"(?:[а-я]{0,3}(?:ние|ние|кия|ация|яция|овка|тор))"
_SUFFIX = re.compile(rf"{_ENDING}|{_ADJECTIVE}|{_NOUN}|{_PROCESS}")


@cache
def same_family(one: str, other: str) -> bool:
    """Return whether two lemmas are of one family by their spelling: a common prefix, and suffixes after it.

    Words that merely begin alike and end like derivations are taken for family, too, which costs a title a word.

    Examples
    --------
    >>> same_family("нефть", "нефтяной"), same_family("россия", "российский"), same_family("порт", "портрет")
    (True, True, False)
    """
    if one == other:
        return True
    first, second = one.translate(_ALTERNATIONS), other.translate(_ALTERNATIONS)
    shared = common_prefix_length(first, second)
    shorter = min(len(first), len(second))
    if shared == shorter - 2 and (first[shared:], second[shared:]) in _ACTORS:
        return True
    fewest = _MIN_PREFIX if shorter > _SHORT else shorter - 1
    return any(
        _SUFFIX.fullmatch(first[end:]) is not None and _SUFFIX.fullmatch(second[end:]) is not None
        for end in range(shared, max(fewest, shorter // 2) - 1, -1)
    )


def common_prefix_length(one: str, other: str) -> int:
    """Return the length of the common prefix of two words.

    Examples
    --------
    >>> common_prefix_length("вагон", "вагонный"), common_prefix_length("порт", "склад")
    (5, 0)
    """
    different = (k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(different, min(len(one), len(other)))
