"""Themes nobody named: clusters in the latent space of what the named themes leave."""

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

from tematika.themes.discovered.embedding import DIMENSIONS, Ground, project
from tematika.themes.discovered.membership import (
    NOTHING_LEFT_OUT,
    belonging,
    by_size,
    loyal_members,
    mean_directions,
    separation,
)
from tematika.themes.discovered.n_themes import Stability, stability_curve, steady_numbers
from tematika.themes.discovered.partitions import (
    MANY,
    clearly_better,
    clusterings,
    clusterings_in,
    followed,
    vectors_for,
    with_newcomers,
)
from tematika.themes.features import unit_rows

# Of many rows fewer themes than this say too little.
_FEWEST_OF_MANY = 4
# A theme whose members share nothing has no typical nearness to measure by.
_LEAST_TYPICAL = 0.05
# More themes nearly always separate the rows a little better; only so much better is worth new names for all.
_FAR_BETTER = 1.3

_Clusters = tuple[NDArray[np.int64], float]


class DiscoveredThemes(ClusterMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Spectral clusters of a neighbour graph on a truncated SVD of TF-IDF, with room for what fits nowhere.

    Rows are projected on the first singular vectors (latent semantic analysis, Deerwester 1990). Neighbour graphs in
    coarse and fine latent spaces are added up and cut by their spectral vectors (von Luxburg 2007), by a pivoted QR
    factorisation (Damle, Minden and Ying 2019) or by k-means on diffusion distances (Coifman and Lafon 2006), whichever
    words bear out; a row then goes to the nearest centre. Of more than 10,000 rows a random sample makes the graph.
    Whether a row fits its theme is asked of the words themselves: a row whose cosine to its theme's mean TF-IDF is not
    above most cosines to other themes is left out (-1), and a theme that keeps too few rows is dissolved.

    Parameters
    ----------
    n_themes : int or None, default=None
        Number of themes; None takes the number, at most ``most``, whose themes are best separated by their words, of
        those numbers whose themes are found again in half samples (of fewer than 100 rows: of all numbers).
    n_components : int, default=50
        Dimensions of the latent space; at most one for three rows.
    most : int, default=12
        Largest number of themes tried when ``n_themes`` is None.
    smallest : int, default=3
        Clusters of fewer rows are dissolved, unless ``n_themes`` is given.
    level : float, default=0.95
        Share of the cosines to other centres that a row must exceed; 0 leaves nothing out.
    random_state : int, default=0
        Seed of the sample; nothing else is left to chance.

    Attributes
    ----------
    components_ : ndarray of shape (n_components, n_features)
        The latent space.
    damping_ : float
        Power to which weights are raised before they are projected.
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
    stability_ : tuple of Stability
        For each number of themes tried how well half samples agree on them; empty where ``n_themes`` is given or there
        are fewer than 100 rows.
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
        ground: Ground | None = None,
    ) -> DiscoveredThemes:
        """Find themes in weights of shape (n_rows, n_features).

        Earlier themes, given by ``centers`` (their `term_centers_` on these features), are kept where they still have
        rows, and joined by new ones whose rows clearly belong to them, unless starting anew separates the rows far
        better: with a few more rows old ones stay where they were. ``ground`` is what an earlier fit to the same rows,
        with the same dimensions and seed, found out about them : another number costs little then.
        """
        self._check_parameters()
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64)
        # One thread: sums in another order differ in the last digit, and the same input must give the same output.
        with threadpool_limits(limits=1):
            ground = ground or Ground(X, self.n_components, self.random_state)
            self.damping_, self.components_ = ground.damping, ground.components
            latent, rows = ground.latent, ground.rows
            self.stability_ = self._stability(ground)
            tried = [self._loyal(labels, rows) for labels in self._cluster(ground)]
            found = max(tried, key=lambda clusters: separation(rows, clusters[0]))
            if centers is not None:
                found = self._continued(latent, rows, centers, found)
        labels, self.threshold_ = found
        n_themes = int(labels.max()) + 1
        self.cluster_centers_ = mean_directions(latent, labels, n_themes)
        self.term_centers_ = mean_directions(rows, labels, n_themes)
        own = belonging(rows, labels, n_themes).own
        self.typical_ = np.array([max(float(np.median(own[labels == k])), _LEAST_TYPICAL) for k in range(n_themes)])
        self.labels_ = self.predict(X)
        return self

    def _check_parameters(self) -> None:
        if self.n_themes is not None:
            check_scalar(self.n_themes, "n_themes", Integral, min_val=1)
        for name in ("n_components", "most", "smallest"):
            check_scalar(getattr(self, name), name, Integral, min_val=1)
        check_scalar(self.level, "level", Real, min_val=0, max_val=1)
        check_scalar(self.random_state, "random_state", Integral, min_val=0)

    def _continued(
        self, latent: NDArray[np.float64], rows: sp.csr_array, centers: NDArray[np.float64], found: _Clusters
    ) -> _Clusters:
        """Go on with earlier themes, and with those of the new ones that their rows clearly belong to."""
        kept = self._loyal(followed(latent, rows, centers), rows)
        joined = with_newcomers(rows, kept[0], found[0], centers)
        kept = kept if np.array_equal(joined, kept[0]) else self._loyal(joined, rows)
        return found if clearly_better(rows, found[0], kept[0], _FAR_BETTER) else kept

    def without(self, k: int) -> DiscoveredThemes:
        """Return the same themes but for one; what was nearest to it goes to the next nearest, or to none."""
        check_is_fitted(self)
        left = copy(self)
        left.cluster_centers_ = np.delete(self.cluster_centers_, k, axis=0)
        left.term_centers_ = np.delete(self.term_centers_, k, axis=0)
        left.typical_ = np.delete(self.typical_, k)
        left.labels_ = np.where(self.labels_ == k, -1, self.labels_ - (self.labels_ > k))
        return left

    def transform(self, X: Any) -> NDArray[np.float64]:
        """Score rows by their words: cosine to each theme's mean TF-IDF, measured by that of a typical member.

        Returns
        -------
        ndarray of shape (n_rows, n_themes)
            From 0 to 1; 1 is as near as the typical member and nearer.
        """
        return self._scores(self._term_cosine(self._checked(X)))

    def predict(self, X: Any) -> NDArray[np.int64]:
        """Theme of each row, the nearest in the latent space; -1 where its words do not bear it out."""
        return self.sort(X)[1]

    def sort(self, X: Any) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return what `transform` and `predict` do, but look at the words of rows once."""
        X = self._checked(X)
        cosine, latent = self._term_cosine(X), project(X, self.damping_, self.components_)
        nearest = np.asarray((latent @ self.cluster_centers_.T).argmax(axis=1))
        own = cosine[np.arange(len(nearest)), nearest]
        return self._scores(cosine), np.where(own > self.threshold_, nearest, -1)

    def _checked(self, X: Any) -> Any:
        check_is_fitted(self)
        return validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)

    def _scores(self, cosine: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.clip(cosine / self.typical_, 0, 1))

    def _term_cosine(self, X: Any) -> NDArray[np.float64]:
        return np.asarray(unit_rows(sp.csr_array(X)) @ self.term_centers_.T)

    def _stability(self, ground: Ground) -> tuple[Stability, ...]:
        numbers = range(_FEWEST_OF_MANY, self.most + 1)
        if self.n_themes is not None or ground.n_different < MANY or not numbers:
            return ()
        latent, rows = ground.latent, ground.rows
        return stability_curve(lambda some: clusterings(latent[some], rows[some], numbers), len(latent))

    def _numbers(self, n_rows: int) -> list[int]:
        """Numbers of themes to try."""
        if self.n_themes is not None:
            return [min(self.n_themes, n_rows)]
        if self.stability_:
            return steady_numbers(self.stability_)
        return list(range(2, min(self.most, n_rows // self.smallest) + 1)) or [1]

    def _cluster(self, ground: Ground) -> Iterator[NDArray[np.int64]]:
        """Yield clusterings of all rows, one for each number of themes to try."""
        latent, rows, sample = ground.latent, ground.rows, ground.sample
        numbers = self._numbers(ground.n_different)
        if numbers == [1] or len(sample) <= max(numbers):
            if max(numbers) == 1:
                yield np.zeros(len(latent), dtype=np.int64)
            else:
                yield np.unique(latent, axis=0, return_inverse=True)[1].ravel()
            return
        found = ground.spectrum(vectors_for(max(numbers)))
        for labels in clusterings_in(found, latent[sample], rows[sample], numbers).values():
            centers = mean_directions(latent[sample], labels, int(labels.max()) + 1)
            yield np.asarray((latent @ centers.T).argmax(axis=1))

    def _loyal(self, labels: NDArray[np.int64], rows: sp.csr_array) -> _Clusters:
        """Return clusters numbered by size, -1 for rows in none, and the cosine that members exceed."""
        smallest = self.smallest if self.n_themes is None else 1
        labels = by_size(labels, smallest)
        if self.level == 0:
            return labels, NOTHING_LEFT_OUT
        return loyal_members(rows, labels, self.level, smallest)

    def __sklearn_tags__(self) -> Any:
        """Return scikit-learn's tags: sparse input is fine."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags
