"""Top terms of themes, and titles made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from tematika.language.surface_forms import SurfaceForm
from tematika.language.word_families import same_family

_POOL = 200
_SPREAD_EXPONENT = 0.25
# The part of its score that a term loses if another top term is in the same articles.
_REDUNDANCY = 0.3
_TITLE_TERMS = 3
_TITLE_WORDS = 5

Ranked = list[tuple[int, float]]


def rank_terms(
    means: NDArray[np.float64], spread: NDArray[np.float64], fit: NDArray[np.bool_], n_terms: int
) -> list[Ranked]:
    """Return the ``n_terms`` best terms of each theme with scores in [0, 1], best first.

    Of each theme's heaviest terms by class-based TF-IDF (Grootendorst 2022) the score is FREX, the harmonic mean of the
    ranks by weight and by exclusivity (Bischof and Airoldi 2012), times the square root of the weight and the fourth
    root of the spread, which lowers terms that are exclusive but rare.

    Parameters
    ----------
    means : ndarray of shape (n_classes, n_all_terms)
        Mean TF-IDF of each term in each theme; further rows (units of no theme) count against exclusivity.
    spread : ndarray of shape (n_classes, n_all_terms)
        Share of each theme's articles that have the term.
    fit : ndarray of bool, shape (n_all_terms,)
        Terms that may be shown.
    n_terms : int
    """
    total = means.sum(axis=0) + 1e-12
    return [
        _ranked(np.where(fit, row, 0.0), row / total, wide, n_terms) for row, wide in zip(means, spread, strict=True)
    ]


def _ranked(
    weight: NDArray[np.float64], exclusivity: NDArray[np.float64], spread: NDArray[np.float64], n_terms: int
) -> Ranked:
    pool = np.argsort(-weight, kind="stable")[:_POOL]
    pool = pool[(weight[pool] > 0) & (spread[pool] > 0)]
    if not len(pool):
        return []
    frex = 2 / (len(pool) / rankdata(weight[pool]) + len(pool) / rankdata(exclusivity[pool]))
    score = frex * np.sqrt(weight[pool] / weight[pool].max()) * (spread[pool] / spread[pool].max()) ** _SPREAD_EXPONENT
    return [(int(pool[i]), float(score[i])) for i in np.argsort(-score, kind="stable")[:n_terms].tolist()]


def top_terms(ranked: Ranked, shown: Mapping[int, SurfaceForm], overlap: NDArray[np.float64], n_terms: int) -> Ranked:
    """Return at most ``n_terms`` diverse terms, heaviest first: maximal marginal relevance (Carbonell, Goldstein 1998).

    Of one family of words (``Россия``, ``российский``) and of phrases that share a word only the first is chosen.

    Parameters
    ----------
    ranked : list of (int, float)
        Terms of one theme, best first.
    shown : mapping of int to Shown
        The terms that can be shown.
    overlap : ndarray of shape (len(ranked), len(ranked))
        How far two terms are in the same articles, in [0, 1].
    n_terms : int
    """

    def relevance(k: int) -> float:
        redundancy = max((float(overlap[k, other]) for other in chosen), default=0.0)
        return ranked[k][1] * (1 - _REDUNDANCY * redundancy)

    left = [k for k, (number, _) in enumerate(ranked) if number in shown]
    chosen: list[int] = []
    while left and len(chosen) < n_terms:
        chosen.append(max(left, key=lambda k: (relevance(k), -k)))
        lemmas = shown[ranked[chosen[-1]][0]].lemmas
        left = [k for k in left if not _related(shown[ranked[k][0]].lemmas, lemmas)]
    return sorted((ranked[k] for k in chosen), key=lambda term: -term[1])


def title_terms(top: Ranked, nouns: NDArray[np.bool_], own: NDArray[np.bool_]) -> list[int]:
    """Return the numbers of a title's terms: nouns and phrases that are heavier in this theme than in any other.

    Parameters
    ----------
    top : list of (int, float)
        From `top_terms`.
    nouns, own : ndarray of bool, shape (len(top),)
        Which of them are nouns or phrases, and which are heaviest in this theme: so no two titles are alike.
    """
    choices = [nouns & own, own, np.ones(len(top), dtype=bool)]
    chosen = next((np.flatnonzero(choice) for choice in choices if choice.any()), np.empty(0, dtype=np.intp))
    return [top[k][0] for k in chosen.tolist()]


def write_title(texts: Sequence[str]) -> str:
    """Return a title of the first three words and phrases, with five words at most."""
    chosen: list[str] = []
    room = _TITLE_WORDS
    for text in texts:
        size = 1 + text.count(" ")
        if size <= room and len(chosen) < _TITLE_TERMS:
            chosen.append(text)
            room -= size
    title = ", ".join(chosen or texts[:1])
    first_word = title.split(" ", 1)[0]
    # «iPhone» is written so at the beginning of a sentence, too.
    return title if first_word[1:].lower() != first_word[1:] else title[:1].upper() + title[1:]


def _related(one: Sequence[str], other: Sequence[str]) -> bool:
    return any(same_family(a, b) for a in one for b in other)
