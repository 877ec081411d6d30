"""Measure how far a sorting can be trusted: whether its words go together, and its themes come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from tematika.errors import NoArticlesError
from tematika.language.lemma_stream import read_stream
from tematika.themes.definitions import ThemeDefinition
from tematika.themes.evaluation.agreement import Membership, agreement
from tematika.themes.evaluation.coherence import Coherence, coherence, diversity, own_words, pairwise_npmi
from tematika.themes.evaluation.quality import Quality, Relearnt, co_assigned, known, mean_known, theme_qualities
from tematika.themes.model import sort_units
from tematika.themes.result import Theme
from tematika.themes.seed_words import find_seeds
from tematika.themes.types import Options, Sorting, Units

WORDS = 10
HALVES = 3
# What is learnt again, and what words are looked up in, is a sample: a report has seconds for it, and no more.
MOST_ARTICLES = 500
MOST_PASSAGES = 10_000
# Halves of fewer articles would differ whatever the themes are worth.
FEWEST_ARTICLES = 24


def measure_quality(  # noqa: PLR0913, PLR0917 - a sorting and all that it was made from
    units: Units,
    sorting: Sorting,
    themes: Sequence[Theme],
    definitions: Sequence[ThemeDefinition],
    options: Options,
    counted: NDArray[np.bool_],
) -> Quality:
    """Measure a sorting.

    Parameters
    ----------
    units : Units
        What themes were learnt from.
    sorting : Sorting
        What became of it.
    themes : sequence of Theme
        Its themes, with the words that are shown of them.
    definitions, options
        What it was made with; it is made again several times.
    counted : ndarray of bool, shape (n_articles,)
        Which articles are told of: those of the period. Reprints, which have no units, are told of nowhere.
    """
    counted = counted & (np.bincount(units.article, minlength=units.n_articles) > 0)
    carried = _membership(sorting)
    # One thread: sums in another order differ in the last digit, and small matrices gain nothing by more.
    with threadpool_limits(limits=1):
        relearnt = _learn_again(units, carried, definitions, options, counted)
    told = carried.of(np.flatnonzero(counted))
    passages = counted[units.article] & ~units.apart
    words, together = _words_together(units, themes)
    return Quality(
        articles=int(counted.sum()),
        passages=int(passages.sum()),
        unassigned_articles=int((told.best < 0).sum()),
        unassigned_passages=int((sorting.unit_best[passages] < 0).sum()),
        diversity=round(diversity(words), 4),
        coherence=mean_known(together.of_theme.tolist()),
        coherence_across=known(together.across),
        reference_passages=min(MOST_PASSAGES, len(units.texts)),
        same=mean_known([one.same for one in relearnt.halves]),
        runs=len(relearnt.halves),
        run_articles=relearnt.articles,
        together=co_assigned(told),
        themes=theme_qualities([theme.uid for theme in themes], told, together, own_words(words), relearnt),
    )


def _membership(sorting: Sorting) -> Membership:
    return Membership(sorting.article_named, sorting.article_best, sorting.article_scores.shape[1])


def _words_together(units: Units, themes: Sequence[Theme]) -> tuple[list[list[int]], Coherence]:
    """Return the themes' words as numbers, and how they go together in passages."""
    shown = [[word for word, _ in theme.terms[:WORDS]] for theme in themes]
    words = list(dict.fromkeys(word for of_theme in shown for word in of_theme))
    number = {word: place for place, word in enumerate(words)}
    numbers = [[number[word] for word in of_theme] for of_theme in shown]
    chance = np.random.default_rng(0)
    chosen = np.sort(chance.choice(len(units.texts), min(MOST_PASSAGES, len(units.texts)), replace=False))
    counts = find_seeds(read_stream([units.texts[row] for row in chosen.tolist()]), words).counts()
    return numbers, coherence(pairwise_npmi(counts), numbers)


def _learn_again(
    units: Units,
    carried: Membership,
    definitions: Sequence[ThemeDefinition],
    options: Options,
    counted: NDArray[np.bool_],
) -> Relearnt:
    """Learn from halves of the articles, and compare."""
    there = np.flatnonzero(np.bincount(units.article, minlength=units.n_articles) > 0)
    if len(there) < FEWEST_ARTICLES or counted.sum() < FEWEST_ARTICLES:
        return Relearnt()
    # As many themes as before: whether another number would do as well is another question.
    options = replace(options, discovered=carried.n_themes - carried.n_named)
    halves = [_half(there, counted, np.random.default_rng([options.seed, run])) for run in range(HALVES)]
    try:
        again = [_membership(sort_units(units.of_articles(half), definitions, options)) for half in halves]
    except NoArticlesError:
        # So few words that a half of them has none left.
        return Relearnt()
    rows = [np.flatnonzero(counted[half]) for half in halves]
    return Relearnt(
        tuple(
            agreement(carried.of(half[told]), found.of(told))
            for half, found, told in zip(halves, again, rows, strict=True)
        ),
        max(len(half) for half in halves),
    )


def _half(there: NDArray[np.intp], counted: NDArray[np.bool_], chance: np.random.Generator) -> NDArray[np.intp]:
    """Choose half of the articles, or `MOST_ARTICLES`; half of those that count come first."""
    size = min(MOST_ARTICLES, len(there) // 2)
    own, others = there[counted[there]], there[~counted[there]]
    n_own = min(size, len(own) // 2)
    n_others = min(size - n_own, len(others))
    chosen = [chance.choice(own, n_own, replace=False), chance.choice(others, n_others, replace=False)]
    return np.sort(np.concatenate(chosen))
