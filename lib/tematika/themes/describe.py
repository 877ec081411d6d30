"""Titles and top terms of themes, as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.language.lemma_stream import NOUN, OTHER
from tematika.language.lemmas import lemma_of
from tematika.language.stopwords import unfit_lemmas
from tematika.language.surface_forms import DisplayForms, SurfaceForm
from tematika.language.tokens import tokens
from tematika.language.word_families import same_family
from tematika.themes.definitions import ThemeDefinition
from tematika.themes.features import sum_groups
from tematika.themes.result import Subtheme, Theme
from tematika.themes.subthemes import find_parents, find_subthemes, theme_rows
from tematika.themes.titles import Ranked, rank_terms, title_terms, top_terms, write_title
from tematika.themes.tracking import KnownTheme, match_themes, signatures
from tematika.themes.types import Assignments, Units

_DIGITS = 4
_N_TERMS = 16
# Many terms turn out to repeat another, or cannot be shown.
_N_RANKED = 3 * _N_TERMS


def describe_themes(  # noqa: PLR0913, PLR0917 - assignments, all that they were made from, and what is known already
    assignments: Assignments,
    units: Units,
    definitions: Sequence[ThemeDefinition],
    sources: Sequence[str] = (),
    known: Sequence[KnownTheme] = (),
    display: DisplayForms | None = None,
) -> tuple[Theme, ...]:
    """Return the themes with their titles and top terms, the named ones first.

    Parameters
    ----------
    assignments : Assignments
    units : Units
    definitions : sequence of ThemeDefinition
        The named themes.
    sources : sequence of str
        Names of the sources, which are no top terms.
    known : sequence of KnownTheme
        Discovered themes of earlier runs, see `tematika.themes.tracking.match_themes`.
    display : DisplayForms, optional
        Of the terms and the units' texts, where some forms are known already.
    """
    display = display or DisplayForms(assignments.terms, units.texts)
    occurs, fit, members = _occurrences(assignments, units), _fit(assignments, sources), _members(assignments, units)
    ranked = rank_terms(assignments.means, _spreads(occurs, members), fit, _N_RANKED)[:-1]
    parts = [find_subthemes(assignments, units, k) for k in range(len(definitions))]
    means = [_part_means(theme_rows(assignments, units, k), articles) for k, articles in enumerate(parts)]
    ranked_parts = [
        rank_terms(rows, _spreads(occurs, articles), fit, _N_RANKED)[:-1]
        for rows, articles in zip(means, parts, strict=True)
    ]
    shown = display.of(sorted({number for terms in chain(ranked, *ranked_parts) for number, _ in terms}))
    top = _top_terms(ranked, members, occurs, shown)
    missing = set(assignments.seeds.missing())
    named = []
    for k, definition in enumerate(definitions):
        seeds = tuple(seed for seed in definition.seeds if seed in missing)
        theme = Theme(definition.id, True, definition.title, _texts(top[k], shown), seeds)
        of_parts = [_without(terms, shown, theme) for terms in _top_terms(ranked_parts[k], parts[k], occurs, shown)]
        titles = _titles(of_parts, shown, assignments.terms.kind, means[k])
        subthemes = tuple(Subtheme(title, len(part)) for title, part in zip(titles, parts[k], strict=True) if title)
        named.append(replace(theme, parts=subthemes if len(subthemes) > 1 else ()))
    return (*named, *_discovered(assignments, top[len(named) :], named, shown, known))


def describe_discovered(  # noqa: PLR0913, PLR0917 - the same
    assignments: Assignments,
    units: Units,
    named: Sequence[Theme],
    sources: Sequence[str],
    known: Sequence[KnownTheme],
    display: DisplayForms,
) -> tuple[Theme, ...]:
    """Return the discovered themes alone, where the named ones are described already; see `describe_themes`."""
    occurs, members = _occurrences(assignments, units), _members(assignments, units)
    ranked = rank_terms(assignments.means, _spreads(occurs, members), _fit(assignments, sources), _N_RANKED)
    ranked = ranked[len(named) : -1]
    shown = display.of(sorted({number for terms in ranked for number, _ in terms}))
    return _discovered(assignments, _top_terms(ranked, members[len(named) :], occurs, shown), named, shown, known)


def _discovered(
    assignments: Assignments,
    top: Sequence[Ranked],
    named: Sequence[Theme],
    shown: dict[int, SurfaceForm],
    known: Sequence[KnownTheme],
) -> tuple[Theme, ...]:
    titles = [title or "—" for title in _titles(top, shown, assignments.terms.kind, assignments.means, len(named))]
    parents = find_parents(assignments.article_scores, assignments.article_named)
    uids = match_themes(known, signatures(assignments.term_centers, assignments.terms.names)).uids
    return tuple(
        Theme(
            uid,
            False,
            {"en": title, "ru": title},
            _texts(terms, shown),
            parent=None if parent is None else named[parent].uid,
        )
        for uid, terms, title, parent in zip(uids, top, titles, parents, strict=True)
    )


def _top_terms(
    ranked: Sequence[Ranked], members: Sequence[NDArray[np.intp]], occurs: sp.csr_array, shown: dict[int, SurfaceForm]
) -> list[Ranked]:
    return [
        top_terms(terms, shown, _overlap(occurs, articles, terms), _N_TERMS)
        for terms, articles in zip(ranked, members, strict=True)
    ]


def _part_means(rows: sp.csr_array, parts: Sequence[NDArray[np.intp]]) -> NDArray[np.float64]:
    """Return the mean term weights of each part, and of the articles in none of them."""
    rest = np.setdiff1d(np.flatnonzero(np.diff(rows.indptr)), np.concatenate(parts)) if parts else np.arange(0)
    return np.stack([np.asarray(rows[part].sum(axis=0)).ravel() / max(1, len(part)) for part in (*parts, rest)])


def _without(top: Ranked, shown: dict[int, SurfaceForm], theme: Theme) -> Ranked:
    """Return the terms that do not repeat the theme's title."""
    title = [lemma_of(token.form, token.capital).lemma for token in tokens(theme.title.get("ru", ""))]
    return [
        (number, score)
        for number, score in top
        if not any(same_family(lemma, word) for lemma in shown[number].lemmas for word in title)
    ]


