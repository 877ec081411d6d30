"""Learn themes from units of text: named ones by their seed words, discovered ones among the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.errors import NoArticlesError
from tematika.language.lemmas import lemmas_of_seed
from tematika.language.places import PlaceHits, find_places
from tematika.language.stream import LemmaStream, read_stream, without_lemmas
from tematika.language.terms import Terms, find_lemmas, find_terms
from tematika.language.tokens import tokens
from tematika.language.vocabulary import Vocabulary
from tematika.themes.definitions import ThemeDefinition
from tematika.themes.discovered import DiscoveredThemes
from tematika.themes.named import SeededThemes
from tematika.themes.scoring import (
    FoundScores,
    NamedScores,
    ThemeModel,
    Weighed,
    Weighting,
    assemble,
    carried_themes,
    named_shares,
    rest_of,
    score_found,
    weigh_units,
)
from tematika.themes.seeds import find_seeds
from tematika.themes.style import words_of_style
from tematika.themes.thresholds import moved_thresholds, share_thresholds
from tematika.themes.units import Options, Sorting, Units
from tematika.themes.weighting import CONTEXT, article_idf, sum_groups, usual_length, weigh

# Fewer articles than this are no ground for discovering themes.
_FEWEST_ARTICLES = 3
_FEWEST_NAMELESS = 6


def sort_units(units: Units, definitions: Sequence[ThemeDefinition], options: Options) -> Sorting:
    """Sort units and their articles into themes learnt from all of them; see `learn`."""
    return learn(units, definitions, options)[1]


def learn(
    units: Units,
    definitions: Sequence[ThemeDefinition],
    options: Options,
    earlier: Sequence[Mapping[str, float]] = (),
) -> tuple[ThemeModel, Sorting]:
    """Learn named and discovered themes.

    Parameters
    ----------
    units : Units
        What to learn from; at least one unit.
    definitions : sequence of ThemeDefinition
        The named themes; may be empty.
    options : Options
        What the user set.
    earlier : sequence of mapping of str to float, optional
        Signatures of the discovered themes of an earlier run, see `tematika.themes.identity.signatures`: they are kept
        where new ones are not clearly better.

    Returns
    -------
    model : ThemeModel
        To score any units by.
    sorting : Sorting
        The units that were learnt from, sorted.

    Raises
    ------
    NoArticlesError
        When the units have no words.
    """
    names = learn_named(read_words(units, options), units, definitions)
    return settle(names, options, discover(names, options, earlier))


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
    scores : ndarray of shape (n_units, n_named)
    shares : ndarray of shape (n_articles, n_named)
    thresholds : ndarray of shape (n_named,)
        Share from which an article carries a theme.
    """

    weighed: Weighed
    weighting: Weighting
    named: SeededThemes
    scores: NDArray[np.float64]
    shares: NDArray[np.float64]
    thresholds: NDArray[np.float64]

    def carried(self, options: Options) -> NamedScores:
        """Decide which units and articles carry which named themes."""
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


def learn_named(words: Words, units: Units, definitions: Sequence[ThemeDefinition]) -> LearntNames:
    """Learn the named themes; labels among the units are examples, and move the thresholds."""
    weighed, weighting = _weigh(words, units, definitions)
    named = _fit_named(weighed, definitions)
    scores, shares = named_shares(named, weighed)
    thresholds = share_thresholds(shares)
    if units.said is not None:
        thresholds = moved_thresholds(thresholds, shares, units.said.articles)
    return LearntNames(weighed, weighting, named, scores, shares, thresholds)


def discover(
    names: LearntNames, options: Options, earlier: Sequence[Mapping[str, float]] = ()
) -> DiscoveredThemes | None:
    """Cluster what the named themes leave of each article; None where there is too little."""
    carried = names.carried(options)
    rest = rest_of(names.weighed, carried)
    has_rest = np.diff(rest.indptr) > 0
    # An article that has a named theme as a whole says little about what else there is.
    nameless = has_rest & ~carried.carried_by_articles.any(axis=1)
    learnt_from = nameless if nameless.sum() >= _FEWEST_NAMELESS else has_rest
    if options.discovered == 0 or learnt_from.sum() < _FEWEST_ARTICLES:
        return None
    return DiscoveredThemes(
        n_themes=None if options.discovered < 0 else options.discovered,
        n_components=options.components,
        level=0.95 if options.outliers else 0.0,
        random_state=options.seed,
    ).fit(rest[np.flatnonzero(learnt_from)], centers=_centers(names.weighed.terms.names, options, earlier))


