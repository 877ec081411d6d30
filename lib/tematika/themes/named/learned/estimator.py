"""Named themes learned from labelled articles: one linear model a theme, calibrated on collections left out."""

from __future__ import annotations

from numbers import Integral, Real
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.utils.validation import check_is_fitted, check_scalar
from threadpoolctl import threadpool_limits

# A theme with fewer articles is not learned.
FEWEST_POSITIVE = 5


class LearnedThemes(BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Probabilities that articles carry themes, learned from labelled articles of several collections.

    There is a logistic regression for each theme on terms, on counts of the words of the themes file, and on where the
    terms lie in a space of words that go together. All three are linear in the terms, so what is learned is one weight
    a term and theme, even for words that no labelled article has. Every collection counts the same, and articles with
    a theme count as much as those without. The scores are calibrated (Platt 1999) on collections left out in turn, so
    that the probabilities hold for a collection that the model has not seen.

    Parameters
    ----------
    n_terms : int
        The first so many columns of X are values of terms; the others are seed features.
    vectors : ndarray of shape (n_terms, n_dimensions), optional
        Vectors of the terms; zeros where a term has none.
    C : float, default=10.0
        Inverse strength of regularisation.
    idf_power : float, default=1.5
        Columns of terms are multiplied by this power of the inverse document frequency.
    vector_scale, seed_scale : float
        Scale of the vectors and of the seed features beside the terms: the larger, the less they are regularised.
    min_articles : int, default=2
        Terms in fewer labelled articles have no weight of their own, only that of their vector.

    Attributes
    ----------
    weights_ : ndarray of shape (n_features, n_themes)
        Calibrated log odds for one unit of each column.
    intercept_ : ndarray of shape (n_themes,)
    n_labels_ : ndarray of shape (n_themes, 2)
        How many articles with and without each theme were learned from.

    References
    ----------
    Platt, J. (1999). Probabilistic outputs for support vector machines. Advances in Large Margin Classifiers.
    """

    def __init__(
        self,
        n_terms: int = 0,
        vectors: NDArray[np.float32] | None = None,
        C: float = 10.0,
        idf_power: float = 1.5,
        vector_scale: float = 0.5,
        seed_scale: float = 0.1,
        min_articles: int = 2,
    ) -> None:
        self.n_terms = n_terms
        self.vectors = vectors
        self.C = C
        self.idf_power = idf_power
        self.vector_scale = vector_scale
        self.seed_scale = seed_scale
        self.min_articles = min_articles

    def fit(self, X: Any, y: NDArray[np.int8], groups: NDArray[Any]) -> LearnedThemes:
        """Learn and calibrate.

        Parameters
        ----------
        X : csr_array of shape (n_articles, n_features)
        y : ndarray of shape (n_articles, n_themes)
            1 where an article carries a theme, -1 where not, and 0 where it is not known, as labels have it.
        groups : ndarray of shape (n_articles,)
            The collection of each article.

        Raises
        ------
        ValueError
            For fewer than two groups, or a theme that too few articles outside of a group carry.
        """
        for name in ("n_terms", "min_articles"):
            check_scalar(getattr(self, name), name, Integral, min_val=0)
        for name in ("C", "idf_power", "vector_scale", "seed_scale"):
            check_scalar(getattr(self, name), name, Real, min_val=0)
        X = sp.csr_array(X)
        names = np.unique(groups)
        if len(names) < 2:
            raise ValueError("there must be at least two groups")
        with threadpool_limits(limits=1):
            held_out = np.zeros(y.shape)
            for name in names:
                out = groups == name
                weights, intercept = self._learn(X[~out], y[~out], groups[~out])
                held_out[out] = X[out] @ weights + intercept
            weights, intercept = self._learn(X, y, groups)
            slope, shift = _calibrate(held_out, y, groups)
        self.weights_, self.intercept_ = weights * slope, intercept * slope + shift
        self.n_labels_ = np.stack([(y == 1).sum(axis=0), (y == -1).sum(axis=0)], axis=1)
        return self

    def predict_proba(self, X: Any) -> NDArray[np.float64]:
        """Return the probability that each article carries each theme, shape (n_articles, n_themes)."""
        check_is_fitted(self)
        return logistic(np.asarray(sp.csr_array(X) @ self.weights_ + self.intercept_))

    def _learn(
        self, X: sp.csr_array, y: NDArray[np.int8], groups: NDArray[Any]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return weights of columns, and intercepts, before calibration."""
        terms, seeds = sp.csr_array(X[:, : self.n_terms]), X[:, self.n_terms :].toarray()
        n_articles = np.bincount(terms.indices, minlength=self.n_terms)
        idf = (1 + np.log((1 + X.shape[0]) / (1 + n_articles))) ** self.idf_power
        scale = np.where(n_articles >= self.min_articles, idf, 0)
        length = _median_length(sp.csr_array(terms @ sp.diags_array(scale)))
        used = np.flatnonzero(scale)
        parts = [sp.csr_array(terms[:, used] @ sp.diags_array(scale[used] / length))]
        seed_scale = self.seed_scale / np.maximum(seeds.std(axis=0), 1e-9)
        parts.append(sp.csr_array(seeds * seed_scale))
        to_vectors = self._to_vectors(terms, idf)
        if to_vectors is not None:
            parts.append(sp.csr_array(np.asarray(terms @ to_vectors)))
        matrix = sp.csr_matrix(sp.hstack(parts, format="csr"))
        # liblinear takes no longer indices.
        matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
        weights, intercept = np.zeros((X.shape[1], y.shape[1])), np.zeros(y.shape[1])
        for k in range(y.shape[1]):
            known = np.flatnonzero(y[:, k])
            truth = y[known, k] == 1
            if truth.sum() < FEWEST_POSITIVE or truth.all():
                raise ValueError(f"theme {k} needs {FEWEST_POSITIVE} articles that carry it, and one that does not")
            model = LogisticRegression(C=self.C, solver="liblinear", max_iter=300)
            model.fit(matrix[known], truth, sample_weight=_balanced(truth, groups[known]))
            coefficients = model.coef_[0]
            weights[used, k] = coefficients[: len(used)] * scale[used] / length
            weights[self.n_terms :, k] = coefficients[len(used) : len(used) + seeds.shape[1]] * seed_scale
            if to_vectors is not None:
                weights[: self.n_terms, k] += to_vectors @ coefficients[len(used) + seeds.shape[1] :]
            intercept[k] = model.intercept_[0]
        return weights, intercept

    def _to_vectors(self, terms: sp.csr_array, idf: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """Return the matrix that takes terms to vectors of articles, which are `vector_scale` long as a rule."""
        if self.vectors is None or not self.vector_scale:
            return None
        vectors = np.asarray(self.vectors, dtype=np.float64)
        has_vector = np.abs(vectors).sum(axis=1) > 0
        # The vectors of rare words are no more reliable than others, so their idf is not raised to a power.
        scaled = vectors * np.where(has_vector, idf ** (1 / max(self.idf_power, 1)), 0)[:, None]
        rows = np.asarray(terms @ scaled)
        spread = float(np.sqrt(((rows - rows.mean(axis=0)) ** 2).sum(axis=1).mean()))
        return scaled * (self.vector_scale / max(spread, 1e-9))


def logistic(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probabilities of some log odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def truncate(weights: NDArray[np.float64], size: NDArray[np.float64], n_terms: int) -> NDArray[np.float64]:
    """Return weights in which all are zero but those that move scores most.

    Parameters
    ----------
    weights : ndarray of shape (n_terms, n_themes)
    size : ndarray of shape (n_terms,)
        Euclidean length of each term's column of values.
    n_terms : int
        How many terms a theme keeps.
    """
    kept = np.zeros_like(weights)
    for k in range(weights.shape[1]):
        best = np.argsort(-np.abs(weights[:, k]) * size, kind="stable")[:n_terms]
        kept[best, k] = weights[best, k]
    return kept


def expected_calibration_error(probability: NDArray[np.float64], truth: NDArray[np.bool_], bins: int = 10) -> float:
    """Return the mean distance between probabilities and shares of what is true, over bins of equal width."""
    place = np.minimum((probability * bins).astype(np.int64), bins - 1)
    sums = [np.bincount(place, values, bins) for values in (probability, truth.astype(np.float64))]
    return float(np.abs(sums[0] - sums[1]).sum() / max(1, len(truth)))


def _median_length(rows: sp.csr_array) -> float:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return float(np.median(lengths[lengths > 0])) if np.any(lengths > 0) else 1.0


def _balanced(truth: NDArray[np.bool_], groups: NDArray[Any]) -> NDArray[np.float64]:
    """Return weights by which all groups count the same, and articles with the theme as much as those without."""
    _, index, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    weight = 1 / sizes[index]
    weight[truth] *= weight[~truth].sum() / weight[truth].sum()
    return np.asarray(weight * len(truth) / weight.sum())


def _calibrate(
    scores: NDArray[np.float64], y: NDArray[np.int8], groups: NDArray[Any]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the slope and shift that make log odds of scores of articles whose group was left out."""
    slope, shift = np.ones(y.shape[1]), np.zeros(y.shape[1])
    _, index, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    for k in range(y.shape[1]):
        known = y[:, k] != 0
        weight = (1 / sizes[index])[known]
        model = LogisticRegression(C=100.0).fit(
            scores[known, k : k + 1], y[known, k] == 1, weight * known.sum() / weight.sum()
        )
        slope[k], shift[k] = float(model.coef_[0, 0]), float(model.intercept_[0])
    return slope, shift
