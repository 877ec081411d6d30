"""Terms as people write them: agreement, number, place names and abbreviations with their capitals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tematika.language.inflection import is_adjective, is_known, phrase_forms, single_form
from tematika.language.lemmas import lemma_of
from tematika.language.personal_names import introduced, is_personal
from tematika.language.phrases import PREPOSITIONS, Mentions, Phrases
from tematika.language.terms import Terms
from tematika.language.tokens import bare, fold

# Words of so many letters that are all capitals are shouted, not abbreviated, where others write them otherwise.
_LONGEST_ABBREVIATION = 5
_QUOTES = "«„“\"'"
# A phrase that nearly always stands behind a preposition is an adverb: «по собственному желанию».
_ADVERBIAL = 0.8
_ADVERBIAL_PREPOSITIONS = frozenset({"по", "в", "на", "под", "с", "за", "из", "при", "для", "до", "от"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A term for a reader: its text, and the lemmas of its words, prepositions left out."""

    text: str
    lemmas: tuple[str, ...]


def display_forms(terms: Terms, texts: Sequence[str], wanted: Sequence[int]) -> dict[int, Shown]:
    """Readable forms of some terms.

    A term is written as it mostly stands in the texts as to capitals (``АЭС``, ``Сибирь``) and number (``переговоры``).
    One that mostly stands in a longer phrase is shown as that phrase (``Северный морской путь``). Of a phrase the
    adjectives agree with the noun (``железная дорога``); what follows the noun keeps the form it mostly has
    (``добыча нефти``).

    Parameters
    ----------
    terms : Terms
        Terms with their occurrences in ``texts``.
    texts : sequence of str
        The texts that the occurrences point into.
    wanted : sequence of int
        Numbers of the terms to write.

    Returns
    -------
    dict of int to Shown
        A form for each wanted term that can be shown: personal names, pieces of words and wrong guesses of the
        lemmatiser cannot.
    """
    return DisplayForms(terms, texts).of(wanted)


class DisplayForms:
    """Readable forms of terms, each found when it is first asked for; see `display_forms`.

    Parameters
    ----------
    terms, texts
        As for `display_forms`.
    """

    def __init__(self, terms: Terms, texts: Sequence[str]) -> None:
        self._terms, self._texts = terms, texts
        self._found: dict[int, Shown | None] = {}

    def of(self, wanted: Sequence[int]) -> dict[int, Shown]:
        """Give a form for each of some terms that can be shown."""
        for number in wanted:
            if number not in self._found:
                self._found[number] = self._form(number)
        forms = ((number, self._found[number]) for number in wanted)
        return {number: form for number, form in forms if form is not None}

    @cached_property
    def _about(self) -> tuple[Phrases, Counter[str], dict[str, int]]:
        """What all forms need to know of the texts."""
        of_term = np.bincount(self._terms.term, minlength=len(self._terms.names)).tolist()
        counts = dict(zip(self._terms.names, of_term, strict=True))
        return Phrases(self._terms, self._texts), introduced(self._texts), counts

    def _form(self, number: int) -> Shown | None:
        phrases, known, counts = self._about
        mentions = phrases.mentions(number)
        form = _display(mentions, self._texts, known, counts)
        if form is None:
            return None
        return Shown(form, tuple(lemma for lemma in mentions.lemmas if lemma not in PREPOSITIONS))


@dataclass(frozen=True, slots=True)
class _Place:
    surface: str
    inside: bool
    quoted: bool
    before: str


def _display(mentions: Mentions, texts: Sequence[str], known: Counter[str], terms: Mapping[str, int]) -> str | None:
    n_words = len(mentions.lemmas)
    places = _places(mentions, texts)
    if 2 * len(places) <= len(mentions.text):
        return None
    rows = [bare(place.surface).split() for place in places]
    columns = [
        _surfaces([(row[i], place, i > 0) for row, place in zip(rows, places, strict=True) if len(row) == n_words])
        for i in range(n_words)
    ]
    if not all(columns) or any(is_personal(column, known, mentions.each) for column in columns):
        return None
    if n_words > 1 and _is_adverbial(places):
        return None
    counts = Counter(tuple(word.lower() for word in row) for row in rows if len(row) == n_words)
    forms = _forms(mentions.lemmas, counts, terms)
    if not forms:
        return None
    cased = " ".join(_cased(form, column) for form, column in zip(forms, columns, strict=True))
    return None if _is_half(cased) else cased


