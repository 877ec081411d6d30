"""What stands in a figure that stands alone: each kind of content drawn into parts of a sheet, in points."""

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
from tematika.report.charts.specs import (  # fmt: skip
    Curve,
    Matrix,
    MatrixHeader,
    Panel,
    Panels,
    Shares,
    Strip,
    Strips,
    Tiles,
)
from tematika.report.charts.svg import put_text
from tematika.report.palette import EXPORT
from tematika.report.text import shorten

WIDTH = 600.0

_INK, _MUTED = EXPORT.ink, EXPORT.muted
_COLUMNS, _GAP, _CAPTION = 3, 24, 20
_LABELS, _CELL, _WIDEST = 190.0, 21.0, 62.0
# Heads of columns are slanted, and reach beyond the last one.
_HEAD, _SLANT = 24, 58.0
_STRIP = 19.0


@dataclass(frozen=True, slots=True)
class Area:
    """A piece of the sheet: where it is, from the top left, how large, and what draws it into axes of that size."""

    left: float
    top: float
    width: float
    height: float
    draw: Callable[[Axes], object]


def lay_out(content: object) -> list[Area]:
    """Lay out one content on a sheet of `WIDTH` points."""
    return _KINDS[type(content)](content)


def _shares(what: Shares) -> list[Area]:
    return [Area(0, 0, WIDTH, shares_height(what.bars), partial(draw_shares, bars=what.bars, ink=EXPORT))]


def _curve(what: Curve) -> list[Area]:
    return [Area(0, 0, WIDTH, CURVE_HEIGHT, partial(draw_curve, dots=what.dots, ink=EXPORT))]


def _panels(what: Panels) -> list[Area]:
    wide, high = (WIDTH + _GAP) / _COLUMNS - _GAP, PANEL_HEIGHT + _CAPTION
    return [
        Area(k % _COLUMNS * (wide + _GAP), k // _COLUMNS * (high + 10), wide, high, partial(_panel, panel=panel))
        for k, panel in enumerate(what.panels)
    ]


def _panel(axes: Axes, panel: Panel) -> None:
    width, height = axes.get_xlim()[1], axes.get_ylim()[1]
    draw_panel(axes, panel.series, panel.highest, panel.title, EXPORT)
    axes.add_patch(Circle((4, height - 8), 4, color=EXPORT.themes[panel.series.slot], lw=0))
    put_text(axes, 13, height - 12, shorten(panel.title, 26), color=_INK, fontsize=10)
    put_text(axes, width, height - 12, panel.words, color=_MUTED, fontsize=10, ha="right")


def _matrix(what: Matrix) -> list[Area]:
    longest = max((len(shorten(column.title, _HEAD)) for column in what.columns), default=0)
    heads = 26 + 4.6 * longest
    return [Area(0, 0, WIDTH, heads + _CELL * len(what.rows), partial(_draw_matrix, what=what, heads=heads))]


def _draw_matrix(axes: Axes, what: Matrix, heads: float) -> None:
    height, wide = axes.get_ylim()[1], min(_WIDEST, (WIDTH - _LABELS - _SLANT) / max(1, len(what.columns)))
    for k, column in enumerate(what.columns):
        middle = _LABELS + (k + 0.5) * wide
        _mark(axes, column, (middle, height - heads + 8))
        shown = {"color": _INK, "fontsize": 9, "rotation": 55, "rotation_mode": "anchor"}
        put_text(axes, middle, height - heads + 17, shorten(column.title, _HEAD), **shown)
    boxes: dict[str, list[Box]] = defaultdict(list)
    for number, row in enumerate(what.rows):
        base = height - heads - (number + 1) * _CELL
        _mark(axes, row.head, (4, base + _CELL / 2))
        left = 13 if row.head.slot is not None else 0
        put_text(axes, left, base + 7, shorten(row.head.title, 32), color=_INK, fontsize=9.5)
        for k, (words, step) in enumerate(zip(row.words, row.steps, strict=True)):
            at = _LABELS + k * wide
            boxes[EXPORT.cells[step]].append((at, base, wide - 1.5, _CELL - 1.5))
            if words:
                put_text(axes, at + wide / 2, base + 6.5, words, color=_INK, fontsize=8.5, ha="center")
    draw_boxes(axes, boxes)


def _mark(axes: Axes, head: MatrixHeader, place: tuple[float, float]) -> None:
    if head.slot is not None:
        axes.add_patch(Circle(place, 4, color=EXPORT.themes[head.slot], lw=0))


def _tiles(what: Tiles) -> list[Area]:
    side = WIDTH / (1 + max(tile.column for tile in what.tiles))
    height = side * (1 + max(tile.row for tile in what.tiles))
    return [Area(0, 0, WIDTH, height, partial(draw_tiles, tiles=what.tiles, ink=EXPORT))]


def _strips(what: Strips) -> list[Area]:
    parts = []
    for number, strip in enumerate(what.strips):
        parts.append(Area(0, _STRIP * number, _LABELS, _STRIP, partial(_strip_head, strip=strip)))
        draw = partial(draw_strip, strip=strip, ink=EXPORT)
        parts.append(Area(_LABELS, _STRIP * number + 3, WIDTH - _LABELS, _STRIP - 5, draw))
    marks = Area(_LABELS, _STRIP * len(what.strips), WIDTH - _LABELS, _STRIP, partial(_strip_marks, what=what))
    return [*parts, marks]


def _strip_head(axes: Axes, strip: Strip) -> None:
    put_text(axes, 0, 6, shorten(strip.title, 26), color=_INK, fontsize=9.5)
    put_text(axes, _LABELS - 12, 6, strip.words, color=_MUTED, fontsize=9, ha="right")


def _strip_marks(axes: Axes, what: Strips) -> None:
    step = axes.get_xlim()[1] / len(what.strips[0].steps)
    for at, words in what.marks:
        put_text(axes, at * step, 5, words, color=_MUTED, fontsize=9)


_KINDS: Mapping[type, Callable[..., list[Area]]] = {
    Shares: _shares,
    Panels: _panels,
    Curve: _curve,
    Matrix: _matrix,
    Tiles: _tiles,
    Strips: _strips,
}
