"""Learn themes from units of text: named ones by their seed words, discovered ones among the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.errors import NoArticlesError
from tematika.language.places import find_places
from tematika.language.stream import read_stream
from tematika.language.terms import find_terms
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
from tematika.themes.thresholds import share_thresholds
from tematika.themes.units import Options, Sorting, Units
from tematika.themes.weighting import CONTEXT, article_idf, usual_length, weigh

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
    weighed, weighting = _weigh(units, definitions, options)
    named = _fit_named(weighed, definitions, options)
    scores, shares = named_shares(named, weighed)
    thresholds = share_thresholds(shares)
    levels = np.full(len(thresholds), options.threshold) if options.threshold else thresholds
    carried = carried_themes(scores, shares, levels, named.threshold, units)
    discovered = _discover(weighed, carried, options, earlier)
    found = score_found(discovered, weighed, carried)
    means = _means(weighed.text, carried, found)
    beyond = np.zeros((found.units.shape[1], len(weighting.words)))
    importance = np.vstack([named.importance(), np.hstack([_contrast(means)[len(definitions) : -1], beyond])])
    model = ThemeModel(weighting, named, thresholds, levels, discovered, means, importance, options.outliers)
    return model, assemble(model, weighed, carried, found)


def _weigh(units: Units, definitions: Sequence[ThemeDefinition], options: Options) -> tuple[Weighed, Weighting]:
    stream = read_stream(units.texts)
    terms = find_terms(stream, options.max_terms)
    if not terms.names:
        raise NoArticlesError("hold no words that a theme could be made of", "articles", "give articles in Russian")
    words = tuple(word for column in _word_lists(definitions) for word in column)
    hits = find_seeds(stream, words)
    idf = article_idf(terms.counts(), units.article, units.n_articles)
    weighting = Weighting(
        Vocabulary(terms.names, terms.kind),
        words,
        idf,
        article_idf(hits.counts(), units.article, units.n_articles),
        usual_length(weigh(terms.counts(), idf)),
    )
    return weigh_units(weighting, units, terms, hits, find_places(stream)), weighting


def _word_lists(definitions: Sequence[ThemeDefinition]) -> list[Sequence[str]]:
    """Seed words by theme, then words to avoid by theme, then those of the contrast."""
    contrast = tuple(dict.fromkeys(word for d in definitions for word in d.contrast))
    return [*(d.seeds for d in definitions), *(d.avoid for d in definitions), contrast]


def _fit_named(weighed: Weighed, definitions: Sequence[ThemeDefinition], options: Options) -> SeededThemes:
    n_terms = len(weighed.terms.names)
    ends = accumulate((len(words) for words in _word_lists(definitions)), initial=n_terms)
    *columns, contrast = [list(range(begin, end)) for begin, end in pairwise(ends)]
    settings = {"threshold": options.threshold} if options.threshold else {}
    seeds, avoid = columns[: len(definitions)], columns[len(definitions) :]
    model = SeededThemes(seeds, avoid, contrast, n_terms=n_terms, context=CONTEXT, **settings)
    return model.fit(weighed.weights, groups=weighed.units.article)


def _discover(
    weighed: Weighed, named: NamedScores, options: Options, earlier: Sequence[Mapping[str, float]]
) -> DiscoveredThemes | None:
    """Cluster what the named themes leave of each article; None where there is too little."""
    rest = rest_of(weighed, named)
    has_rest = np.diff(rest.indptr) > 0
    # An article that has a named theme as a whole says little about what else there is.
    nameless = has_rest & ~named.carried_by_articles.any(axis=1)
    learnt_from = nameless if nameless.sum() >= _FEWEST_NAMELESS else has_rest
    if options.discovered == 0 or learnt_from.sum() < _FEWEST_ARTICLES:
        return None
    return DiscoveredThemes(
        n_themes=None if options.discovered < 0 else options.discovered,
        n_components=options.components,
        level=0.95 if options.outliers else 0.0,
        random_state=options.seed,
    ).fit(rest[np.flatnonzero(learnt_from)], centers=_centers(weighed.terms.names, options, earlier))


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