def settle(names: LearntNames, options: Options, discovered: DiscoveredThemes | None) -> tuple[ThemeModel, Sorting]:
    """Decide what carries which themes, the discovered ones being what they are."""
    weighed, weighting = names.weighed, names.weighting
    carried = names.carried(options)
    found = score_found(discovered, weighed, carried)
    means = _means(weighed.text, carried, found)
    n_named = len(names.thresholds)
    beyond = np.zeros((found.units.shape[1], len(weighting.words)))
    importance = np.vstack([names.named.importance(), np.hstack([_contrast(means)[n_named:-1], beyond])])
    level = options.threshold or names.named.threshold
    named = copy(names.named).set_params(threshold=level)
    levels = names.levels(options)
    model = ThemeModel(weighting, named, names.thresholds, levels, discovered, means, importance, options.outliers)
    return model, assemble(model, weighed, carried, found)


def _weigh(words: Words, units: Units, definitions: Sequence[ThemeDefinition]) -> tuple[Weighed, Weighting]:
    terms = words.terms
    seeds = tuple(word for column in _word_lists(definitions) for word in column)
    hits = find_seeds(words.stream, seeds)
    idf = np.where(_habits(terms, units), 0, article_idf(terms.counts(), units.article, units.n_articles))
    weighting = Weighting(
        Vocabulary(terms.names, terms.kind),
        seeds,
        idf,
        article_idf(hits.counts(), units.article, units.n_articles),
        usual_length(weigh(terms.counts(), idf)),
    )
    return weigh_units(weighting, units, terms, hits, words.places), weighting


def _habits(terms: Terms, units: Units) -> NDArray[np.bool_]:
    """Terms that say who wrote: they weigh nothing, or a theme might be made of them."""
    if not units.sources:
        return np.zeros(len(terms.names), dtype=bool)
    return words_of_style(sp.csr_array(sum_groups(units.article, units.n_articles) @ terms.counts()), units.sources)


def _word_lists(definitions: Sequence[ThemeDefinition]) -> list[Sequence[str]]:
    """Seed words by theme, then words to avoid by theme, then those of the contrast."""
    contrast = tuple(dict.fromkeys(word for d in definitions for word in d.contrast))
    return [*(d.seeds for d in definitions), *(d.avoid for d in definitions), contrast]


def _fit_named(weighed: Weighed, definitions: Sequence[ThemeDefinition]) -> SeededThemes:
    n_terms = len(weighed.terms.names)
    ends = accumulate((len(words) for words in _word_lists(definitions)), initial=n_terms)
    *columns, contrast = [list(range(begin, end)) for begin, end in pairwise(ends)]
    seeds, avoid = columns[: len(definitions)], columns[len(definitions) :]
    model = SeededThemes(seeds, avoid, contrast, n_terms=n_terms, context=CONTEXT)
    return model.fit(weighed.weights, groups=weighed.units.article, said=_examples(weighed, seeds))


def _examples(weighed: Weighed, seeds: Sequence[Sequence[int]]) -> NDArray[np.int8] | None:
    """Units that labels make examples of a theme, or of none."""
    units = weighed.units
    if units.said is None:
        return None
    speaks = [np.asarray(weighed.weights[:, columns].sum(axis=1)).ravel() > 0 for columns in seeds]
    return units.said.examples(units.article, np.stack(speaks, axis=1), units.leads)


def _centers(
    names: Sequence[str], options: Options, earlier: Sequence[Mapping[str, float]]
) -> NDArray[np.float64] | None:
    """Earlier themes on the terms of today; none where the user wants another number of them."""
    if not earlier or options.discovered not in {-1, len(earlier)}:
        return None
    return np.array([[one.get(name, 0.0) for name in names] for one in earlier])


def _means(text: sp.csr_array, named: NamedScores, found: FoundScores) -> NDArray[np.float64]:
    """Mean weights of the terms in the units of each theme, and in those of none."""
    members = [named.carried[:, k] for k in range(named.carried.shape[1])]
    members += [found.nearest == k for k in range(found.units.shape[1])]
    members.append(~np.any(np.stack(members), axis=0) if members else np.ones(text.shape[0], dtype=bool))
    picks = sp.csr_array(np.stack([member / max(1, member.sum()) for member in members]))
    return np.asarray((picks @ text).toarray())


def _contrast(means: NDArray[np.float64]) -> NDArray[np.float64]:
    """Tell how much heavier a term is in a class than in the other classes on average; never negative."""
    others = (means.sum(axis=0) - means) / max(1, len(means) - 1)
    return np.asarray(np.maximum(0, means - others))
