"""The input and output of theme models: units of text, options, assignments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.language.gazetteer import PlaceHits
from tematika.language.terms import Terms
from tematika.themes.annotations import LabelMatrix
from tematika.themes.seed_words import SeedHits
from tematika.themes.theme_weights import ThemeWeights


@dataclass(frozen=True)
class Units:
    """The units of text to assign to themes: passages, headings, and titles that are not part of the text.

    Attributes
    ----------
    texts : sequence of str, length n_units
    article : ndarray of int32, shape (n_units,)
        The article of each unit.
    leads : ndarray of bool, shape (n_units,)
        Whether the unit is its article's title or first body passage.
    apart : ndarray of bool, shape (n_units,)
        Whether the unit is a title outside the text: it counts, but is no passage to show.
    n_articles : int
    labels : LabelMatrix or None
        None where there are no labels.
    sources : sequence of str or None, length n_articles or 0
        The publisher of each article, where it is known.
    """

    texts: Sequence[str]
    article: NDArray[np.int32]
    leads: NDArray[np.bool_]
    apart: NDArray[np.bool_]
    n_articles: int
    labels: LabelMatrix | None = None
    sources: Sequence[str | None] = ()

    def of_articles(self, articles: NDArray[np.intp]) -> Units:
        """Return the units of some articles, given in ascending order and numbered anew, without labels."""
        rows = np.flatnonzero(np.isin(self.article, articles))
        numbers = np.searchsorted(articles, self.article[rows]).astype(np.int32)
        texts = [self.texts[row] for row in rows.tolist()]
        sources = [self.sources[article] for article in articles.tolist()] if self.sources else ()
        return Units(texts, numbers, self.leads[rows], self.apart[rows], len(articles), sources=sources)


@dataclass(frozen=True)
class Options:
    """The parameters of theme models; the names are those of `tematika.settings.Settings`."""

    discovered: int = -1
    outliers: bool = True
    threshold: float = 0.0
    max_terms: int = 50_000
    phrases: bool = True
    stop_words: str = ""
    seed: int = 0
    weights: ThemeWeights | None = None


@dataclass(frozen=True)
class Assignments:
    """Units and articles assigned to themes; named themes come first, in the order of their definitions.

    Attributes
    ----------
    unit_scores : ndarray of shape (n_units, n_themes)
        In [0, 1]: evidence for named themes, cosine to the centre for discovered ones.
    unit_named : ndarray of bool, shape (n_units, n_named)
        Named themes assigned to each unit.
    unit_best : ndarray of int64, shape (n_units,)
        Number of each unit's best theme, discovered ones included; -1 for none.
    article_scores, article_named, article_best
        The same for articles.
    means : ndarray of shape (n_themes + 1, n_terms)
        Mean term weights of each theme's units, and of the units without a theme.
    term_centers : ndarray of shape (n_discovered, n_terms)
        Mean TF-IDF of each discovered theme, by which later runs match it.
    importance : ndarray of shape (n_themes, n_terms + n_seeds)
        Weight of each term and seed word in each theme's score.
    weights : csr_array of shape (n_units, n_terms + n_seeds)
    terms, seeds, places : Terms, SeedHits, PlaceHits
        Occurrences of terms, seed words and names of regions in the units.
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
