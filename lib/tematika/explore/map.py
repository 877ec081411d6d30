"""The map of passages: themes apart from each other, what is alike nearby; and figures as files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from tematika.explore.words import desk_words
from tematika.explore.workbench import Desk
from tematika.report.palette import LIGHT, REST, slots
from tematika.report.text import shorten
from tematika.themes.result import ThemedCorpus

_LONGEST_TITLE = 40
# Numbers on the map: so far from each other as a share of its height, the map being a little wider than high.
_MARK = 0.06
_SHAPE = np.array([1.3, 1.0])
_ANGLES = 16


def passage_map(desk: Desk, found: ThemedCorpus | None = None) -> pl.DataFrame:
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
    """Draw a map into axes: the colours of the report, a number where a theme's middle is, their names beside it.

    What has no theme is grey. Numbers go by size and never lie on each other.
    """
    colours = {uid: LIGHT[slot] for uid, slot in slots(desk.uids).items()}
    drawn = axes.scatter(
        points["x"].to_numpy(),
        points["y"].to_numpy(),
        s=6,
        c=[colours.get(uid, LIGHT[REST]) for uid in points["theme"].to_list()],
        alpha=0.6,
        linewidths=0,
    )
    axes.set_xticks([])
    axes.set_yticks([])
    sizes = points["theme"].drop_nulls().value_counts().sort("count", "theme", descending=[True, False])
    _number(points, sizes["theme"].to_list(), colours, axes)
    _name(sizes, desk, colours, axes)
    return drawn


def apart(places: NDArray[np.float64], least: float) -> NDArray[np.float64]:
    """Move points so far that no two are nearer to each other than asked for.

    Parameters
    ----------
    places : ndarray of shape (n, 2)
    least : float
        Distance.

    Returns
    -------
    ndarray of shape (n, 2)
        The earlier a point stands, the less it is moved: each goes to the nearest free place on rings around its own.
    """
    settled: list[NDArray[np.float64]] = []
    for place in places:
        free = (one for one in _rings(place, least) if all(np.hypot(*(one - other)) >= least for other in settled))
        settled.append(next(free))
    return np.array(settled).reshape(-1, 2)


def map_figure(desk: Desk, found: ThemedCorpus | None = None) -> Figure:
    """Make a figure of the map, without a window."""
    figure = Figure(figsize=(10, 6), layout="constrained")
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


def _rings(place: NDArray[np.float64], least: float) -> Iterator[NDArray[np.float64]]:
    """Give a place, then places around it, ever farther."""
    yield place
    angles = np.linspace(0, 2 * np.pi, _ANGLES, endpoint=False)
    for ring in count(1):
        for angle in angles:
            yield place + ring * least / 2 * np.array([np.cos(angle), np.sin(angle)])


def _number(points: pl.DataFrame, uids: Sequence[str], colours: Mapping[str, str], axes: Axes) -> None:
    """Put a number on the middle of each theme, with a line to it where the number had to give way."""
    if not uids:
        return
    middles = points.group_by("theme").agg(pl.col("x", "y").median()).rows_by_key("theme", unique=True)
    own = np.array([middles[uid] for uid in uids])
    # Asking for a limit makes them what the points need.
    axes.get_xlim()
    to_shares = axes.transLimits
    shares = to_shares.transform(own) * _SHAPE
    numbered = to_shares.inverted().transform(apart(shares, _MARK) / _SHAPE)
    for number, (uid, middle, place) in enumerate(zip(uids, own, numbered, strict=True), start=1):
        box = {"boxstyle": "circle,pad=0.25", "facecolor": "white", "edgecolor": colours[uid], "linewidth": 1.5}
        line = {"arrowstyle": "-", "color": colours[uid], "linewidth": 1}
        axes.annotate(
            str(number), middle, place, ha="center", va="center", fontsize=8, bbox=box, arrowprops=line, zorder=3
        )


def _name(sizes: pl.DataFrame, desk: Desk, colours: Mapping[str, str], axes: Axes) -> None:
    """List the themes beside the map: number, title, how many passages."""
    words = desk_words(desk.settings.lang)
    titles = {theme.uid: shorten(theme.title[desk.settings.lang], _LONGEST_TITLE) for theme in desk.themes}
    dots, names = [], []
    for number, (uid, n_passages) in enumerate(sizes.iter_rows(), start=1):
        dots.append(Line2D([], [], marker="o", linestyle="", color=colours[uid]))
        names.append(f"{number}  {titles[uid]} ({words.number(n_passages)})")
    dots.append(Line2D([], [], marker="o", linestyle="", color=LIGHT[REST]))
    names.append(words.text("drawn.no_theme"))
    listed = axes.legend(dots, names, loc="center left", bbox_to_anchor=(1, 0.5), frameon=False, fontsize=8)
    for name in listed.get_texts():
        # A title is text, whatever dollar signs are in it.
        name.set_parse_math(False)


def _positions(desk: Desk) -> NDArray[np.float64]:
    """Where each unit lies: shape (n_units, 2)."""
    plane, labels = desk.plane, desk.sorting.unit_best
    known = labels >= 0
    if plane.shape[1] < 2:
        return np.zeros((len(labels), 2))
    if len(np.unique(labels[known])) < 3:
        return np.asarray(plane[:, :2])
    parting: Any = LinearDiscriminantAnalysis(n_components=2, solver="eigen", shrinkage=0.1)
    return np.asarray(parting.fit(plane[known], labels[known]).transform(plane))
