"""Inflection: nominatives of terms in the number and spelling of the corpus."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from tematika.language.lemmas import ADJECTIVE_POS, NOUN_POS, lemma_of, parse
from tematika.language.word_families import common_prefix_length

_T = TypeVar("_T", str, int, tuple[str, ...])

# Words whose number depends on grammar or on a name.
_ONE_NUMBER = frozenset({"Sgtm", "Fixd", "Abbr", "Geox", "Orgn"})
# Least share of nominatives of an apposition; dependents of a noun are never in the nominative.
_APPOSITION = 0.2
# Names with a number, which the lemmatiser does not inflect: «Формулы-1».
_NUMBERED = re.compile(r".+-(\d+)")
# Forms such as «цены» are singular or plural: a plural needs a clear majority.
_MAJORITY = 0.6


def single_form(lemma: str, forms: Mapping[str, int], lemmas: Mapping[str, int]) -> str | None:
    """Return the form of a single word: of nouns `noun_form`, of adjectives the spelling of the dictionary.

    Parameters
    ----------
    lemma : str
    forms : mapping of str to int
        As for `noun_form`.
    lemmas : mapping of str to int
        Counts of the lemmas of the same texts.

    Returns
    -------
    str or None
        None if the lemma is no noun or adjective, or another, more frequent lemma explains all the forms (``парк`` for
        ``парка``).
    """
    poses = {reading.tag.POS for form in (lemma, *forms) for reading in parse(form)} - {None}
    if is_adjective(lemma):
        return dictionary_spelling(lemma)
    if poses and not poses & NOUN_POS:
        return None
    return None if _better_explained(lemma, forms, lemmas) else noun_form(lemma, forms)


def is_adjective(lemma: str) -> bool:
    """Return whether the likeliest reading of a lemma is an adjective."""
    reading = next(iter(parse(lemma)), None)
    return reading is not None and reading.tag.POS in ADJECTIVE_POS


def is_known(form: str) -> bool:
    """Return whether the dictionary has a form."""
    return any(reading.is_known for reading in parse(form))


def _better_explained(lemma: str, forms: Mapping[str, int], lemmas: Mapping[str, int]) -> bool:
    explained = [{_fold(reading.normal_form) for reading in _readings(form, NOUN_POS)} for form in forms]
    others = set[str].intersection(*explained) - {lemma} if explained else set()
    fewest = lemmas.get(lemma, 0) if is_known(lemma) else 1
    return any(lemmas.get(other, 0) >= max(1, fewest) for other in others)


def noun_form(lemma: str, forms: Mapping[str, int]) -> str | None:
    """Return the nominative of a noun, with its ё, in the plural if the corpus mostly has it so; None if unknown.

    The forms decide between homographs (``льна`` is of ``лён``, ``лена`` would be of ``лен``). A guessed lemma that is
    in no text is replaced by one that is (``мариинк`` by ``мариинка``).

    Parameters
    ----------
    lemma : str
        From `tematika.language.lemmas.lemma_of`, ё folded.
    forms : mapping of str to int
        Counts of the forms, in lower case.

    Examples
    --------
    >>> noun_form("лен", {"льна": 2, "лен": 1}), noun_form("санкция", {"санкций": 3, "санкции": 2})
    ('лён', 'санкции')
    """
    if numbered := _NUMBERED.fullmatch(lemma):
        heads = _counted((form.rpartition("-")[0], count) for form, count in forms.items())
        head = noun_form(lemma_of(_fold(_most_frequent(heads)), capital=True).lemma, heads)
        return f"{head}-{numbered[1]}" if head else None
    readings = _weighted_readings(forms)
    # A compound is known by its last part: «IT-компания».
    last = lemma.rpartition("-")[2]
    known = any(r.is_known for r, _ in readings if _fold(r.normal_form) == lemma) or ("-" in lemma and is_known(last))
    if not known and lemma not in map(_fold, forms):
        return _true_nominative(forms)
    if not known and len(forms) == 1 and len({_fold(reading.normal_form) for reading, _ in readings}) > 1:
        return None
    headword = _headword(lemma, readings)
    own = [(reading, weight) for reading, weight in readings if reading.normal_form == headword]
    plural = sum(weight for reading, weight in own if reading.tag.number == "plur")
    # Rounded, so that the order of summation does not matter.
    if round(plural - _MAJORITY * sum(weight for _, weight in own), 6) <= 0:
        return headword
    return _inflected(headword, {"nomn", "plur"})


def phrase_forms(lemmas: Sequence[str], rows: Mapping[tuple[str, ...], int]) -> list[str] | None:
    """Return a form for each word of a phrase: head in the nominative, adjectives that agree, the rest as written.

    Parameters
    ----------
    lemmas : sequence of str
        The phrase's lemmas and prepositions.
    rows : mapping of tuple of str to int
        Counts of the phrase as written, word by word in lower case.

    Returns
    -------
    list of str or None
        None if the nominative of the head is unknown.

    Examples
    --------
    >>> phrase_forms(["союзный", "программа"], {("союзных", "программ"): 2, ("союзные", "программы"): 1})
    ['союзные', 'программы']
    >>> phrase_forms(["цена", "на", "нефть"], {("цены", "на", "нефть"): 2, ("цен", "на", "нефть"): 1})
    ['цены', 'на', 'нефть']
    """
    head = _most_frequent(dict.fromkeys(range(len(lemmas)), 0) | _heads(rows))
    agreeing = {row: count for row, count in rows.items() if _head(row) == head} or rows
    tail = _tail(tuple(lemmas[head + 1 :]), _counted((row[head + 1 :], count) for row, count in agreeing.items()))
    if head == 0:
        noun = noun_form(lemmas[0], _counted((row[0], count) for row, count in agreeing.items()))
        return [noun, *tail] if noun else None
    number = "plur" if _plural_share(agreeing, head) > _MAJORITY else "sing"
    headword = _headword(lemmas[head], _weighted_readings(_counted((row[head], n) for row, n in agreeing.items())))
    noun = _inflected(headword, {"nomn", number})
    reading = next((r for r in parse(noun) if r.tag.POS in NOUN_POS and "nomn" in r.tag.grammemes), None)
    if reading is None:
        return None
    wanted = {"nomn", "plur"} if reading.tag.number == "plur" else {"nomn", "sing", reading.tag.gender} - {None}
    adjectives = [_adjective(_counted((row[place], n) for row, n in agreeing.items()), wanted) for place in range(head)]
    return [*adjectives, noun, *tail]


def dictionary_spelling(lemma: str) -> str:
    """Return a folded lemma in the spelling of the dictionary, with its ё.

    Examples
    --------
    >>> dictionary_spelling("счетчик"), dictionary_spelling("самолет"), dictionary_spelling("поле")
    ('счётчик', 'самолёт', 'поле')
    """
    forms = (str(reading.normal_form) for reading in parse(lemma))
    return next((form for form in forms if _fold(form) == lemma), lemma)


def can_agree(adjective: str, noun: str) -> bool:
    """Return whether two forms may be an adjective or participle and its noun: they share case and number.

    Examples
    --------
    >>> can_agree("рабочих", "мест"), can_agree("рабочих", "завода")
    (True, False)
    """
    return bool(_cases(adjective, ADJECTIVE_POS) & _cases(noun, NOUN_POS))


def is_dependent(form: str) -> bool:
    """Return whether a form may be a noun that depends on the one before it: in the genitive, dative or instrumental.

    Examples
    --------
    >>> is_dependent("регионов"), is_dependent("министр")
    (True, False)
    """
    return any({"gent", "datv", "ablt"} & reading.tag.grammemes for reading in _readings(form, NOUN_POS))


def _head(row: Sequence[str]) -> int:
    """Return the place of the first noun that all words before it may be adjectives of."""
    for place in range(len(row) - 1, 0, -1):
        if all(can_agree(word, row[place]) for word in row[:place]):
            return place
    return 0


def _heads(rows: Mapping[tuple[str, ...], int]) -> dict[int, int]:
    return _counted((_head(row), count) for row, count in rows.items())


def _plural_share(rows: Mapping[tuple[str, ...], int], head: int) -> float:
    plural = 0.0
    for row, count in rows.items():
        shared = _cases(row[head], NOUN_POS)
        for word in row[:head]:
            shared &= _cases(word, ADJECTIVE_POS)
        plural += count * sum(number == "plur" for _, number in shared) / max(1, len(shared))
    return plural / sum(rows.values())


def _tail(lemmas: tuple[str, ...], tails: Mapping[tuple[str, ...], int]) -> tuple[str, ...]:
    """Return the words behind the head as mostly written; in the nominative if they decline with it (`Сити Холл`)."""
    usual = _most_frequent(tails)
    last = _readings(usual[-1], NOUN_POS) if usual else ()
    behind_preposition = len(usual) > 1 and any(reading.tag.POS == "PREP" for reading in parse(usual[0]))
    dependent = is_dependent(usual[-1]) or behind_preposition if last else True
    declines = bool(usual) and (tails.get(lemmas, 0) >= _APPOSITION * sum(tails.values()) or not dependent)
    return (*lemmas[:-1], dictionary_spelling(lemmas[-1])) if declines else usual


def _headword(lemma: str, readings: Iterable[tuple[Any, float]]) -> str:
    """Return that one of the dictionary's words that differ in ё which explains most forms, of equals without ё."""
    weights: dict[str, float] = {}
    explained: dict[str, set[str]] = {}
    for reading, weight in readings:
        if _fold(reading.normal_form) == lemma:
            weights[reading.normal_form] = weights.get(reading.normal_form, 0.0) + weight
            explained.setdefault(reading.normal_form, set()).add(_fold(reading.word))
    # Rounded, so that the order of summation does not matter.
    order = {form: (-len(explained[form]), form.count("ё"), -round(weights[form], 6), form) for form in weights}
    return min(order, key=order.__getitem__) if order else dictionary_spelling(lemma)