def _is_half(cased: str) -> bool:
    """Whether a form is but a part of something: «Великий» of a name, a Latin word in small letters of an address.

    So is a pair of capitalised nouns the second of which nobody knows: a foreign person.
    """
    first, *rest = cased.split(" ")
    if not rest:
        return is_adjective(first.lower()) if first[:1].isupper() else first.isascii() and first.islower()
    capital = all(word[:1].isupper() for word in (first, *rest))
    return capital and not cased.isascii() and not is_adjective(first.lower()) and not is_known(rest[-1].lower())


def _forms(lemmas: tuple[str, ...], rows: Counter[tuple[str, ...]], terms: Mapping[str, int]) -> list[str] | None:
    if len(lemmas) > 1:
        return phrase_forms(lemmas, rows)
    form = single_form(lemmas[0], {row[0]: count for row, count in rows.items()}, terms)
    return [form] if form else None


def _places(mentions: Mentions, texts: Sequence[str]) -> list[_Place]:
    """Where a term stands as words of its own: not as a piece of one such as «31-летний»."""
    places = []
    for number, start, end in zip(mentions.text.tolist(), mentions.start.tolist(), mentions.end.tolist(), strict=True):
        text = texts[number]
        before = text[max(0, start - 12) : start]
        if before[-1:] == "-":
            continue
        opened = before.rstrip(_QUOTES + "(")
        bared = opened.rstrip(" \xa0")
        inside = bool(bared) and bared[-1] not in ".!?…:–—\n"
        places.append(_Place(text[start:end], inside, before[-1:] in _QUOTES and before != "", bared))
    return places


def _surfaces(column: list[tuple[str, _Place, bool]]) -> list[str]:
    """How a word stands where capitals mean something: inside sentences, best not as the first word of a title."""
    inside = [(word, place) for word, place, later in column if place.inside or later]
    plain = [word for word, place in inside if not place.quoted]
    return plain or [word for word, _ in inside] or [_without_capital(word) for word, _, _ in column]


def _without_capital(word: str) -> str:
    """Lower case, but for abbreviations and known places: the beginning of a sentence does not write ``АЭС``."""
    abbreviated = len(word) > 1 and word.isupper()
    return word if abbreviated or lemma_of(fold(word), capital=True).place else word.lower()


def _is_adverbial(places: list[_Place]) -> bool:
    if any(place.surface[:1].isupper() for place in places):
        return False
    before = Counter(place.before.rsplit(None, 1)[-1].lower() for place in places if place.before.strip())
    return any(before[word] > _ADVERBIAL * len(places) for word in _ADVERBIAL_PREPOSITIONS)


def _cased(word: str, surfaces: list[str]) -> str:
    """Give a word the capitals that it has in more than half of its occurrences, between hyphens part by part."""
    parts = word.split("-")
    rows = [row for row in (surface.split("-") for surface in surfaces) if len(row) == len(parts)]
    return "-".join(_cased_part(part, [row[i] for row in rows]) for i, part in enumerate(parts))


def _cased_part(part: str, surfaces: list[str]) -> str:
    surfaces = _not_shouted(surfaces)
    half = len(surfaces) / 2
    if len(part) > 1 and sum(surface.isupper() and len(surface) > 1 for surface in surfaces) > half:
        return part.upper()
    capital = [sum(surface[i : i + 1].isupper() for surface in surfaces) > half for i in range(len(part))]
    return "".join(letter.upper() if up else letter for letter, up in zip(part, capital, strict=True))


def _not_shouted(surfaces: list[str]) -> list[str]:
    quiet = [surface for surface in surfaces if not (surface.isupper() and len(surface) > _LONGEST_ABBREVIATION)]
    return quiet or surfaces
