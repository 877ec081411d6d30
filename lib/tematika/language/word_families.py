"""Words of one family: derived from one another, so that a label needs only one of them."""

from __future__ import annotations

import re
from functools import cache

# Sounds that take turns before a suffix: бумага – бумажный, молоко – молочный, воздух – воздушный.
_TURNS = str.maketrans("жчцш", "гккх")
# Актёр and актриса, директор and директриса.
_ACTORS = frozenset({("ер", "риса"), ("риса", "ер"), ("ор", "риса"), ("риса", "ор")})
# So many letters begin both words; all but one in short words.
_FEWEST = 4
_SHORT = 4
# What may follow the shared beginning: an ending, or suffixes with one.
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
    """Whether two lemmas are of one family by their spelling: a shared beginning, and suffixes after it.

    Spelling is all there is to go by: what merely begins alike and ends like a derivation is taken for family. That
    costs a label a word, where two of one family would make it repeat itself.

    Examples
    --------
    >>> same_family("нефть", "нефтяной"), same_family("россия", "российский"), same_family("порт", "портрет")
    (True, True, False)
    """
    if one == other:
        return True
    first, second = one.translate(_TURNS), other.translate(_TURNS)
    shared = shared_beginning(first, second)
    shorter = min(len(first), len(second))
    if shared == shorter - 2 and (first[shared:], second[shared:]) in _ACTORS:
        return True
    fewest = _FEWEST if shorter > _SHORT else shorter - 1
    return any(
        _SUFFIX.fullmatch(first[end:]) is not None and _SUFFIX.fullmatch(second[end:]) is not None
        for end in range(shared, max(fewest, shorter // 2) - 1, -1)
    )


def shared_beginning(one: str, other: str) -> int:
    """How many letters two words begin alike with.

    Examples
    --------
    >>> shared_beginning("вагон", "вагонный"), shared_beginning("порт", "склад")
    (5, 0)
    """
    different = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(different, min(len(one), len(other)))
