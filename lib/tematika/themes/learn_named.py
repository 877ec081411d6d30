"""Fit named themes to units of text by their seed words."""

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
    FeatureMatrix,
    Weighting,
    article_idf,
    median_row_norm,
    sublinear_tfidf,
    sum_groups,
    transform_seeds,
    transform_units,
)
from tematika.themes.latent_space import LatentVectors, fit_latent_vectors
from tematika.themes.named.estimator import SeededThemes
from tematika.themes.named.learned.evidence import LearnedEvidence
from tematika.themes.named.source_style import source_specific_terms
from tematika.themes.named.thresholds import share_thresholds
from tematika.themes.named.title_seeds import add_title_seeds
from tematika.themes.scoring import NamedScores, assign_named, score_named
from tematika.themes.seed_words import WORD_CLASSES, find_seeds
from tematika.themes.theme_weights import ThemeWeights
from tematika.themes.types import Options, Units


@dataclass(frozen=True)
class UnitTerms:
    """Lemmas, terms and names of regions in units; they do not depend on the themes."""

    stream: LemmaStream
    terms: Terms
    places: PlaceHits


@dataclass(frozen=True)
class NamedFit:
    """Fitted named themes with the scores of the units that they were fitted to.

    Attributes
    ----------
    features, weighting : FeatureMatrix, Weighting
    named : SeededThemes
        Of the themes without learned weights.
    weights : ThemeWeights or None
        All learned weights.
    learned : LearnedEvidence or None
        Those of these themes.
    vectors : LatentVectors
        The units in the latent space of the estimator.
    scores : ndarray of shape (n_units, n_named)
    shares : ndarray of shape (n_articles, n_named)
    thresholds : ndarray of shape (n_named,)
        Share from which a theme is assigned to an article.
    """

    features: FeatureMatrix
    weighting: Weighting
    named: SeededThemes
    weights: ThemeWeights | None
    learned: LearnedEvidence | None
    vectors: LatentVectors
    scores: NDArray[np.float64]
    shares: NDArray[np.float64]
    thresholds: NDArray[np.float64]

    def with_units(self, units: Units) -> NamedFit:
        """Return the same fit for the same units with other labels."""
        return replace(self, features=replace(self.features, units=units))

    def assign(self, options: Options) -> NamedScores:
        """Return the named themes assigned to units and articles."""
        levels, unit_levels = self.levels(options), self.unit_levels(options)
        return assign_named(self.scores, self.shares, levels, unit_levels, self.features.units)

    def levels(self, options: Options) -> NDArray[np.float64]:
        """Return the thresholds that apply: the fitted ones, or the user's."""
        return np.full(len(self.thresholds), options.threshold) if options.threshold else self.thresholds

    def unit_levels(self, options: Options) -> NDArray[np.float64]:
        """Return the thresholds of units that apply, shape (n_named,)."""
        levels = np.full(len(self.thresholds), options.threshold or self.named.threshold)
        if self.learned is not None and not options.threshold:
            levels[list(self.learned.columns)] = self.learned.unit_decision
        return levels

    def importance(self) -> NDArray[np.float64]:
        """Return what each column of the features is worth to each theme: shape (n_named, n_features)."""
        if self.learned is None:
            return self.named.importance()
        learned = self.learned.importance(self.features, self.weighting.idf, self.weighting.seed_idf)
        return self.learned.merge(self.named.importance().T, learned.T).T


def read_terms(units: Units, options: Options) -> UnitTerms:
    """Return the terms of units; see `choose_terms`."""
    return choose_terms(read_stream(units.texts), options)


def choose_terms(stream: LemmaStream, options: Options) -> UnitTerms:
    """Return the terms of a stream.

    Raises
    ------
    NoArticlesError
        If there are none.
    """
    find = find_terms if options.phrases else find_lemmas
    stop_words = {lemma for token in tokens(options.stop_words) for lemma in lemmas_of_seed(token.form)}
    terms = find(without_lemmas(stream, stop_words), options.max_terms)
    if not terms.names:
        raise NoArticlesError("hold no words that a theme could be made of", "articles", "give articles in Russian")
    return UnitTerms(stream, terms, find_places(stream))


