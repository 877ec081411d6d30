"""Sort units of text into themes: named ones by their seed words, discovered ones among the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.errors import NoArticlesError
from tematika.language.stream import read_stream
from tematika.language.terms import find_terms
from tematika.themes.articles import article_shares, distinct_seeds, share_thresholds
from tematika.themes.definitions import ThemeDefinition
from tematika.themes.discovered import DiscoveredThemes
from tematika.themes.named import SeededThemes
from tematika.themes.seeds import SeedHits, find_seeds
from tematika.themes.units import Options, Sorting, Units
from tematika.themes.weighting import add_context, join_seeds, sum_groups, unit_rows, weigh

# The title and the first passage say what an article is about.
_LEAD = 2.0
_CONTEXT = 0.3
# Fewer articles than this are no ground for discovering themes.
_FEWEST_ARTICLES = 3
_FEWEST_NAMELESS = 6


@dataclass(frozen=True)
class _Named:
    scores: NDArray[np.float64]
    units: NDArray[np.bool_]
    shares: NDArray[np.float64]
    articles: NDArray[np.bool_]
    thresholds: NDArray[np.float64]
    importance: NDArray[np.float64]
    threshold: float


@dataclass(frozen=True)
class _Discovered:
    scores: NDArray[np.float64]
    units: NDArray[np.int64]
    shares: NDArray[np.float64]
    articles: NDArray[np.int64]
    n_components: int


def sort_units(units: Units, definitions: Sequence[ThemeDefinition], options: Options) -> Sorting:
    """Sort units and their articles into named and discovered themes.

    Parameters
    ----------
    units : Units
        What to sort; at least one unit.
    definitions : sequence of ThemeDefinition
        The named themes; may be empty.
    options : Options
        What the user set.

    Raises
    ------
    NoArticlesError
        When the units have no words.
    """
    stream = read_stream(units.texts)
    terms = find_terms(stream, options.max_terms)
    if not terms.names:
        raise NoArticlesError("hold no words that a theme could be made of", "articles", "give articles in Russian")
    words = [*(seed for d in definitions for seed in d.seeds), *(word for d in definitions for word in d.avoid)]
    hits = find_seeds(stream, words)
    weights = join_seeds(
        weigh(terms.counts(), units.article, units.n_articles), weigh(hits.counts(), units.article, units.n_articles)
    )
    unit_weight = np.sqrt(np.asarray(terms.counts().sum(axis=1)).ravel() + 1) * np.where(units.leads, _LEAD, 1.0)
    named = _sort_named(units, definitions, weights, hits, unit_weight, options)
    text_weights = unit_rows(add_context(weights[:, : len(terms.names)], units.article, _CONTEXT))
    found = _discover(units, text_weights, named, unit_weight, options)
    unit_best = _best(named.scores, named.units, found.units, found.scores, options.outliers)
    means = _means(text_weights, named, found.units, found.scores.shape[1])
    n_named = len(definitions)
    beyond = np.zeros((found.scores.shape[1], len(words)))
    return Sorting(
        unit_scores=np.hstack([named.scores, found.scores]),
        unit_named=named.units,
        unit_best=unit_best,
        article_scores=np.hstack([named.shares, found.shares]),
        article_named=named.articles,
        article_best=_best(named.shares, named.articles, found.articles, found.shares, options.outliers),
        means=means,
        importance=np.vstack([named.importance, np.hstack([_contrast(means)[n_named:-1], beyond])]),
        weights=weights,
        terms=terms,
        seeds=hits,
        unit_threshold=named.threshold,
        article_thresholds=named.thresholds,
        n_components=found.n_components,
    )


def _sort_named(  # noqa: PLR0913, PLR0917 - the pieces of one sorting
    units: Units,
    definitions: Sequence[ThemeDefinition],
    weights: sp.csr_array,
    hits: SeedHits,
    unit_weight: NDArray[np.float64],
    options: Options,
) -> _Named:
    n_terms = weights.shape[1] - len(hits.seeds)
    sizes = [*(len(d.seeds) for d in definitions), *(len(d.avoid) for d in definitions)]
    ends = list(accumulate(sizes, initial=n_terms))
    columns = [list(range(begin, end)) for begin, end in pairwise(ends)]
    seed_columns, avoid_columns = columns[: len(definitions)], columns[len(definitions) :]
    settings = {"threshold": options.threshold} if options.threshold else {}
    model = SeededThemes(seed_columns, avoid_columns, n_terms=n_terms, context=_CONTEXT, **settings)
    scores = model.fit(weights, groups=units.article).transform(weights, groups=units.article)
    shares = article_shares(scores, units.article, unit_weight, units.n_articles)
    groups = [[column - n_terms for column in group] for group in seed_columns]
    thresholds = share_thresholds(shares, distinct_seeds(hits.counts(), groups, units.article, units.n_articles))
    articles = shares >= (options.threshold or thresholds)
    carries = _with_strongest(scores >= model.threshold, scores, articles, units)
    return _Named(scores, carries, shares, articles, thresholds, model.importance(), float(model.threshold))


def _with_strongest(
    carries: NDArray[np.bool_], scores: NDArray[np.float64], articles: NDArray[np.bool_], units: Units
) -> NDArray[np.bool_]:
    """Let an article's theme be carried by its strongest passage at least: every theme can be shown in the text."""
    carries = carries.copy()
    for k in range(scores.shape[1]):
        best_first = np.lexsort((-scores[:, k], units.apart, units.article))
        _, first = np.unique(units.article[best_first], return_index=True)
        strongest = best_first[first]
        carries[strongest, k] |= articles[units.article[strongest], k]
    return carries


