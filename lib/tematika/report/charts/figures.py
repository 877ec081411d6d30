"""Charts of the report, each drawn by one function in the colours of the page or of a file.

The functions ``draw_...`` fill axes whose units are points, and return tooltips by the gid of the artist, if any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Patch, PathPatch, Polygon, Rectangle
from matplotlib.path import Path

from tematika.report.charts.specs import CurveDot, Series, ShareBar, Strip, Tile
from tematika.report.charts.svg import blank, inline_svg, put_text
from tematika.report.palette import PAGE, Palette
from tematika.report.text import shorten

SHARES_WIDTH, ROW = 380, 31
PANEL_WIDTH, PANEL_HEIGHT = 170, 84
CURVE_WIDTH, CURVE_HEIGHT = 380, 120
SPARK_WIDTH, SPARK_HEIGHT = 150, 30
TILE = 32
# Left, base, width and height.
Box = tuple[float, float, float, float]
# More bars than this are too narrow to be pointed at: they have no tooltips, and are drawn as one shape.
POINTED_AT = 40


def shares_figure(bars: Sequence[ShareBar], alt: str) -> Markup:
    """Return horizontal bars, each below its label, so that they can be read at the width of a phone."""
    figure = blank(SHARES_WIDTH, shares_height(bars))
    draw_shares(figure.axes[0], bars, PAGE)
    return inline_svg(figure, alt)


def shares_height(bars: Sequence[ShareBar]) -> float:
    """Return the height of the bars with their labels, in points."""
    return ROW * len(bars) + 2


def draw_shares(axes: Axes, bars: Sequence[ShareBar], palette: Palette) -> None:
    """Draw the bars."""
    width, height = axes.get_xlim()[1], axes.get_ylim()[1]
    longest = max((bar.value for bar in bars), default=0) or 1.0
    for index, bar in enumerate(bars):
        top = height - index * ROW
        put_text(axes, 0, top - 12, shorten(bar.label, 52), color=palette.text, fontsize=11.5, fontweight="bold")
        put_text(axes, width, top - 12, bar.words, color=palette.text, fontsize=11.5, ha="right")
        axes.add_patch(Rectangle((0, top - 26), width, 8, color=palette.line, lw=0, clip_on=False))
        axes.add_patch(Rectangle((0, top - 26), width * bar.value / longest, 8, color=palette.themes[bar.slot], lw=0))


def panel_figure(series: Series, highest: int, name: str, alt: str) -> Markup:
    """Return one theme over time; panels with the same ``highest`` count can be compared."""
    figure = blank(PANEL_WIDTH, PANEL_HEIGHT)
    tooltips = draw_panel(figure.axes[0], series, highest, name, PAGE)
    return inline_svg(figure, alt, tooltips)


def draw_panel(axes: Axes, series: Series, highest: int, name: str, palette: Palette) -> dict[str, str]:
    """Draw a panel."""
    width, base, top = axes.get_xlim()[1], 16, PANEL_HEIGHT - 14
    _draw_usual(axes, series, highest, (base, top), palette)
    tooltips = _draw_bars(axes, series, highest, (base, top), (name, palette))
    axes.plot([0, width], [base, base], color=palette.line, lw=1, solid_capstyle="butt")
    put_text(axes, 0, 3, series.first, color=palette.muted, fontsize=10.5)
    put_text(axes, width, 3, series.last, color=palette.muted, fontsize=10.5, ha="right")
    if peak := max(series.counts, default=0):
        height = base + (top - base) * peak / highest
        middle = (series.counts.index(peak) + 0.5) * width / len(series.counts)
        put_text(axes, middle, height + 3, str(peak), color=palette.text, fontsize=10.5, ha="center")
    return tooltips


def _draw_usual(axes: Axes, series: Series, highest: int, room: tuple[float, float], palette: Palette) -> None:
    """Draw the interquartile range behind the bars, and the median in front of them."""
    base, top = room
    if not series.usual:
        return
    edges = np.repeat(np.linspace(0, axes.get_xlim()[1], len(series.usual) + 1), 2)[1:-1]
    low, middle, high = base + (top - base) * np.repeat(np.array(series.usual), 2, axis=0).T / highest
    # A line at least where both quartiles are one.
    high = np.maximum(high, low + 0.8)
    outline = np.concatenate([np.stack([edges, low], axis=1), np.stack([edges, high], axis=1)[::-1]])
    axes.add_patch(Polygon(outline, closed=True, color=palette.line, lw=0))
    axes.plot(edges, middle, color=palette.muted, lw=0.8, solid_capstyle="butt", zorder=3)


def spark_figure(series: Series, name: str, alt: str) -> Markup:
    """Return one theme over time as small as a word, scaled to itself."""
    figure = blank(SPARK_WIDTH, SPARK_HEIGHT)
    axes = figure.axes[0]
    highest = max(series.counts, default=0) or 1
    tooltips = _draw_bars(axes, series, highest, (1, SPARK_HEIGHT), (name, PAGE))
    axes.plot([0, SPARK_WIDTH], [0.5, 0.5], color=PAGE.line, lw=1, solid_capstyle="butt")
    return inline_svg(figure, alt, tooltips)


def curve_figure(dots: Sequence[CurveDot], alt: str) -> Markup:
    """Return values from 0 to 1 as a line, with a larger dot at the chosen one."""
    figure = blank(CURVE_WIDTH, CURVE_HEIGHT)
    draw_curve(figure.axes[0], dots, PAGE)
    return inline_svg(figure, alt)


def draw_curve(axes: Axes, dots: Sequence[CurveDot], palette: Palette) -> None:
    """Draw the curve."""
    width, base, top, side = axes.get_xlim()[1], 18, CURVE_HEIGHT - 20, 14
    step = (width - 2 * side) / max(1, len(dots) - 1)
    places = [(side + at * step, base + (top - base) * min(1.0, max(0.0, dot.value))) for at, dot in enumerate(dots)]
    axes.plot([0, width], [base, base], color=palette.line, lw=1, solid_capstyle="butt")
    axes.plot(*zip(*places, strict=True), color=palette.muted, lw=1.5)
    for dot, (x, y) in zip(dots, places, strict=True):
        colour, weight = (palette.text, "bold") if dot.taken else (palette.muted, "normal")
        axes.add_patch(Circle((x, y), 5 if dot.taken else 2.5, color=colour, lw=0))
        put_text(axes, x, y + 8, dot.words, color=colour, fontsize=9.5, ha="center", fontweight=weight)
        put_text(axes, x, 4, dot.label, color=colour, fontsize=10.5, ha="center", fontweight=weight)


def tiles_figure(tiles: Sequence[Tile], alt: str) -> Markup:
    """Return a map of squares, each with its tooltip."""
    columns, rows = 1 + max(tile.column for tile in tiles), 1 + max(tile.row for tile in tiles)
    figure = blank(TILE * columns, TILE * rows)
    tooltips = draw_tiles(figure.axes[0], tiles, PAGE)
    return inline_svg(figure, alt, tooltips, look="tiles")


def draw_tiles(axes: Axes, tiles: Sequence[Tile], palette: Palette) -> dict[str, str]:
    """Draw the squares."""
    width, height = axes.get_xlim()[1], axes.get_ylim()[1]
    side = width / (1 + max(tile.column for tile in tiles))
    for number, tile in enumerate(tiles):
        left, base = tile.column * side, height - (tile.row + 1) * side
        colour, gid = palette.cells[tile.step], f"tile-{number}"
        axes.add_patch(Rectangle((left, base), side - 2, side - 2, color=colour, lw=0, gid=gid))
        middle = left + side / 2 - 1
        put_text(axes, middle, base + side * 0.55, tile.name, color=palette.muted, fontsize=8.5, ha="center")
        if tile.words:
            look = {"color": palette.text, "fontsize": 10.5, "fontweight": "bold", "ha": "center"}
            put_text(axes, middle, base + side * 0.2, tile.words, **look)
    return {f"tile-{number}": tile.tooltip for number, tile in enumerate(tiles)}


def strip_figure(strip: Strip, alt: str) -> Markup:
    """Return days as a strip of any width."""
    figure = blank(10 * len(strip.steps), 10)
    draw_strip(figure.axes[0], strip, PAGE)
    return inline_svg(figure, alt, look="strip", stretched=True)


def draw_strip(axes: Axes, strip: Strip, palette: Palette) -> None:
    """Draw a cell for each day, a low bar where one is missing."""
    width, height = axes.get_xlim()[1], axes.get_ylim()[1]
    step = width / len(strip.steps)
    axes.add_patch(Rectangle((0, 0), width, height, color=palette.cells[0], lw=0))
    boxes: dict[str, list[Box]] = defaultdict(list)
    for k, shade in enumerate(strip.steps):
        if k in strip.missing:
            boxes[palette.warn].append((k * step, 0, step * 0.86, 0.4 * height))
        elif shade:
            boxes[palette.cells[shade]].append((k * step, 0, step * 0.86, height))
    draw_boxes(axes, boxes)


def draw_boxes(axes: Axes, boxes: Mapping[str, Iterable[Box]]) -> None:
    """Draw boxes by their colour, each colour as one path."""
    for colour, places in sorted(boxes.items()):
        outlines = [
            Path([(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)], closed=True)
            for x, y, wide, high in places
        ]
        axes.add_patch(PathPatch(Path.make_compound_path(*outlines), color=colour, lw=0))


def _draw_bars(
    axes: Axes, series: Series, highest: int, room: tuple[float, float], look: tuple[str, Palette]
) -> dict[str, str]:
    (base, top), (name, palette) = room, look
    step = axes.get_xlim()[1] / len(series.counts)
    bars = {
        index: Rectangle((index * step + step * 0.12, base), step * 0.76, (top - base) * count / highest)
        for index, count in enumerate(series.counts)
        if count
    }

    def add(bar: Patch, *, partial: bool) -> None:
        bar.set(color=palette.themes[series.slot], lw=0, alpha=0.5 if partial else None)
        axes.add_patch(bar)

    if len(series.counts) <= POINTED_AT:
        for index, bar in bars.items():
            bar.set_gid(f"{name}-{index}")
            add(bar, partial=series.partial[index])
        return {f"{name}-{index}": series.tooltips[index] for index in bars}
    for partial in (False, True):
        alike = [bar for index, bar in bars.items() if series.partial[index] == partial]
        if outlines := [bar.get_patch_transform().transform_path(bar.get_path()) for bar in alike]:
            add(PathPatch(Path.make_compound_path(*outlines)), partial=partial)
    return {}