def learn_named(
    words: UnitTerms,
    units: Units,
    definitions: Sequence[ThemeDefinition],
    previous: NamedFit | None = None,
    weights: ThemeWeights | None = None,
) -> NamedFit:
    """Fit the named themes without learned weights by their seed words; labels have no influence.

    Parameters
    ----------
    words : UnitTerms
        From `read_terms`.
    units : Units
    definitions : sequence of ThemeDefinition
    previous : NamedFit, optional
        Of the same units with other definitions: what does not depend on these, and the weights, are taken from it.
    weights : ThemeWeights, optional
        Learned before.
    """
    weights = previous.weights if previous else weights
    learned = LearnedEvidence.of(weights, definitions)
    by_seeds = [k for k in range(len(definitions)) if learned is None or k not in learned.columns]
    titled = dict(zip(by_seeds, add_title_seeds([definitions[k] for k in by_seeds], words.stream), strict=True))
    definitions = [titled.get(k, definition) for k, definition in enumerate(definitions)]
    features, weighting = _features(words, units, definitions, previous)
    named = _estimator(weighting, definitions, by_seeds)
    vectors = (
        previous.vectors if previous else fit_latent_vectors(features.term_rows, units.article, named.n_components)
    )
    named.fit(features.weights, groups=units.article, vectors=vectors)
    scores, shares = score_named(named, learned, features, words.stream, vectors)
    thresholds = np.full(len(definitions), learned.weights.decision if learned else 0.0)
    thresholds[by_seeds] = share_thresholds(shares[:, by_seeds])
    return NamedFit(features, weighting, named, weights, learned, vectors, scores, shares, thresholds)


def _features(
    words: UnitTerms, units: Units, definitions: Sequence[ThemeDefinition], previous: NamedFit | None
) -> tuple[FeatureMatrix, Weighting]:
    seeds = tuple(word for column in _word_lists(definitions) for word in column)
    hits = find_seeds(words.stream, seeds)
    # Reprints have no units: they must not make words rarer.
    originals = units.of_articles(np.unique(units.article).astype(np.intp))
    seed_idf = article_idf(hits.counts(), originals.article, originals.n_articles)
    if previous is not None:
        weighting = replace(previous.weighting, seeds=seeds, seed_idf=seed_idf, caps=_caps(definitions))
        return transform_seeds(replace(previous.features, units=units), weighting, hits), weighting
    counts = words.terms.counts()
    idf = article_idf(counts, originals.article, originals.n_articles)
    if units.sources:
        in_articles = sp.csr_array(sum_groups(originals.article, originals.n_articles) @ counts)
        idf = np.where(source_specific_terms(in_articles, originals.sources), 0, idf)
    vocabulary, median_norm = (
        Vocabulary(words.terms.names, words.terms.kind),
        median_row_norm(sublinear_tfidf(counts, idf)),
    )
    weighting = Weighting(vocabulary, seeds, idf, seed_idf, median_norm, _caps(definitions))
    return transform_units(weighting, units, words.terms, hits, words.places), weighting


def _caps(definitions: Sequence[ThemeDefinition]) -> tuple[tuple[int, Sequence[int]], ...]:
    """Cap classes of words by the theme's other seed words: the name of a place alone says where, not what."""
    begins = accumulate((len(theme.seeds) for theme in definitions), initial=0)
    return tuple(
        (begin + k, [begin + other for other, seed in enumerate(theme.seeds) if seed not in WORD_CLASSES])
        for begin, theme in zip(begins, definitions, strict=False)
        for k, word in enumerate(theme.seeds)
        if word in WORD_CLASSES
    )


def _word_lists(definitions: Sequence[ThemeDefinition]) -> list[Sequence[str]]:
    """Return the seed words of each theme, then the words to avoid of each theme, then the words of the contrast."""
    contrast = tuple(dict.fromkeys(word for d in definitions for word in d.contrast))
    return [*(d.seeds for d in definitions), *(d.avoid for d in definitions), contrast]


def _estimator(weighting: Weighting, definitions: Sequence[ThemeDefinition], by_seeds: Sequence[int]) -> SeededThemes:
    """Return the estimator of some of the themes, which are numbered."""
    n_terms = len(weighting.idf)
    ends = accumulate((len(words) for words in _word_lists(definitions)), initial=n_terms)
    *columns, contrast = [list(range(begin, end)) for begin, end in pairwise(ends)]
    seeds, avoid = ([columns[begin + k] for k in by_seeds] for begin in (0, len(definitions)))
    return SeededThemes(seeds, avoid, contrast if by_seeds else [], n_terms=n_terms, context=CONTEXT)
