"""Comparisons: two themes, two periods, or the workbench before and after a change."""

from __future__ import annotations

import numpy as np
import polars as pl
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.errors import ParameterError
from tematika.explore.filters import choose
from tematika.explore.workbench import Workbench
from tematika.themes.features import article_vectors
from tematika.themes.result import ThemedCorpus, count_articles

_N_WORDS = 12


def compare_themes(workbench: Workbench, one: str, other: str) -> pl.DataFrame:
    """Compare the articles and words of two themes: ``theme``, ``articles``, ``in both``, ``words``.

    The words are those with the largest differences between the mean weights.
    """
    for uid in (one, other):
        if uid not in workbench.uids:
            raise ParameterError("no such theme", uid, "known are " + ", ".join(workbench.uids))
    sorting = workbench.sorting
    assigned = _assigned(sorting.article_named, sorting.article_best, len(workbench.uids))
    masks = [assigned[:, workbench.uids.index(uid)] for uid in (one, other)]
    return _side_by_side(workbench, "theme", (one, other), (masks[0], masks[1]))


def compare_periods(workbench: Workbench, one: str, other: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Compare two periods by their words and themes.

    Returns
    -------
    words : polars.DataFrame
        ``period``, ``articles``, ``in both``, ``words``: words that are more frequent in the period than in the other.
    themes : polars.DataFrame
        ``theme``, its articles and its share in each period, ``difference``; largest difference first.
    """
    if one == other:
        raise ParameterError("is the same period twice", one, "name two")
    parts = [choose(workbench.corpus, period) for period in (one, other)]
    ids = workbench.loaded.articles["article_id"]
    masks = [ids.is_in(part.articles["article_id"].implode()).to_numpy() for part in parts]
    return _side_by_side(workbench, "period", (one, other), (masks[0], masks[1])), _shares(
        parts[0], parts[1], one, other
    )


def moved(before: Workbench, after: Workbench) -> pl.DataFrame:
    """List the passages that gain or lose a theme between two workbenches over the same articles.

    Returns
    -------
    polars.DataFrame
        ``change`` (comes, goes), ``theme`` (uid), ``title``, ``text``, ``score`` (after), ``article_id``,
        ``ordinal``; highest score first.
    """
    rows, place = [], before.loaded.place
    was, now = (_assigned(one.sorting.unit_named, one.sorting.unit_best, len(one.uids)) for one in (before, after))
    for uid in dict.fromkeys([*before.uids, *after.uids]):
        old, new = (_column(one, table, uid) for one, table in ((before, was), (after, now)))
        score = _column(after, after.sorting.unit_scores, uid).astype(np.float64)
        changed = np.flatnonzero((old != new) & (place.passage_rows >= 0))
        rows += [("comes" if new[u] else "goes", uid, int(place.passage_rows[u]), float(score[u])) for u in changed]
    schema = {"change": pl.String, "theme": pl.String, "row": pl.Int64, "score": pl.Float64}
    passages = before.loaded.passages.with_row_index("row").cast({"row": pl.Int64})
    titles = before.loaded.articles.select("article_id", "title")
    joined = pl.DataFrame(rows, schema=schema, orient="row").join(passages, on="row").join(titles, on="article_id")
    columns = ["change", "theme", "title", "text", "score", "article_id", "ordinal"]
    order = ["change", "theme", "score", "row"]
    return joined.sort(order, descending=[False, False, True, False]).select(columns)


def _assigned(named: NDArray[np.bool_], best: NDArray[np.integer], n_themes: int) -> NDArray[np.bool_]:
    """Return which rows have which themes: named ones above their thresholds, a discovered one where it is the best."""
    return np.hstack([named, best[:, None] == np.arange(named.shape[1], n_themes)])


def _column(workbench: Workbench, table: NDArray[np.bool_] | NDArray[np.float64], uid: str) -> NDArray[np.float64]:
    """Return a theme's column; zeros for a theme that the workbench does not have."""
    if uid not in workbench.uids:
        return np.zeros(len(table))
    return table[:, workbench.uids.index(uid)].astype(np.float64)


def _side_by_side(
    workbench: Workbench, what: str, names: tuple[str, str], masks: tuple[NDArray[np.bool_], NDArray[np.bool_]]
) -> pl.DataFrame:
    rows = article_vectors(workbench.names.features)
    means = [_mean(rows, mask) for mask in masks]
    terms = workbench.terms.terms.names
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
