"""Units of text scored by themes that were learnt before; what is scored changes nothing of what was learnt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.language.gazetteer import find_places
from tematika.language.lemma_stream import read_stream
from tematika.themes.annotations import NO, obey
from tematika.themes.discovered.estimator import DiscoveredThemes
from tematika.themes.discovered.n_themes import Stability
from tematika.themes.features import Weighed, Weighting, sum_groups, unit_rows, weigh_units
from tematika.themes.latent_space import Placed, placed_in
from tematika.themes.named.article_scores import article_shares, less_if_unsaid
from tematika.themes.named.estimator import SeededThemes
from tematika.themes.named.evidence import seed_words
from tematika.themes.named.thresholds import carried
from tematika.themes.seed_words import find_seeds
from tematika.themes.types import Sorting, Units


@dataclass(frozen=True)
class ThemeModel:
    """All that is needed to score units: arrays and numbers, no texts.

    Attributes
    ----------
    weighting : Weighting
    named : SeededThemes
        Fitted.
    thresholds : ndarray of shape (n_named,)
        Share from which an article carries a theme, as found from what was learnt from.
    levels : ndarray of shape (n_named,)
        The same, unless the user set another.
    found : DiscoveredThemes or None
        Fitted; None where nothing was to be discovered.
    means : ndarray of shape (n_themes + 1, n_terms)
        See `tematika.themes.types.Sorting`.
    importance : ndarray of shape (n_themes, n_terms + n_words)
        See there.
    outliers : bool
        Whether what fits nowhere is left without a theme.
    """

    weighting: Weighting
    named: SeededThemes
    thresholds: NDArray[np.float64]
    levels: NDArray[np.float64]
    found: DiscoveredThemes | None
    means: NDArray[np.float64]
    importance: NDArray[np.float64]
    outliers: bool

    @property
    def term_centers(self) -> NDArray[np.float64]:
        """Mean TF-IDF of each discovered theme, shape (n_found, n_terms)."""
        return np.zeros((0, len(self.weighting.idf))) if self.found is None else self.found.term_centers_

    @property
    def stability(self) -> tuple[Stability, ...]:
        """How well half samples agree on each number of discovered themes; empty where that was not asked."""
        return () if self.found is None else self.found.stability_

    @property
    def n_components(self) -> int:
        """Dimensions of the space in which themes were discovered."""
        return 0 if self.found is None else int(self.found.components_.shape[0])


@dataclass(frozen=True)
class NamedScores:
    """Scores of units, shares of articles, and which named themes they carry."""

    units: NDArray[np.float64]
    carried: NDArray[np.bool_]
    articles: NDArray[np.float64]
    carried_by_articles: NDArray[np.bool_]


@dataclass(frozen=True)
class FoundScores:
    """The same for discovered themes: scores, and the number of the nearest or -1."""

    units: NDArray[np.float64]
    nearest: NDArray[np.int64]
    articles: NDArray[np.float64]
    nearest_of_articles: NDArray[np.int64]


def score(model: ThemeModel, units: Units) -> Sorting:
    """Sort units and their articles into the themes of a model.

    Every article is scored by itself: what else is among the units makes no difference.

    Parameters
    ----------
    model : ThemeModel
        From `tematika.themes.model.learn`.
    units : Units
        What to sort, all units of an article together.
    """
    stream = read_stream(units.texts)
    terms = model.weighting.vocabulary.find(stream)
    hits = find_seeds(stream, model.weighting.words)
    weighed = weigh_units(model.weighting, units, terms, hits, find_places(stream))
    placed = placed_in(model.named.components_, weighed.text)
    scores, shares = named_shares(model.named, weighed, placed)
    named = carried_themes(scores, shares, model.levels, model.named.threshold, units)
    return assemble(model, weighed, named, score_found(model.found, weighed, named))


def named_shares(
    named: SeededThemes, weighed: Weighed, placed: Placed
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Scores of units, which are placed, and shares of articles, a column for each named theme."""
    units = weighed.units
    # Estimators take no matrix without rows: of a part of a corpus, all articles may be reprints.
    nothing = np.zeros((0, len(named.seed_columns)))
    scores = named.transform(weighed.weights, units.article, placed) if units.texts else nothing
    shares = article_shares(scores, units.article, weighed.counting, units.n_articles)
    words = seed_words(weighed.weights, named.seed_columns, None).distinct()
    return scores, less_if_unsaid(shares, words, units.article)


def carried_themes(
    scores: NDArray[np.float64],
    shares: NDArray[np.float64],
    levels: NDArray[np.float64],
    threshold: float,
    units: Units,
) -> NamedScores:
    """Decide which themes units and articles carry."""
    articles, said = carried(shares, levels), units.said
    if said is None:
        passages = _with_strongest(scores >= threshold, scores, articles, units)
    else:
        articles = obey(articles, said.articles)
        of_units = said.of_units(units.article)
        # A passage that was said to have no part in a theme does not show it, be it the strongest of its article.
        worth = np.where(of_units == NO, -1.0, scores)
        passages = obey(_with_strongest(scores >= threshold, worth, articles, units), said.units)
        passages &= of_units != NO
    return NamedScores(scores, passages, shares, articles)


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


def rest_of(weighed: Weighed, named: NamedScores) -> sp.csr_array:
    """Return what the named themes leave of each article: shape (n_articles, n_terms), rows of length one."""
    units, free = weighed.units, ~named.carried.any(axis=1)
    by_article = sum_groups(units.article, units.n_articles)
    return unit_rows(by_article @ sp.diags_array(weighed.counting * free) @ weighed.text)


def score_found(found: DiscoveredThemes | None, weighed: Weighed, named: NamedScores) -> FoundScores:
    """Sort units and articles by the centres of the discovered themes."""
    units = weighed.units
    if found is None or not units.texts:
        n_found = 0 if found is None else len(found.cluster_centers_)
        return FoundScores(*_none(len(units.texts), n_found), *_none(units.n_articles, n_found))
    (of_units, nearest), of_articles = found.sort(weighed.text), found.sort(rest_of(weighed, named))
    return FoundScores(of_units, np.where(named.carried.any(axis=1), -1, nearest), *of_articles)


def assemble(model: ThemeModel, weighed: Weighed, named: NamedScores, found: FoundScores) -> Sorting:
    """Put named and discovered themes side by side."""
    return Sorting(
        unit_scores=np.hstack([named.units, found.units]),
        unit_named=named.carried,
        unit_best=_best(named.units, named.carried, found.nearest, found.units, model.outliers),
        article_scores=np.hstack([named.articles, found.articles]),
        article_named=named.carried_by_articles,
        article_best=_best(
            named.articles, named.carried_by_articles, found.nearest_of_articles, found.articles, model.outliers
        ),
        means=model.means,
        term_centers=model.term_centers,
        importance=model.importance,
        weights=weighed.weights,
        terms=weighed.terms,
        seeds=weighed.hits,
        places=weighed.places,
    )


def _none(n_rows: int, n_found: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    return np.zeros((n_rows, n_found)), np.full(n_rows, -1, dtype=np.int64)


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
