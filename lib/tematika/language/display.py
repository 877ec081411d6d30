"""Terms as people write them: agreement, place names and abbreviations with their capitals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from tematika.language.lemmas import agree, can_agree, spell
from tematika.language.terms import Terms
from tematika.language.tokens import bare


def display_forms(terms: Terms, texts: Sequence[str], wanted: Sequence[int]) -> dict[int, str]:
    """Readable forms of some terms.

    A lemma is written as it mostly stands in the texts as to capitals (``АЭС``, ``Сибирь``). Of a phrase an adjective
    agrees with its noun (``железная дорога``); a second noun keeps the form it mostly has (``добыча нефти``).

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
    dict of int to str
        A form for each wanted term.
    """
    return {number: _display(terms.names[number], _surfaces(terms, texts, number)) for number in wanted}


def _surfaces(terms: Terms, texts: Sequence[str], number: int) -> list[str]:
    """How a term stands in the texts, beginnings of sentences left out: capitals there mean nothing."""
    at = np.flatnonzero(terms.term == number)
    places = [(texts[terms.text[i]], int(terms.start[i]), int(terms.end[i])) for i in at.tolist()]
    inside = [text[start:end] for text, start, end in places if not _begins_sentence(text, start)]
    return inside or [_without_capital(text[start:end]) for text, start, end in places]


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start].rstrip(' \xa0"«„“(')
    return not before or before[-1] in ".!?…:–—\n"


def _without_capital(surface: str) -> str:
    """Lower case, but for abbreviations: the beginning of a sentence does not write ``АЭС``."""
    return " ".join(word if len(word) > 1 and word.isupper() else word.lower() for word in surface.split())


def _display(name: str, surfaces: list[str]) -> str:
    words = name.split(" ")
    written = [row for row in (bare(surface).split() for surface in surfaces) if len(row) == len(words)]
    columns = [[row[i] for row in written] for i in range(len(words))]
    forms = _phrase(words[0], words[1], written) if len(words) == 2 else [spell(name)]
    return " ".join(_cased(form, column) for form, column in zip(forms, columns, strict=True))


def _phrase(first: str, second: str, written: Sequence[Sequence[str]]) -> list[str]:
    """Two lemmas as a phrase, by the forms that it is written with.

    The forms and not the lemmas tell an adjective: of ``рабочее место`` the first lemma is a noun as well, of
    ``населённый пункт`` it is a verb.
    """
    pairs = [(a.lower(), b.lower()) for a, b in written]
    agreeing = [adjective for adjective, noun in pairs if can_agree(adjective, noun)]
    if 2 * len(agreeing) > len(pairs):
        return agree(_most_frequent(agreeing), second).split(" ")
    return [spell(first), _most_frequent([noun for _, noun in pairs])]


def _most_frequent(forms: Sequence[str]) -> str:
    """Of equally frequent forms the first in the alphabet: which text comes first must not matter."""
    counts = Counter(forms)
    return min(counts, key=lambda form: (-counts[form], form))


def _cased(word: str, surfaces: list[str]) -> str:
    """Give a word the capitals that it has in more than half of its occurrences, between hyphens part by part."""
    parts = word.split("-")
    rows = [row for row in (surface.split("-") for surface in surfaces) if len(row) == len(parts)]
    return "-".join(_cased_part(part, [row[i] for row in rows]) for i, part in enumerate(parts))


def _cased_part(part: str, surfaces: list[str]) -> str:
    half = len(surfaces) / 2
    if len(part) > 1 and sum(surface.isupper() and len(surface) > 1 for surface in surfaces) > half:
        return part.upper()
    capital = [sum(surface[i : i + 1].isupper() for surface in surfaces) > half for i in range(len(part))]
    return "".join(letter.upper() if up else letter for letter, up in zip(part, capital, strict=True))
