"""Lemmas and parts of speech of word forms, from pymorphy3."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import pymorphy3

NAME_TAGS = frozenset({"Name", "Surn", "Patr", "Init"})
PROPER_TAGS = NAME_TAGS | {"Geox", "Orgn", "Trad"}
NOUN_POS = frozenset({"NOUN", "LATN", "UNKN"})
ADJECTIVE_POS = frozenset({"ADJF", "PRTF"})
CONTENT_POS = NOUN_POS | ADJECTIVE_POS | {"ADJS", "COMP", "VERB", "INFN", "PRTS", "GRND"}


class Lemma(NamedTuple):
    """The likeliest reading of a word form.

    Attributes
    ----------
    lemma : str
        Normal form with ё folded to е.
    pos : str
        OpenCorpora part of speech (NOUN, ADJF, …), LATN for Latin script, UNKN for none.
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
def morph_analyzer() -> pymorphy3.MorphAnalyzer:
    """Return the analyser, loaded once."""
    return pymorphy3.MorphAnalyzer()


def parse(form: str) -> list[Any]:
    """Return the readings of a form, likeliest first; none for letters without a Unicode name."""
    try:
        return list(morph_analyzer().parse(form))
    except ValueError:
        return []


class _TagFacts(NamedTuple):
    pos: str
    proper: bool
    name: bool
    place: bool


@cache
def _facts_of(tag: Any) -> _TagFacts:
    """Return the facts of a tag that lemmas need; there are few tags and many words."""
    tags = tag.grammemes
    # Pronouns such as «наш» and numerals such as «пятый» are tagged as adjectives, too.
    adjectival = "NPRO" if "Apro" in tags else "NUMR" if "Anum" in tags else None
    pos = str(adjectival or tag.POS or ("LATN" if "LATN" in tags else "UNKN"))
    return _TagFacts(pos, bool(PROPER_TAGS & tags), bool(NAME_TAGS & tags), "Geox" in tags)


def read_form(form: str) -> tuple[Lemma, Lemma]:
    """Return the lemmas of a folded word form without a capital and with one; unlike `lemma_of` without a cache.

    Examples
    --------
    >>> [lemma.lemma for lemma in read_form("орлов")]
    ['орел', 'орлов']
    """
    readings = parse(form)
    if not readings:
        unknown = Lemma(form, "UNKN", name=False, place=False)
        return unknown, unknown
    best = readings[0]
    facts = _facts_of(best.tag)
    capital = Lemma(_folded(best), facts.pos, facts.name, facts.place)
    if not facts.proper:
        return capital, capital
    common = next((reading for reading in readings if not _facts_of(reading.tag).proper), best)
    return Lemma(_folded(common), _facts_of(common.tag).pos, name=False, place=False), capital


def _folded(reading: Any) -> str:
    return str(reading.normal_form).replace("ё", "е")


@cache
def lemma_of(form: str, capital: bool) -> Lemma:
    """Return the lemma of a folded word form.

    Parameters
    ----------
    form : str
        From `tematika.language.tokens.fold`.
    capital : bool
        Whether the text writes it with a capital. Without one it is no proper name: `газа` is the fuel and not the
        strip of land, `вера` a belief and not a person.
    """
    return read_form(form)[capital]


def abbreviation_lemma(form: str) -> Lemma:
    """Return the lemma of an abbreviation or the name of a company, which is the form itself."""
    return Lemma(form, "NOUN", name=False, place=False)


@cache
def lemmas_of_seed(form: str) -> frozenset[str]:
    """Return all lemmas that a seed word may have in texts, with a capital or without."""
    return frozenset({form, lemma_of(form, capital=False).lemma, lemma_of(form, capital=True).lemma})
