"""Terms as people write them: agreement, place names and abbreviations with their capitals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from tematika.language.lemmas import agree, lemma_of, spell
from tematika.language.terms import Terms


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
    return inside or [text[start:end].lower() for text, start, end in places]


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start].rstrip(' "«„“(\n')
    return start == 0 or not before or before[-1] in ".!?…:–—"


def _display(name: str, surfaces: list[str]) -> str:
    words = name.split(" ")
    written = [surface.split() for surface in surfaces]
    columns = [[row[i] for row in written if len(row) == len(words)] for i in range(len(words))]
    if len(words) == 1:
        return _cased(spell(name), columns[0])
    first, second = words
    if lemma_of(first, capital=False).pos == "NOUN":
        usual = Counter(form.lower() for form in columns[1]).most_common(1)
        return f"{_cased(spell(first), columns[0])} {_cased(usual[0][0] if usual else second, columns[1])}"
    agreed = agree(first, second).split(" ")
    return " ".join(_cased(word, column) for word, column in zip(agreed, columns, strict=True))


def _cased(word: str, surfaces: list[str]) -> str:
    """Give a word the capitals that it has in more than half of its occurrences."""
    half = len(surfaces) / 2
    if len(word) > 1 and sum(surface.isupper() and len(surface) > 1 for surface in surfaces) > half:
        return word.upper()
    if sum(surface[:1].isupper() for surface in surfaces) > half:
        return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
    return word
