"""Personal names that the dictionary does not know, recognised by their context."""

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
# Least share and number of a name's mentions behind a first name or an initial: news gives it once an article.
_MIN_SHARE = 0.1
_MIN_COUNT = 2
# Least score of name readings of unknown forms, which share their likelihood with many others.
_GUESSED = 0.3


def count_introduced(texts: Iterable[str]) -> Counter[str]:
    """Return how often each capitalised word, folded, directly follows a first name or an initial."""
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


def is_personal_name(surfaces: Sequence[str], known: Counter[str], each: int = 1) -> bool:
    """Return whether a word is mostly capitalised, and introduced as a name or a surname by its form.

    Parameters
    ----------
    surfaces : sequence of str
        The word in the texts, without beginnings of sentences if there are others.
    known : Counter
        From `count_introduced`.
    each : int
        Number of occurrences that each surface stands for.
    """
    # With capitals inside a word is an abbreviation or a company: «РусГидро».
    capital = [surface for surface in surfaces if all(_TITLE.fullmatch(part) for part in surface.split("-"))]
    if 2 * len(capital) <= len(surfaces):
        return False
    forms = {fold(surface) for surface in capital}
    if 2 * sum(lemma_of(fold(surface), capital=True).place for surface in capital) > len(capital):
        return False
    count = sum(known[form] for form in forms)
    by_context = count >= _MIN_COUNT and count >= _MIN_SHARE * (count + each * len(capital))
    return by_context or any(_named(form) for form in forms)


def _named(form: str) -> bool:
    """Return whether the dictionary has a form as a name, or guesses that an unknown form is one."""
    readings = parse(form)
    names = [reading for reading in readings if NAME_TAGS & reading.tag.grammemes]
    if any(reading.is_known for reading in readings):
        return any(reading.is_known for reading in names)
    return float(sum(reading.score for reading in names)) >= _GUESSED


def _is_name(word: str) -> bool:
    return lemma_of(fold(bare(word)), True).name