def _occurrences(assignments: Assignments, units: Units) -> sp.csr_array:
    """Return 1 for the terms that each article has: shape (n_articles, n_terms)."""
    terms = assignments.weights[:, : len(assignments.terms.names)]
    counts = sp.csr_array(sum_groups(units.article, units.n_articles) @ terms)
    counts.data = np.ones_like(counts.data)
    return counts


def _members(assignments: Assignments, units: Units) -> list[NDArray[np.intp]]:
    """Return the articles of each theme; for themes of no article those with a unit of the theme."""
    n_named, n_themes = assignments.article_named.shape[1], assignments.article_scores.shape[1]
    members = []
    for k in range(n_themes):
        whole = assignments.article_named[:, k] if k < n_named else assignments.article_best == k
        parts = assignments.unit_named[:, k] if k < n_named else assignments.unit_best == k
        members.append(np.flatnonzero(whole) if whole.any() else np.unique(units.article[parts]).astype(np.intp))
    return members


def _spreads(occurs: sp.csr_array, members: Sequence[NDArray[np.intp]]) -> NDArray[np.float64]:
    """Return the share of each class' articles that have each term, and a last row of ones."""
    rows = [np.asarray(occurs[articles].sum(axis=0)).ravel() / max(1, len(articles)) for articles in members]
    return np.stack([*rows, np.ones(occurs.shape[1])])


def _overlap(occurs: sp.csr_array, articles: NDArray[np.intp], ranked: Ranked) -> NDArray[np.float64]:
    """Return the cosines of terms as sets of the theme's articles, shape (n_ranked, n_ranked)."""
    columns = occurs[articles][:, [number for number, _ in ranked]].toarray()
    lengths = np.maximum(1e-12, np.sqrt(columns.sum(axis=0)))
    return np.asarray(columns.T @ columns / np.outer(lengths, lengths))


def _fit(assignments: Assignments, sources: Sequence[str]) -> NDArray[np.bool_]:
    """Return which terms may be shown: no verbs, no empty words, no names of sources."""
    unfit, terms = unfit_lemmas(), assignments.terms
    # A phrase may contain a word of a source's name.
    of_sources = {lemma_of(token.form, token.capital).lemma for source in sources for token in tokens(source)}
    fit = [name not in of_sources and not set(name.split(" ")) <= unfit for name in terms.names]
    return np.asarray(np.array(fit, dtype=bool) & (terms.kind != OTHER))


def _titles(
    top: Sequence[Ranked],
    shown: dict[int, SurfaceForm],
    kind: NDArray[np.int8],
    means: NDArray[np.float64],
    first: int = 0,
) -> list[str]:
    """Return a title for each class of ``means`` from the ``first`` on, empty where there are no words."""
    heaviest = means[:-1].argmax(axis=0) if len(means) > 1 else np.zeros(means.shape[1], dtype=np.intp)
    titles = []
    for k, terms in enumerate(top, start=first):
        numbers = [number for number, _ in terms]
        nouns = (kind[numbers] == NOUN) | np.array([" " in shown[n].text for n in numbers], dtype=bool)
        chosen = title_terms(terms, nouns, heaviest[numbers] == k)
        titles.append(write_title([shown[number].text for number in chosen]))
    return titles


def _texts(top: Ranked, shown: dict[int, SurfaceForm]) -> tuple[tuple[str, float], ...]:
    return tuple((shown[number].text, round(score, _DIGITS)) for number, score in top)
