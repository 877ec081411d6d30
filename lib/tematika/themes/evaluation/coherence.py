"""Do the words of a theme go together, and are they its own? Normalised pointwise mutual information, diversity."""

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
        Mean over the pairs of a theme's words, from -1 through 0 (as chance would have it) to 1 (always together); NaN
        for a theme with fewer than two words that occur.
    across : float
        Mean over pairs of words of different themes: what words have that do not go together. NaN with a single theme.
    """

    of_theme: NDArray[np.float64]
    across: float


def pairwise_npmi(counts: sp.csr_array) -> NDArray[np.float64]:
    """Normalised pointwise mutual information of words, by the texts that hold them (Bouma 2009).

    With passages for texts this is the "boolean paragraph" of Röder, Both and Hinneburg (2015). Every pair has one
    meeting more than was seen, or where chance alone would bring fewer than one about, as many as that: two rare words
    that never meet tell nothing then, where the plain measure would call them as far apart as can be.

    Parameters
    ----------
    counts : csr_array of shape (n_texts, n_words)
        How often each word stands in each text.

    Returns
    -------
    ndarray of shape (n_words, n_words)
        From -1 through 0, as chance would have it, to 1; NaN where one of the words does not occur at all.
    """
    n_texts = max(1, counts.shape[0])
    present = sp.csr_array((counts > 0).astype(np.float64))
    met = (present.T @ present).toarray()
    by_chance = np.outer(met.diagonal(), met.diagonal()) / n_texts
    together = np.minimum((met + np.minimum(1, by_chance)) / (n_texts + 1), 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        npmi = np.log(together * n_texts / by_chance) / -np.log(together)
    # Words that stand in every text meet always, and nothing is learnt from it: 0 divided by 0.
    npmi[together == 1] = 0.0
    npmi[by_chance == 0] = np.nan
    return np.asarray(np.clip(npmi, -1, 1))


def coherence(npmi: NDArray[np.float64], themes: Sequence[Sequence[int]]) -> Coherence:
    """Average over pairs of words, within themes and across.

    Parameters
    ----------
    npmi : ndarray of shape (n_words, n_words)
        As `pairwise_npmi` gives it.
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
    """Share of different words among the words of all themes (Dieng, Ruiz and Blei 2020); 1 where no theme has words.

    Examples
    --------
    >>> diversity([[0, 1], [1, 2]])
    0.75
    """
    words = [word for theme in themes for word in theme]
    return len(set(words)) / len(words) if words else 1.0


def own_words(themes: Sequence[Sequence[int]]) -> list[float]:
    """Share of each theme's words that no other theme has; 1 for a theme without words.

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
