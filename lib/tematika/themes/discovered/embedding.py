"""The latent space that rows are clustered in, with the graph and spectrum that all numbers of clusters share."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.themes.discovered.neighbour_graph import multiscale_graph
from tematika.themes.discovered.spectral import Spectrum, spectrum
from tematika.themes.features import normalize_rows
from tematika.themes.latent_space import project, singular_vectors

DIMENSIONS = 50
_ROWS_PER_DIMENSION = 3
# A graph of more rows costs more time than it adds precision.
MAX_SAMPLE = 10_000
# Fewer rows than this are a small sample: they share few features, and nothing suggests clusters of like size.
SMALL_SAMPLE = 100
# Power of the weights: without it single heavy words would decide which of many rows are neighbours.
_DAMPING = 0.75


class Embedding:
    """Rows in a latent space (latent semantic analysis), their neighbour graph and its spectrum.

    The graph and its eigenvectors are computed when they are first needed.

    Parameters
    ----------
    weights : sparse array of shape (n_rows, n_features)
    n_components : int
        Dimensions of the latent space; at most one for three rows.
    seed : int
        Seed of the sample of many rows.

    Attributes
    ----------
    rows : csr_array of shape (n_rows, n_features)
        The weights, rows of length one.
    damping : float
        Power to which weights are raised before they are projected.
    components : ndarray of shape (n_components, n_features)
    latent : ndarray of shape (n_rows, n_components)
        The rows in the latent space, of length one.
    n_distinct : int
        Number of distinct rows of `latent`.
    sample : ndarray of int
        Rows that the graph is built of: all, or a random choice of `MAX_SAMPLE`.
    """

    def __init__(self, weights: Any, n_components: int, seed: int) -> None:
        n_rows, n_features = weights.shape
        self.rows = normalize_rows(sp.csr_array(weights))
        self.damping = _DAMPING if n_rows >= SMALL_SAMPLE else 1.0
        # With one dimension for each row all rows would look equally far apart.
        components = singular_vectors(_damp(weights, self.damping), min(n_components, n_rows // _ROWS_PER_DIMENSION))
        self.components = components if len(components) else np.eye(1, n_features)
        self.latent = project_damped(weights, self.damping, self.components)
        self.n_distinct = len(np.unique(self.latent, axis=0))
        self.sample = np.arange(n_rows)
        if n_rows > MAX_SAMPLE:
            self.sample = np.sort(np.random.default_rng(seed).choice(n_rows, MAX_SAMPLE, replace=False))
        self._graph: sp.csr_array | None = None
        self._spectrum: Spectrum | None = None

    def spectrum(self, n_vectors: int) -> Spectrum:
        """Return the first ``n_vectors`` eigenvectors, or more, of the sample's neighbour graph."""
        n_vectors = min(n_vectors, len(self.sample) - 1)
        if self._graph is None:
            self._graph = multiscale_graph(self.latent[self.sample])
        if self._spectrum is None or len(self._spectrum.values) < n_vectors:
            self._spectrum = spectrum(self._graph, n_vectors)
        return self._spectrum


def project_damped(weights: Any, damping: float, components: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return weights, raised to a power, in a latent space: shape (n_rows, n_components), rows of length one."""
    return project(_damp(weights, damping), components)


def _damp(weights: Any, power: float) -> sp.csr_array:
    """Raise weights to a power, keeping their signs; rows of length one."""
    damped = sp.csr_array(weights, copy=True)
    damped.data = np.sign(damped.data) * np.abs(damped.data) ** power
    return normalize_rows(damped)
