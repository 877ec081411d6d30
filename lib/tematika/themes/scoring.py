"""Scores and assignments of units by fitted themes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.language.gazetteer import find_places
from tematika.language.lemma_stream import LemmaStream, read_stream
from tematika.themes.annotations import NEGATIVE, apply_labels
from tematika.themes.discovered.estimator import DiscoveredThemes
from tematika.themes.discovered.n_themes import Stability
from tematika.themes.features import FeatureMatrix, Weighting, normalize_rows, sum_groups, transform_units
from tematika.themes.latent_space import LatentVectors, latent_vectors
from tematika.themes.named.article_scores import article_shares, discount_without_seeds
from tematika.themes.named.estimator import SeededThemes
from tematika.themes.named.evidence import seed_matrix
from tematika.themes.named.learned.evidence import LearnedEvidence
from tematika.themes.named.thresholds import assign_themes
from tematika.themes.seed_words import find_seeds
from tematika.themes.types import Assignments, Units


@dataclass(frozen=True)
class ThemeModel:
    """All that is needed to score units: arrays and numbers, no texts.

    Attributes
    ----------
    weighting : Weighting
    named : SeededThemes
        Fitted, for the themes without learned weights.
    learned : LearnedEvidence or None
        Of the others.
    thresholds : ndarray of shape (n_named,)
        Share from which a theme is assigned to an article, as fitted.
    levels : ndarray of shape (n_named,)
        The thresholds that apply: the fitted ones, or the user's.
    unit_levels : ndarray of shape (n_named,)
        Score from which a theme is assigned to a unit.
    discovered : DiscoveredThemes or None
        Fitted; None where nothing was discovered.
    means : ndarray of shape (n_themes + 1, n_terms)
    importance : ndarray of shape (n_themes, n_terms + n_seeds)
        For both see `tematika.themes.types.Assignments`.
    outliers : bool
        Whether units that no theme is assigned to stay without one.
    """

    weighting: Weighting
    named: SeededThemes
    learned: LearnedEvidence | None
    thresholds: NDArray[np.float64]
    levels: NDArray[np.float64]
    unit_levels: NDArray[np.float64]
    discovered: DiscoveredThemes | None
    means: NDArray[np.float64]
    importance: NDArray[np.float64]
    outliers: bool

    @property
    def term_centers(self) -> NDArray[np.float64]:
        """Mean TF-IDF of each discovered theme, shape (n_discovered, n_terms)."""
        return np.zeros((0, len(self.weighting.idf))) if self.discovered is None else self.discovered.term_centers_

    @property
    def stability(self) -> tuple[Stability, ...]:
        """Stability of each number of discovered themes; empty where it was not measured."""
        return () if self.discovered is None else self.discovered.stability_

    @property
    def n_components(self) -> int:
        """Dimensions of the space in which themes were discovered."""
        return 0 if self.discovered is None else int(self.discovered.components_.shape[0])


@dataclass(frozen=True)
class NamedScores:
    """Scores of units, shares of articles, and the named themes assigned to both."""

    units: NDArray[np.float64]
    assigned: NDArray[np.bool_]
    articles: NDArray[np.float64]
    assigned_to_articles: NDArray[np.bool_]


@dataclass(frozen=True)
class DiscoveredScores:
    """Scores of units and articles, and the number of the nearest discovered theme of each or -1."""

    units: NDArray[np.float64]
    nearest: NDArray[np.int64]
    articles: NDArray[np.float64]
    nearest_of_articles: NDArray[np.int64]


def score_units(model: ThemeModel, units: Units) -> Assignments:
    """Return the assignments of units and their articles; no article depends on any other.

    Parameters
    ----------
    model : ThemeModel
        From `tematika.themes.model.fit_themes`.
    units : Units
        All units of an article together.
    """
    stream = read_stream(units.texts)
    terms = model.weighting.vocabulary.find(stream)
    hits = find_seeds(stream, model.weighting.seeds)
    features = transform_units(model.weighting, units, terms, hits, find_places(stream))
    vectors = latent_vectors(model.named.components_, features.term_rows)
    scores, shares = score_named(model.named, model.learned, features, stream, vectors)
    named = assign_named(scores, shares, model.levels, model.unit_levels, units)
    return combine_scores(model, features, named, score_discovered(model.discovered, features, named))


def score_named(
    named: SeededThemes,
    learned: LearnedEvidence | None,
    features: FeatureMatrix,
    stream: LemmaStream,
    vectors: LatentVectors,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return scores of units, shape (n_units, n_named), and shares of articles, shape (n_articles, n_named)."""
    units = features.units
    # Estimators take no matrix without rows: of a part of a corpus, all articles may be reprints.
    empty = np.zeros((0, len(named.seed_columns)))
    scores = named.transform(features.weights, units.article, vectors) if units.texts else empty
    shares = article_shares(scores, units.article, features.unit_weights, units.n_articles)
    n_seeds = seed_matrix(features.weights, named.seed_columns, None).n_distinct()
    shares = discount_without_seeds(shares, n_seeds, units.article)
    if learned is None:
        return scores, shares
    of_units, of_articles = learned.probabilities(features, stream)
    return learned.merge(scores, of_units), learned.merge(shares, of_articles)


