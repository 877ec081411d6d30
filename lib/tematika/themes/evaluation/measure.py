"""Measure the quality of themes: coherence of their words, stability in halves of the articles."""

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
from tematika.themes.model import fit_themes
from tematika.themes.result import Theme
from tematika.themes.seed_words import find_seeds
from tematika.themes.types import Assignments, Options, Units

WORDS = 10
HALVES = 3
# Samples, because a report has seconds for it: articles of a half, and passages for the coherence.
MOST_ARTICLES = 500
MOST_PASSAGES = 10_000
# Halves of fewer articles differ too much by chance.
FEWEST_ARTICLES = 24


def measure_quality(  # noqa: PLR0913, PLR0917 - assignments and all that they were made from
    units: Units,
    assignments: Assignments,
    themes: Sequence[Theme],
    definitions: Sequence[ThemeDefinition],
    options: Options,
    counted: NDArray[np.bool_],
) -> Quality:
    """Return the quality figures of a model's themes.

    Parameters
    ----------
    units : Units
        The units that the model was fitted to.
    assignments : Assignments
    themes : sequence of Theme
        With the words that are shown of them.
    definitions, options
        Those of the model.
    counted : ndarray of bool, shape (n_articles,)
        Articles of the period. Reprints, which have no units, do not count.
    """
    counted = counted & (np.bincount(units.article, minlength=units.n_articles) > 0)
    members = _members(assignments)
    # One thread: sums in another order differ in the last digit, and small matrices gain nothing by more.
    with threadpool_limits(limits=1):
        relearnt = _fit_halves(units, members, definitions, options, counted)
    of_period = members.select(np.flatnonzero(counted))
    passages = counted[units.article] & ~units.apart
    words, coherences = _coherence(units, themes)
    return Quality(
        articles=int(counted.sum()),
        passages=int(passages.sum()),
        unassigned_articles=int((of_period.best < 0).sum()),
        unassigned_passages=int((assignments.unit_best[passages] < 0).sum()),
        diversity=round(diversity(words), 4),
        coherence=mean_known(coherences.of_theme.tolist()),
        coherence_across=known(coherences.across),
        reference_passages=min(MOST_PASSAGES, len(units.texts)),
        same=mean_known([one.same for one in relearnt.halves]),
        runs=len(relearnt.halves),
        run_articles=relearnt.articles,
        together=co_assigned(of_period),
        themes=theme_qualities([theme.uid for theme in themes], of_period, coherences, own_words(words), relearnt),
    )


def _members(assignments: Assignments) -> Membership:
    return Membership(assignments.article_named, assignments.article_best, assignments.article_scores.shape[1])


def _coherence(units: Units, themes: Sequence[Theme]) -> tuple[list[list[int]], Coherence]:
    """Return the themes' words as numbers, and their coherence in passages."""
    shown = [[word for word, _ in theme.terms[:WORDS]] for theme in themes]
    words = list(dict.fromkeys(word for of_theme in shown for word in of_theme))
    number = {word: k for k, word in enumerate(words)}
    numbers = [[number[word] for word in of_theme] for of_theme in shown]
    rng = np.random.default_rng(0)
    chosen = np.sort(rng.choice(len(units.texts), min(MOST_PASSAGES, len(units.texts)), replace=False))
    counts = find_seeds(read_stream([units.texts[row] for row in chosen.tolist()]), words).counts()
    return numbers, coherence(pairwise_npmi(counts), numbers)


def _fit_halves(
    units: Units,
    members: Membership,
    definitions: Sequence[ThemeDefinition],
    options: Options,
    counted: NDArray[np.bool_],
) -> Relearnt:
    """Return the agreement with models of halves of the articles, which have the same number of themes."""
    originals = np.flatnonzero(np.bincount(units.article, minlength=units.n_articles) > 0)
    if len(originals) < FEWEST_ARTICLES or counted.sum() < FEWEST_ARTICLES:
        return Relearnt()
    options = replace(options, discovered=members.n_themes - members.n_named)
    halves = [_half(originals, counted, np.random.default_rng([options.seed, run])) for run in range(HALVES)]
    try:
        models = [_members(fit_themes(units.of_articles(half), definitions, options)[1]) for half in halves]
    except NoArticlesError:
        # A half of so few words may have none.
        return Relearnt()
    agreements = []
    for half, model in zip(halves, models, strict=True):
        rows = np.flatnonzero(counted[half])
        agreements.append(agreement(members.select(half[rows]), model.select(rows)))
    return Relearnt(tuple(agreements), max(len(half) for half in halves))


def _half(originals: NDArray[np.intp], counted: NDArray[np.bool_], rng: np.random.Generator) -> NDArray[np.intp]:
    """Return half of the articles, at most `MOST_ARTICLES`; half of those that count come first."""
    size = min(MOST_ARTICLES, len(originals) // 2)
    own, others = originals[counted[originals]], originals[~counted[originals]]
    n_own = min(size, len(own) // 2)
    n_others = min(size - n_own, len(others))
    chosen = [rng.choice(own, n_own, replace=False), rng.choice(others, n_others, replace=False)]
    return np.sort(np.concatenate(chosen))
