"""Units of text in the space of what words go together: what named themes learn from, whatever their seed words are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import row_norms
from threadpoolctl import threadpool_limits

from tematika.themes.direction import latent_space
from tematika.themes.evidence import of_groups


@dataclass(frozen=True)
class Placed:
    """Units and where they lie.

    Attributes
    ----------
    terms : csr_array of shape (n_units, n_terms)
        Weights of terms in the context of the article, rows of length one.
    components : ndarray of shape (n_components, n_terms)
        The latent space.
    latent : ndarray of shape (n_units, n_components)
        The units in it, rows of length one.
    length : float
        How long a usual row was before, 1 where all are empty.
    """

    terms: sp.csr_array
    components: NDArray[np.float64]
    latent: NDArray[np.float64]
    length: float


def placed_in(components: NDArray[np.float64], terms: sp.csr_array) -> Placed:
    """Place units, as weights of terms, in a latent space that is known."""
    latent = np.asarray(terms @ components.T)
    if not latent.size:
        return Placed(terms, components, latent, 1.0)
    lengths = row_norms(latent)
    length = float(np.median(lengths[lengths > 0])) if np.any(lengths > 0) else 1.0
    return Placed(terms, components, normalize(latent, copy=False), length)


def placed_anew(terms: sp.csr_array, groups: NDArray[np.int32] | None, n_components: int) -> Placed:
    """Place units in the latent space of their articles, or of themselves where they have no groups."""
    # One thread: sums in another order differ in the last digit, and a second would wait more than it helps.
    with threadpool_limits(limits=1):
        return placed_in(latent_space(of_groups(terms, groups), n_components), terms)
