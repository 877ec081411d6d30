"""Words that never were: surnames, places and compounds that bring new forms into a made-up stream of news."""

from __future__ import annotations

import random
from array import array

# Endings in the nominative and the four cases after it that differ from it and from each other.
_PARADIGMS = (
    ("ов", "ова", "ову", "овым", "ове"),
    ("ин", "ина", "ину", "иным", "ине"),
    ("ский", "ского", "скому", "ским", "ском"),
    ("чук", "чука", "чуку", "чуком", "чуке"),
    ("ян", "яна", "яну", "яном", "яне"),
    ("ец", "ца", "цу", "цем", "це"),
    ("ск", "ска", "ску", "ском", "ске"),
    ("град", "града", "граду", "градом", "граде"),
    ("бург", "бурга", "бургу", "бургом", "бурге"),
    ("поль", "поля", "полю", "полем", "поле"),
)
# The case that the last letter of a name speaks for; more often right than wrong.
_CASES = {"а": 1, "я": 1, "о": 1, "у": 2, "ю": 2, "м": 3, "е": 4, "и": 4, "ы": 4}
_SYLLABLES = [onset + vowel for onset in "бвгдзклмнпрстфхш" for vowel in "аеиоу"]
_CLOSING = "бвгдзклмнпрст"
_SHORT_STEMS = len(_SYLLABLES) ** 2 * len(_CLOSING)
# Prime to the numbers of stems: neighbours in number have nothing in common in writing.
_STRIDE = 7_654_321
_PREFIX_LIST = (
    "авиа авто агро анти аэро био видео гидро гео евро кибер контр космо макро мега меж микро много моно мото нано "
    "нейро нефте обще онко пост псевдо радио само сверх спец супер теле термо турбо ультра фото электро энерго эко"
)
_PREFIXES = tuple(_PREFIX_LIST.split())
_REMEMBERED = 400_000
_COMPOUND_AGAIN = 0.05


class Invented:
    """Words made up so far, and who came when: the oftener a name was used, the likelier it comes again."""

    def __init__(self, chance: random.Random, real: frozenset[str]) -> None:
        self.forms = 0
        self._chance = chance
        self._real = real
        self._cases = bytearray()
        self._used = array("L")
        self._turn = 0
        self._prefixes: dict[str, int] = {}

    def name(self, original: str, wanted: bool) -> str:
        """Put a name in the place of another, in a form that is new if one is wanted and never otherwise."""
        case = _CASES.get(original[-1], 0)
        fresh = wanted and self._chance.random() < 0.5
        if fresh or not self._used:
            number = len(self._cases)
        else:
            number = self._used[int(self._chance.random() * len(self._used))]
        known = number < len(self._cases) and self._cases[number] >> case & 1
        if not known and not wanted:
            return original
        form = _stem(number) + _PARADIGMS[number % len(_PARADIGMS)][case]
        if not known:
            self._enter(number, case, form)
        self._remember(number)
        return form

    def compound(self, original: str, wanted: bool) -> str:
        """Put a prefix before a word, one it never had if a new form is wanted."""
        had = self._prefixes.get(original, 0)
        if not wanted:
            again = had and self._chance.random() < _COMPOUND_AGAIN
            return _PREFIXES[had.bit_length() - 1] + original if again else original
        place = int(self._chance.random() * len(_PREFIXES))
        form = _PREFIXES[place] + original
        if had >> place & 1 or form in self._real:
            return original
        self._prefixes[original] = had | 1 << place
        self.forms += 1
        return form

    def _enter(self, number: int, case: int, form: str) -> None:
        if number == len(self._cases):
            self._cases.append(0)
        self._cases[number] |= 1 << case
        self.forms += form.lower() not in self._real

    def _remember(self, number: int) -> None:
        if len(self._used) < _REMEMBERED:
            self._used.append(number)
        else:
            self._used[self._turn] = number
            self._turn = (self._turn + 1) % _REMEMBERED


def _stem(number: int) -> str:
    """Spell a number, no two alike; the first hundred thousand have two syllables, the others three."""
    if number < _SHORT_STEMS:
        digits, count = number * _STRIDE % _SHORT_STEMS, 2
    else:
        digits, count = (number - _SHORT_STEMS) * _STRIDE % (_SHORT_STEMS * len(_SYLLABLES)), 3
    digits, closing = divmod(digits, len(_CLOSING))
    stem = _CLOSING[closing]
    for _ in range(count):
        digits, syllable = divmod(digits, len(_SYLLABLES))
        stem = _SYLLABLES[syllable] + stem
    return stem.capitalize()
