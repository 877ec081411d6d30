"""Lemma and part of speech of word forms; the one place that knows pymorphy3."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import pymorphy3

_NAME_TAGS = frozenset({"Name", "Surn", "Patr", "Init"})
_PROPER_TAGS = _NAME_TAGS | {"Geox", "Orgn", "Trad"}
NOUN_POS = frozenset({"NOUN", "LATN", "UNKN"})
ADJECTIVE_POS = frozenset({"ADJF", "PRTF"})
CONTENT_POS = NOUN_POS | ADJECTIVE_POS | {"ADJS", "COMP", "VERB", "INFN", "PRTS", "GRND"}


class Lemma(NamedTuple):
    """What a word form is, by its likeliest reading.

    Attributes
    ----------
    lemma : str
        Normal form with ё folded to е.
    pos : str
        OpenCorpora part of speech (NOUN, ADJF, …), LATN for Latin script, UNKN for what has none.
    name : bool
        A first name, surname, patronymic or initial.
    place : bool
        A place name.
    """

    lemma: str
    pos: str
    name: bool
    place: bool


@cache
def _analyzer() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()


def _parse(form: str) -> list[Any]:
    """Give the readings of a form, likeliest first; none for letters that have no Unicode name."""
    analyzer = _analyzer()
    try:
        return list(analyzer.parse(form))
    except ValueError:
        return []


@cache
def lemma_of(form: str, capital: bool) -> Lemma:
    """Lemma of a folded word form, asked of pymorphy3 once for each form.

    Parameters
    ----------
    form : str
        A form as `tematika.language.tokens.fold` gives it.
    capital : bool
        Whether the text writes it with a capital. What is not capitalised is no proper name: `газа` is then the fuel
        and not the strip of land, `вера` a belief and not a person.
    """
    readings = _parse(form)
    if not readings:
        return Lemma(form, "UNKN", False, False)
    best = readings[0]
    if not capital:
        best = next((r for r in readings if not _PROPER_TAGS & r.tag.grammemes), best)
    tags = best.tag.grammemes
    # Pronouns such as «наш» and numerals such as «пятый» are tagged as adjectives, too.
    adjectival = "NPRO" if "Apro" in tags else "NUMR" if "Anum" in tags else None
    pos = adjectival or best.tag.POS or ("LATN" if "LATN" in tags else "UNKN")
    lemma = best.normal_form.replace("ё", "е")
    return Lemma(lemma, str(pos), capital and bool(_NAME_TAGS & tags), capital and "Geox" in tags)


def abbreviation(form: str) -> Lemma:
    """Take a form as it is, for abbreviations and names of companies that the dictionary does not have."""
    return Lemma(form, "NOUN", name=False, place=False)


@cache
def lemmas_of_seed(form: str) -> frozenset[str]:
    """All lemmas that a word of a themes file may stand for, whichever way it is capitalised in texts."""
    return frozenset({form, lemma_of(form, capital=False).lemma, lemma_of(form, capital=True).lemma})


def agree(adjective: str, noun: str) -> str:
    """Put an adjective or participle, in any form, into the gender and number of a noun's lemma.

    Examples
    --------
    >>> agree("железный", "дорога"), agree("союзный", "программа"), agree("управляющей", "компания")
    ('железная дорога', 'союзная программа', 'управляющая компания')
    """
    head = next((r for r in _readings(noun, NOUN_POS) if "nomn" in r.tag.grammemes), None)
    word = next(_readings(adjective, ADJECTIVE_POS), None)
    if head is None or word is None:
        return f"{adjective} {noun}"
    wanted = {"nomn", "plur"} if head.tag.number == "plur" else {"nomn", "sing", head.tag.gender} - {None}
    # Asked for what it is already, pymorphy3 may answer with another form: «высшее» becomes «высочайшее».
    inflected = word if wanted <= word.tag.grammemes else word.inflect(wanted)
    return f"{inflected.word if inflected else adjective} {spell(noun)}"


def spell(lemma: str) -> str:
    """Write a folded lemma as the dictionary does, with its ё.

    Examples
    --------
    >>> spell("счетчик"), spell("самолет"), spell("поле")
    ('счётчик', 'самолёт', 'поле')
    """
    forms = (str(reading.normal_form) for reading in _parse(lemma))
    return next((form for form in forms if form.replace("ё", "е") == lemma), lemma)


def can_agree(adjective: str, noun: str) -> bool:
    """Whether two forms may be an adjective or participle and its noun: they share case and number.

    Examples
    --------
    >>> can_agree("рабочих", "мест"), can_agree("рабочих", "завода")
    (True, False)
    """
    wanted = {(r.tag.case, r.tag.number) for r in _readings(noun, NOUN_POS)}
    return any((r.tag.case, r.tag.number) in wanted for r in _readings(adjective, ADJECTIVE_POS))


def _readings(form: str, parts_of_speech: frozenset[str]) -> Iterator[Any]:
    return (reading for reading in _parse(form) if reading.tag.POS in parts_of_speech)
