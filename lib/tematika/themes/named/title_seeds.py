"""Title seeds: words of a theme's title become seed words where the texts support them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.language.lemma_stream import LemmaStream
from tematika.language.lemmas import lemmas_of_seed
from tematika.language.tokens import tokens
from tematika.language.word_families import common_prefix_length, same_family
from tematika.themes.definitions import ThemeDefinition
from tematika.themes.seed_words import find_seeds

# «Наука и образование» names two things, «рынок труда» one.
_SEPARATOR = re.compile(r"[^\w\s-]+|\s+(?:и|или)\s+", re.IGNORECASE)
# A word of the family has all of the title's word but its ending: `логистический` and `логистика`, not `логика`.
_ENDING = 2
_MIN_LETTERS = 4
# Least odds ratio of a supported word, and the least number of units with the word.
_MIN_ODDS_RATIO = 3.0
_MIN_UNITS = 3
# Added to each count of the odds ratio (Haldane 1956).
_CORRECTION = 0.5


def add_title_seeds(definitions: Sequence[ThemeDefinition], stream: LemmaStream) -> tuple[ThemeDefinition, ...]:
    """Return the themes with words of their Russian titles, and of the families of these, added to their seed words.

    Titles can be as wide as `Общество`: a word is added only if the odds of the theme's own seed words are three times
    higher in units with the word than in units without it.

    Parameters
    ----------
    definitions : sequence of ThemeDefinition
    stream : LemmaStream
        The units that themes are learnt from.
    """
    candidates = [_candidates(theme, stream.lemmas) for theme in definitions]
    with_candidates = [theme for theme, words in zip(definitions, candidates, strict=True) if words]
    # One search for all: a stream is long, and a word is in several lists.
    words = tuple(dict.fromkeys(chain(*(theme.seeds for theme in with_candidates), *candidates)))
    column = {word: k for k, word in enumerate(words)}
    occurs = sp.csc_array(find_seeds(stream, words).counts() > 0).astype(np.float64)

    def supported(seeds: Sequence[str], words: Sequence[str]) -> Iterator[str]:
        if words:
            own, others = (occurs[:, [column[word] for word in some]] for some in (seeds, words))
            ratios = _odds_ratios(others, np.diff(own.tocsr().indptr) > 0)
            yield from (word for word, ratio in zip(words, ratios.tolist(), strict=True) if ratio >= _MIN_ODDS_RATIO)

    return tuple(
        replace(theme, seeds=(*theme.seeds, *supported(theme.seeds, words)))
        for theme, words in zip(definitions, candidates, strict=True)
    )


def _candidates(theme: ThemeDefinition, lemmas: Sequence[str]) -> list[str]:
    known = {*theme.seeds, *theme.avoid, *theme.contrast}
    return [word for word in dict.fromkeys(_title_words(theme.title["ru"], lemmas)) if word not in known]


def _title_words(title: str, lemmas: Sequence[str]) -> Iterator[str]:
    """Yield the phrases of a title; in place of single words their lemmas and those of their families."""
    for part in _SEPARATOR.split(title):
        words = [token.form for token in tokens(part)]
        if len(words) > 1:
            yield " ".join(words)
        elif words:
            own = lemmas_of_seed(words[0])
            # The cheap test first: there are many lemmas.
            stems = tuple(word[: max(1, len(word) - _ENDING)] for word in own)
            near = (lemma for lemma in lemmas if lemma.startswith(stems))
            yield from (lemma for lemma in near if lemma in own or any(_is_derived(lemma, word) for word in own))


def _is_derived(lemma: str, word: str) -> bool:
    if min(len(lemma), len(word)) < _MIN_LETTERS:
        return False
    return common_prefix_length(lemma, word) >= len(word) - _ENDING and same_family(lemma, word)


def _odds_ratios(occurs: sp.csc_array, own: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the odds ratio of the theme's own words and each word, by units; 0 for rare words."""
    both, n_units = occurs.T @ own.astype(np.float64), np.asarray(occurs.sum(axis=0)).ravel()
    only_own = own.sum() - both
    neither = len(own) - n_units - only_own
    ratio = (both + _CORRECTION) * (neither + _CORRECTION) / ((n_units - both + _CORRECTION) * (only_own + _CORRECTION))
    return np.asarray(np.where(n_units >= _MIN_UNITS, ratio, 0.0))