def assign_named(
    scores: NDArray[np.float64],
    shares: NDArray[np.float64],
    levels: NDArray[np.float64],
    unit_levels: NDArray[np.float64],
    units: Units,
) -> NamedScores:
    """Assign named themes to units and articles; labels override the scores.

    Parameters
    ----------
    scores, shares
        From `score_named`.
    levels : ndarray of shape (n_named,)
        Thresholds of the shares.
    unit_levels : ndarray of shape (n_named,)
        Thresholds of the scores.
    units : Units
    """
    articles, labels = assign_themes(shares, levels), units.labels
    if labels is None:
        passages = _with_strongest(scores >= unit_levels, scores, articles, units)
    else:
        articles = apply_labels(articles, labels.articles)
        of_units = labels.of_units(units.article)
        # A passage labelled as none of the theme does not show it, even if it is the strongest of its article.
        eligible = np.where(of_units == NEGATIVE, -1.0, scores)
        passages = apply_labels(_with_strongest(scores >= unit_levels, eligible, articles, units), labels.units)
        passages &= of_units != NEGATIVE
    return NamedScores(scores, passages, shares, articles)


def _with_strongest(
    assigned: NDArray[np.bool_], scores: NDArray[np.float64], articles: NDArray[np.bool_], units: Units
) -> NDArray[np.bool_]:
    """Assign each theme of an article to its strongest passage at least: every theme can be shown in the text."""
    assigned = assigned.copy()
    for k in range(scores.shape[1]):
        best_first = np.lexsort((-scores[:, k], units.apart, units.article))
        _, first = np.unique(units.article[best_first], return_index=True)
        strongest = best_first[first]
        assigned[strongest, k] |= articles[units.article[strongest], k]
    return assigned


def unassigned_rows(features: FeatureMatrix, named: NamedScores) -> sp.csr_array:
    """Return each article's units without named themes: shape (n_articles, n_terms), rows of length one."""
    units, free = features.units, ~named.assigned.any(axis=1)
    by_article = sum_groups(units.article, units.n_articles)
    return normalize_rows(by_article @ sp.diags_array(features.unit_weights * free) @ features.term_rows)


def score_discovered(
    discovered: DiscoveredThemes | None, features: FeatureMatrix, named: NamedScores
) -> DiscoveredScores:
    """Return the scores of units and articles for the discovered themes."""
    units = features.units
    if discovered is None or not units.texts:
        n_themes = 0 if discovered is None else len(discovered.cluster_centers_)
        empty = [
            (np.zeros((n, n_themes)), np.full(n, -1, dtype=np.int64)) for n in (len(units.texts), units.n_articles)
        ]
        return DiscoveredScores(*empty[0], *empty[1])
    of_units, nearest = discovered.transform_predict(features.term_rows)
    of_articles = discovered.transform_predict(unassigned_rows(features, named))
    return DiscoveredScores(of_units, np.where(named.assigned.any(axis=1), -1, nearest), *of_articles)


def combine_scores(
    model: ThemeModel, features: FeatureMatrix, named: NamedScores, discovered: DiscoveredScores
) -> Assignments:
    """Return the assignments to named and discovered themes together."""
    return Assignments(
        unit_scores=np.hstack([named.units, discovered.units]),
        unit_named=named.assigned,
        unit_best=_best(named.units, named.assigned, discovered.units, discovered.nearest, model.outliers),
        article_scores=np.hstack([named.articles, discovered.articles]),
        article_named=named.assigned_to_articles,
        article_best=_best(
            named.articles,
            named.assigned_to_articles,
            discovered.articles,
            discovered.nearest_of_articles,
            model.outliers,
        ),
        means=model.means,
        term_centers=model.term_centers,
        importance=model.importance,
        weights=features.weights,
        terms=features.terms,
        seeds=features.hits,
        places=features.places,
    )


def _best(
    named_scores: NDArray[np.float64],
    assigned: NDArray[np.bool_],
    discovered_scores: NDArray[np.float64],
    nearest: NDArray[np.int64],
    outliers: bool,
) -> NDArray[np.int64]:
    """Return the best theme of each row: the strongest assigned named one, else the nearest discovered one, else -1."""
    n_named = named_scores.shape[1]
    best = np.where(nearest >= 0, nearest + n_named, -1)
    if n_named:
        strongest = np.where(assigned, named_scores, -1.0).argmax(axis=1)
        best = np.where(assigned.any(axis=1), strongest, best)
    all_scores = np.hstack([named_scores, discovered_scores])
    if outliers or not all_scores.shape[1]:
        return best
    return np.where(best >= 0, best, all_scores.argmax(axis=1))
