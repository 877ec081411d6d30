"""What stands in a figure that stands alone: each kind of content drawn into parts of a sheet, in points."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from matplotlib.axes import Axes
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path as Outline

from tematika.reporting.figures import CURVE_HEIGHT, PANEL_HEIGHT, draw_curve, draw_panel, draw_shares, shares_height
from tematika.reporting.ink import ON_PAPER
from tematika.reporting.plots import (
    Cloud,
    Clouds,
    Curve,
    Head,
    Matrix,
    Panel,
    Panels,
    Shares,
    Strips,
    Tile,
    Tiles,
)  # fmt: skip
from tematika.reporting.safe import shorten
from tematika.reporting.svg import put_text

WIDTH = 600.0

_INK, _MUTED, _LINE = ON_PAPER.ink, ON_PAPER.muted, ON_PAPER.line
_COLUMNS, _GAP, _CAPTION = 3, 24, 20
_LABELS, _CELL, _WIDEST = 190.0, 21.0, 62.0
# Heads of columns are slanted, and reach beyond the last one.
_HEAD, _SLANT = 24, 58.0
_RADIUS, _RIM, _LEGEND = 200.0, 16.0, 17.0
_STRIP = 19.0
# Left, base, width and height.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the sheet: where it is, from the top left, how large, and what draws it into axes of that size."""

    left: float
    top: float
    width: float
    height: float
    draw: Callable[[Axes], object]


def plate(content: object) -> list[Part]:
    """Lay out one content on a sheet of `WIDTH` points."""
    return _KINDS[type(content)](content)


def _shares(what: Shares) -> list[Part]:
    return [Part(0, 0, WIDTH, shares_height(what.bars), partial(draw_shares, bars=what.bars, ink=ON_PAPER))]


def _curve(what: Curve) -> list[Part]:
    return [Part(0, 0, WIDTH, CURVE_HEIGHT, partial(draw_curve, dots=what.dots, ink=ON_PAPER))]


