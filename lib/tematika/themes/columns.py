"""Assignments as table columns of articles and passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tematika.language.gazetteer import PlaceHits, gazetteer
from tematika.themes.explanation import DecidingWords
from tematika.themes.features import sum_groups
from tematika.themes.types import Assignments, Units

DECIDING = pl.List(pl.Struct({"theme": pl.String, "start": pl.Int64, "end": pl.Int64, "weight": pl.Float64}))
_DIGITS = 4
# Weight of a region's name in the title or the first passage, and the least weight that makes it an article's region.
_LEAD_WEIGHT, _MIN_WEIGHT = 2.0, 2.0


@dataclass(frozen=True)
class ThemeColumns:
    """The columns ``themes``, ``cluster`` and the scores of articles or passages."""

    themes: pl.Series
    cluster: pl.Series
    scores: pl.Series


def theme_columns(
    scores: NDArray[np.float64], named: NDArray[np.bool_], best: NDArray[np.int64], uids: Sequence[str]
) -> ThemeColumns:
    """Return the columns for scores of shape (n_rows, n_themes), named themes (n_rows, n_named) and best themes."""
    rounded = np.round(np.clip(scores, 0, 1), _DIGITS)
    order = np.argsort(-scores[:, : named.shape[1]], axis=1, kind="stable")
    lists = [[uids[k] for k in row if assigned[k]] for row, assigned in zip(order.tolist(), named, strict=True)]
    cluster = [uids[number] if number >= 0 else None for number in best.tolist()]
    fields = [pl.Series(uid, rounded[:, k]) for k, uid in enumerate(uids)]
    struct = pl.DataFrame(fields).to_struct("scores") if fields else pl.Series("scores", [None] * len(best))
    return ThemeColumns(
        pl.Series("themes", lists, dtype=pl.List(pl.String)), pl.Series("cluster", cluster, dtype=pl.String), struct
    )


def article_regions(hits: PlaceHits, units: Units) -> list[list[str]]:
    """Return the ISO 3166-2 codes of each article's regions, the most often named first."""
    codes = [region.code for region in gazetteer()]
    weighted = hits.counts().multiply(np.where(units.leads, _LEAD_WEIGHT, 1.0)[:, None])
    weights = (sum_groups(units.article, units.n_articles) @ weighted).tocsr()
    regions: list[list[str]] = [[] for _ in range(units.n_articles)]
    rows, columns = weights.nonzero()
    pairs = [(int(row), -float(weights[row, column]), codes[column]) for row, column in zip(rows, columns, strict=True)]
    for row, negative, code in sorted(pairs):
        if -negative >= _MIN_WEIGHT:
            regions[row].append(code)
    return regions


def deciding_column(
    assignments: Assignments, uids: Sequence[str], units: Units, offsets: NDArray[np.int64], shown: NDArray[np.bool_]
) -> pl.Series:
    """Return the column ``deciding``: the words that contribute most to each unit's themes.

    Parameters
    ----------
    assignments : Assignments
    uids : sequence of str, length n_themes
    units : Units
        The units that were scored; words of titles outside the text are left out.
    offsets : ndarray of shape (n_units,)
        Offset of each unit in its article's text.
    shown : ndarray of bool, shape (n_units,)
        Units whose words are wanted; the others get an empty list.
    """
    explanations = DecidingWords(
        assignments.terms, assignments.seeds, assignments.weights, units.article, assignments.importance
    )
    begins = offsets.tolist()
    rows = [
        (unit, uids[theme], begins[word.unit] + word.start, begins[word.unit] + word.end, round(word.weight, _DIGITS))
        for unit in np.flatnonzero(shown).tolist()
        for theme in _themes_of(assignments, unit)
        for word in explanations.of(unit, theme)
        if not units.apart[word.unit]
    ]
    # One table of all words, then lists: a list of dictionaries for each unit takes ten times as long.
    schema = {"unit": pl.Int64, "theme": pl.String, "start": pl.Int64, "end": pl.Int64, "weight": pl.Float64}
    words = pl.DataFrame(rows, schema=schema, orient="row")
    lists = words.group_by("unit", maintain_order=True).agg(
        pl.struct("theme", "start", "end", "weight").alias("deciding")
    )
    numbers = pl.DataFrame({"unit": np.arange(len(offsets))}, schema={"unit": pl.Int64})
    joined = numbers.join(lists, on="unit", how="left", maintain_order="left")["deciding"].cast(DECIDING)
    return joined.fill_null(pl.Series([[]], dtype=DECIDING))


def _themes_of(assignments: Assignments, unit: int) -> list[int]:
    named = np.flatnonzero(assignments.unit_named[unit]).tolist()
    best = int(assignments.unit_best[unit])
    return named if best < 0 or best in named else [*named, best]
