"""What a theme's title says: its words speak for the theme like seed words, as far as the texts bear that out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.language.lemma_stream import LemmaStream
from tematika.language.lemmas import lemmas_of_seed
from tematika.language.tokens import tokens
from tematika.language.word_families import same_family, shared_beginning
from tematika.themes.definitions import ThemeDefinition
from tematika.themes.seed_words import find_seeds

# «Наука и образование» names two things, «рынок труда» one.
_BETWEEN = re.compile(r"[^\w\s-]+|\s+(?:и|или)\s+", re.IGNORECASE)
# A word of the family has all of the title's word but its ending: `логистический` and `логистика`, not `логика`.
_ENDING = 2
_SHORTEST_FAMILY = 4
# A word is borne out when the odds of the theme's own seed words are so many times higher beside it than elsewhere…
_ODDS = 3.0
# …in so many units or more.
_FEWEST_UNITS = 3
# Added to each count, so that none is nothing (Haldane 1956).
_HALF = 0.5


def with_titles(definitions: Sequence[ThemeDefinition], stream: LemmaStream) -> tuple[ThemeDefinition, ...]:
    """Add the words of each theme's Russian title, and words of their families, to its seed words.

    Who names a theme `Логистика` means logistics, whatever the list of seed words has or lacks. But titles can be as
    wide as `Общество`: a word is taken only where the theme's own seed words stand much more often than elsewhere,
    by the odds ratio of the units of text that have the one and the other.

    Parameters
    ----------
    definitions : sequence of ThemeDefinition
    stream : LemmaStream
        The texts that themes are learnt from.

    Returns
    -------
    tuple of ThemeDefinition
        The same themes in the same order, some with more seed words at the end.
    """
    candidates = [_candidates(theme, stream.lemmas) for theme in definitions]
    asked = [theme for theme, words in zip(definitions, candidates, strict=True) if words]
    # Looked up together: a stream is long, and a word is in several lists.
    words = tuple(dict.fromkeys(chain(*(theme.seeds for theme in asked), *candidates)))
    there = _Found(words, sp.csc_array(find_seeds(stream, words).counts() > 0).astype(np.float64))
    return tuple(
        replace(theme, seeds=(*theme.seeds, *_borne_out(theme.seeds, words, there)))
        for theme, words in zip(definitions, candidates, strict=True)
    )


@dataclass(frozen=True)
class _Found:
    """Which units have which words: ones in a matrix of shape (n_units, n_words)."""

    words: tuple[str, ...]
    units: sp.csc_array

    def having(self, words: Sequence[str]) -> sp.csc_array:
        """Return the columns of some of the words."""
        number = {word: place for place, word in enumerate(self.words)}
        return self.units[:, np.array([number[word] for word in words], dtype=np.intp)]


def _candidates(theme: ThemeDefinition, lemmas: Sequence[str]) -> list[str]:
    known = {*theme.seeds, *theme.avoid, *theme.contrast}
    return [word for word in dict.fromkeys(_meant(theme.title["ru"], lemmas)) if word not in known]


def _borne_out(seeds: Sequence[str], candidates: Sequence[str], there: _Found) -> list[str]:
    if not candidates:
        return []
    own = np.diff(there.having(seeds).tocsr().indptr) > 0
    odds = _odds_ratios(there.having(candidates), own)
    return [word for word, ratio in zip(candidates, odds.tolist(), strict=True) if ratio >= _ODDS]


def _meant(title: str, lemmas: Sequence[str]) -> Iterator[str]:
    """Phrases of a title, and of single words the lemmas and those of their families."""
    for part in _BETWEEN.split(title):
        words = [token.form for token in tokens(part)]
        if len(words) > 1:
            yield " ".join(words)
        elif words:
            own = lemmas_of_seed(words[0])
            # Asked of every lemma there is: what is soon seen comes first.
            alike = tuple(word[: max(1, len(word) - _ENDING)] for word in own)
            near = (lemma for lemma in lemmas if lemma.startswith(alike))
            yield from (lemma for lemma in near if lemma in own or any(_derived(lemma, word) for word in own))


def _derived(lemma: str, word: str) -> bool:
    if min(len(lemma), len(word)) < _SHORTEST_FAMILY:
        return False
    return shared_beginning(lemma, word) >= len(word) - _ENDING and same_family(lemma, word)


def _odds_ratios(has: sp.csc_array, own: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How many times higher the odds of the theme's own words are in units with each word; 0 for rare words."""
    both, all_with = has.T @ own.astype(np.float64), np.asarray(has.sum(axis=0)).ravel()
    own_elsewhere = own.sum() - both
    neither = len(own) - all_with - own_elsewhere
    ratio = (both + _HALF) * (neither + _HALF) / ((all_with - both + _HALF) * (own_elsewhere + _HALF))
    return np.asarray(np.where(all_with >= _FEWEST_UNITS, ratio, 0.0))
