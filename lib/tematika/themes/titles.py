"""Which terms tell a theme from the others, and a short label made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from tematika.language.surface_forms import Shown
from tematika.language.word_families import same_family

_POOL = 200
_SPREAD = 0.25
# How much of a term's score a term that stands in the same articles takes away.
_REPETITION = 0.3
_LABEL_TERMS = 3
_LABEL_WORDS = 5

Ranked = list[tuple[int, float]]


def rank_terms(
    means: NDArray[np.float64], spread: NDArray[np.float64], fit: NDArray[np.bool_], n_terms: int
) -> list[Ranked]:
    """Rank the terms of each theme by how frequent, how exclusive and how widespread in it they are.

    Of each theme's heaviest terms by class-based TF-IDF (Grootendorst 2022), its idf being that of the whole corpus,
    the order is FREX, the harmonic mean of the rank by weight and the rank by exclusivity (Bischof and Airoldi 2012),
    times the square root of the weight and the fourth root of the spread: what is exclusive but rare is true of a few
    articles only.

    Parameters
    ----------
    means : ndarray of shape (n_classes, n_all_terms)
        Mean TF-IDF of each term in each theme; further rows (what fits no theme) count against exclusivity.
    spread : ndarray of shape (n_classes, n_all_terms)
        Share of each theme's articles that have the term.
    fit : ndarray of bool, shape (n_all_terms,)
        Terms that may be shown; the others are passed over.
    n_terms : int
        At most so many a theme.

    Returns
    -------
    list of list of (int, float)
        For each row of ``means`` term numbers with scores from 0 to 1, best first.
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
    score = frex * np.sqrt(weight[pool] / weight[pool].max()) * (spread[pool] / spread[pool].max()) ** _SPREAD
    return [(int(pool[i]), float(score[i])) for i in np.argsort(-score, kind="stable")[:n_terms].tolist()]


def telling_terms(ranked: Ranked, shown: Mapping[int, Shown], together: NDArray[np.float64], n_terms: int) -> Ranked:
    """Choose terms that say different things: maximal marginal relevance (Carbonell and Goldstein 1998).

    Of one family of words (``Россия``, ``российский``) and of phrases with a word in common only the first is taken.

    Parameters
    ----------
    ranked : list of (int, float)
        Terms of one theme, best first.
    shown : mapping of int to Shown
        How terms are shown; those that cannot be are passed over.
    together : ndarray of shape (len(ranked), len(ranked))
        How far two of the terms stand in the same articles, from 0 to 1.
    n_terms : int
        At most so many.
    """
    left = [place for place, (number, _) in enumerate(ranked) if number in shown]
    chosen: list[int] = []
    while left and len(chosen) < n_terms:
        best = max(left, key=lambda place: (_worth(place, ranked, together, chosen), -place))
        chosen.append(best)
        taken = shown[ranked[best][0]].lemmas
        left = [place for place in left if not _related(shown[ranked[place][0]].lemmas, taken)]
    # A list that people read from the left has the heaviest first.
    return sorted((ranked[place] for place in chosen), key=lambda term: -term[1])


def label_terms(telling: Ranked, nouns: NDArray[np.bool_], own: NDArray[np.bool_]) -> list[int]:
    """Choose a label's terms: the first nouns and phrases that are heavier here than in any other theme.

    Parameters
    ----------
    telling : list of (int, float)
        As `telling_terms` gives them.
    nouns : ndarray of bool, shape (n_telling,)
        Which of them are nouns or phrases.
    own : ndarray of bool, shape (n_telling,)
        Which of them are this theme's before any other's: so no two labels are alike.
    """
    wishes = [nouns & own, own, np.ones(len(telling), dtype=bool)]
    places = next((np.flatnonzero(wish) for wish in wishes if wish.any()), np.empty(0, dtype=np.intp))
    return [telling[place][0] for place in places.tolist()]


def write_label(texts: Sequence[str]) -> str:
    """Join the first of some words and phrases to a title: at most three of them, of five words."""
    chosen: list[str] = []
    room = _LABEL_WORDS
    for text in texts:
        size = 1 + text.count(" ")
        if size <= room and len(chosen) < _LABEL_TERMS:
            chosen.append(text)
            room -= size
    label = ", ".join(chosen or texts[:1])
    first_word = label.split(" ", 1)[0]
    # «iPhone» is written so at the beginning of a sentence, too.
    return label if first_word[1:].lower() != first_word[1:] else label[:1].upper() + label[1:]


def _worth(place: int, ranked: Ranked, together: NDArray[np.float64], chosen: list[int]) -> float:
    repeated = max((float(together[place, other]) for other in chosen), default=0.0)
    return ranked[place][1] * (1 - _REPETITION * repeated)


def _related(one: Sequence[str], other: Sequence[str]) -> bool:
    return any(same_family(a, b) for a in one for b in other)
