"""Learned weights applied to the articles and passages of any corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tematika.language.lemma_stream import LemmaStream
from tematika.themes.definitions import ThemeDefinition
from tematika.themes.features import FeatureMatrix
from tematika.themes.named.learned.article_terms import (
    SEED,
    Occurrences,
    TextGroups,
    group_by_article,
    seed_feature_names,
    seed_features,
)
from tematika.themes.named.learned.estimator import logistic
from tematika.themes.theme_weights import ThemeWeights

# Of a usual passage: the length of its lemmas, and what one seed word adds to its density and to its distinct words.
_LENGTH, _ONE_SEED = 4.5, (0.75, 0.7)
# A passage carries a theme from this part of the decision on: a single sentence about it is less than an article.
_OF_PASSAGES = 0.2


@dataclass(frozen=True, eq=False)
class LearnedEvidence:
    """Learned weights of those named themes that have some.

    The lists of seed words are those of the definitions, whatever they were when the weights were learned.

    Attributes
    ----------
    weights : ThemeWeights
    definitions : tuple of ThemeDefinition
        All named themes.
    columns : tuple of int
        Numbers of the named themes that have weights.
    """

    weights: ThemeWeights
    definitions: tuple[ThemeDefinition, ...]
    columns: tuple[int, ...]

    @classmethod
    def of(cls, weights: ThemeWeights | None, definitions: Sequence[ThemeDefinition]) -> LearnedEvidence | None:
        """Return the evidence for some named themes, or None where none of them has weights."""
        known = weights.themes if weights else ()
        columns = tuple(k for k, definition in enumerate(definitions) if definition.id in known)
        return cls(weights, tuple(definitions), columns) if weights and columns else None

    @property
    def unit_decision(self) -> float:
        """Probability from which a unit carries a theme."""
        return _OF_PASSAGES * self.weights.decision

    def probabilities(
        self, features: FeatureMatrix, stream: LemmaStream
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return how probable it is that each unit and each article carries each theme that has weights.

        Parameters
        ----------
        features : FeatureMatrix
            Units, with hits of all words of the definitions.
        stream : LemmaStream
            The same units.

        Returns
        -------
        of_units : ndarray of shape (n_units, n_columns)
            Each unit read by itself.
        of_articles : ndarray of shape (n_articles, n_columns)
            Zeros for articles without units, which are reprints.
        """
        occurrences = Occurrences(stream, features.places, features.hits)
        groups = group_by_article(features.units)
        of_units, of_articles = (
            self._probabilities(occurrences, features, stream, each) for each in (groups.single, groups)
        )
        of_articles[np.bincount(groups.groups, minlength=groups.n_groups) == 0] = 0
        return of_units, of_articles

    def importance(
        self, features: FeatureMatrix, idf: NDArray[np.float64], seed_idf: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return what each term and seed word of a corpus is worth to each theme, to first order.

        Parameters
        ----------
        features : FeatureMatrix
        idf, seed_idf : ndarray of shape (n_terms,) and (n_words,)
            By which its columns of terms and seed words were multiplied: they have no part in what is learned.

        Returns
        -------
        ndarray of shape (n_columns, n_terms + n_words)
        """
        own, names = self._own, {term: at for at, term in enumerate(self.weights.terms)}
        seeds = dict(zip(self.weights.seeds, self.weights.seed_weights[:, own], strict=True))
        worth = np.zeros((len(features.terms.names) + len(features.hits.seeds), len(own)))
        for at, term in enumerate((*features.terms.names, *(SEED + word for word in features.hits.seeds))):
            if term in names:
                worth[at] = self.weights.term_weights[names[term], own]
        lists = {f"seeds {one.id}": one.seeds for one in self.definitions}
        lists |= {f"avoid {one.id}": one.avoid for one in self.definitions}
        lists["contrast"] = self.definitions[0].contrast
        column = {word: at for at, word in enumerate(features.hits.seeds, start=len(features.terms.names))}
        for name, words in lists.items():
            of_list = zip(("density", "distinct"), _ONE_SEED, strict=True)
            one = sum(_LENGTH * step * seeds.get(f"{measure} of {name}", 0.0) for measure, step in of_list)
            worth[[column[word] for word in words if word in column]] += one
        scale = np.concatenate([idf, seed_idf])
        return np.asarray((worth / np.where(scale > 0, scale, np.inf)[:, None]).T)

    def merge(self, by_seeds: NDArray[np.float64], learned: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return columns of the themes without and with weights in the order of the definitions."""
        merged = np.empty((len(learned), len(self.definitions)))
        without = [k for k in range(len(self.definitions)) if k not in self.columns]
        merged[:, without], merged[:, list(self.columns)] = by_seeds, learned
        return merged

    def _probabilities(
        self, occurrences: Occurrences, features: FeatureMatrix, stream: LemmaStream, groups: TextGroups
    ) -> NDArray[np.float64]:
        values = occurrences.values(groups, self.weights.terms)
        counts = seed_features(stream, features.hits, self.definitions, groups)
        number = {name: at for at, name in enumerate(self.weights.seeds)}
        pairs = [(at, number[name]) for at, name in enumerate(seed_feature_names(self.definitions)) if name in number]
        here, there = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
        own = self._own
        odds = values @ self.weights.term_weights[:, own] + counts[:, here] @ self.weights.seed_weights[there][:, own]
        return logistic(odds + self.weights.intercept[own])

    @property
    def _own(self) -> list[int]:
        """Columns of the weights."""
        return [self.weights.themes.index(self.definitions[k].id) for k in self.columns]
