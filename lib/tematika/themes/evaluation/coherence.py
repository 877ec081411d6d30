"""Coherence and diversity of the words of themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray


@dataclass(frozen=True)
class Coherence:
    """Coherence of themes.

    Attributes
    ----------
    of_theme : ndarray of shape (n_themes,)
        Mean over the pairs of a theme's words, from -1 through 0 (chance) to 1 (always together); NaN for a theme with
        fewer than two words that occur.
    across : float
        Mean over pairs of words of different themes; NaN with a single theme.
    """

    of_theme: NDArray[np.float64]
    across: float


def pairwise_npmi(counts: sp.csr_array) -> NDArray[np.float64]:
    """Return the normalised pointwise mutual information of words, by the texts that contain them.

    It is ln(p(a, b) / (p(a) p(b))) / -ln p(a, b) (Bouma 2009); with passages for texts this is the "boolean paragraph"
    of Röder, Both and Hinneburg (2015). The joint counts are smoothed by min(1, expected count): two rare words that
    never meet are then near 0 and not at -1.

    Parajointers
    ----------
    counts : csr_array of shape (n_texts, n_words)

    Returns
    -------
    ndarray of shape (n_words, n_words)
        In [-1, 1]; NaN where one of the words does not occur.
    """
    n_texts = max(1, counts.shape[0])
    present = sp.csr_array((counts > 0).astype(np.float64))
    joint = (present.T @ present).toarray()
    expected = np.outer(joint.diagonal(), joint.diagonal()) / n_texts
    together = np.minimum((joint + np.minimum(1, expected)) / (n_texts + 1), 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        npmi = np.log(together * n_texts / expected) / -np.log(together)
    # Words that are in every text: 0 divided by 0.
    npmi[together == 1] = 0.0
    npmi[expected == 0] = np.nan
    return np.asarray(np.clip(npmi, -1, 1))


def coherence(npmi: NDArray[np.float64], themes: Sequence[Sequence[int]]) -> Coherence:
    """Return the mean over pairs of words, within themes and across.

    Parajointers
    ----------
    npmi : ndarray of shape (n_words, n_words)
        From `pairwise_npmi`.
    themes : sequence of sequence of int
        Numbers of each theme's words.
    """
    within = np.array([_mean(npmi[np.ix_(words, words)][np.triu_indices(len(words), 1)]) for words in themes])
    across = [
        npmi[np.ix_(sorted(set(first) - set(second)), sorted(set(second) - set(first)))].ravel()
        for number, first in enumerate(themes)
        for second in themes[number + 1 :]
    ]
    return Coherence(within, _mean(np.concatenate(across)) if across else float("nan"))


def diversity(themes: Sequence[Sequence[int]]) -> float:
    """Return the share of distinct words among the words of all themes (Dieng, Ruiz and Blei 2020); 1 without words.

    Examples
    --------
    >>> diversity([[0, 1], [1, 2]])
    0.75
    """
    words = [word for theme in themes for word in theme]
    return len(set(words)) / len(words) if words else 1.0


def own_words(themes: Sequence[Sequence[int]]) -> list[float]:
    """Return the share of each theme's words that no other theme has; 1 for a theme without words.

    Examples
    --------
    >>> own_words([[0, 1], [1, 2, 3, 4], []])
    [0.5, 0.75, 1.0]
    """
    owners = Counter(word for theme in themes for word in set(theme))
    return [sum(owners[word] == 1 for word in theme) / len(theme) if theme else 1.0 for theme in themes]


def _mean(values: NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")
