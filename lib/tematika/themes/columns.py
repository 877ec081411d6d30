"""A sorting as tables: articles and passages with their themes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tematika.language.gazetteer import PlaceHits, gazetteer
from tematika.themes.explanation import DecidingWords
from tematika.themes.features import sum_groups
from tematika.themes.types import Sorting, Units

DECIDING = pl.List(pl.Struct({"theme": pl.String, "start": pl.Int64, "end": pl.Int64, "weight": pl.Float64}))
_DIGITS = 4
# A name in the title or the first passage is worth two elsewhere; a name that stands once, elsewhere, is worth nothing.
_LEAD, _ENOUGH = 2.0, 2.0


@dataclass(frozen=True)
class ThemeColumns:
    """Theme columns of articles or passages, a row each: ``themes``, ``cluster`` and the scores."""

    themes: pl.Series
    cluster: pl.Series
    scores: pl.Series


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


def article_regions(hits: PlaceHits, units: Units) -> list[list[str]]:
    """Codes of each article's regions, the most often named first.

    Parameters
    ----------
    hits : PlaceHits
        Where the units name regions.
    units : Units
        The texts, all units of an article together.

    Returns
    -------
    list of list of str, length n_articles
        ISO 3166-2 codes as in `tematika.language.gazetteer.gazetteer`.
    """
    codes = [region.code for region in gazetteer()]
    worth = hits.counts().multiply(np.where(units.leads, _LEAD, 1.0)[:, None])
    named = (sum_groups(units.article, units.n_articles) @ worth).tocsr()
    found: list[list[str]] = [[] for _ in range(units.n_articles)]
    rows, columns = named.nonzero()
    pairs = [(int(row), -float(named[row, column]), codes[column]) for row, column in zip(rows, columns, strict=True)]
    for row, value, code in sorted(pairs):
        if -value >= _ENOUGH:
            found[row].append(code)
    return found


def deciding_column(
    sorting: Sorting, uids: Sequence[str], units: Units, offsets: NDArray[np.int64], shown: NDArray[np.bool_]
) -> pl.Series:
    """Find the words that decided about each unit's themes.

    Parameters
    ----------
    sorting : Sorting
    uids : sequence of str, length n_themes
    units : Units
        What was sorted; a title that stands apart has no place in its article's text, and its words are not given.
    offsets : ndarray of shape (n_units,)
        Where each unit begins in its article's text.
    shown : ndarray of bool, shape (n_units,)
        Units of which the words are wanted; the others get an empty list.
    """
    look_up = DecidingWords(sorting.terms, sorting.seeds, sorting.weights, units.article, sorting.importance)
    begins = offsets.tolist()
    found = [
        (unit, uids[theme], begins[word.unit] + word.start, begins[word.unit] + word.end, round(word.weight, _DIGITS))
        for unit in np.flatnonzero(shown).tolist()
        for theme in _themes_of(sorting, unit)
        for word in look_up.of(unit, theme)
        if not units.apart[word.unit]
    ]
    # One table of all words, then a list a unit: a list of dictionaries a unit costs ten times as much.
    schema = {"unit": pl.Int64, "theme": pl.String, "start": pl.Int64, "end": pl.Int64, "weight": pl.Float64}
    words = pl.DataFrame(found, schema=schema, orient="row")
    lists = words.group_by("unit", maintain_order=True).agg(
        pl.struct("theme", "start", "end", "weight").alias("deciding")
    )
    rows = pl.DataFrame({"unit": np.arange(len(offsets))}, schema={"unit": pl.Int64})
    joined = rows.join(lists, on="unit", how="left", maintain_order="left")["deciding"].cast(DECIDING)
    return joined.fill_null(pl.Series([[]], dtype=DECIDING))


def _themes_of(sorting: Sorting, unit: int) -> list[int]:
    named = np.flatnonzero(sorting.unit_named[unit]).tolist()
    best = int(sorting.unit_best[unit])
    return named if best < 0 or best in named else [*named, best]
