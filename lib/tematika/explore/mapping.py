"""The map of passages: themes apart from each other, what is alike nearby; and figures as files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from numpy.typing import NDArray
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.utils.extmath import randomized_svd

from tematika.explore.desk import Desk
from tematika.themes.result import SortedCorpus

_DIMENSIONS = 20
_NO_THEME = "#b9b9b9"
# The ten colours of matplotlib's default cycle, then again: themes beyond ten are told apart by their place.
_COLOURS = [f"C{number}" for number in range(10)]


def passage_map(desk: Desk, found: SortedCorpus | None = None) -> pl.DataFrame:
    """Place the passages of a view on a plane.

    The coordinates are the two directions that part the themes best (linear discriminants of a truncated SVD of the
    passages' terms): passages of one theme lie together, and near what they share words with.

    Returns
    -------
    polars.DataFrame
        ``x``, ``y``, ``theme`` (uid of the best theme or null), ``title``, ``text``, article_id, ordinal.
    """
    wanted = found or desk.found
    titles = wanted.scan("articles").select("article_id", "title")
    bodies = wanted.scan("passages").join(titles, on="article_id", maintain_order="left").collect()
    place = _positions(desk)[desk.unit_rows(bodies)]
    columns = [pl.col("cluster").alias("theme"), "title", "text", "article_id", "ordinal"]
    return pl.DataFrame({"x": place[:, 0], "y": place[:, 1]}).hstack(bodies.select(columns))


def draw_map(points: pl.DataFrame, desk: Desk, axes: Axes) -> PathCollection:
    """Draw a map into axes, a colour for each theme; grey is what has none."""
    colours = {uid: _COLOURS[number % len(_COLOURS)] for number, uid in enumerate(desk.uids)}
    drawn = axes.scatter(
        points["x"].to_numpy(),
        points["y"].to_numpy(),
        s=6,
        c=[colours.get(uid, _NO_THEME) for uid in points["theme"].to_list()],
        alpha=0.6,
        linewidths=0,
    )
    axes.set_xticks([])
    axes.set_yticks([])
    lang = desk.settings.lang
    shown = (
        points["theme"].drop_nulls().value_counts().sort("count", "theme", descending=[True, False])["theme"].head(8)
    )
    for theme in (theme for uid in shown for theme in desk.themes if theme.uid == uid):
        own = points.filter(pl.col("theme") == theme.uid).select(pl.col("x", "y").median()).row(0)
        box = {"boxstyle": "round", "facecolor": "white", "alpha": 0.7, "linewidth": 0}
        axes.annotate(theme.title[lang], own, ha="center", fontsize=8, bbox=box)
    return drawn


def map_figure(desk: Desk, found: SortedCorpus | None = None) -> Figure:
    """Make a figure of the map, without a window."""
    figure = Figure(figsize=(8, 6), layout="constrained")
    draw_map(passage_map(desk, found), desk, figure.add_subplot())
    return figure


def save_figure(figure: Figure, folder: Path, name: str) -> tuple[Path, Path]:
    """Write a figure as PNG and as SVG, and give both paths; the same figure gives the same bytes."""
    from matplotlib import rc_context

    folder.mkdir(parents=True, exist_ok=True)
    png, svg = folder / f"{name}.png", folder / f"{name}.svg"
    figure.savefig(png, dpi=150, metadata={"Software": None})
    with rc_context({"svg.hashsalt": "tematika", "svg.fonttype": "none"}):
        figure.savefig(svg, metadata={"Date": None, "Creator": None})
    return png, svg


def _positions(desk: Desk) -> NDArray[np.float64]:
    """Where each unit lies: shape (n_units, 2)."""
    text = desk.names.weighed.text
    size = min(_DIMENSIONS, *(n - 1 for n in text.shape))
    if size < 2:
        return np.zeros((text.shape[0], 2))
    left, strength, _ = randomized_svd(text, n_components=size, n_iter=2, random_state=desk.settings.seed)
    plane, labels = left * strength, desk.sorting.unit_best
    known = labels >= 0
    if len(np.unique(labels[known])) < 3:
        return np.asarray(plane[:, :2])
    parting: Any = LinearDiscriminantAnalysis(n_components=2, solver="eigen", shrinkage=0.1)
    return np.asarray(parting.fit(plane[known], labels[known]).transform(plane))
