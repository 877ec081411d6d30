"""A map of passages: themes on a circle, like ones beside each other, and each passage between those it scores for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Scores are sharpened, or every passage would lie near the middle: most score a little for most themes.
_SHARPNESS = 3.0


def theme_places(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where on the circle each theme has its place.

    The order is that of the Fiedler vector of the themes' likenesses (Atkins, Boman and Hendrickson 1998), so that
    themes that passages share are neighbours.

    Parameters
    ----------
    scores : ndarray of shape (n_passages, n_themes)
        From 0 to 1.

    Returns
    -------
    ndarray of shape (n_themes, 2)
        Points at a distance of one from the middle.
    """
    n = scores.shape[1]
    angles = np.empty(n)
    angles[_in_likeness(scores)] = np.pi / 2 - 2 * np.pi * np.arange(n) / max(1, n)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def passage_places(scores: NDArray[np.float64], themes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where each passage lies.

    Its direction is that of the themes it scores for, each by the third power of its score; how far out it lies is its
    best score. A passage that scores for nothing lies in the middle.

    Parameters
    ----------
    scores : ndarray of shape (n_passages, n_themes)
        From 0 to 1.
    themes : ndarray of shape (n_themes, 2)
        As `theme_places` gives them.

    Returns
    -------
    ndarray of shape (n_passages, 2)
        Points at a distance of at most one from the middle.
    """
    if not scores.size:
        return np.zeros((len(scores), 2))
    weights = scores**_SHARPNESS
    total = np.maximum(1e-12, weights.sum(axis=1, keepdims=True))
    return np.asarray(weights @ themes / total * scores.max(axis=1, keepdims=True))


def _in_likeness(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Numbers of the themes in an order in which like ones follow each other."""
    n = scores.shape[1]
    if n < 3 or len(scores) < 2:
        return np.arange(n)
    centred = scores - scores.mean(axis=0)
    length = np.maximum(1e-12, np.linalg.norm(centred, axis=0))
    alike = np.clip(1 + (centred.T @ centred) / np.outer(length, length), 0, None)
    np.fill_diagonal(alike, 0)
    _, vectors = np.linalg.eigh(np.diag(alike.sum(axis=1)) - alike)
    fiedler = np.round(vectors[:, 1], 9)
    # The sign of an eigenvector is anyone's: the first theme decides.
    return np.lexsort((np.arange(n), fiedler * (1 if fiedler[0] <= 0 else -1)))
