"""Learn named themes by their seed words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.errors import NoArticlesError
from tematika.language.gazetteer import PlaceHits, find_places
from tematika.language.lemma_stream import LemmaStream, read_stream, without_lemmas
from tematika.language.lemmas import lemmas_of_seed
from tematika.language.terms import Terms, Vocabulary, find_lemmas, find_terms
from tematika.language.tokens import tokens
from tematika.themes.definitions import ThemeDefinition
from tematika.themes.features import (
    CONTEXT,
    Weighed,
    Weighting,
    article_idf,
    sum_groups,
    usual_length,
    weigh,
    weigh_seeds,
    weigh_units,
)
from tematika.themes.latent_space import Placed, placed_anew
from tematika.themes.named.estimator import SeededThemes
from tematika.themes.named.source_style import words_of_style
from tematika.themes.named.thresholds import share_thresholds
from tematika.themes.named.title_seeds import with_titles
from tematika.themes.scoring import NamedScores, carried_themes, named_shares
from tematika.themes.seed_words import WORD_CLASSES, find_seeds
from tematika.themes.types import Options, Units


@dataclass(frozen=True)
class Words:
    """Units as they are read, whatever the themes are: the lasting part of all that is tried with them."""

    stream: LemmaStream
    terms: Terms
    places: PlaceHits


@dataclass(frozen=True)
class LearntNames:
    """Named themes as they were learnt, before anything is decided or discovered.

    Attributes
    ----------
    weighed, weighting : Weighed, Weighting
    named : SeededThemes
        Fitted.
    placed : Placed
        The units in the space that they were learnt in.
    scores : ndarray of shape (n_units, n_named)
    shares : ndarray of shape (n_articles, n_named)
    thresholds : ndarray of shape (n_named,)
        Share from which an article carries a theme.
    """

    weighed: Weighed
    weighting: Weighting
    named: SeededThemes
    placed: Placed
    scores: NDArray[np.float64]
    shares: NDArray[np.float64]
    thresholds: NDArray[np.float64]

    def with_units(self, units: Units) -> LearntNames:
        """Return the same themes and scores of the same units, which have other labels."""
        return replace(self, weighed=replace(self.weighed, units=units))

    def carried(self, options: Options) -> NamedScores:
        """Decide which units and articles carry which named themes; labels decide where they speak."""
        level = options.threshold or self.named.threshold
        return carried_themes(self.scores, self.shares, self.levels(options), level, self.weighed.units)

    def levels(self, options: Options) -> NDArray[np.float64]:
        """Share from which an article carries each theme, unless the user set another."""
        return np.full(len(self.thresholds), options.threshold) if options.threshold else self.thresholds


def read_words(units: Units, options: Options) -> Words:
    """Read units into lemmas and terms; see `choose_terms`."""
    return choose_terms(read_stream(units.texts), options)


def choose_terms(stream: LemmaStream, options: Options) -> Words:
    """Choose the terms of a stream.

    Raises
    ------
    NoArticlesError
        When there are none.
    """
    find = find_terms if options.phrases else find_lemmas
    terms = find(without_lemmas(stream, _stop_lemmas(options.stop_words)), options.max_terms)
    if not terms.names:
        raise NoArticlesError("hold no words that a theme could be made of", "articles", "give articles in Russian")
    return Words(stream, terms, find_places(stream))


def _stop_lemmas(words: str) -> frozenset[str]:
    return frozenset(lemma for token in tokens(words) for lemma in lemmas_of_seed(token.form))


def learn_named(
    words: Words, units: Units, definitions: Sequence[ThemeDefinition], before: LearntNames | None = None
) -> LearntNames:
    """Learn the named themes by their seed words; nothing is learnt from labels.

    ``before`` is what was learnt from the same words and units with other definitions: what does not hang on these is
    not found again.
    """
    definitions = with_titles(definitions, words.stream)
    weighed, weighting = _weigh(words, units, definitions, before)
    named = _named(weighting, definitions)
    # What is read of units is what themes of one estimator learn from: it need not be read again for each.
    placed = before.placed if before else placed_anew(weighed.text, units.article, named.n_components)
    named.fit(weighed.weights, groups=units.article, placed=placed)
    scores, shares = named_shares(named, weighed, placed)
    return LearntNames(weighed, weighting, named, placed, scores, shares, share_thresholds(shares))


def _weigh(
    words: Words, units: Units, definitions: Sequence[ThemeDefinition], before: LearntNames | None
) -> tuple[Weighed, Weighting]:
    terms = words.terms
    seeds = tuple(word for column in _word_lists(definitions) for word in column)
    hits = find_seeds(words.stream, seeds)
    # Reprints have no units: however many they are, they make no word rarer.
    told = units.of_articles(np.unique(units.article).astype(np.intp))
    words_idf = article_idf(hits.counts(), told.article, told.n_articles)
    if before is not None:
        weighting = replace(before.weighting, words=seeds, words_idf=words_idf, backing=_backing(definitions))
        return weigh_seeds(replace(before.weighed, units=units), weighting, hits), weighting
    counts = terms.counts()
    idf = np.where(_habits(counts, told), 0, article_idf(counts, told.article, told.n_articles))
    vocabulary, usual = Vocabulary(terms.names, terms.kind), usual_length(weigh(counts, idf))
    weighting = Weighting(vocabulary, seeds, idf, words_idf, usual, _backing(definitions))
    return weigh_units(weighting, units, terms, hits, words.places), weighting


def _backing(definitions: Sequence[ThemeDefinition]) -> tuple[tuple[int, Sequence[int]], ...]:
    """Classes of words, and the theme's other seed words: a place's name alone says where, not what."""
    begins = accumulate((len(theme.seeds) for theme in definitions), initial=0)
    return tuple(
        (begin + at, [begin + other for other, seed in enumerate(theme.seeds) if seed not in WORD_CLASSES])
        for begin, theme in zip(begins, definitions, strict=False)
        for at, word in enumerate(theme.seeds)
        if word in WORD_CLASSES
    )


def _habits(counts: sp.csr_array, units: Units) -> NDArray[np.bool_]:
    """Terms that say who wrote: they weigh nothing, or a theme might be made of them."""
    if not units.sources:
        return np.zeros(counts.shape[1], dtype=bool)
    return words_of_style(sp.csr_array(sum_groups(units.article, units.n_articles) @ counts), units.sources)


def _word_lists(definitions: Sequence[ThemeDefinition]) -> list[Sequence[str]]:
    """Seed words by theme, then words to avoid by theme, then those of the contrast."""
    contrast = tuple(dict.fromkeys(word for d in definitions for word in d.contrast))
    return [*(d.seeds for d in definitions), *(d.avoid for d in definitions), contrast]


def _named(weighting: Weighting, definitions: Sequence[ThemeDefinition]) -> SeededThemes:
    """Make the estimator that reads these seed words in these columns."""
    n_terms = len(weighting.idf)
    ends = accumulate((len(words) for words in _word_lists(definitions)), initial=n_terms)
    *columns, contrast = [list(range(begin, end)) for begin, end in pairwise(ends)]
    seeds, avoid = columns[: len(definitions)], columns[len(definitions) :]
    return SeededThemes(seeds, avoid, contrast, n_terms=n_terms, context=CONTEXT)
