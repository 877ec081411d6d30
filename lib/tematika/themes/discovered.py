"""Themes nobody named: clusters in the latent space of what the named themes leave."""

from __future__ import annotations

from numbers import Integral, Real
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClusterMixin, TransformerMixin
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import normalize
from sklearn.utils._param_validation import Interval
from sklearn.utils.validation import check_is_fitted, validate_data
from threadpoolctl import threadpool_limits

# The silhouette of all pairs is quadratic; a sample of this size tells as much.
_SILHOUETTE_SAMPLE = 2_000
_ROWS_A_DIMENSION = 3


class DiscoveredThemes(ClusterMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Spherical k-means on a truncated SVD of TF-IDF, with room for what fits nowhere.

    Rows are projected on the first singular vectors (latent semantic analysis, Deerwester 1990), scaled to length one
    and clustered by k-means (Dhillon and Modha 2001). Whether a row fits its theme is then asked of the words
    themselves: a row whose cosine to its theme's mean TF-IDF is not above most cosines to other themes is left out: -1.

    Parameters
    ----------
    n_themes : int or None, default=None
        Number of themes; None takes the number, at most ``most``, with the best silhouette (Rousseeuw 1987).
    n_components : int, default=50
        Dimensions of the latent space; at most one for three rows.
    most : int, default=12
        Largest number of themes tried when ``n_themes`` is None.
    smallest : int, default=3
        Clusters of fewer rows are dissolved, unless ``n_themes`` is given.
    level : float, default=0.95
        Share of the cosines to other centres that a row must exceed; 0 leaves nothing out.
    random_state : int, default=0
        Seed of the projection and of k-means.

    Attributes
    ----------
    components_ : ndarray of shape (n_components, n_features)
        The latent space.
    cluster_centers_ : ndarray of shape (n_themes, n_components)
        Centres of length one, the largest theme first.
    term_centers_ : ndarray of shape (n_themes, n_features)
        Mean TF-IDF of each theme's training rows, of length one.
    threshold_ : float
        Cosine to the mean TF-IDF up to which a row is left out.
    labels_ : ndarray of shape (n_rows,)
        Theme of each training row, -1 for none.
    """

    _parameter_constraints = {
        "n_themes": [Interval(Integral, 1, None, closed="left"), None],
        "n_components": [Interval(Integral, 1, None, closed="left")],
        "most": [Interval(Integral, 1, None, closed="left")],
        "smallest": [Interval(Integral, 1, None, closed="left")],
        "level": [Interval(Real, 0, 1, closed="both")],
        "random_state": ["random_state"],
    }

    def __init__(
        self,
        n_themes: int | None = None,
        n_components: int = 50,
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

    def fit(self, X: Any, y: object = None) -> DiscoveredThemes:
        """Find themes in weights of shape (n_rows, n_features)."""
        self._validate_params()
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64)
        # One thread: sums in another order differ in the last digit, and the same input must give the same output.
        with threadpool_limits(limits=1):
            self._project(X)
            latent = self._latent(X)
            self.cluster_centers_ = self._cluster(latent)
        self.term_centers_ = self._term_centers(X, latent)
        self.threshold_ = self._find_threshold(self._term_cosine(X), latent)
        self.labels_ = self.predict(X)
        return self

    def transform(self, X: Any) -> NDArray[np.float64]:
        """Cosine of each row to each theme's centre in the latent space, from 0 to 1: shape (n_rows, n_themes)."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)
        return np.clip(self._latent(X) @ self.cluster_centers_.T, 0, 1)

    def predict(self, X: Any) -> NDArray[np.int64]:
        """Theme of each row, -1 for rows that fit none: shape (n_rows,)."""
        best = self.transform(X).argmax(axis=1)
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)
        own = self._term_cosine(X)[np.arange(len(best)), best]
        return np.where(own > self.threshold_, best, -1)

    def _project(self, X: Any) -> None:
        # Of few rows only few directions mean anything; with one for each row all would look equally far apart.
        rank = min(self.n_components, X.shape[0] // _ROWS_A_DIMENSION, min(X.shape) - 1)
        if rank < 1:
            self.components_ = np.eye(1, X.shape[1])
            return
        self.components_ = TruncatedSVD(rank, random_state=self.random_state).fit(X).components_

    def _latent(self, X: Any) -> NDArray[np.float64]:
        return np.asarray(normalize(X @ self.components_.T))

    def _cluster(self, latent: NDArray[np.float64]) -> NDArray[np.float64]:
        """Centres of the themes, largest first."""
        n_rows = len(np.unique(latent, axis=0))
        if self.n_themes is not None:
            labels = self._k_means(latent, min(self.n_themes, n_rows))
            smallest = 1
        else:
            labels = self._best_number(latent, min(self.most, n_rows // self.smallest))
            smallest = self.smallest
        names, sizes = np.unique(labels, return_counts=True)
        order = sorted(range(len(names)), key=lambda i: (-sizes[i], np.flatnonzero(labels == names[i])[0]))
        kept = [i for i in order if sizes[i] >= smallest] or order[:1]
        return np.asarray(normalize(np.stack([latent[labels == names[i]].mean(axis=0) for i in kept])))

    def _best_number(self, latent: NDArray[np.float64], most: int) -> NDArray[np.int64]:
        if most < 2:
            return np.zeros(len(latent), dtype=np.int64)
        tried = [self._k_means(latent, number) for number in range(2, most + 1)]
        sample = min(len(latent), _SILHOUETTE_SAMPLE)
        scores = [
            silhouette_score(latent, labels, sample_size=sample, random_state=self.random_state)
            if 1 < len(np.unique(labels)) < len(latent)
            else -1.0
            for labels in tried
        ]
        return tried[int(np.argmax(scores))]

    def _k_means(self, latent: NDArray[np.float64], number: int) -> NDArray[np.int64]:
        return np.asarray(KMeans(number, n_init=10, random_state=self.random_state).fit_predict(latent))

    def _term_centers(self, X: Any, latent: NDArray[np.float64]) -> NDArray[np.float64]:
        nearest = (latent @ self.cluster_centers_.T).argmax(axis=1)
        sums = [np.asarray(X[nearest == k].sum(axis=0)).ravel() for k in range(len(self.cluster_centers_))]
        return np.asarray(normalize(np.stack(sums)))

    def _term_cosine(self, X: Any) -> NDArray[np.float64]:
        return np.asarray(normalize(X) @ self.term_centers_.T)

    def _find_threshold(self, cosine: NDArray[np.float64], latent: NDArray[np.float64]) -> float:
        if cosine.shape[1] < 2 or self.level == 0:
            return -1.0
        nearest = (latent @ self.cluster_centers_.T).argmax(axis=1)
        others = cosine[np.arange(cosine.shape[1]) != nearest[:, None]]
        return float(np.quantile(others, self.level))

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that sparse input is fine."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags
