"""The spectrum of a graph, and two ways to cut the graph by it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.linalg
import scipy.sparse as sp
import scipy.sparse.linalg
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.preprocessing import normalize

# Steps of the random walk whose destinations are compared, and initialisations of the k-means that compares them.
STEPS = 8
N_INIT = 10
# Decimal digits to which eigenvectors of equal rows are equal.
_DIGITS = 6
_SEED = 0


@dataclass(frozen=True)
class Spectrum:
    """First eigenvectors of a graph's normalised Laplacian, the smoothest along its edges first.

    Attributes
    ----------
    vectors : ndarray of shape (n_rows, n_vectors)
        Eigenvectors of the random walk on the graph.
    values : ndarray of shape (n_vectors,)
        Their eigenvalues in the walk, descending from 1.
    degree : ndarray of shape (n_rows,)
        Sum of the weights of each row's edges.
    """

    vectors: NDArray[np.float64]
    values: NDArray[np.float64]
    degree: NDArray[np.float64]


def spectrum(graph: sp.csr_array, n_vectors: int) -> Spectrum:
    """Return the first spectral vectors of a graph (von Luxburg 2007).

    With A the weights and D the degrees, they are D^(-1/2) v for the largest eigenvectors v of D^(-1/2) A D^(-1/2),
    which takes products only, where `sklearn.manifold.spectral_embedding` factorises the graph.

    References
    ----------
    von Luxburg, U. (2007). A tutorial on spectral clustering. Statistics and Computing 17.
    """
    degree = np.asarray(graph.sum(axis=1), dtype=np.float64).ravel()
    scale = 1 / np.sqrt(np.where(degree > 0, degree, 1))
    normalised = sp.diags_array(scale) @ graph @ sp.diags_array(scale)
    start = np.random.default_rng(_SEED).uniform(-1, 1, len(degree))
    values, vectors = scipy.sparse.linalg.eigsh(normalised, n_vectors, which="LA", v0=start, rng=_SEED)
    order = np.argsort(-values, kind="stable")
    return Spectrum(np.asarray(vectors[:, order] * scale[:, None]), values[order], degree)


def cluster_qr(vectors: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return as many clusters as there are spectral vectors, labels of shape (n_rows,), without a random start.

    References
    ----------
    Damle, A., Minden, V., Ying, L. (2019). Simple, direct and efficient multi-way spectral clustering. Information and
    Inference 8. (scikit-learn has the same function in a private module.)
    """
    n_clusters = vectors.shape[1]
    pivots = scipy.linalg.qr(vectors.T, mode="r", pivoting=True)[1][:n_clusters]
    left, _, right = scipy.linalg.svd(vectors[pivots].T)
    return np.asarray(np.abs(vectors @ (left @ right)).argmax(axis=1), dtype=np.int64)


def diffusion_kmeans(spectrum: Spectrum, n_clusters: int) -> NDArray[np.int64]:
    """Return clusters of like size, labels of shape (n_rows,), by k-means on diffusion maps.

    The maps are the directions in which a random walk of `STEPS` steps still separates rows, in up to twice as many
    dimensions as there are clusters.

    References
    ----------
    Coifman, R., Lafon, S. (2006). Diffusion maps. Applied and Computational Harmonic Analysis 21.
    """
    dimensions = 2 * n_clusters + 1
    walk = spectrum.vectors[:, :dimensions] * np.maximum(spectrum.values[:dimensions], 0) ** STEPS
    # What all rows have in common separates none.
    centred = walk - np.average(walk, axis=0, weights=spectrum.degree) if spectrum.degree.any() else walk
    directions = normalize(centred)
    n_clusters = min(n_clusters, len(np.unique(directions.round(_DIGITS), axis=0)))
    return np.asarray(KMeans(n_clusters, n_init=N_INIT, random_state=_SEED).fit_predict(directions), dtype=np.int64)
