"""Themes nobody named: clusters in the latent space of what the named themes leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from numbers import Integral, Real
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClusterMixin, TransformerMixin
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import normalize
from sklearn.utils._param_validation import Interval
from sklearn.utils.validation import check_is_fitted, validate_data
from threadpoolctl import threadpool_limits

from tematika.themes.belonging import (
    NOTHING_LEFT_OUT,
    belonging,
    by_size,
    loyal_members,
    mean_directions,
    separation,
)
from tematika.themes.spectral import cut, neighbour_graph, spectral_vectors
from tematika.themes.weighting import unit_rows

_ROWS_A_DIMENSION = 3
# The first so many dimensions are the coarse space.
_COARSE = 20
# A graph of more rows costs more than it tells.
LARGEST_SAMPLE = 5_000
# A theme whose members share nothing has no typical nearness to measure by.
_LEAST_TYPICAL = 0.05


class DiscoveredThemes(ClusterMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Spectral clusters of a neighbour graph on a truncated SVD of TF-IDF, with room for what fits nowhere.

    Rows are projected on the first singular vectors (latent semantic analysis, Deerwester 1990). Neighbour graphs in a
    coarse and in the whole latent space are added up and cut by their spectral vectors (von Luxburg 2007; Damle, Minden
    and Ying 2019); a row then goes to the nearest centre. Of more than 5,000 rows a random sample makes the graph.
    Whether a row fits its theme is asked of the words themselves: a row whose cosine to its theme's mean TF-IDF is not
    above most cosines to other themes is left out (-1), and a theme that keeps too few rows is dissolved.

    Parameters
    ----------
    n_themes : int or None, default=None
        Number of themes; None takes the number, at most ``most``, whose themes are best separated by their words.
    n_components : int, default=50
        Dimensions of the latent space; at most one for three rows.
    most : int, default=12
        Largest number of themes tried when ``n_themes`` is None.
    smallest : int, default=3
        Clusters of fewer rows are dissolved, unless ``n_themes`` is given.
    level : float, default=0.95
        Share of the cosines to other centres that a row must exceed; 0 leaves nothing out.
    random_state : int, default=0
        Seed of the projection and of the sample.

    Attributes
    ----------
    components_ : ndarray of shape (n_components, n_features)
        The latent space.
    cluster_centers_ : ndarray of shape (n_themes, n_components)
        Centres of length one, the largest theme first.
    typical_ : ndarray of shape (n_themes,)
        Cosine of a typical member to the rest of its theme.
    term_centers_ : ndarray of shape (n_themes, n_features)
        Mean TF-IDF of each theme's training rows, of length one.
    threshold_ : float
        Cosine to the mean TF-IDF up to which a row is left out; minus infinity where ``level`` is 0.
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
        rows = unit_rows(sp.csr_array(X))
        # One thread: sums in another order differ in the last digit, and the same input must give the same output.
        with threadpool_limits(limits=1):
            self._project(X)
            latent = self._latent(X)
            tried = [self._loyal(labels, rows) for labels in self._cluster(latent)]
        labels, self.threshold_ = max(tried, key=lambda clusters: separation(rows, clusters[0]))
        n_themes = int(labels.max()) + 1
        self.cluster_centers_ = mean_directions(latent, labels, n_themes)
        self.term_centers_ = mean_directions(rows, labels, n_themes)
        own = belonging(rows, labels, n_themes).own
        self.typical_ = np.array([max(float(np.median(own[labels == k])), _LEAST_TYPICAL) for k in range(n_themes)])
        self.labels_ = self.predict(X)
        return self

    def transform(self, X: Any) -> NDArray[np.float64]:
        """Score rows by their words: cosine to each theme's mean TF-IDF, measured by that of a typical member.

        Returns
        -------
        ndarray of shape (n_rows, n_themes)
            From 0 to 1; 1 is as near as the typical member and nearer.
        """
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)
        return np.asarray(np.clip(self._term_cosine(X) / self.typical_, 0, 1))

    def predict(self, X: Any) -> NDArray[np.int64]:
        """Theme of each row, the nearest in the latent space; -1 where its words do not bear it out."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)
        nearest = np.asarray((self._latent(X) @ self.cluster_centers_.T).argmax(axis=1))
        own = self._term_cosine(X)[np.arange(len(nearest)), nearest]
        return np.where(own > self.threshold_, nearest, -1)

    def _project(self, X: Any) -> None:
        # Of few rows only few directions mean anything; with one for each row all would look equally far apart.
        rank = min(self.n_components, X.shape[0] // _ROWS_A_DIMENSION, min(X.shape) - 1)
        if rank < 1:
            self.components_ = np.eye(1, X.shape[1])
            return
        # Equal rows have no variance, and its shares, which nobody asks for here, divide by it.
        with np.errstate(invalid="ignore", divide="ignore"):
            self.components_ = TruncatedSVD(rank, random_state=self.random_state).fit(X).components_

    def _latent(self, X: Any) -> NDArray[np.float64]:
        return np.asarray(normalize(X @ self.components_.T))

    def _term_cosine(self, X: Any) -> NDArray[np.float64]:
        return np.asarray(unit_rows(sp.csr_array(X)) @ self.term_centers_.T)

    def _numbers(self, latent: NDArray[np.float64]) -> Iterable[int]:
        """Numbers of themes to try."""
        n_rows = len(np.unique(latent, axis=0))
        if self.n_themes is not None:
            return [min(self.n_themes, n_rows)]
        return range(2, min(self.most, n_rows // self.smallest) + 1) or [1]

    def _cluster(self, latent: NDArray[np.float64]) -> Iterator[NDArray[np.int64]]:
        """Give clusterings of all rows, one for each number of themes to try."""
        numbers = list(self._numbers(latent))
        sample = _sample(len(latent), self.random_state)
        if numbers == [1] or len(sample) <= max(numbers):
            yield (
                np.unique(latent, axis=0, return_inverse=True)[1].ravel() if max(numbers) > 1 else _one_cluster(latent)
            )
            return
        spaces = [normalize(latent[sample, :_COARSE]), latent[sample]]
        vectors = spectral_vectors(neighbour_graph(spaces), max(numbers), self.random_state)
        for number in numbers:
            labels = cut(vectors[:, :number])
            found = by_size(labels, 1)
            centers = mean_directions(latent[sample], found, int(found.max()) + 1)
            yield np.asarray((latent @ centers.T).argmax(axis=1))

    def _loyal(self, labels: NDArray[np.int64], rows: sp.csr_array) -> tuple[NDArray[np.int64], float]:
        """Give clusters numbered by size, -1 for rows in none, and the cosine that members exceed."""
        smallest = self.smallest if self.n_themes is None else 1
        labels = by_size(labels, smallest)
        if self.level == 0:
            return labels, NOTHING_LEFT_OUT
        return loyal_members(rows, labels, self.level, smallest)

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that sparse input is fine."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags


def _one_cluster(latent: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.zeros(len(latent), dtype=np.int64)


def _sample(n_rows: int, seed: int) -> NDArray[np.intp]:
    """Rows to build the graph of: all, or a random choice of `LARGEST_SAMPLE`."""
    if n_rows <= LARGEST_SAMPLE:
        return np.arange(n_rows)
    return np.sort(np.random.default_rng(seed).choice(n_rows, LARGEST_SAMPLE, replace=False))
