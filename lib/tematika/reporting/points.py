"""Passages as points of the map: an even sample of them, where each lies and how it begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tematika.reporting.model import ArticleView, Point
from tematika.reporting.safe import shorten
from tematika.themes.layout import passage_places, theme_places
from tematika.themes.result import SortedCorpus

# So many can be told apart on a screen, and stay below a hundred kilobytes.
MOST = 600
_SHOWN = 80
_LONG_ENOUGH = 60


def map_points(
    corpus: SortedCorpus, uids: Sequence[str], articles: Mapping[str, ArticleView]
) -> tuple[tuple[tuple[float, float], ...], tuple[Point, ...]]:
    """Lay out themes and passages.

    Parameters
    ----------
    corpus : SortedCorpus
        Passages with their scores.
    uids : sequence of str
        The themes.
    articles : mapping of str to ArticleView
        Articles whose passages may be shown.

    Returns
    -------
    tuple of points
        The place of each theme, and the passages: all of them up to `MOST`, else every so-and-so-many-th by id, which
        is a hash.
    """
    rows = _sample(corpus, articles)
    fields = [one for one in uids if one in _scored(rows)]
    if not fields or not rows.height:
        return (), ()
    scores = np.nan_to_num(rows["scores"].struct.unnest().select(fields).to_numpy().astype(np.float64))
    full = np.zeros((len(scores), len(uids)))
    full[:, [uids.index(one) for one in fields]] = scores
    themes = theme_places(full)
    places = passage_places(full, themes)
    points = [
        Point(x, y, uid, articles[article_id], shorten(text, _SHOWN))
        for (x, y), article_id, text, uid in zip(
            _rounded(places), rows["article_id"], rows["text"], rows["main"], strict=True
        )
    ]
    return tuple(_rounded(themes)), tuple(points)


def _rounded(places: NDArray[np.float64]) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in np.round(places, 3)]


def _sample(corpus: SortedCorpus, articles: Mapping[str, ArticleView]) -> pl.DataFrame:
    own = pl.LazyFrame({"article_id": list(articles)}, {"article_id": pl.String})
    long_enough = pl.col("end") - pl.col("start") >= _LONG_ENOUGH
    bodies = (
        corpus.scan("passages").filter((pl.col("kind") == "body") & long_enough).join(own, "article_id", how="semi")
    )
    keys = bodies.select("article_id", "ordinal").collect().sort("article_id", "ordinal")
    chosen = keys.gather_every(max(1, -(-keys.height // MOST)))
    main = pl.coalesce(pl.col("themes").list.first(), "cluster").alias("main")
    columns = bodies.filter(pl.col("article_id").is_in(chosen["article_id"].implode())).select(
        "article_id", "ordinal", "text", "scores", main
    )
    return chosen.join(columns.collect(), on=["article_id", "ordinal"], maintain_order="left")


def _scored(rows: pl.DataFrame) -> set[str]:
    dtype = rows.schema["scores"]
    return {field.name for field in dtype.fields} if isinstance(dtype, pl.Struct) else set()
