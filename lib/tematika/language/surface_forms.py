"""Terms as people write them: agreement, number, place names and abbreviations with their capitals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tematika.language.inflection import is_adjective, is_known, phrase_forms, single_form
from tematika.language.lemmas import lemma_of
from tematika.language.personal_names import count_introduced, is_personal_name
from tematika.language.phrases import PREPOSITIONS, Mentions, Phrases
from tematika.language.terms import Terms
from tematika.language.tokens import bare, fold

# Longer words in capitals are no abbreviations, unless they are always written so.
_LONGEST_ABBREVIATION = 5
_QUOTES = "«„“\"'"
# Share of a preposition before a phrase from which the phrase is an adverb: «по собственному желанию».
_ADVERBIAL = 0.8
_ADVERBIAL_PREPOSITIONS = frozenset({"по", "в", "на", "под", "с", "за", "из", "при", "для", "до", "от"})


@dataclass(frozen=True, slots=True)
class SurfaceForm:
    """A term as people write it, and the lemmas of its words without prepositions."""

    text: str
    lemmas: tuple[str, ...]


class DisplayForms:
    """Terms as people write them, each determined when it is first needed.

    Capitals (``АЭС``, ``Сибирь``) and number (``переговоры``) are those of most occurrences. A term that is mostly part
    of a longer phrase is shown as that phrase (``Северный морской путь``). In a phrase adjectives agree with the noun
    (``железная дорога``), and what follows the noun keeps its most frequent form (``добыча нефти``).

    Parameters
    ----------
    terms : Terms
    texts : sequence of str
        The texts of the terms.
    """

    def __init__(self, terms: Terms, texts: Sequence[str]) -> None:
        self._terms, self._texts = terms, texts
        self._forms: dict[int, SurfaceForm | None] = {}

    def of(self, wanted: Sequence[int]) -> dict[int, SurfaceForm]:
        """Return the forms of terms, except personal names, parts of words and wrong lemmas."""
        for number in wanted:
            if number not in self._forms:
                self._forms[number] = self._form(number)
        forms = ((number, self._forms[number]) for number in wanted)
        return {number: form for number, form in forms if form is not None}

    @cached_property
    def _statistics(self) -> tuple[Phrases, Counter[str], dict[str, int]]:
        """Phrases, introduced names and counts of terms in the texts."""
        of_term = np.bincount(self._terms.term, minlength=len(self._terms.names)).tolist()
        counts = dict(zip(self._terms.names, of_term, strict=True))
        return Phrases(self._terms, self._texts), count_introduced(self._texts), counts

    def _form(self, number: int) -> SurfaceForm | None:
        phrases, known, counts = self._statistics
        mentions = phrases.mentions(number)
        form = _display(mentions, self._texts, known, counts)
        if form is None:
            return None
        return SurfaceForm(form, tuple(lemma for lemma in mentions.lemmas if lemma not in PREPOSITIONS))


@dataclass(frozen=True, slots=True)
class _Occurrence:
    surface: str
    inside: bool
    quoted: bool
    before: str


def _display(mentions: Mentions, texts: Sequence[str], known: Counter[str], terms: Mapping[str, int]) -> str | None:
    n_words = len(mentions.lemmas)
    occurrences = _occurrences(mentions, texts)
    if 2 * len(occurrences) <= len(mentions.text):
        return None
    rows = [bare(occurrence.surface).split() for occurrence in occurrences]
    columns = [
        _surfaces(
            [
                (row[i], occurrence, i > 0)
                for row, occurrence in zip(rows, occurrences, strict=True)
                if len(row) == n_words
            ]
        )
        for i in range(n_words)
    ]
    if not all(columns) or any(is_personal_name(column, known, mentions.each) for column in columns):
        return None
    if n_words > 1 and _is_adverbial(occurrences):
        return None
    counts = Counter(tuple(word.lower() for word in row) for row in rows if len(row) == n_words)
    forms = _forms(mentions.lemmas, counts, terms)
    if not forms:
        return None
    cased = " ".join(_cased(form, column) for form, column in zip(forms, columns, strict=True))
    return None if _is_fragment(cased) else cased


def _is_fragment(cased: str) -> bool:
    """Return whether a form is part of something else: «Великий» of a name, a Latin word of an address.

    A pair of capitalised nouns with an unknown second one is a foreign person.
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


def _occurrences(mentions: Mentions, texts: Sequence[str]) -> list[_Occurrence]:
    """Return the occurrences of a term as words, not as parts of words such as «31-летний»."""
    occurrences = []
    for number, start, end in zip(mentions.text.tolist(), mentions.start.tolist(), mentions.end.tolist(), strict=True):
        text = texts[number]
        before = text[max(0, start - 12) : start]
        if before[-1:] == "-":
            continue
        opened = before.rstrip(_QUOTES + "(")
        bared = opened.rstrip(" \xa0")
        inside = bool(bared) and bared[-1] not in ".!?…:–—\n"
        occurrences.append(_Occurrence(text[start:end], inside, before[-1:] in _QUOTES and before != "", bared))
    return occurrences


def _surfaces(column: list[tuple[str, _Occurrence, bool]]) -> list[str]:
    """Return a word as written inside sentences, where capitals mean something, if possible not behind a quote."""
    inside = [(word, occurrence) for word, occurrence, later in column if occurrence.inside or later]
    plain = [word for word, occurrence in inside if not occurrence.quoted]
    return plain or [word for word, _ in inside] or [_without_capital(word) for word, _, _ in column]


def _without_capital(word: str) -> str:
    """Return a word in lower case, unless it is an abbreviation or a known place."""
    abbreviated = len(word) > 1 and word.isupper()
    return word if abbreviated or lemma_of(fold(word), capital=True).place else word.lower()


def _is_adverbial(occurrences: list[_Occurrence]) -> bool:
    if any(occurrence.surface[:1].isupper() for occurrence in occurrences):
        return False
    before = Counter(
        occurrence.before.rsplit(None, 1)[-1].lower() for occurrence in occurrences if occurrence.before.strip()
    )
    return any(before[word] > _ADVERBIAL * len(occurrences) for word in _ADVERBIAL_PREPOSITIONS)


def _cased(word: str, surfaces: list[str]) -> str:
    """Return a word with the capitals of more than half of its occurrences, between hyphens part by part."""
    parts = word.split("-")
    rows = [row for row in (surface.split("-") for surface in surfaces) if len(row) == len(parts)]
    return "-".join(_cased_part(part, [row[i] for row in rows]) for i, part in enumerate(parts))


def _cased_part(part: str, surfaces: list[str]) -> str:
    surfaces = _without_shouting(surfaces)
    half = len(surfaces) / 2
    if len(part) > 1 and sum(surface.isupper() and len(surface) > 1 for surface in surfaces) > half:
        return part.upper()
    capital = [sum(surface[i : i + 1].isupper() for surface in surfaces) > half for i in range(len(part))]
    return "".join(letter.upper() if up else letter for letter, up in zip(part, capital, strict=True))


def _without_shouting(surfaces: list[str]) -> list[str]:
    quiet = [surface for surface in surfaces if not (surface.isupper() and len(surface) > _LONGEST_ABBREVIATION)]
    return quiet or surfaces
