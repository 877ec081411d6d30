"""A sorting as tables: articles and passages with their themes, and the themes themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tematika.language.display import display_forms
from tematika.themes.deciding import DecidingWords
from tematika.themes.definitions import ThemeDefinition
from tematika.themes.labels import label_terms, telling_terms
from tematika.themes.result import Theme
from tematika.themes.units import Sorting, Units

DECIDING = pl.List(pl.Struct({"theme": pl.String, "start": pl.Int64, "end": pl.Int64, "weight": pl.Float64}))
_DIGITS = 4
_FEWEST_FOR_TERMS = 3


@dataclass(frozen=True)
class ThemeColumns:
    """Theme columns of articles or passages, a row each: ``themes``, ``cluster`` and the scores."""

    themes: pl.Series
    cluster: pl.Series
    scores: pl.Series


def describe_themes(sorting: Sorting, units: Units, definitions: Sequence[ThemeDefinition]) -> tuple[Theme, ...]:
    """Name the themes and the words that tell them apart.

    A discovered theme's uid is a hash of its first terms, so that the same theme found again is called the same.
    """
    names, kinds = sorting.terms.names, sorting.terms.kind
    ranked = telling_terms(sorting.means, names, kinds)[:-1]
    labels = [label_terms(terms, names, kinds) for terms in ranked]
    wanted = sorted(
        {number for terms in ranked for number, _ in terms} | {number for label in labels for number in label}
    )
    forms = display_forms(sorting.terms, units.texts, wanted)
    missing = set(sorting.seeds.missing())
    named = [
        Theme(d.id, True, d.title, _terms(terms, forms), tuple(seed for seed in d.seeds if seed in missing))
        for d, terms in zip(definitions, ranked, strict=False)
    ]
    found = [
        Theme(_uid(terms, names), False, _title(label, forms), _terms(terms, forms))
        for terms, label in zip(ranked[len(named) :], labels[len(named) :], strict=True)
    ]
    return (*named, *_with_distinct_uids(found))


def theme_columns(
    scores: NDArray[np.float64], named: NDArray[np.bool_], best: NDArray[np.int64], uids: Sequence[str]
) -> ThemeColumns:
    """Make columns of scores of shape (n_rows, n_themes), named themes of shape (n_rows, n_named), best themes."""
    rounded = np.round(np.clip(scores, 0, 1), _DIGITS)
    order = np.argsort(-scores[:, : named.shape[1]], axis=1, kind="stable")
    lists = [[uids[k] for k in row if carries[k]] for row, carries in zip(order.tolist(), named, strict=True)]
    cluster = [uids[number] if number >= 0 else None for number in best.tolist()]
    fields = [pl.Series(uid, rounded[:, k]) for k, uid in enumerate(uids)]
    struct = pl.DataFrame(fields).to_struct("scores") if fields else pl.Series("scores", [None] * len(best))
    return ThemeColumns(
        pl.Series("themes", lists, dtype=pl.List(pl.String)), pl.Series("cluster", cluster, dtype=pl.String), struct
    )


def deciding_column(
    sorting: Sorting, uids: Sequence[str], offsets: NDArray[np.int64], shown: NDArray[np.bool_]
) -> pl.Series:
    """Find the words that decided about each unit's themes.

    Parameters
    ----------
    sorting : Sorting
    uids : sequence of str, length n_themes
    offsets : ndarray of shape (n_units,)
        Where each unit begins in its article's text.
    shown : ndarray of bool, shape (n_units,)
        Units of which the words are wanted; the others get an empty list.
    """
    look_up = DecidingWords(sorting.terms, sorting.seeds, sorting.weights)
    found = [
        (unit, uids[theme], int(offsets[unit]) + word.start, int(offsets[unit]) + word.end, round(word.weight, _DIGITS))
        for unit in np.flatnonzero(shown).tolist()
        for theme in _themes_of(sorting, unit)
        for word in look_up.of(unit, sorting.importance[theme])
    ]
    # One table of all words, then a list a unit: a list of dictionaries a unit costs ten times as much.
    schema = {"unit": pl.Int64, "theme": pl.String, "start": pl.Int64, "end": pl.Int64, "weight": pl.Float64}
    words = pl.DataFrame(found, schema=schema, orient="row")
    lists = words.group_by("unit", maintain_order=True).agg(
        pl.struct("theme", "start", "end", "weight").alias("deciding")
    )
    units = pl.DataFrame({"unit": np.arange(len(offsets))}, schema={"unit": pl.Int64})
    joined = units.join(lists, on="unit", how="left", maintain_order="left")["deciding"].cast(DECIDING)
    return joined.fill_null(pl.Series([[]], dtype=DECIDING))


def _themes_of(sorting: Sorting, unit: int) -> list[int]:
    named = np.flatnonzero(sorting.unit_named[unit]).tolist()
    best = int(sorting.unit_best[unit])
    return named if best < 0 or best in named else [*named, best]


def _terms(ranked: list[tuple[int, float]], forms: dict[int, str]) -> tuple[tuple[str, float], ...]:
    return tuple((forms[number], round(score, _DIGITS)) for number, score in ranked)


def _title(label: list[int], forms: dict[int, str]) -> dict[str, str]:
    words = ", ".join(forms[number] for number in label) or "—"
    words = words[:1].upper() + words[1:]
    return {"en": words, "ru": words}


def _uid(ranked: list[tuple[int, float]], names: list[str]) -> str:
    first = sorted(names[number] for number, _ in ranked[:_FEWEST_FOR_TERMS])
    return "d" + blake2b("\n".join(first).encode(), digest_size=4).hexdigest()


def _with_distinct_uids(themes: list[Theme]) -> list[Theme]:
    seen: dict[str, int] = {}
    distinct = []
    for theme in themes:
        seen[theme.uid] = seen.get(theme.uid, 0) + 1
        uid = theme.uid if seen[theme.uid] == 1 else f"{theme.uid}-{seen[theme.uid]}"
        distinct.append(Theme(uid, theme.named, theme.title, theme.terms, theme.missing_seeds))
    return distinct
