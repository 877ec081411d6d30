"""What the themes of a sorting are called: their titles and telling words, as people write them."""

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
from tematika.language.surface_forms import DisplayForms, Shown
from tematika.language.tokens import tokens
from tematika.language.word_families import same_family
from tematika.themes.definitions import ThemeDefinition
from tematika.themes.features import sum_groups
from tematika.themes.result import Subtheme, Theme
from tematika.themes.subthemes import find_parents, find_parts, part_rows
from tematika.themes.titles import Ranked, label_terms, rank_terms, telling_terms, write_label
from tematika.themes.tracking import KnownTheme, recognise, signatures
from tematika.themes.types import Sorting, Units

_DIGITS = 4
_N_TERMS = 16
# Many terms turn out to say the same as another, or cannot be shown.
_N_RANKED = 3 * _N_TERMS


def describe_themes(  # noqa: PLR0913, PLR0917 - a sorting, all that it was made from, and what is known already
    sorting: Sorting,
    units: Units,
    definitions: Sequence[ThemeDefinition],
    sources: Sequence[str] = (),
    known: Sequence[KnownTheme] = (),
    display: DisplayForms | None = None,
) -> tuple[Theme, ...]:
    """Name the themes and the words that tell them apart.

    Parameters
    ----------
    sorting : Sorting
    units : Units
        What was sorted.
    definitions : sequence of ThemeDefinition
        The named themes.
    sources : sequence of str
        Names of the sources: no theme is told by who wrote about it.
    known : sequence of KnownTheme
        Discovered themes of earlier runs, whose uids are kept; see `tematika.themes.tracking.recognise`.
    display : DisplayForms, optional
        Of the sorting's terms and the units' texts, where some forms are known already.
    """
    display = display or DisplayForms(sorting.terms, units.texts)
    had, fit = _had(sorting, units), _fit(sorting, sources)
    members = _members(sorting, units)
    ranked = rank_terms(sorting.means, _spreads(had, members), fit, _N_RANKED)[:-1]
    parts = [find_parts(sorting, units, k) for k in range(len(definitions))]
    means = [_part_means(part_rows(sorting, units, k), articles) for k, articles in enumerate(parts)]
    ranked_parts = [
        rank_terms(rows, _spreads(had, articles), fit, _N_RANKED)[:-1]
        for rows, articles in zip(means, parts, strict=True)
    ]
    wanted = {number for terms in chain(ranked, *ranked_parts) for number, _ in terms}
    shown = display.of(sorted(wanted))
    telling = _tell(ranked, members, had, shown)
    named = [_named(sorting, d, terms, shown) for d, terms in zip(definitions, telling, strict=False)]
    for k, (rows, articles) in enumerate(zip(means, parts, strict=True)):
        of_parts = [_without(terms, shown, named[k]) for terms in _tell(ranked_parts[k], articles, had, shown)]
        titles = _titles(of_parts, shown, sorting.terms.kind, rows)
        counted = tuple(Subtheme(title, len(part)) for title, part in zip(titles, articles, strict=True) if title)
        named[k] = replace(named[k], parts=counted if len(counted) > 1 else ())
    return (*named, *_found(sorting, telling[len(named) :], named, shown, known))


def describe_found(  # noqa: PLR0913, PLR0917 - the same
    sorting: Sorting,
    units: Units,
    named: Sequence[Theme],
    sources: Sequence[str],
    known: Sequence[KnownTheme],
    display: DisplayForms,
) -> tuple[Theme, ...]:
    """Name the discovered themes alone, for instance of another number of them; see `describe_themes`.

    Parameters
    ----------
    sorting, units, sources, known, display
        As for `describe_themes`.
    named : sequence of Theme
        The named themes, as they were described before.
    """
    had, members = _had(sorting, units), _members(sorting, units)
    ranked = rank_terms(sorting.means, _spreads(had, members), _fit(sorting, sources), _N_RANKED)[:-1][len(named) :]
    shown = display.of(sorted({number for terms in ranked for number, _ in terms}))
    return _found(sorting, _tell(ranked, members[len(named) :], had, shown), named, shown, known)


def _found(
    sorting: Sorting,
    telling: Sequence[Ranked],
    named: Sequence[Theme],
    shown: dict[int, Shown],
    known: Sequence[KnownTheme],
) -> tuple[Theme, ...]:
    titles = _titles(telling, shown, sorting.terms.kind, sorting.means, len(named))
    parents = find_parents(sorting.article_scores, sorting.article_named)
    uids = recognise(known, signatures(sorting.term_centers, sorting.terms.names)).uids
    return tuple(
        Theme(
            uid,
            False,
            {"en": title or "—", "ru": title or "—"},
            _terms(terms, shown),
            parent=None if parent is None else named[parent].uid,
        )
        for uid, terms, title, parent in zip(uids, telling, titles, parents, strict=True)
    )


