"""Side by side: two themes, two periods, or what was found before and after something was tried or taught."""

from __future__ import annotations

import numpy as np
import polars as pl
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.errors import ParameterError
from tematika.explore.filters import choose
from tematika.explore.workbench import Desk
from tematika.themes.features import article_vectors
from tematika.themes.result import ThemedCorpus, count_articles

_N_WORDS = 12


def compare_themes(desk: Desk, one: str, other: str) -> pl.DataFrame:
    """Show the words of two themes side by side: ``theme``, ``articles``, ``in both``, ``words``.

    The words are those that tell the one from the other, by the difference of their mean weights.
    """
    for uid in (one, other):
        if uid not in desk.uids:
            raise ParameterError("no such theme", uid, "known are " + ", ".join(desk.uids))
    carried = _carried(desk)
    masks = [carried[:, desk.uids.index(uid)] for uid in (one, other)]
    return _side_by_side(desk, "theme", (one, other), (masks[0], masks[1]))


def compare_periods(desk: Desk, one: str, other: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Show two periods side by side.

    Returns
    -------
    words : polars.DataFrame
        ``period``, ``articles``, ``in both``, ``words``: those that one has more of than the other.
    themes : polars.DataFrame
        ``theme``, its articles in both, its share of each, and the difference of shares; the largest one first.
    """
    if one == other:
        raise ParameterError("is the same period twice", one, "name two")
    parts = [choose(desk.found, period) for period in (one, other)]
    ids = desk.reads.articles["article_id"]
    masks = [ids.is_in(part.articles["article_id"].implode()).to_numpy() for part in parts]
    return _side_by_side(desk, "period", (one, other), (masks[0], masks[1])), _shares(parts[0], parts[1], one, other)


def moved(before: Desk, after: Desk) -> pl.DataFrame:
    """List the passages that come and go between two desks over the same articles.

    Returns
    -------
    polars.DataFrame
        ``change`` (comes, goes), ``theme`` (uid), ``title``, ``text``, ``score`` (afterwards), article_id, ordinal; the
        surest first.
    """
    rows, place = [], before.reads.place
    was, now = _units_carrying(before), _units_carrying(after)
    for uid in dict.fromkeys([*before.uids, *after.uids]):
        old, new = (_column(desk, table, uid) for desk, table in ((before, was), (after, now)))
        score = _column(after, after.sorting.unit_scores, uid).astype(np.float64)
        changed = np.flatnonzero((old != new) & (place.passage_rows >= 0))
        rows += [("comes" if new[u] else "goes", uid, int(place.passage_rows[u]), float(score[u])) for u in changed]
    schema = {"change": pl.String, "theme": pl.String, "row": pl.Int64, "score": pl.Float64}
    passages = before.reads.passages.with_row_index("row").cast({"row": pl.Int64})
    titles = before.reads.articles.select("article_id", "title")
    joined = pl.DataFrame(rows, schema=schema, orient="row").join(passages, on="row").join(titles, on="article_id")
    columns = ["change", "theme", "title", "text", "score", "article_id", "ordinal"]
    order = ["change", "theme", "score", "row"]
    return joined.sort(order, descending=[False, False, True, False]).select(columns)


def _units_carrying(desk: Desk) -> NDArray[np.bool_]:
    n_named = desk.sorting.unit_named.shape[1]
    numbers = np.arange(n_named, desk.sorting.unit_scores.shape[1])
    return np.hstack([desk.sorting.unit_named, desk.sorting.unit_best[:, None] == numbers])


def _carried(desk: Desk) -> NDArray[np.bool_]:
    n_named = desk.sorting.article_named.shape[1]
    numbers = np.arange(n_named, desk.sorting.article_scores.shape[1])
    return np.hstack([desk.sorting.article_named, desk.sorting.article_best[:, None] == numbers])


def _column(desk: Desk, table: NDArray[np.bool_] | NDArray[np.float64], uid: str) -> NDArray[np.float64]:
    """Column of a theme; zeros for one that the desk does not have."""
    if uid not in desk.uids:
        return np.zeros(len(table))
    return table[:, desk.uids.index(uid)].astype(np.float64)


def _side_by_side(
    desk: Desk, what: str, names: tuple[str, str], masks: tuple[NDArray[np.bool_], NDArray[np.bool_]]
) -> pl.DataFrame:
    rows = article_vectors(desk.names.features)
    means = [_mean(rows, mask) for mask in masks]
    terms = desk.words.terms.names
    table = []
    for name, mask, difference in zip(names, masks, (means[0] - means[1], means[1] - means[0]), strict=True):
        best = [i for i in np.argsort(-difference, kind="stable")[:_N_WORDS].tolist() if difference[i] > 0]
        both = int((masks[0] & masks[1]).sum())
        table.append((name, int(mask.sum()), both, ", ".join(terms[i] for i in best)))
    return pl.DataFrame(table, schema=[what, "articles", "in both", "words"], orient="row")


def _mean(rows: sp.csr_array, mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    return np.asarray(rows[np.flatnonzero(mask)].sum(axis=0)).ravel() / max(1, int(mask.sum()))


def _shares(one: ThemedCorpus, other: ThemedCorpus, name: str, other_name: str) -> pl.DataFrame:
    counts, sizes = [], []
    for part in (one, other):
        counts.append(count_articles(part))
        sizes.append(max(1, part.articles.filter(pl.col("copy_of").is_null()).height))
    rows = [
        (theme.uid, *(count.get(theme.uid, 0) for count in counts),
         *(count.get(theme.uid, 0) / size for count, size in zip(counts, sizes, strict=True)))
        for theme in one.themes
    ]  # fmt: skip
    schema = ["theme", name, other_name, f"share in {name}", f"share in {other_name}"]
    table = pl.DataFrame(rows, schema=schema, orient="row")
    difference = (pl.col(schema[4]) - pl.col(schema[3])).alias("difference")
    return table.with_columns(difference).sort(pl.col("difference").abs(), "theme", descending=[True, False])