def _discover(
    units: Units, text_weights: sp.csr_array, named: _Named, unit_weight: NDArray[np.float64], options: Options
) -> _Discovered:
    """Cluster what the named themes leave of each article, then sort units and articles by the centres."""
    free = ~named.units.any(axis=1)
    rest = unit_rows(sum_groups(units.article, units.n_articles) @ sp.diags_array(unit_weight * free) @ text_weights)
    has_rest = np.diff(rest.indptr) > 0
    # An article that has a named theme as a whole says little about what else there is.
    nameless = has_rest & ~named.articles.any(axis=1)
    learnt_from = nameless if nameless.sum() >= _FEWEST_NAMELESS else has_rest
    if options.discovered == 0 or learnt_from.sum() < _FEWEST_ARTICLES:
        return _Discovered(
            np.zeros((len(units.texts), 0)),
            np.full(len(units.texts), -1, dtype=np.int64),
            np.zeros((units.n_articles, 0)),
            np.full(units.n_articles, -1, dtype=np.int64),
            n_components=0,
        )
    model = DiscoveredThemes(
        n_themes=None if options.discovered < 0 else options.discovered,
        n_components=options.components,
        level=0.95 if options.outliers else 0.0,
        random_state=options.seed,
    ).fit(rest[np.flatnonzero(learnt_from)])
    unit_labels = np.where(free, model.predict(text_weights), -1)
    shares, articles = model.transform(rest), model.predict(rest)
    return _Discovered(model.transform(text_weights), unit_labels, shares, articles, model.components_.shape[0])


def _best(
    named_scores: NDArray[np.float64],
    carries: NDArray[np.bool_],
    found: NDArray[np.int64],
    found_scores: NDArray[np.float64],
    outliers: bool,
) -> NDArray[np.int64]:
    """Choose the best theme of each row: a named one that it carries, else a discovered one, else none."""
    n_named = named_scores.shape[1]
    best = np.where(found >= 0, found + n_named, -1)
    if n_named:
        among = np.where(carries, named_scores, -1.0).argmax(axis=1)
        best = np.where(carries.any(axis=1), among, best)
    everything = np.hstack([named_scores, found_scores])
    if outliers or not everything.shape[1]:
        return best
    return np.where(best >= 0, best, everything.argmax(axis=1))


def _means(text_weights: sp.csr_array, named: _Named, found: NDArray[np.int64], n_found: int) -> NDArray[np.float64]:
    members = [named.units[:, k] for k in range(named.units.shape[1])]
    members += [found == k for k in range(n_found)]
    members.append(~np.any(np.stack(members), axis=0) if members else np.ones(len(found), dtype=bool))
    picks = sp.csr_array(np.stack([member / max(1, member.sum()) for member in members]))
    return np.asarray((picks @ text_weights).toarray())


def _contrast(means: NDArray[np.float64]) -> NDArray[np.float64]:
    """Tell how much heavier a term is in a class than in the other classes on average; never negative."""
    others = (means.sum(axis=0) - means) / max(1, len(means) - 1)
    return np.asarray(np.maximum(0, means - others))
