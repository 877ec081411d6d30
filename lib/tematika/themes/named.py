"""Named themes: seed words say what is meant, a self-trained classifier learns what else goes with it."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral, Real
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import LogisticRegression
from sklearn.utils._param_validation import Interval
from sklearn.utils.validation import check_is_fitted, validate_data
from threadpoolctl import threadpool_limits

from tematika.themes.weighting import add_context, group_means, sum_groups, unit_rows

# A unit may be an example of a theme when its article has so many different seed words of the theme…
EXAMPLE_SEEDS = 2
# …and its evidence is above this share of such units.
EXAMPLE_QUANTILE = 0.8
# A classifier is trained when examples come from so many articles; with fewer it would learn the articles, not the
# theme, and seed words decide alone.
FEWEST_ARTICLES = 12
# Evidence of a clear passage (three different seed words) where the corpus is too small to say. Measured: 0.6 to 0.9
# for four themes on two collections.
USUAL_STRENGTH = 0.75
_PRIOR_WEIGHT = 10
# What an article that is all contrast keeps of its score, and the score from which the contrast class has all of it.
CONTRAST_KEEPS = 0.2
ALL_CONTRAST = 0.6


class SeededThemes(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Score units of text against themes that are given by seed words.

    A unit's evidence for a theme is the weight of the theme's seed words in it, less that of the words to avoid. Units
    with clear evidence and units with none train a logistic regression on all terms (self-training, Yarowsky 1995).
    The score is the mean of the evidence, measured by that of a typical clear unit, and of the classifier's
    probability: 1 is as clear as the clearest, 0 is nothing. Contrast words make a class that is learnt in the same
    way; what is about that (an accident in a region) carries every theme less.

    Parameters
    ----------
    seed_columns : sequence of sequence of int
        For each theme the columns of X that hold its seed words.
    avoid_columns : sequence of sequence of int, optional
        For each theme the columns that hold words against it.
    contrast_columns : sequence of int, optional
        The columns that hold words of what is no theme and yet told in the same places.
    n_terms : int, optional
        The first so many columns of X are terms to learn from; all that are not seed columns by default.
    C : float, default=5.0
        Inverse strength of the classifier's regularisation.
    threshold : float, default=0.35
        Score from which `predict` gives a unit to a theme.
    context : float, default=0.3
        How much of its group's mean a unit takes on, where groups (articles) are given: a paragraph is read after
        the ones before it.

    Attributes
    ----------
    strength_ : ndarray of shape (n_themes,)
        Evidence of a typical clear unit.
    coef_ : ndarray of shape (n_themes, n_terms)
        Weights of the classifiers; zeros where a theme has too few examples.
    intercept_ : ndarray of shape (n_themes,)
        Their intercepts.
    n_examples_ : ndarray of shape (n_themes,)
        How many units served as examples; 0 where the seed words decide alone.
    contrast_ : SeededThemes or None
        The class of the contrast words, by itself.

    References
    ----------
    Yarowsky, D. (1995). Unsupervised word sense disambiguation rivaling supervised methods. ACL.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 0.0, 0.9, 0.0], [0.0, 1.0, 0.0, 0.0]])
    >>> SeededThemes(seed_columns=[[2, 3]]).fit(X).predict(X).ravel()
    array([ True, False])
    """

    _parameter_constraints = {
        "seed_columns": ["array-like"],
        "avoid_columns": ["array-like", None],
        "contrast_columns": ["array-like", None],
        "n_terms": [Interval(Integral, 0, None, closed="left"), None],
        "C": [Interval(Real, 0, None, closed="neither")],
        "threshold": [Interval(Real, 0, 1, closed="both")],
        "context": [Interval(Real, 0, None, closed="left")],
    }

    def __init__(
        self,
        seed_columns: Sequence[Sequence[int]] = (),
        avoid_columns: Sequence[Sequence[int]] | None = None,
        contrast_columns: Sequence[int] | None = None,
        n_terms: int | None = None,
        C: float = 5.0,
        threshold: float = 0.35,
        context: float = 0.3,
    ) -> None:
        self.seed_columns = seed_columns
        self.avoid_columns = avoid_columns
        self.contrast_columns = contrast_columns
        self.n_terms = n_terms
        self.C = C
        self.threshold = threshold
        self.context = context

    def fit(
        self,
        X: Any,
        y: object = None,
        groups: NDArray[np.int32] | None = None,
        said: NDArray[np.int8] | None = None,
    ) -> SeededThemes:
        """Learn what goes with each theme.

        Parameters
        ----------
        X : array of shape (n_units, n_features)
            Weights.
        y : object
            Not used.
        groups : ndarray of shape (n_units,), optional
            The article of each unit.
        said : ndarray of int8, shape (n_units, n_themes), optional
            Units that somebody labelled: 1 for examples of a theme, -1 for what is none, 0 for the others.
        """
        self._validate_params()
        X = sp.csr_array(validate_data(self, X, accept_sparse="csr", dtype=np.float64))
        self.contrast_ = self._contrast().fit(X, groups=groups) if self.contrast_columns else None
        own, around = self._distinct_seeds(X, None), self._distinct_seeds(X, groups)
        X = self._in_context(X, groups)
        evidence, terms = self.evidence(X), unit_rows(X[:, : self._n_terms()])
        n_themes = len(self.seed_columns)
        self.strength_ = np.array([_strength(evidence[:, k], own[:, k]) for k in range(n_themes)])
        self.coef_ = np.zeros((n_themes, terms.shape[1]))
        self.intercept_ = np.zeros(n_themes)
        self.n_examples_ = np.zeros(n_themes, dtype=np.int64)
        # Its sums are short: a second thread would wait more than it helps, and change the last digits.
        with threadpool_limits(limits=1):
            for k in range(n_themes):
                chosen = self._examples(evidence[:, k], around[:, k], None if said is None else said[:, k])
                self._train(k, terms, *chosen, groups)
        return self

    def transform(self, X: Any, groups: NDArray[np.int32] | None = None) -> NDArray[np.float64]:
        """Score units: an array of shape (n_units, n_themes) with numbers from 0 to 1."""
        check_is_fitted(self)
        X = sp.csr_array(validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False))
        kept = self._kept(X, groups)
        X = self._in_context(X, groups)
        plain = np.clip(self.evidence(X) / self.strength_, 0, 1)
        logit = unit_rows(X[:, : self._n_terms()]) @ self.coef_.T + self.intercept_
        learnt = np.where(self.n_examples_ > 0, 1 / (1 + np.exp(-logit)), plain)
        return np.asarray(kept * (plain + learnt) / 2)

    def predict(self, X: Any, groups: NDArray[np.int32] | None = None) -> NDArray[np.bool_]:
        """Tell which units carry which themes: booleans of shape (n_units, n_themes)."""
        return self.transform(X, groups) >= self.threshold

    def importance(self) -> NDArray[np.float64]:
        """Tell what each column is worth to each theme's score: shape (n_themes, n_features)."""
        check_is_fitted(self)
        worth = _indicator(self.seed_columns, self.n_features_in_).T / self.strength_[:, None]
        # A quarter is the steepest slope of the logistic function.
        worth[:, : self.coef_.shape[1]] += self.coef_ / 4
        return np.asarray(worth / 2)

    def evidence(self, X: sp.csr_array) -> NDArray[np.float64]:
        """Weight of each theme's seed words in each unit, less that of words to avoid; never negative."""
        total = X @ _indicator(self.seed_columns, X.shape[1])
        if self.avoid_columns is not None:
            total = total - X @ _indicator(self.avoid_columns, X.shape[1])
        return np.asarray(np.maximum(0, total))

    def _contrast(self) -> SeededThemes:
        return SeededThemes([self.contrast_columns or ()], n_terms=self._n_terms(), C=self.C, context=self.context)

    def _kept(self, X: sp.csr_array, groups: NDArray[np.int32] | None) -> NDArray[np.float64] | float:
        """Part of its score that each unit keeps, shape (n_units, 1): the less, the more its group is contrast."""
        if self.contrast_ is None:
            return 1.0
        contrast = self.contrast_.transform(X, groups=groups)
        if groups is not None:
            contrast = group_means(groups, contrast)
        return np.asarray(1 - (1 - CONTRAST_KEEPS) * np.minimum(1, contrast / ALL_CONTRAST))

    def _in_context(self, X: sp.csr_array, groups: NDArray[np.int32] | None) -> sp.csr_array:
        return X if groups is None else add_context(X, groups, self.context)

    def _distinct_seeds(self, X: sp.csr_array, groups: NDArray[np.int32] | None) -> NDArray[np.float64]:
        """How many different seed words of each theme a unit has, or its whole group."""
        rows = X if groups is None else sp.csr_array(sum_groups(groups, int(groups.max(initial=-1)) + 1) @ X)
        distinct = np.asarray((rows > 0).astype(np.float64) @ _indicator(self.seed_columns, X.shape[1]))
        return distinct if groups is None else distinct[groups]

    def _n_terms(self) -> int:
        if self.n_terms is not None:
            return self.n_terms
        first_seed = [min(columns) for columns in self.seed_columns if len(columns)]
        return min(first_seed, default=self.n_features_in_)

    def _examples(
        self, evidence: NDArray[np.float64], around: NDArray[np.float64], said: NDArray[np.int8] | None
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Units that are clear examples, and units that are clearly none."""
        candidates = (around >= EXAMPLE_SEEDS) & (evidence > 0)
        level = np.quantile(evidence[candidates], EXAMPLE_QUANTILE) if candidates.any() else np.inf
        examples = candidates & (evidence >= level)
        others = (evidence <= np.median(evidence)) & ~examples
        if said is None:
            return examples, others
        return (examples | (said > 0)) & (said >= 0), (others | (said < 0)) & (said <= 0)

    def _train(
        self,
        k: int,
        terms: sp.csr_array,
        examples: NDArray[np.bool_],
        others: NDArray[np.bool_],
        groups: NDArray[np.int32] | None,
    ) -> None:
        articles = np.flatnonzero(examples) if groups is None else np.unique(groups[examples])
        if len(articles) < FEWEST_ARTICLES or not others.any():
            return
        chosen = examples | others
        classifier = LogisticRegression(C=self.C, class_weight="balanced", max_iter=1000)
        classifier.fit(terms[chosen], examples[chosen])
        self.coef_[k], self.intercept_[k] = classifier.coef_[0], classifier.intercept_[0]
        self.n_examples_[k] = int(examples.sum())

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that sparse input is fine."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags


def _indicator(columns: Sequence[Sequence[int]], n_features: int) -> NDArray[np.float64]:
    """Dense (n_features, n_themes) matrix of ones where a column belongs to a theme."""
    matrix = np.zeros((n_features, len(columns)))
    for k, group in enumerate(columns):
        matrix[list(group), k] = 1
    return matrix


def _strength(evidence: NDArray[np.float64], own: NDArray[np.float64]) -> float:
    """Median evidence of units with three seed words and more, drawn towards the usual where they are few."""
    clear = evidence[(own > EXAMPLE_SEEDS) & (evidence > 0)]
    median = float(np.median(clear)) if len(clear) else USUAL_STRENGTH
    return (len(clear) * median + _PRIOR_WEIGHT * USUAL_STRENGTH) / (len(clear) + _PRIOR_WEIGHT)
