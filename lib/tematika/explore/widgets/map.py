"""The panel with the map: hovering shows a passage, a lasso lists passages."""

from __future__ import annotations

import textwrap
from typing import Any

import ipywidgets
import matplotlib.pyplot as plt
import polars as pl
from matplotlib.path import Path as Outline
from matplotlib.widgets import LassoSelector

from tematika.explore import charts
from tematika.explore.widgets.panels import Panels
from tematika.explore.widgets.passages import Passages
from tematika.report.text import shorten

_HINT = 160
_LINE = 60


def map_panel(panels: Panels) -> ipywidgets.VBox:
    """Return the panel with the map."""
    with plt.ioff():
        figure, axes = plt.subplots(figsize=(9.2, 5.4), layout="constrained")
    now: dict[str, Any] = {}
    passages = Passages(panels)

    def draw() -> None:
        axes.clear()
        now["points"] = charts.passage_map(panels.workbench, panels.view)
        now["drawn"] = charts.draw_map(now["points"], panels.workbench, axes)
        now["hint"] = axes.annotate(
            "", (0, 0), xytext=(8, 8), textcoords="offset points", fontsize=8, visible=False, zorder=4,
            bbox={"facecolor": "white", "alpha": 0.9}, parse_math=False,
        )  # fmt: skip
        figure.canvas.draw_idle()

    def hover(event: Any) -> None:
        hint = now["hint"]
        inside, about = now["drawn"].contains(event) if event.inaxes is axes else (False, {})
        if inside:
            _show_hint(now["points"].row(int(about["ind"][0]), named=True), hint, axes)
        if inside or hint.get_visible():
            hint.set_visible(bool(inside))
            figure.canvas.draw_idle()

    def select(corners: Any) -> None:
        points = now["points"]
        inside = Outline(corners).contains_points(points.select("x", "y").to_numpy())
        panels.selected = points.filter(pl.Series(inside, dtype=pl.Boolean))
        panels.show_count("selected", panels.selected.height)
        passages.show(panels.selected)

    figure.canvas.mpl_connect("motion_notify_event", panels.guarded(hover))
    lasso = LassoSelector(axes, panels.guarded(select))
    panels.subscribe(draw)
    live = [figure.canvas] if isinstance(figure.canvas, ipywidgets.Widget) else []
    for canvas in live:
        canvas.manager.set_window_title(panels.words.text("drawn.map"))
        canvas.header_visible = False
    panel = ipywidgets.VBox([panels.note("map"), *live, panels.message, passages.panel])
    # The lasso works only as long as something refers to it.
    panel.lasso, panel.select = lasso, select
    return panel


def _show_hint(point: dict[str, Any], hint: Any, axes: Any) -> None:
    """Show the beginning of a passage beside its point, on the side of the map's middle."""
    hint.xy = (point["x"], point["y"])
    right = axes.transAxes.inverted().transform(axes.transData.transform(hint.xy))[0] > 0.5
    hint.set_ha("right" if right else "left")
    hint.set_position((-8, 8) if right else (8, 8))
    lines = [shorten(str(point["title"] or ""), _LINE), *textwrap.wrap(shorten(point["text"], _HINT), _LINE)]
    hint.set_text("\n".join(lines))
