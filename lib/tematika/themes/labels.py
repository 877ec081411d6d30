"""Which terms tell a theme from the others, and a short label made of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from tematika.language.stream import NOUN, OTHER

_POOL = 200


def telling_terms(
    means: NDArray[np.float64], names: list[str], kinds: NDArray[np.int8], n_terms: int = 10
) -> list[list[tuple[int, float]]]:
    """Rank the terms of each theme by how frequent and how exclusive they are.

    Of each theme's heaviest terms by class-based TF-IDF (Grootendorst 2022) the order is FREX, the harmonic mean of
    the rank by weight and the rank by exclusivity (Bischof and Airoldi 2012). A term that shares a lemma with one
    before it is passed over: ``железный дорога`` makes ``дорога`` needless.

    Parameters
    ----------
    means : ndarray of shape (n_classes, n_all_terms)
        Mean TF-IDF of each term in each theme; further rows (what fits no theme) count against exclusivity.
    names : list of str
        The terms.
    kinds : ndarray of int8, shape (n_all_terms,)
        Their kinds; verbs tell a reader little and are passed over.
    n_terms : int
        How many terms to give a theme.

    Returns
    -------
    list of list of (int, float)
        For each row of ``means`` term numbers with scores from 0 to 1, best first.
    """
    total = means.sum(axis=0) + 1e-12
    readable = np.where(kinds == OTHER, 0.0, means)
    return [_best(row, row / total, names, n_terms) for row in readable]


def label_terms(
    ranked: list[tuple[int, float]], names: list[str], kinds: NDArray[np.int8], n_words: int = 3
) -> list[int]:
    """Choose the terms of a label: at most ``n_words`` nouns and phrases, words of a phrase counted singly."""
    chosen: list[int] = []
    room = n_words
    for number, _ in ranked:
        size = 1 + names[number].count(" ")
        if kinds[number] == NOUN and size <= room:
            chosen.append(number)
            room -= size
    return chosen or [number for number, _ in ranked[:1]]


def _best(
    weight: NDArray[np.float64], exclusivity: NDArray[np.float64], names: list[str], n_terms: int
) -> list[tuple[int, float]]:
    pool = np.argsort(-weight, kind="stable")[:_POOL]
    pool = pool[weight[pool] > 0]
    if not len(pool):
        return []
    frex = 2 / (len(pool) / rankdata(weight[pool]) + len(pool) / rankdata(exclusivity[pool]))
    # Weight counts twice: exclusive but rare words are true of a few passages only.
    score = frex * np.sqrt(weight[pool] / weight[pool].max())
    chosen: list[tuple[int, float]] = []
    used: set[str] = set()
    for i in np.argsort(-score, kind="stable"):
        words = set(names[pool[i]].split(" "))
        if words & used:
            continue
        used |= words
        chosen.append((int(pool[i]), float(score[i])))
        if len(chosen) == n_terms:
            break
    return chosen