def _true_nominative(forms: Mapping[str, int]) -> str | None:
    """Return a form in the texts that all the others may be forms of."""
    lemmas = {form: {str(reading.normal_form) for reading in parse(form)} for form in forms}
    shared = set[str].intersection(*lemmas.values()) & set(forms) if lemmas else set()
    return min(shared, key=lambda form: (-forms[form], form), default=None)


def _adjective(forms: Mapping[str, int], wanted: set[str]) -> str:
    """Return the inflected form that the texts have, or the most similar one.

    To pymorphy3 «высший» and «высочайший» are forms of one word.
    """
    for form in sorted(forms, key=lambda form: (-forms[form], form)):
        word = next((r for r in _readings(form, ADJECTIVE_POS) if wanted <= r.tag.grammemes), None)
        if word is not None:
            return str(word.word)
    form = _most_frequent(forms)
    word = next(iter(_readings(form, ADJECTIVE_POS)), None)
    others = [r.word for r in word.lexeme if wanted <= r.tag.grammemes and r.tag.POS in ADJECTIVE_POS] if word else []
    return max(others, key=lambda other: common_prefix_length(_fold(other), _fold(form)), default=form)


def _inflected(headword: str, wanted: set[str]) -> str:
    reading = next((r for r in parse(headword) if r.normal_form == headword and r.tag.POS in NOUN_POS), None)
    if reading is None or (_ONE_NUMBER & reading.tag.grammemes):
        return headword
    inflected = reading.inflect(wanted)
    return str(inflected.word) if inflected else headword


