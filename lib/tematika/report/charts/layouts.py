"""Layouts of the charts that are files: each kind of content as areas of a sheet, in points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from matplotlib.axes import Axes
from matplotlib.patches import Circle

from tematika.report.charts.figures import (
    CURVE_HEIGHT,
    PANEL_HEIGHT,
    Box,
    draw_boxes,
    draw_curve,
    draw_panel,
    draw_shares,
    draw_strip,
    draw_tiles,
    shares_height,
)
from tematika.report.charts.specs import Curve, Matrix, Panel, Panels, Shares, Strip, Strips, Tiles
from tematika.report.charts.svg import put_text
from tematika.report.palette import EXPORT
from tematika.report.text import shorten

WIDTH = 600.0

_TEXT, _MUTED = EXPORT.text, EXPORT.muted
_COLUMNS, _GAP, _CAPTION = 3, 24, 20
_LABELS, _CELL, _WIDEST = 190.0, 21.0, 62.0
# Titles of columns are slanted, and reach beyond the last one.
_HEAD, _SLANT = 24, 58.0
_STRIP = 19.0


@dataclass(frozen=True, slots=True)
class Area:
    """An area of the sheet: its place from the top left, its size, and what draws into axes of that size."""

    left: float
    top: float
    width: float
    height: float
    draw: Callable[[Axes], object]


def lay_out(content: object) -> list[Area]:
    """Return the areas of a content on a sheet of `WIDTH` points."""
    return _KINDS[type(content)](content)


def _shares(shares: Shares) -> list[Area]:
    draw = partial(draw_shares, bars=shares.bars, palette=EXPORT)
    return [Area(0, 0, WIDTH, shares_height(shares.bars), draw)]


def _curve(curve: Curve) -> list[Area]:
    return [Area(0, 0, WIDTH, CURVE_HEIGHT, partial(draw_curve, dots=curve.dots, palette=EXPORT))]


def _panels(panels: Panels) -> list[Area]:
    wide, high = (WIDTH + _GAP) / _COLUMNS - _GAP, PANEL_HEIGHT + _CAPTION
    return [
        Area(k % _COLUMNS * (wide + _GAP), k // _COLUMNS * (high + 10), wide, high, partial(_draw_panel, panel=panel))
        for k, panel in enumerate(panels.panels)
    ]


def _draw_panel(axes: Axes, panel: Panel) -> None:
    width, height = axes.get_xlim()[1], axes.get_ylim()[1]
    draw_panel(axes, panel.series, panel.highest, panel.title, EXPORT)
    _draw_mark(axes, panel.series.slot, (4, height - 8))
    put_text(axes, 13, height - 12, shorten(panel.title, 26), color=_TEXT, fontsize=10)
    put_text(axes, width, height - 12, panel.words, color=_MUTED, fontsize=10, ha="right")


def _matrix(matrix: Matrix) -> list[Area]:
    longest = max((len(shorten(column.title, _HEAD)) for column in matrix.columns), default=0)
    head = 26 + 4.6 * longest
    draw = partial(_draw_matrix, matrix=matrix, head=head)
    return [Area(0, 0, WIDTH, head + _CELL * len(matrix.rows), draw)]


def _draw_matrix(axes: Axes, matrix: Matrix, head: float) -> None:
    top, wide = axes.get_ylim()[1] - head, min(_WIDEST, (WIDTH - _LABELS - _SLANT) / max(1, len(matrix.columns)))
    for k, column in enumerate(matrix.columns):
        middle = _LABELS + (k + 0.5) * wide
        _draw_mark(axes, column.slot, (middle, top + 8))
        look = {"color": _TEXT, "fontsize": 9, "rotation": 55, "rotation_mode": "anchor"}
        put_text(axes, middle, top + 17, shorten(column.title, _HEAD), **look)
    boxes: dict[str, list[Box]] = defaultdict(list)
    for number, row in enumerate(matrix.rows):
        base = top - (number + 1) * _CELL
        _draw_mark(axes, row.head.slot, (4, base + _CELL / 2))
        left = 13 if row.head.slot is not None else 0
        put_text(axes, left, base + 7, shorten(row.head.title, 32), color=_TEXT, fontsize=9.5)
        for k, (words, step) in enumerate(zip(row.words, row.steps, strict=True)):
            at = _LABELS + k * wide
            boxes[EXPORT.cells[step]].append((at, base, wide - 1.5, _CELL - 1.5))
            if words:
                put_text(axes, at + wide / 2, base + 6.5, words, color=_TEXT, fontsize=8.5, ha="center")
    draw_boxes(axes, boxes)


def _draw_mark(axes: Axes, slot: int | None, place: tuple[float, float]) -> None:
    if slot is not None:
        axes.add_patch(Circle(place, 4, color=EXPORT.themes[slot], lw=0))


def _tiles(tiles: Tiles) -> list[Area]:
    side = WIDTH / (1 + max(tile.column for tile in tiles.tiles))
    height = side * (1 + max(tile.row for tile in tiles.tiles))
    return [Area(0, 0, WIDTH, height, partial(draw_tiles, tiles=tiles.tiles, palette=EXPORT))]


def _strips(strips: Strips) -> list[Area]:
    wide, areas = WIDTH - _LABELS, []
    for number, strip in enumerate(strips.strips):
        areas.append(Area(0, _STRIP * number, _LABELS, _STRIP, partial(_draw_strip_head, strip=strip)))
        draw = partial(draw_strip, strip=strip, palette=EXPORT)
        areas.append(Area(_LABELS, _STRIP * number + 3, wide, _STRIP - 5, draw))
    marks = Area(_LABELS, _STRIP * len(strips.strips), wide, _STRIP, partial(_draw_strip_marks, strips=strips))
    return [*areas, marks]


def _draw_strip_head(axes: Axes, strip: Strip) -> None:
    put_text(axes, 0, 6, shorten(strip.title, 26), color=_TEXT, fontsize=9.5)
    put_text(axes, _LABELS - 12, 6, strip.words, color=_MUTED, fontsize=9, ha="right")


def _draw_strip_marks(axes: Axes, strips: Strips) -> None:
    step = axes.get_xlim()[1] / len(strips.strips[0].steps)
    for at, words in strips.marks:
        put_text(axes, at * step, 5, words, color=_MUTED, fontsize=9)


_KINDS: Mapping[type, Callable[..., list[Area]]] = {
    Shares: _shares,
    Panels: _panels,
    Curve: _curve,
    Matrix: _matrix,
    Tiles: _tiles,
    Strips: _strips,
}
