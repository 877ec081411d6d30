"""Discovered themes as an estimator: the stages of this package in their order."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from numbers import Integral, Real
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClusterMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, check_scalar, validate_data
from threadpoolctl import threadpool_limits

from tematika.themes.discovered.embedding import DIMENSIONS, SMALL_SAMPLE, Embedding, project_damped
from tematika.themes.discovered.membership import (
    NO_THRESHOLD,
    cluster_centers,
    cluster_cosines,
    relabel_by_size,
    remove_outliers,
    separation,
)
from tematika.themes.discovered.n_themes import Stability, stability_curve, stable_numbers
from tematika.themes.discovered.partitions import n_eigenvectors, spectral_partitions
from tematika.themes.discovered.warm_start import add_new_clusters, continue_clusters
from tematika.themes.features import normalize_rows

# The smallest number of themes whose stability is measured.
_MIN_STABLE = 4
# Least value of `typical_`, for themes whose members share nothing.
_MIN_TYPICAL = 0.05
# Earlier themes are given up only for themes that separate the rows better by this factor.
_MUCH_BETTER = 1.3

_Clusters = tuple[NDArray[np.int64], float]


class DiscoveredThemes(ClusterMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Spectral clusters of TF-IDF rows, with outliers and a number of themes chosen by stability and separation.

    1. Rows are projected on their first singular vectors (`embedding`).
    2. Each number of themes whose clusters half samples reproduce is a candidate (`n_themes`).
    3. For each the neighbour graph is cut by its spectrum, and rows move to the nearest centre (`partitions`).
    4. Rows whose cosine to their cluster is not above most cosines to other clusters become outliers, label -1, and
       clusters that are too small are dissolved (`membership`).
    5. The partition with the largest separation counts, unless continued earlier themes are about as good
       (`warm_start`).

    Parameters
    ----------
    n_themes : int or None, default=None
        Number of themes; None chooses it.
    n_components : int, default=50
        Dimensions of the latent space; at most one for three rows.
    most : int, default=12
        Largest number of themes tried when ``n_themes`` is None.
    smallest : int, default=3
        Clusters of fewer rows are dissolved, unless ``n_themes`` is given.
    level : float, default=0.95
        Quantile of the cosines to other clusters that a row must exceed; 0 makes no row an outlier.
    random_state : int, default=0
        Seed of the sample that stands for more than 10,000 rows.

    Attributes
    ----------
    components_ : ndarray of shape (n_components, n_features)
        The latent space.
    damping_ : float
        Power to which weights are raised before they are projected.
    cluster_centers_ : ndarray of shape (n_themes, n_components)
        Centres of length one, the largest theme first.
    term_centers_ : ndarray of shape (n_themes, n_features)
        Mean TF-IDF of each theme's training rows, of length one.
    typical_ : ndarray of shape (n_themes,)
        Median cosine of the members to the rest of their theme.
    threshold_ : float
        Cosine to the mean TF-IDF up to which a row is an outlier; minus infinity where ``level`` is 0.
    labels_ : ndarray of shape (n_rows,)
        Theme of each training row, -1 for none.
    stability_ : tuple of Stability
        Stability of each number of themes; empty where ``n_themes`` is given or there are fewer than 100 rows.
    """

    def __init__(
        self,
        n_themes: int | None = None,
        n_components: int = DIMENSIONS,
        most: int = 12,
        smallest: int = 3,
        level: float = 0.95,
        random_state: int = 0,
    ) -> None:
        self.n_themes = n_themes
        self.n_components = n_components
        self.most = most
        self.smallest = smallest
        self.level = level
        self.random_state = random_state

    def fit(
        self,
        X: Any,
        y: object = None,
        centers: NDArray[np.float64] | None = None,
        embedding: Embedding | None = None,
    ) -> DiscoveredThemes:
        """Find themes.

        Parameters
        ----------
        X : array of shape (n_rows, n_features)
        y : object
            Not used.
        centers : ndarray of shape (n_earlier, n_features), optional
            `term_centers_` of earlier themes, which are continued unless other themes separate the rows much better.
        embedding : Embedding, optional
            Of the same rows, dimensions and seed: with it a fit to another number of themes costs little.
        """
        self._check_parameters()
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64)
        # One thread: sums in another order differ in the last digit, and the same input must give the same output.
        with threadpool_limits(limits=1):
            embedding = embedding or Embedding(X, self.n_components, self.random_state)
            self.damping_, self.components_ = embedding.damping, embedding.components
            self.stability_ = self._stability(embedding)
            candidates = [self._without_outliers(labels, embedding.rows) for labels in self._partitions(embedding)]
            clusters = max(candidates, key=lambda candidate: separation(embedding.rows, candidate[0]))
            if centers is not None:
                clusters = self._continue(embedding, centers, clusters)
        labels, self.threshold_ = clusters
        n_themes = int(labels.max()) + 1
        self.cluster_centers_ = cluster_centers(embedding.latent, labels, n_themes)
        self.term_centers_ = cluster_centers(embedding.rows, labels, n_themes)
        own = cluster_cosines(embedding.rows, labels, n_themes).own
        self.typical_ = np.array([max(float(np.median(own[labels == k])), _MIN_TYPICAL) for k in range(n_themes)])
        self.labels_ = self.predict(X)
        return self

    def _check_parameters(self) -> None:
        if self.n_themes is not None:
            check_scalar(self.n_themes, "n_themes", Integral, min_val=1)
        for name in ("n_components", "most", "smallest"):
            check_scalar(getattr(self, name), name, Integral, min_val=1)
        check_scalar(self.level, "level", Real, min_val=0, max_val=1)
        check_scalar(self.random_state, "random_state", Integral, min_val=0)

    def transform(self, X: Any) -> NDArray[np.float64]:
        """Return the cosines of rows to each theme's mean TF-IDF, divided by `typical_` and clipped to [0, 1].

        The shape is (n_rows, n_themes).
        """
        return self._scores(self._term_cosines(self._validate(X)))

    def predict(self, X: Any) -> NDArray[np.int64]:
        """Return the nearest theme of each row in the latent space, -1 for outliers."""
        return self.transform_predict(X)[1]

    def transform_predict(self, X: Any) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return the results of `transform` and `predict` for the cost of one."""
        X = self._validate(X)
        cosines, latent = self._term_cosines(X), project_damped(X, self.damping_, self.components_)
        nearest = np.asarray((latent @ self.cluster_centers_.T).argmax(axis=1))
        own = cosines[np.arange(len(nearest)), nearest]
        return self._scores(cosines), np.where(own > self.threshold_, nearest, -1)

    def without(self, k: int) -> DiscoveredThemes:
        """Return a copy without theme ``k``; its rows go to the next nearest theme, or to none."""
        check_is_fitted(self)
        left = copy(self)
        left.cluster_centers_ = np.delete(self.cluster_centers_, k, axis=0)
        left.term_centers_ = np.delete(self.term_centers_, k, axis=0)
        left.typical_ = np.delete(self.typical_, k)
        left.labels_ = np.where(self.labels_ == k, -1, self.labels_ - (self.labels_ > k))
        return left

    def _validate(self, X: Any) -> Any:
        check_is_fitted(self)
        return validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)

    def _scores(self, cosines: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.clip(cosines / self.typical_, 0, 1))

    def _term_cosines(self, X: Any) -> NDArray[np.float64]:
        return np.asarray(normalize_rows(sp.csr_array(X)) @ self.term_centers_.T)

    def _stability(self, embedding: Embedding) -> tuple[Stability, ...]:
        numbers = range(_MIN_STABLE, self.most + 1)
        if self.n_themes is not None or embedding.n_distinct < SMALL_SAMPLE or not numbers:
            return ()
        latent, rows = embedding.latent, embedding.rows
        return stability_curve(lambda some: spectral_partitions(latent[some], rows[some], numbers), len(latent))

    def _candidate_numbers(self, n_distinct: int) -> list[int]:
        if self.n_themes is not None:
            return [min(self.n_themes, n_distinct)]
        if self.stability_:
            return stable_numbers(self.stability_)
        return list(range(2, min(self.most, n_distinct // self.smallest) + 1)) or [1]

    def _partitions(self, embedding: Embedding) -> Iterator[NDArray[np.int64]]:
        """Yield a partition of all rows for each candidate number of themes."""
        latent, rows, sample = embedding.latent, embedding.rows, embedding.sample
        numbers = self._candidate_numbers(embedding.n_distinct)
        if max(numbers) == 1:
            yield np.zeros(len(latent), dtype=np.int64)
        elif len(sample) <= max(numbers):
            yield np.unique(latent, axis=0, return_inverse=True)[1].ravel()
        else:
            spectrum = embedding.spectrum(n_eigenvectors(max(numbers)))
            for labels in spectral_partitions(latent[sample], rows[sample], numbers, spectrum).values():
                centers = cluster_centers(latent[sample], labels, int(labels.max()) + 1)
                yield np.asarray((latent @ centers.T).argmax(axis=1))

    def _without_outliers(self, labels: NDArray[np.int64], rows: sp.csr_array) -> _Clusters:
        """Return clusters numbered by size, -1 for outliers, and the cosine that members exceed."""
        smallest = self.smallest if self.n_themes is None else 1
        labels = relabel_by_size(labels, smallest)
        if self.level == 0:
            return labels, NO_THRESHOLD
        return remove_outliers(rows, labels, self.level, smallest)

    def _continue(self, embedding: Embedding, centers: NDArray[np.float64], fresh: _Clusters) -> _Clusters:
        """Return earlier themes continued and joined by new ones, or the fresh themes if they are much better."""
        rows = embedding.rows
        continued = self._without_outliers(continue_clusters(embedding.latent, rows, centers), rows)
        joined = add_new_clusters(rows, continued[0], fresh[0], centers)
        if not np.array_equal(joined, continued[0]):
            continued = self._without_outliers(joined, rows)
        better = separation(rows, fresh[0]) > _MUCH_BETTER * separation(rows, continued[0])
        return fresh if better else continued

    def __sklearn_tags__(self) -> Any:
        """Return scikit-learn's tags: sparse input is accepted."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags
