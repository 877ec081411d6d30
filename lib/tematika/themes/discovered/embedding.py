"""What clusterings of the same rows share whatever their number: a latent space, a neighbour graph, its spectrum."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.themes.discovered.partitions import MANY, graph_of
from tematika.themes.discovered.spectral import Spectrum, spectrum
from tematika.themes.features import unit_rows
from tematika.themes.latent_space import place, singular_vectors

# Dimensions of the space that clusters are sought in; at most one for so many rows.
DIMENSIONS = 50
_ROWS_A_DIMENSION = 3
# A graph of more rows costs more than it tells.
LARGEST_SAMPLE = 10_000
# Many rows are projected by their weights to this power, or single heavy words would decide who is near whom; few rows
# have little else in common.
_DAMPING = 0.75


class Ground:
    """Rows in the space that clusters are sought in.

    The graph and its spectral vectors are found when they are first asked for, and more vectors when more are.

    Parameters
    ----------
    weights : sparse array of shape (n_rows, n_features)
        One row each.
    n_components : int
        Dimensions of the latent space; at most one for three rows.
    seed : int
        Seed of the sample, where there are many rows.

    Attributes
    ----------
    rows : csr_array of shape (n_rows, n_features)
        The same, rows of length one.
    damping : float
        Power to which weights are raised before they are projected.
    components : ndarray of shape (n_components, n_features)
        The latent space.
    latent : ndarray of shape (n_rows, n_components)
        The rows in it, of length one.
    n_different : int
        How many different rows there are in it.
    sample : ndarray of int
        Rows that the graph is built of: all, or a random choice of `LARGEST_SAMPLE`.
    """

    def __init__(self, weights: Any, n_components: int, seed: int) -> None:
        self.rows = unit_rows(sp.csr_array(weights))
        self.damping = _DAMPING if weights.shape[0] >= MANY else 1.0
        self.components = _components(weights, self.damping, n_components)
        self.latent = project(weights, self.damping, self.components)
        self.n_different = len(np.unique(self.latent, axis=0))
        self.sample = _sample(len(self.latent), seed)
        self._graph: sp.csr_array | None = None
        self._spectrum: Spectrum | None = None

    def spectrum(self, number: int) -> Spectrum:
        """Return the first spectral vectors of the sample's neighbour graph, ``number`` of them or more."""
        number = min(number, len(self.sample) - 1)
        if self._graph is None:
            self._graph = graph_of(self.latent[self.sample])
        if self._spectrum is None or len(self._spectrum.values) < number:
            self._spectrum = spectrum(self._graph, number)
        return self._spectrum


def project(weights: Any, damping: float, components: NDArray[np.float64]) -> NDArray[np.float64]:
    """Place weights in a latent space: shape (n_rows, n_components), rows of length one."""
    return place(_damped(weights, damping), components)


def _components(weights: Any, damping: float, n_components: int) -> NDArray[np.float64]:
    # Of few rows only few directions mean anything; with one for each row all would look equally far apart.
    rank = min(n_components, weights.shape[0] // _ROWS_A_DIMENSION)
    found = singular_vectors(_damped(weights, damping), rank)
    return found if len(found) else np.eye(1, weights.shape[1])


def _damped(weights: Any, power: float) -> sp.csr_array:
    """Weights to a power with their signs, rows of length one."""
    damped = sp.csr_array(weights, copy=True)
    damped.data = np.sign(damped.data) * np.abs(damped.data) ** power
    return unit_rows(damped)


def _sample(n_rows: int, seed: int) -> NDArray[np.intp]:
    if n_rows <= LARGEST_SAMPLE:
        return np.arange(n_rows)
    return np.sort(np.random.default_rng(seed).choice(n_rows, LARGEST_SAMPLE, replace=False))
