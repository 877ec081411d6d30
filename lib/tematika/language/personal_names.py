"""Personal names that the dictionary does not know, told by the company they keep."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from tematika.language.lemmas import NAME_TAGS, lemma_of, parse
from tematika.language.tokens import bare, fold

# Capitalised words and initials one after the other.
_RUN = re.compile(r"(?:[А-ЯЁ](?:[а-яё]+(?:-[А-ЯЁ][а-яё]+)?|\.)\s?){2,}")
_WORD = re.compile(r"[А-ЯЁ](?:\.|[а-яё]+(?:-[А-ЯЁ][а-яё]+)?)")
_TITLE = re.compile(r"[А-ЯЁ][а-яё]+")
# So large a share of a name's mentions is introduced by a first name or an initial: news gives it once an article.
_INTRODUCED = 0.1
_FEWEST = 2
# Readings that are guesses share their likelihood with many others.
_GUESSED = 0.3


def introduced(texts: Iterable[str]) -> Counter[str]:
    """How often each capitalised word, folded, follows a first name or an initial directly."""
    runs = Counter(run.strip() for text in texts for run in _RUN.findall(text))
    pairs: Counter[tuple[str, str]] = Counter()
    for run, count in runs.items():
        for pair in pairwise(_WORD.findall(run)):
            pairs[pair] += count
    counts: Counter[str] = Counter()
    for (before, word), count in pairs.items():
        if not word.endswith(".") and (before.endswith(".") or _is_name(before)):
            counts[fold(word)] += count
    return counts


def is_personal(surfaces: Sequence[str], known: Counter[str], each: int = 1) -> bool:
    """Whether a word is mostly a personal name: capitalised, and introduced as one or a surname by its form.

    Parameters
    ----------
    surfaces : sequence of str
        The word as it stands in the texts, beginnings of sentences left out if there are others.
    known : Counter
        What `introduced` counted in the texts.
    each : int
        How many places each of these stands for, where there are more in the texts.
    """
    # With capitals inside, a word is an abbreviation or a company: «РусГидро».
    capital = [surface for surface in surfaces if all(_TITLE.fullmatch(part) for part in surface.split("-"))]
    if 2 * len(capital) <= len(surfaces):
        return False
    forms = {fold(surface) for surface in capital}
    if 2 * sum(lemma_of(fold(surface), capital=True).place for surface in capital) > len(capital):
        return False
    met = sum(known[form] for form in forms)
    by_company = met >= _FEWEST and met >= _INTRODUCED * (met + each * len(capital))
    return by_company or any(_named(form) for form in forms)


def _named(form: str) -> bool:
    """Whether the dictionary has a form as a name, or takes a form that it does not have for one."""
    readings = parse(form)
    names = [reading for reading in readings if NAME_TAGS & reading.tag.grammemes]
    if any(reading.is_known for reading in readings):
        return any(reading.is_known for reading in names)
    return float(sum(reading.score for reading in names)) >= _GUESSED


def _is_name(word: str) -> bool:
    return lemma_of(fold(bare(word)), True).name
