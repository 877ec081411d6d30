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
from sklearn.utils.validation import check_is_fitted, check_scalar, validate_data
from threadpoolctl import threadpool_limits

from tematika.themes.features import add_context, group_means, unit_rows
from tematika.themes.latent_space import Direction, Placed, direction_of, placed_anew, placed_in
from tematika.themes.named.evidence import clear_units, indicator, seed_words, strengths

# A classifier is trained when examples come from so many articles; with fewer it would learn the articles, not the
# theme, and seed words decide alone.
FEWEST_ARTICLES = 12
# What an article that is all contrast keeps of its score, and the score from which the contrast class has all of it.
CONTRAST_KEEPS = 0.2
ALL_CONTRAST = 0.6


class SeededThemes(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Score units of text against themes that are given by seed words.

    A unit's evidence for a theme is the weight of the theme's seed words in it, less that of the words to avoid. Units
    with clear evidence and units with none train a logistic regression on all terms (self-training, Yarowsky 1995).
    The score is the mean of the evidence, measured by that of a typical clear unit, of the classifier's probability,
    and of how far the unit lies in the direction of the examples in the space of what words go together: 1 is as
    clear as the clearest, 0 is nothing. Contrast words make a class that is learnt in the same
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
    n_components : int, default=150
        Dimensions of the latent space; 0 for none, then the other two decide.

    Attributes
    ----------
    strength_ : ndarray of shape (n_themes,)
        Evidence of a typical clear unit.
    coef_ : ndarray of shape (n_themes, n_terms)
        Weights of the classifiers; zeros where a theme has too few examples.
    intercept_ : ndarray of shape (n_themes,)
        Their intercepts.
    components_ : ndarray of shape (n_components, n_terms)
        The latent space.
    directions_ : list of Direction or None, one for each theme
        Where the theme lies in it.
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
        placed: Placed | None = None,
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
        placed : Placed, optional
            The same units in the space of what goes together, where they were placed already: it is the same
            whatever the seed words are. Of X only the columns of seed words count then.
        """
        self._check_parameters()
        X = sp.csr_array(validate_data(self, X, accept_sparse="csr", dtype=np.float64))
        # One thread, here and below: sums in another order differ in the last digit, and a second would mostly wait.
        with threadpool_limits(limits=1):
            return self._fit_in(placed or placed_anew(self._terms(X, groups), groups, self.n_components), X, groups)

    def _check_parameters(self) -> None:
        if self.n_terms is not None:
            check_scalar(self.n_terms, "n_terms", Integral, min_val=0)
        check_scalar(self.C, "C", Real, min_val=0, include_boundaries="neither")
        check_scalar(self.threshold, "threshold", Real, min_val=0, max_val=1)
        check_scalar(self.context, "context", Real, min_val=0)
        check_scalar(self.n_components, "n_components", Integral, min_val=0)

    def _fit_in(self, placed: Placed, X: sp.csr_array, groups: NDArray[np.int32] | None) -> SeededThemes:
        """Learn the themes of units that are placed."""
        self.n_features_in_, self.components_, self.length_ = X.shape[1], placed.components, placed.length
        self.contrast_ = self._contrast()._fit_in(placed, X, groups) if self.contrast_columns else None
        words = seed_words(X, self.seed_columns, self.avoid_columns)
        evidence, around = words.weights(groups, self.context), words.distinct(groups)
        n_themes = len(self.seed_columns)
        self.strength_ = strengths(evidence, words.distinct())
        self.coef_ = np.zeros((n_themes, placed.terms.shape[1]))
        self.intercept_ = np.zeros(n_themes)
        self.n_examples_ = np.zeros(n_themes, dtype=np.int64)
        self.directions_: list[Direction | None] = [None] * n_themes
        for k in range(n_themes):
            self._train(k, placed, clear_units(evidence[:, k], around[:, k]), groups)
        return self

    def transform(
        self, X: Any, groups: NDArray[np.int32] | None = None, placed: Placed | None = None
    ) -> NDArray[np.float64]:
        """Score units: an array of shape (n_units, n_themes) with numbers from 0 to 1; see `fit` for ``placed``."""
        check_is_fitted(self)
        X = sp.csr_array(validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False))
        with threadpool_limits(limits=1):
            return self._score(placed or placed_in(self.components_, self._terms(X, groups)), X, groups)

    def _score(self, placed: Placed, X: sp.csr_array, groups: NDArray[np.int32] | None) -> NDArray[np.float64]:
        """Score units that are placed in the space of these themes."""
        evidence = seed_words(X, self.seed_columns, self.avoid_columns).weights(groups, self.context)
        plain = np.clip(evidence / self.strength_, 0, 1)
        slopes = placed.terms @ self.coef_.T + self.intercept_
        learnt = np.where(self.n_examples_ > 0, 1 / (1 + np.exp(-slopes)), plain)
        both = (plain + learnt) / 2
        along = both.copy()
        for k, direction in enumerate(self.directions_):
            if direction is not None:
                along[:, k] = direction.part(placed.latent)
        return np.asarray(self._kept(placed, X, groups) * (2 * both + along) / 3)

    def predict(self, X: Any, groups: NDArray[np.int32] | None = None) -> NDArray[np.bool_]:
        """Return which units carry which themes: booleans of shape (n_units, n_themes)."""
        return self.transform(X, groups) >= self.threshold

    def importance(self) -> NDArray[np.float64]:
        """Return what each column is worth to each theme's score: shape (n_themes, n_features)."""
        check_is_fitted(self)
        worth = indicator(self.seed_columns, self.n_features_in_).T / self.strength_[:, None]
        # A quarter is the steepest slope of the logistic function.
        worth[:, : self.coef_.shape[1]] += self.coef_ / 4
        worth /= 2
        for k, one in enumerate(self.directions_):
            if one is not None:
                with threadpool_limits(limits=1):
                    along = self.components_.T @ one.vector / (one.span * self.length_)
                worth[k] *= 2 / 3
                worth[k, : len(along)] += along / 3
        return np.asarray(worth)

    def _contrast(self) -> SeededThemes:
        return SeededThemes([self.contrast_columns or ()], n_terms=self._n_terms(), C=self.C, context=self.context)

    def _kept(self, placed: Placed, X: sp.csr_array, groups: NDArray[np.int32] | None) -> NDArray[np.float64] | float:
        """Part of its score that each unit keeps, shape (n_units, 1): the less, the more its group is contrast."""
        if self.contrast_ is None:
            return 1.0
        contrast = self.contrast_._score(placed, X, groups)
        if groups is not None:
            contrast = group_means(groups, contrast)
        return np.asarray(1 - (1 - CONTRAST_KEEPS) * np.minimum(1, contrast / ALL_CONTRAST))

    def _terms(self, X: sp.csr_array, groups: NDArray[np.int32] | None) -> sp.csr_array:
        """Terms to learn from, in context, rows of length one."""
        return unit_rows(add_context(X[:, : self._n_terms()], groups, self.context))

    def _n_terms(self) -> int:
        if self.n_terms is not None:
            return self.n_terms
        first_seed = [min(columns) for columns in self.seed_columns if len(columns)]
        return min(first_seed, default=self.n_features_in_)

    def _train(
        self,
        k: int,
        placed: Placed,
        sides: tuple[NDArray[np.bool_], NDArray[np.bool_]],
        groups: NDArray[np.int32] | None,
    ) -> None:
        examples, others = sides
        articles = np.flatnonzero(examples) if groups is None else np.unique(groups[examples])
        if len(articles) < FEWEST_ARTICLES or not others.any():
            return
        chosen = examples | others
        classifier = LogisticRegression(C=self.C, class_weight="balanced", max_iter=1000)
        classifier.fit(placed.terms[chosen], examples[chosen])
        self.coef_[k], self.intercept_[k] = classifier.coef_[0], classifier.intercept_[0]
        self.n_examples_[k] = int(examples.sum())
        self.directions_[k] = direction_of(placed.latent, examples, others) if len(self.components_) else None

    def __sklearn_tags__(self) -> Any:
        """Return scikit-learn's tags: sparse input is fine."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags
