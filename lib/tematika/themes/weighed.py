"""Units of text with the weights of what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.language.places import PlaceHits
from tematika.language.terms import Terms, Vocabulary
from tematika.themes.seeds import SeedHits
from tematika.themes.units import Units
from tematika.themes.weighting import CONTEXT, add_context, join_seeds, sum_groups, unit_rows, weigh

# The title and the first passage say what an article is about.
_LEAD = 2.0


@dataclass(frozen=True)
class Weighting:
    """How much terms and seed words weigh.

    Attributes
    ----------
    vocabulary : Vocabulary
        The terms.
    words : tuple of str
        Seed words of all named themes, then the words to avoid, then those of the contrast.
    idf, words_idf : ndarray of shape (n_terms,) and (n_words,)
    usual : float
        Length of a usual unit, see `tematika.themes.weighting.join_seeds`.
    backing : tuple of (int, sequence of int)
        Words that only back others, as places in ``words``: each weighs no more than the others named beside it.
    """

    vocabulary: Vocabulary
    words: tuple[str, ...]
    idf: NDArray[np.float64]
    words_idf: NDArray[np.float64]
    usual: float
    backing: tuple[tuple[int, Sequence[int]], ...] = ()


@dataclass(frozen=True)
class Weighed:
    """Units with the weights of their terms.

    Attributes
    ----------
    units : Units
    terms, hits : Terms, SeedHits
        Where terms and seed words stand in them.
    places : PlaceHits
        Where they name regions.
    weights : csr_array of shape (n_units, n_terms + n_words)
    text : csr_array of shape (n_units, n_terms)
        Terms read in the context of the article, rows of length one.
    counting : ndarray of shape (n_units,)
        What each unit counts in its article.
    """

    units: Units
    terms: Terms
    hits: SeedHits
    places: PlaceHits
    weights: sp.csr_array
    text: sp.csr_array
    counting: NDArray[np.float64]


def weigh_units(weighting: Weighting, units: Units, terms: Terms, hits: SeedHits, places: PlaceHits) -> Weighed:
    """Weigh what stands in units."""
    counts = terms.counts()
    weights = join_seeds(weigh(counts, weighting.idf), _weigh_words(weighting, hits), weighting.usual)
    text = unit_rows(add_context(weights[:, : len(terms.names)], units.article, CONTEXT))
    counting = np.sqrt(np.asarray(counts.sum(axis=1)).ravel() + 1) * np.where(units.leads, _LEAD, 1.0)
    return Weighed(units, terms, hits, places, weights, text, counting)


def weigh_seeds(weighed: Weighed, weighting: Weighting, hits: SeedHits) -> Weighed:
    """Weigh other seed words in units whose terms are weighed; the weighting must differ in these words alone."""
    terms = weigh(weighed.terms.counts(), weighting.idf)
    weights = join_seeds(terms, _weigh_words(weighting, hits), weighting.usual)
    return replace(weighed, hits=hits, weights=weights)


def _weigh_words(weighting: Weighting, hits: SeedHits) -> sp.csr_array:
    """Weigh seed words; those that only back others no more than these."""
    words = weigh(hits.counts(), weighting.words_idf)
    for word, others in weighting.backing:
        words = _no_more_than(words, word, others)
    return words


def _no_more_than(words: sp.csr_array, word: int, others: Sequence[int]) -> sp.csr_array:
    """Let a column of weights be at most the sum of others, row by row."""
    own = words[:, [word]].toarray().ravel()
    less = np.maximum(0, own - np.asarray(words[:, list(others)].sum(axis=1)).ravel())
    rows = np.flatnonzero(less)
    excess = sp.csr_array((less[rows], (rows, np.full(len(rows), word))), shape=words.shape)
    lowered = sp.csr_array(words - excess)
    lowered.eliminate_zeros()
    return lowered


def article_rows(weighed: Weighed) -> sp.csr_array:
    """Give what articles say: shape (n_articles, n_terms), rows of length one."""
    units = weighed.units
    return unit_rows(sum_groups(units.article, units.n_articles) @ sp.diags_array(weighed.counting) @ weighed.text)
