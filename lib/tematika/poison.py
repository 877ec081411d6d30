"""What is written to push a theme, in the tables of a corpus: floods count once, stuffed passages are marked."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tematika.corpus.floods import FLOOD_RULE, fillings, floods, is_stuffed
from tematika.parts import Frames

STUFFED = "stuffed"


def marked(frames: Frames) -> Frames:
    """Give tables of a corpus in which floods count once, and stuffed passages have a mark.

    Parameters
    ----------
    frames : mapping of str to polars.DataFrame
        Articles (with ``in_period``), passages and removals.

    Returns
    -------
    mapping of str to polars.DataFrame
        The same. Passages have a column ``stuffed``. Articles of a flood but the first are copies of it: they have no
        passages, and what these held is removed by the rule ``flood``. Articles of the period and others are no flood
        together, so that what came before a period takes nothing out of it.
    """
    stuffed = pl.Series(STUFFED, [is_stuffed(text) for text in frames["passages"]["text"]], dtype=pl.Boolean)
    frames = {**frames, "passages": frames["passages"].with_columns(stuffed)}
    told = _originals(frames["articles"], frames["passages"])
    groups = list(zip(told["source"].to_list(), told["in_period"].to_list(), strict=True))
    firsts = floods(told["text"].to_list(), groups, told["published"].dt.date().to_list())
    ids = told["article_id"].to_list()
    again = {name: ids[first] for name, first in zip(ids, firsts, strict=True) if first is not None}
    return _folded(frames, again) if again else frames


def without_poison(articles: pl.DataFrame, passages: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Leave out what would push a theme: forms filled in again and again by one source, and stuffed passages.

    Parameters
    ----------
    articles, passages : polars.DataFrame
        From `tematika.learning.learning_set`.

    Returns
    -------
    articles, passages : polars.DataFrame
        The same articles; those beyond the first of a form are reprints here, and reprints have no passages.
    """
    told = _originals(articles, passages)
    ids = told["article_id"].to_list()
    firsts = fillings(told["text"].to_list(), told["source"].to_list())
    again = {name: ids[first] for name, first in zip(ids, firsts, strict=True) if first is not None}
    if not again and not passages[STUFFED].any():
        return articles, passages
    kept = ~pl.col(STUFFED) & ~pl.col("article_id").is_in(list(again))
    return _as_copies(articles, again), passages.filter(kept)


def _originals(articles: pl.DataFrame, passages: pl.DataFrame) -> pl.DataFrame:
    """Give the originals with their bodies, the earliest first, undated ones last."""
    bodies = passages.filter(pl.col("kind") == "body").group_by("article_id").agg(pl.col("text").str.join("\n"))
    originals = articles.filter(pl.col("copy_of").is_null()).drop("text")
    joined = originals.join(bodies, on="article_id", how="inner", maintain_order="left")
    return joined.sort("published", "ref", "article_id", nulls_last=True)


def _as_copies(articles: pl.DataFrame, originals: Mapping[str, str]) -> pl.DataFrame:
    """Make some articles copies of others, and what were copies of theirs copies of those."""
    firsts = pl.DataFrame(
        {"first": originals.keys(), "copy": originals.values()}, {"first": pl.String, "copy": pl.String}
    )
    joined = articles.join(
        firsts, left_on=pl.coalesce("copy_of", "article_id"), right_on="first", how="left", maintain_order="left"
    )
    return joined.with_columns(pl.coalesce("copy", "copy_of").alias("copy_of")).select(articles.columns)


def _folded(frames: Frames, again: Mapping[str, str]) -> Frames:
    """Make the articles of floods copies, and removals of their passages."""
    folded = pl.col("article_id").is_in(list(again))
    taken = frames["passages"].filter(folded).with_columns(pl.lit(FLOOD_RULE).alias("rule"))
    removals = pl.concat([frames["removals"], taken.select(frames["removals"].columns)])
    rows = frames["articles"].select("article_id").with_row_index("row")
    in_order = removals.join(rows, on="article_id", maintain_order="left").sort("row", "start", maintain_order=True)
    return {
        "articles": _as_copies(frames["articles"], again),
        "passages": frames["passages"].filter(~folded),
        "removals": in_order.drop("row"),
    }