def _named(sorting: Sorting, definition: ThemeDefinition, telling: Ranked, shown: dict[int, Shown]) -> Theme:
    missing = set(sorting.seeds.missing())
    seeds = tuple(seed for seed in definition.seeds if seed in missing)
    return Theme(definition.id, True, definition.title, _terms(telling, shown), seeds)


def _tell(
    ranked: Sequence[Ranked], members: Sequence[NDArray[np.intp]], had: sp.csr_array, shown: dict[int, Shown]
) -> list[Ranked]:
    return [
        telling_terms(terms, shown, _together(had, articles, terms), _N_TERMS)
        for terms, articles in zip(ranked, members, strict=True)
    ]


def _part_means(rows: sp.csr_array, parts: Sequence[NDArray[np.intp]]) -> NDArray[np.float64]:
    """Mean weights of terms in each part, and in what is in none of them."""
    rest = np.setdiff1d(np.flatnonzero(np.diff(rows.indptr)), np.concatenate(parts)) if parts else np.arange(0)
    return np.stack([np.asarray(rows[part].sum(axis=0)).ravel() / max(1, len(part)) for part in (*parts, rest)])


def _without(telling: Ranked, shown: dict[int, Shown], theme: Theme) -> Ranked:
    """Leave out what the theme's own title says already."""
    title = [lemma_of(token.form, token.capital).lemma for token in tokens(theme.title.get("ru", ""))]
    return [
        (number, score)
        for number, score in telling
        if not any(same_family(lemma, word) for lemma in shown[number].lemmas for word in title)
    ]


def _had(sorting: Sorting, units: Units) -> sp.csr_array:
    """Which articles have which terms: ones in a matrix of shape (n_articles, n_terms)."""
    counts = sp.csr_array(sum_groups(units.article, units.n_articles) @ sorting.weights[:, : len(sorting.terms.names)])
    counts.data = np.ones_like(counts.data)
    return counts


def _members(sorting: Sorting, units: Units) -> list[NDArray[np.intp]]:
    """Articles of each theme; where no article as a whole has it, those of which a unit does."""
    n_named, n_themes = sorting.article_named.shape[1], sorting.article_scores.shape[1]
    members = []
    for k in range(n_themes):
        whole = sorting.article_named[:, k] if k < n_named else sorting.article_best == k
        parts = sorting.unit_named[:, k] if k < n_named else sorting.unit_best == k
        members.append(np.flatnonzero(whole) if whole.any() else np.unique(units.article[parts]).astype(np.intp))
    return members


def _spreads(had: sp.csr_array, members: Sequence[NDArray[np.intp]]) -> NDArray[np.float64]:
    """Share of each class' articles that have each term; the class of all others has a row of ones."""
    rows = [np.asarray(had[articles].sum(axis=0)).ravel() / max(1, len(articles)) for articles in members]
    return np.stack([*rows, np.ones(had.shape[1])])


def _together(had: sp.csr_array, articles: NDArray[np.intp], ranked: Ranked) -> NDArray[np.float64]:
    """Cosine between terms as sets of the theme's articles, shape (n_ranked, n_ranked)."""
    columns = had[articles][:, [number for number, _ in ranked]].toarray()
    lengths = np.maximum(1e-12, np.sqrt(columns.sum(axis=0)))
    return np.asarray(columns.T @ columns / np.outer(lengths, lengths))


def _fit(sorting: Sorting, sources: Sequence[str]) -> NDArray[np.bool_]:
    """Terms that a reader may be shown: no verbs, nothing that says nothing, no name of a source."""
    unfit = unfit_lemmas()
    named_after = {lemma_of(token.form, token.capital).lemma for source in sources for token in tokens(source)}
    bare = np.array([not set(name.split(" ")) <= unfit for name in sorting.terms.names], dtype=bool)
    # A theme may well have a word of a source's name; but such a word must not be the theme's title.
    own = np.array([name not in named_after for name in sorting.terms.names], dtype=bool)
    return np.asarray(bare & own & (sorting.terms.kind != OTHER))


def _titles(
    telling: Sequence[Ranked],
    shown: dict[int, Shown],
    kind: NDArray[np.int8],
    means: NDArray[np.float64],
    first: int = 0,
) -> list[str]:
    """Write a title for each class of ``means`` from the ``first`` on; an empty one where there are no words."""
    heaviest = means[:-1].argmax(axis=0) if len(means) > 1 else np.zeros(means.shape[1], dtype=np.intp)
    titles = []
    for k, terms in enumerate(telling, start=first):
        numbers = [number for number, _ in terms]
        nouns = (kind[numbers] == NOUN) | np.array([" " in shown[n].text for n in numbers], dtype=bool)
        chosen = label_terms(terms, nouns, heaviest[numbers] == k)
        titles.append(write_label([shown[number].text for number in chosen]))
    return titles


def _terms(telling: Ranked, shown: dict[int, Shown]) -> tuple[tuple[str, float], ...]:
    return tuple((shown[number].text, round(score, _DIGITS)) for number, score in telling)
