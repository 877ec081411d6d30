"""Lemma and part of speech of word forms; the one place that knows pymorphy3."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import pymorphy3

NAME_TAGS = frozenset({"Name", "Surn", "Patr", "Init"})
PROPER_TAGS = NAME_TAGS | {"Geox", "Orgn", "Trad"}
NOUN_POS = frozenset({"NOUN", "LATN", "UNKN"})
ADJECTIVE_POS = frozenset({"ADJF", "PRTF"})
CONTENT_POS = NOUN_POS | ADJECTIVE_POS | {"ADJS", "COMP", "VERB", "INFN", "PRTS", "GRND"}
KNOWN_PREFIXES = frozenset(pymorphy3.lang.ru.KNOWN_PREFIXES)
PARTICLES = tuple(pymorphy3.lang.ru.PARTICLES_AFTER_HYPHEN)


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
def analyzer() -> pymorphy3.MorphAnalyzer:
    """Load the dictionary, once."""
    return pymorphy3.MorphAnalyzer()


def parse(form: str) -> list[Any]:
    """Give the readings of a form, likeliest first; none for letters that have no Unicode name."""
    try:
        return list(analyzer().parse(form))
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
    readings = parse(form)
    if not readings:
        return Lemma(form, "UNKN", False, False)
    best = readings[0]
    if not capital:
        best = next((r for r in readings if not PROPER_TAGS & r.tag.grammemes), best)
    tags = best.tag.grammemes
    lemma = best.normal_form.replace("ё", "е")
    return Lemma(lemma, part_of_speech(best.tag), capital and bool(NAME_TAGS & tags), capital and "Geox" in tags)


def part_of_speech(tag: Any) -> str:
    """Name the part of speech that a tag is of."""
    tags = tag.grammemes
    # Pronouns such as «наш» and numerals such as «пятый» are tagged as adjectives, too.
    adjectival = "NPRO" if "Apro" in tags else "NUMR" if "Anum" in tags else None
    return str(adjectival or tag.POS or ("LATN" if "LATN" in tags else "UNKN"))


def abbreviation(form: str) -> Lemma:
    """Take a form as it is, for abbreviations and names of companies that the dictionary does not have."""
    return Lemma(form, "NOUN", name=False, place=False)


@cache
def lemmas_of_seed(form: str) -> frozenset[str]:
    """All lemmas that a word of a themes file may stand for, whichever way it is capitalised in texts."""
    return frozenset({form, lemma_of(form, capital=False).lemma, lemma_of(form, capital=True).lemma})