def _weighted_readings(forms: Mapping[str, int]) -> list[tuple[Any, float]]:
    """Return noun readings of forms, weighted by the count of the form times the probability of the reading."""
    weighted = []
    for form, count in forms.items():
        readings = _readings(form, NOUN_POS)
        total = sum(reading.score for reading in readings)
        weighted += [(reading, count * reading.score / total) for reading in readings]
    return weighted


def _cases(form: str, parts_of_speech: frozenset[str]) -> set[tuple[str, str]]:
    return {(r.tag.case, r.tag.number) for r in _readings(form, parts_of_speech)}


@cache
def _readings(form: str, parts_of_speech: frozenset[str]) -> tuple[Any, ...]:
    """Return the readings of a form as these parts of speech, without abbreviated adjectives, which agree with all."""
    readings = (reading for reading in parse(form) if reading.tag.POS in parts_of_speech)
    return tuple(r for r in readings if not (r.tag.POS in ADJECTIVE_POS and "Abbr" in r.tag.grammemes))


def _counted(items: Iterable[tuple[_T, int]]) -> dict[_T, int]:
    counts: dict[_T, int] = {}
    for item, count in items:
        counts[item] = counts.get(item, 0) + count
    return counts


def _most_frequent(counts: Mapping[_T, int]) -> _T:
    """Return the most frequent item, of equals the first in order, so that the order of texts does not matter."""
    return min(counts, key=lambda item: (-counts[item], item))


def _fold(form: str) -> str:
    return form.replace("ё", "е")