def _panels(what: Panels) -> list[Part]:
    wide, high = (WIDTH + _GAP) / _COLUMNS - _GAP, PANEL_HEIGHT + _CAPTION
    return [
        Part(k % _COLUMNS * (wide + _GAP), k // _COLUMNS * (high + 10), wide, high, partial(_panel, panel=panel))
        for k, panel in enumerate(what.panels)
    ]


def _panel(axes: Axes, panel: Panel) -> None:
    width, height = axes.get_xlim()[1], axes.get_ylim()[1]
    draw_panel(axes, panel.series, panel.highest, panel.title, ON_PAPER)
    axes.add_patch(Circle((4, height - 8), 4, color=ON_PAPER.themes[panel.series.slot], lw=0))
    put_text(axes, 13, height - 12, shorten(panel.title, 26), color=_INK, fontsize=10)
    put_text(axes, width, height - 12, panel.words, color=_MUTED, fontsize=10, ha="right")


def _matrix(what: Matrix) -> list[Part]:
    longest = max((len(shorten(column.title, _HEAD)) for column in what.columns), default=0)
    heads = 26 + 4.6 * longest
    return [Part(0, 0, WIDTH, heads + _CELL * len(what.rows), partial(_draw_matrix, what=what, heads=heads))]


def _draw_matrix(axes: Axes, what: Matrix, heads: float) -> None:
    height, wide = axes.get_ylim()[1], min(_WIDEST, (WIDTH - _LABELS - _SLANT) / max(1, len(what.columns)))
    for k, column in enumerate(what.columns):
        middle = _LABELS + (k + 0.5) * wide
        _mark(axes, column, (middle, height - heads + 8))
        shown = {"color": _INK, "fontsize": 9, "rotation": 55, "rotation_mode": "anchor"}
        put_text(axes, middle, height - heads + 17, shorten(column.title, _HEAD), **shown)
    boxes: dict[int, list[Box]] = {}
    for number, row in enumerate(what.rows):
        base = height - heads - (number + 1) * _CELL
        _mark(axes, row.head, (4, base + _CELL / 2))
        left = 13 if row.head.slot is not None else 0
        put_text(axes, left, base + 7, shorten(row.head.title, 32), color=_INK, fontsize=9.5)
        for k, (words, step) in enumerate(zip(row.words, row.steps, strict=True)):
            at = _LABELS + k * wide
            boxes.setdefault(step, []).append((at, base, wide - 1.5, _CELL - 1.5))
            if words:
                put_text(axes, at + wide / 2, base + 6.5, words, color=_INK, fontsize=8.5, ha="center")
    _cells(axes, boxes)


def _cells(axes: Axes, boxes: Mapping[int, Sequence[Box]]) -> None:
    """Draw boxes by their darkness, each darkness as one path."""
    for step, places in sorted(boxes.items()):
        _boxes(axes, places, ON_PAPER.cells[step])


def _boxes(axes: Axes, places: Sequence[Box], colour: str) -> None:
    corners = [
        corner
        for left, base, wide, high in places
        for corner in (
            (left, base),
            (left + wide, base),
            (left + wide, base + high),
            (left, base + high),
            (left, base),
        )
    ]
    codes = [Outline.MOVETO, *[Outline.LINETO] * 3, Outline.CLOSEPOLY] * len(places)
    axes.add_patch(PathPatch(Outline(corners, codes), color=colour, lw=0))


def _mark(axes: Axes, head: Head, place: tuple[float, float]) -> None:
    if head.slot is not None:
        axes.add_patch(Circle(place, 4, color=ON_PAPER.themes[head.slot], lw=0))


def _tiles(what: Tiles) -> list[Part]:
    side = WIDTH / (1 + max(tile.column for tile in what.tiles))
    height = side * (1 + max(tile.row for tile in what.tiles))
    return [Part(0, 0, WIDTH, height, partial(_draw_tiles, tiles=what.tiles, side=side))]


def _draw_tiles(axes: Axes, tiles: Sequence[Tile], side: float) -> None:
    height = axes.get_ylim()[1]
    boxes: dict[int, list[Box]] = {}
    for tile in tiles:
        left, base = tile.column * side, height - (tile.row + 1) * side
        boxes.setdefault(tile.step, []).append((left, base, side - 2, side - 2))
        middle = left + side / 2 - 1
        put_text(axes, middle, base + side * 0.6, tile.name, color=_MUTED, fontsize=8.5, ha="center")
        if tile.words:
            shown = {"color": _INK, "fontsize": 10.5, "ha": "center", "fontweight": "bold"}
            put_text(axes, middle, base + side * 0.2, tile.words, **shown)
    _cells(axes, boxes)


def _clouds(what: Clouds) -> list[Part]:
    edge = 2 * (_RADIUS + _RIM)
    legend = Part(edge + 10, 0, WIDTH - edge - 10, edge, partial(_legend, clouds=what.clouds))
    return [Part(0, 0, edge, edge, partial(_draw_clouds, clouds=what.clouds)), legend]


def _draw_clouds(axes: Axes, clouds: Sequence[Cloud]) -> None:
    middle = _RADIUS + _RIM
    axes.add_patch(Circle((middle, middle), _RADIUS, fill=False, edgecolor=_LINE, lw=1))
    for cloud in clouds:
        places = [(middle + _RADIUS * x, middle + _RADIUS * y) for x, y in cloud.points]
        _dots(axes, places, ON_PAPER.themes[cloud.slot])
    for cloud in clouds:
        if cloud.place:
            x, y = (middle + (_RADIUS + _RIM / 2) * one for one in cloud.place)
            _number(axes, cloud, (x, y))


def _dots(axes: Axes, places: Sequence[tuple[float, float]], colour: str) -> None:
    """Draw points as lines of hardly any length with round ends: one path however many there are."""
    if not places:
        return
    corners = [corner for x, y in places for corner in ((x, y), (x + 0.1, y))]
    outline = Outline(corners, [Outline.MOVETO, Outline.LINETO] * len(places))
    outline.should_simplify = False
    look = {"fill": False, "edgecolor": colour, "lw": 5, "capstyle": "round", "alpha": 0.72}
    axes.add_patch(PathPatch(outline, snap=False, **look))


def _number(axes: Axes, cloud: Cloud, place: tuple[float, float]) -> None:
    colour = ON_PAPER.themes[cloud.slot]
    axes.add_patch(Circle(place, 8, facecolor=ON_PAPER.paper, edgecolor=colour, lw=2, zorder=4))
    put_text(axes, place[0], place[1] - 3.3, str(cloud.number), color=_INK, fontsize=9, ha="center", zorder=5)


def _legend(axes: Axes, clouds: Sequence[Cloud]) -> None:
    width, height = axes.get_xlim()[1], axes.get_ylim()[1]
    for k, cloud in enumerate(clouds):
        base = height - (k + 1) * _LEGEND
        if cloud.place:
            _number(axes, cloud, (9, base + 5))
        else:
            axes.add_patch(Circle((9, base + 5), 4, color=ON_PAPER.themes[cloud.slot], lw=0))
        put_text(axes, 22, base + 2, shorten(cloud.title, 20), color=_INK, fontsize=9)
        put_text(axes, width, base + 2, cloud.words, color=_MUTED, fontsize=9, ha="right")


def _strips(what: Strips) -> list[Part]:
    return [Part(0, 0, WIDTH, _STRIP * (len(what.strips) + 1), partial(_draw_strips, what=what))]


def _draw_strips(axes: Axes, what: Strips) -> None:
    height = axes.get_ylim()[1]
    step = (WIDTH - _LABELS) / max(1, len(what.strips[0].steps))
    boxes: dict[int, list[Box]] = {}
    gaps: list[Box] = []
    for number, strip in enumerate(what.strips):
        base = height - (number + 1) * _STRIP
        put_text(axes, 0, base + 6, shorten(strip.title, 26), color=_INK, fontsize=9.5)
        put_text(axes, _LABELS - 12, base + 6, strip.words, color=_MUTED, fontsize=9, ha="right")
        for k, dark in enumerate(strip.steps):
            left = _LABELS + k * step
            if k in strip.missing:
                gaps.append((left, base + 2, step * 0.86, 4))
            else:
                boxes.setdefault(dark, []).append((left, base + 2, step * 0.86, _STRIP - 5))
    _cells(axes, boxes)
    if gaps:
        _boxes(axes, gaps, ON_PAPER.warn)
    for at, words in what.marks:
        put_text(axes, _LABELS + at * step, 5, words, color=_MUTED, fontsize=9)


_KINDS: Mapping[type, Callable[..., list[Part]]] = {
    Shares: _shares,
    Panels: _panels,
    Curve: _curve,
    Matrix: _matrix,
    Tiles: _tiles,
    Clouds: _clouds,
    Strips: _strips,
}
