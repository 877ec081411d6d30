"""Named themes as an estimator: seed words, and a self-trained classifier of what goes with them."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral, Real
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import LogisticRegression
from sklearn.utils.validation import check_is_fitted, check_scalar, validate_data
from threadpoolctl import threadpool_limits

from tematika.themes.features import add_context, group_means, normalize_rows
from tematika.themes.latent_space import LatentVectors, ThemeAxis, fit_axis, fit_latent_vectors, latent_vectors
from tematika.themes.named.evidence import indicator, seed_matrix, select_examples, typical_evidence

# Positive examples from fewer articles would teach the articles and not the theme: seed words decide alone.
FEWEST_ARTICLES = 12
# The part of their scores that articles of the contrast class keep, from this score for the contrast class.
CONTRAST_KEEPS = 0.2
ALL_CONTRAST = 0.6


class SeededThemes(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Scores of units of text for themes that are defined by seed words.

    A unit's evidence for a theme is the weight of the theme's seed words in it, minus that of the words to avoid. Units
    with clear evidence and units with little train a logistic regression on all terms (self-training, Yarowsky 1995).
    The score is the mean of the evidence relative to a typical clear unit, of the classifier's probability, and of the
    position on the theme's axis in the latent space. Contrast words define a class that is learnt in the same way and
    lowers the scores of all themes (an accident in a region is no news of the region).

    Parameters
    ----------
    seed_columns : sequence of sequence of int
        For each theme the columns of X that hold its seed words.
    avoid_columns : sequence of sequence of int, optional
        For each theme the columns of its words to avoid.
    contrast_columns : sequence of int, optional
        The columns of words of the contrast class.
    n_terms : int, optional
        Number of leading columns of X that are terms; by default all before the first seed column.
    C : float, default=5.0
        Inverse strength of the classifier's regularisation.
    threshold : float, default=0.35
        Score from which `predict` assigns a theme.
    context : float, default=0.3
        Part of the mean of its group (its article) that is added to a unit.
    n_components : int, default=150
        Dimensions of the latent space; 0 for none: then the other two parts of the score count.

    Attributes
    ----------
    strength_ : ndarray of shape (n_themes,)
        Typical evidence of a clear unit.
    coef_ : ndarray of shape (n_themes, n_terms)
        Weights of the classifiers; zeros where a theme has too few examples.
    intercept_ : ndarray of shape (n_themes,)
    components_ : ndarray of shape (n_components, n_terms)
        The latent space.
    axes_ : list of ThemeAxis or None, length n_themes
        The axis of each theme in it.
    n_examples_ : ndarray of shape (n_themes,)
        Number of positive examples; 0 where the seed words decide alone.
    contrast_ : SeededThemes or None
        The contrast class.

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

    def __init__(
        self,
        seed_columns: Sequence[Sequence[int]] = (),
        avoid_columns: Sequence[Sequence[int]] | None = None,
        contrast_columns: Sequence[int] | None = None,
        n_terms: int | None = None,
        C: float = 5.0,
        threshold: float = 0.35,
        context: float = 0.3,
        n_components: int = 150,
    ) -> None:
        self.seed_columns = seed_columns
        self.avoid_columns = avoid_columns
        self.contrast_columns = contrast_columns
        self.n_terms = n_terms
        self.C = C
        self.threshold = threshold
        self.context = context
        self.n_components = n_components

    def fit(
        self,
        X: Any,
        y: object = None,
        groups: NDArray[np.int32] | None = None,
        vectors: LatentVectors | None = None,
    ) -> SeededThemes:
        """Learn a classifier and an axis for each theme.

        Parameters
        ----------
        X : array of shape (n_units, n_features)
            Weights of terms and seed words.
        y : object
            Not used.
        groups : ndarray of shape (n_units,), optional
            The article of each unit.
        vectors : LatentVectors, optional
            The same units in their latent space, which does not depend on the seed words. Of X only the seed columns
            are used then.
        """
        self._check_parameters()
        X = sp.csr_array(validate_data(self, X, accept_sparse="csr", dtype=np.float64))
        # One thread, here and below: sums in another order differ in the last digit, and a second thread mostly waits.
        with threadpool_limits(limits=1):
            return self._fit(
                vectors or fit_latent_vectors(self._terms(X, groups), groups, self.n_components), X, groups
            )

    def _check_parameters(self) -> None:
        if self.n_terms is not None:
            check_scalar(self.n_terms, "n_terms", Integral, min_val=0)
        check_scalar(self.C, "C", Real, min_val=0, include_boundaries="neither")
        check_scalar(self.threshold, "threshold", Real, min_val=0, max_val=1)
        check_scalar(self.context, "context", Real, min_val=0)
        check_scalar(self.n_components, "n_components", Integral, min_val=0)

    def _fit(self, vectors: LatentVectors, X: sp.csr_array, groups: NDArray[np.int32] | None) -> SeededThemes:
        self.n_features_in_, self.components_, self.length_ = X.shape[1], vectors.components, vectors.length
        self.contrast_ = self._contrast()._fit(vectors, X, groups) if self.contrast_columns else None
        seeds = seed_matrix(X, self.seed_columns, self.avoid_columns)
        evidence, in_article = seeds.evidence(groups, self.context), seeds.n_distinct(groups)
        n_themes = len(self.seed_columns)
        self.strength_ = typical_evidence(evidence, seeds.n_distinct())
        self.coef_ = np.zeros((n_themes, vectors.terms.shape[1]))
        self.intercept_ = np.zeros(n_themes)
        self.n_examples_ = np.zeros(n_themes, dtype=np.int64)
        self.axes_: list[ThemeAxis | None] = [None] * n_themes
        for k in range(n_themes):
            self._train(k, vectors, *select_examples(evidence[:, k], in_article[:, k]), groups)
        return self

    def transform(
        self, X: Any, groups: NDArray[np.int32] | None = None, vectors: LatentVectors | None = None
    ) -> NDArray[np.float64]:
        """Return the scores of units, in [0, 1], shape (n_units, n_themes); see `fit` for ``vectors``."""
        check_is_fitted(self)
        X = sp.csr_array(validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False))
        with threadpool_limits(limits=1):
            return self._score(vectors or latent_vectors(self.components_, self._terms(X, groups)), X, groups)

    def _score(self, vectors: LatentVectors, X: sp.csr_array, groups: NDArray[np.int32] | None) -> NDArray[np.float64]:
        evidence = seed_matrix(X, self.seed_columns, self.avoid_columns).evidence(groups, self.context)
        plain = np.clip(evidence / self.strength_, 0, 1)
        logits = vectors.terms @ self.coef_.T + self.intercept_
        learnt = np.where(self.n_examples_ > 0, 1 / (1 + np.exp(-logits)), plain)
        both = (plain + learnt) / 2
        positions = both.copy()
        for k, axis in enumerate(self.axes_):
            if axis is not None:
                positions[:, k] = axis.position(vectors.latent)
        return np.asarray(self._contrast_factor(vectors, X, groups) * (2 * both + positions) / 3)

    def predict(self, X: Any, groups: NDArray[np.int32] | None = None) -> NDArray[np.bool_]:
        """Return which themes are assigned to which units: booleans of shape (n_units, n_themes)."""
        return self.transform(X, groups) >= self.threshold

    def importance(self) -> NDArray[np.float64]:
        """Return the weight of each column in each theme's score, to first order: shape (n_themes, n_features)."""
        check_is_fitted(self)
        weights = indicator(self.seed_columns, self.n_features_in_).T / self.strength_[:, None]
        # A quarter is the steepest slope of the logistic function.
        weights[:, : self.coef_.shape[1]] += self.coef_ / 4
        weights /= 2
        for k, axis in enumerate(self.axes_):
            if axis is not None:
                with threadpool_limits(limits=1):
                    along = self.components_.T @ axis.vector / (axis.span * self.length_)
                weights[k] *= 2 / 3
                weights[k, : len(along)] += along / 3
        return np.asarray(weights)

    def _contrast(self) -> SeededThemes:
        return SeededThemes([self.contrast_columns or ()], n_terms=self._n_terms(), C=self.C, context=self.context)

    def _contrast_factor(
        self, vectors: LatentVectors, X: sp.csr_array, groups: NDArray[np.int32] | None
    ) -> NDArray[np.float64] | float:
        """Return the factor of each unit's scores, shape (n_units, 1), in [`CONTRAST_KEEPS`, 1]."""
        if self.contrast_ is None:
            return 1.0
        contrast = self.contrast_._score(vectors, X, groups)
        if groups is not None:
            contrast = group_means(groups, contrast)
        return np.asarray(1 - (1 - CONTRAST_KEEPS) * np.minimum(1, contrast / ALL_CONTRAST))

    def _terms(self, X: sp.csr_array, groups: NDArray[np.int32] | None) -> sp.csr_array:
        """Return the terms in context, rows of length one."""
        return normalize_rows(add_context(X[:, : self._n_terms()], groups, self.context))

    def _n_terms(self) -> int:
        if self.n_terms is not None:
            return self.n_terms
        first_seed = [min(columns) for columns in self.seed_columns if len(columns)]
        return min(first_seed, default=self.n_features_in_)

    def _train(
        self,
        k: int,
        vectors: LatentVectors,
        positives: NDArray[np.bool_],
        negatives: NDArray[np.bool_],
        groups: NDArray[np.int32] | None,
    ) -> None:
        articles = np.flatnonzero(positives) if groups is None else np.unique(groups[positives])
        if len(articles) < FEWEST_ARTICLES or not negatives.any():
            return
        chosen = positives | negatives
        classifier = LogisticRegression(C=self.C, class_weight="balanced", max_iter=1000)
        classifier.fit(vectors.terms[chosen], positives[chosen])
        self.coef_[k], self.intercept_[k] = classifier.coef_[0], classifier.intercept_[0]
        self.n_examples_[k] = int(positives.sum())
        self.axes_[k] = fit_axis(vectors.latent, positives, negatives) if len(self.components_) else None

    def __sklearn_tags__(self) -> Any:
        """Return scikit-learn's tags: sparse input is accepted."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags
