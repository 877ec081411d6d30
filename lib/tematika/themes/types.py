"""What goes into a sorting and what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.language.gazetteer import PlaceHits
from tematika.language.terms import Terms
from tematika.themes.annotations import Said
from tematika.themes.seed_words import SeedHits


@dataclass(frozen=True)
class Units:
    """The texts to sort: passages, headings, and titles that stand apart from the text.

    Attributes
    ----------
    texts : sequence of str, length n_units
    article : ndarray of int32, shape (n_units,)
        The article of each unit.
    leads : ndarray of bool, shape (n_units,)
        Whether the unit is its article's title or first body passage.
    apart : ndarray of bool, shape (n_units,)
        Whether the unit is a title that stands apart: it counts, but a theme is shown in passages.
    n_articles : int
    said : Said or None
        What labels say of them; None where there are no labels.
    sources : sequence of str or None, length n_articles or 0
        Who published each article, where that is known.
    """

    texts: Sequence[str]
    article: NDArray[np.int32]
    leads: NDArray[np.bool_]
    apart: NDArray[np.bool_]
    n_articles: int
    said: Said | None = None
    sources: Sequence[str | None] = ()

    def of_articles(self, articles: NDArray[np.intp]) -> Units:
        """Return the units of some articles, named in ascending order, which are numbered anew."""
        rows = np.flatnonzero(np.isin(self.article, articles))
        numbers = np.searchsorted(articles, self.article[rows]).astype(np.int32)
        texts = [self.texts[row] for row in rows.tolist()]
        sources = [self.sources[article] for article in articles.tolist()] if self.sources else ()
        return Units(texts, numbers, self.leads[rows], self.apart[rows], len(articles), sources=sources)


@dataclass(frozen=True)
class Options:
    """What a user may set about the sorting; the names are those of `tematika.settings.Settings`."""

    discovered: int = -1
    outliers: bool = True
    threshold: float = 0.0
    max_terms: int = 50_000
    phrases: bool = True
    stop_words: str = ""
    seed: int = 0


@dataclass(frozen=True)
class Sorting:
    """Units and articles sorted into themes; named themes come first, in the order of their definitions.

    Attributes
    ----------
    unit_scores : ndarray of shape (n_units, n_themes)
        From 0 to 1: evidence for named themes, cosine to the centre for discovered ones.
    unit_named : ndarray of bool, shape (n_units, n_named)
        Which units carry which named themes.
    unit_best : ndarray of int64, shape (n_units,)
        Number of each unit's best theme, discovered ones included; -1 for none.
    article_scores, article_named, article_best
        The same for articles.
    means : ndarray of shape (n_themes + 1, n_terms)
        Mean term weights of each theme's units, and of the units that carry none.
    term_centers : ndarray of shape (n_found, n_terms)
        Mean TF-IDF of each discovered theme, by which it is recognised.
    importance : ndarray of shape (n_themes, n_terms + n_seeds)
        What each term and seed word is worth to each theme.
    weights : csr_array of shape (n_units, n_terms + n_seeds)
    terms, seeds : Terms, SeedHits
    places : PlaceHits
        Where the units name regions.
    """

    unit_scores: NDArray[np.float64]
    unit_named: NDArray[np.bool_]
    unit_best: NDArray[np.int64]
    article_scores: NDArray[np.float64]
    article_named: NDArray[np.bool_]
    article_best: NDArray[np.int64]
    means: NDArray[np.float64]
    term_centers: NDArray[np.float64]
    importance: NDArray[np.float64]
    weights: sp.csr_array
    terms: Terms
    seeds: SeedHits
    places: PlaceHits
