"""Charts: the map of passages, and the timeline of words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from tematika.explore.words import explore_texts, plain_text
from tematika.explore.workbench import Workbench
from tematika.report.data.dates import short_day
from tematika.report.i18n import Translator
from tematika.report.palette import LIGHT, REST, slots
from tematika.report.text import shorten
from tematika.themes.result import ThemedCorpus

_LONGEST_TITLE = 40
# Distance between the numbers on the map as a share of its height; the map is a little wider than high.
_MARK = 0.06
_SHAPE = np.array([1.3, 1.0])
_ANGLES = 16
_BAR_COLOUR = "#1f6cb0"
_MAX_TICKS = 8
_DAYS_A_YEAR = 365


def passage_map(workbench: Workbench, view: ThemedCorpus | None = None) -> pl.DataFrame:
    """Return the passages of a view with their places on a plane.

    The coordinates are the first two linear discriminants of the themes in a truncated SVD of the passages' terms.

    Returns
    -------
    polars.DataFrame
        ``x``, ``y``, ``theme`` (uid of the best theme or null), ``title``, ``text``, ``article_id``, ``ordinal``.
    """
    wanted = view or workbench.corpus
    titles = wanted.scan("articles").select("article_id", "title")
    bodies = wanted.scan("passages").join(titles, on="article_id", maintain_order="left").collect()
    place = _positions(workbench)[workbench.unit_rows(bodies)]
    columns = [pl.col("cluster").alias("theme"), "title", "text", "article_id", "ordinal"]
    return pl.DataFrame({"x": place[:, 0], "y": place[:, 1]}).hstack(bodies.select(columns))


def draw_map(points: pl.DataFrame, workbench: Workbench, axes: Axes) -> PathCollection:
    """Draw a map in the report's colours, with numbers on the themes, largest first, and a legend beside it.

    Passages without a theme are grey.
    """
    colours = {uid: LIGHT[slot] for uid, slot in slots(workbench.uids).items()}
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
    _draw_numbers(points, sizes["theme"].to_list(), colours, axes)
    _draw_legend(sizes, workbench, colours, axes)
    return drawn


def spread_out(places: NDArray[np.float64], distance: float) -> NDArray[np.float64]:
    """Move each point in turn to the nearest place on rings around it that has ``distance`` to all before it.

    Parameters and result have the shape (n_points, 2).
    """
    placed: list[NDArray[np.float64]] = []
    for place in places:
        free = (one for one in _rings(place, distance) if all(np.hypot(*(one - other)) >= distance for other in placed))
        placed.append(next(free))
    return np.array(placed).reshape(-1, 2)


def map_figure(workbench: Workbench, view: ThemedCorpus | None = None) -> Figure:
    """Return a figure with the map."""
    figure = Figure(figsize=(10, 6), layout="constrained")
    draw_map(passage_map(workbench, view), workbench, figure.add_subplot())
    return figure


def timeline_figure(times: pl.DataFrame, query: str, unit: str, lang: str = "en") -> Figure:
    """Return a bar chart of the articles with given words, from the table of `tematika.explore.filters.timeline`."""
    words, dates = explore_texts(lang), Translator(lang)
    figure = Figure(figsize=(8, 2.2), layout="constrained")
    axes = figure.add_subplot()
    axes.bar(range(times.height), times["articles"].to_list(), color=_BAR_COLOUR)
    ticks = range(0, times.height, max(1, -(-times.height // _MAX_TICKS)))
    days: list[date] = times["from"].to_list()
    # Over more than a year, days without a year would be ambiguous.
    by_day = unit != "month" and (days[-1] - days[0]).days < _DAYS_A_YEAR
    axes.set_xticks(ticks, [_tick_label(dates, days[tick], by_day) for tick in ticks])
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    title = plain_text(words, "drawn.timeline", words=query, unit=words.text(f"drawn.by_{unit}"))
    axes.set_title(title, loc="left", fontsize=10, parse_math=False)
    return figure


def _rings(place: NDArray[np.float64], distance: float) -> Iterator[NDArray[np.float64]]:
    """Yield a place, then places around it with growing distance."""
    yield place
    angles = np.linspace(0, 2 * np.pi, _ANGLES, endpoint=False)
    for ring in count(1):
        for angle in angles:
            yield place + ring * distance / 2 * np.array([np.cos(angle), np.sin(angle)])


def _draw_numbers(points: pl.DataFrame, uids: Sequence[str], colours: Mapping[str, str], axes: Axes) -> None:
    """Draw a number on the median of each theme, with a line to a number that had to move."""
    if not uids:
        return
    middles = points.group_by("theme").agg(pl.col("x", "y").median()).rows_by_key("theme", unique=True)
    own = np.array([middles[uid] for uid in uids])
    # Reading a limit makes matplotlib fit the axes to the points.
    axes.get_xlim()
    to_shares = axes.transLimits
    shares = to_shares.transform(own) * _SHAPE
    numbered = to_shares.inverted().transform(spread_out(shares, _MARK) / _SHAPE)
    for number, (uid, middle, place) in enumerate(zip(uids, own, numbered, strict=True), start=1):
        box = {"boxstyle": "circle,pad=0.25", "facecolor": "white", "edgecolor": colours[uid], "linewidth": 1.5}
        line = {"arrowstyle": "-", "color": colours[uid], "linewidth": 1}
        axes.annotate(
            str(number), middle, place, ha="center", va="center", fontsize=8, bbox=box, arrowprops=line, zorder=3
        )


def _draw_legend(sizes: pl.DataFrame, workbench: Workbench, colours: Mapping[str, str], axes: Axes) -> None:
    """Draw the legend: number, title and number of passages of each theme."""
    words = explore_texts(workbench.settings.lang)
    titles = {theme.uid: shorten(theme.title[workbench.settings.lang], _LONGEST_TITLE) for theme in workbench.themes}
    dots, names = [], []
    for number, (uid, n_passages) in enumerate(sizes.iter_rows(), start=1):
        dots.append(Line2D([], [], marker="o", linestyle="", color=colours[uid]))
        names.append(f"{number}  {titles[uid]} ({words.number(n_passages)})")
    dots.append(Line2D([], [], marker="o", linestyle="", color=LIGHT[REST]))
    names.append(words.text("drawn.no_theme"))
    listed = axes.legend(dots, names, loc="center left", bbox_to_anchor=(1, 0.5), frameon=False, fontsize=8)
    for name in listed.get_texts():
        # Dollar signs in a title are not mathematics.
        name.set_parse_math(False)


def _positions(workbench: Workbench) -> NDArray[np.float64]:
    """Return the places of the units, shape (n_units, 2)."""
    latent, labels = workbench.latent, workbench.sorting.unit_best
    known = labels >= 0
    if latent.shape[1] < 2:
        return np.zeros((len(labels), 2))
    if len(np.unique(labels[known])) < 3:
        return np.asarray(latent[:, :2])
    discriminants: Any = LinearDiscriminantAnalysis(n_components=2, solver="eigen", shrinkage=0.1)
    return np.asarray(discriminants.fit(latent[known], labels[known]).transform(latent))


def _tick_label(dates: Translator, when: date, by_day: bool) -> str:
    return short_day(dates, when) if by_day else f"{dates.month(when.month, 'short_alone')}\u00a0{when.year}"
