"""The panel of the map: hover names a passage, a lasso lists some of them to be judged."""

from __future__ import annotations

from typing import Any

import ipywidgets
import matplotlib.pyplot as plt
import polars as pl
from matplotlib.path import Path as Outline
from matplotlib.widgets import LassoSelector

from tematika.explore import map
from tematika.explore.widgets.bench import Bench
from tematika.explore.widgets.passages import Passages
from tematika.report.text import shorten

_HINT = 160
_LINE = 60


def map_panel(bench: Bench) -> ipywidgets.VBox:
    """Make the map: hover names a passage, a lasso lists what is inside and marks the words that decided."""
    with plt.ioff():
        figure, axes = plt.subplots(figsize=(9.2, 5.4), layout="constrained")
    now: dict[str, Any] = {}
    passages = Passages(bench)

    def draw() -> None:
        axes.clear()
        now["points"] = map.passage_map(bench.desk, bench.view)
        now["drawn"] = map.draw_map(now["points"], bench.desk, axes)
        now["hint"] = axes.annotate(
            "", (0, 0), xytext=(8, 8), textcoords="offset points", fontsize=8, visible=False, zorder=4,
            bbox={"facecolor": "white", "alpha": 0.9}, parse_math=False,
        )  # fmt: skip
        figure.canvas.draw_idle()

    def hover(event: Any) -> None:
        hint = now["hint"]
        inside, about = now["drawn"].contains(event) if event.inaxes is axes else (False, {})
        if inside:
            _point_out(now["points"].row(int(about["ind"][0]), named=True), hint, axes)
        if inside or hint.get_visible():
            hint.set_visible(bool(inside))
            figure.canvas.draw_idle()

    def select(corners: Any) -> None:
        points = now["points"]
        inside = Outline(corners).contains_points(points.select("x", "y").to_numpy())
        bench.selected = points.filter(pl.Series(inside, dtype=pl.Boolean))
        bench.count("selected", bench.selected.height)
        passages.put(bench.selected)

    figure.canvas.mpl_connect("motion_notify_event", bench.guarded(hover))
    lasso = LassoSelector(axes, bench.guarded(select))
    bench.listen(draw)
    live = [figure.canvas] if isinstance(figure.canvas, ipywidgets.Widget) else []
    for canvas in live:
        canvas.manager.set_window_title(bench.words.text("drawn.map"))
        canvas.header_visible = False
    panel = ipywidgets.VBox([bench.note("map"), *live, bench.message, passages.panel])
    # The lasso lives as long as somebody holds it.
    panel.lasso, panel.select = lasso, select
    return panel


def _point_out(point: dict[str, Any], hint: Any, axes: Any) -> None:
    """Write a passage's beginning beside its point, towards the middle of the map, where there is room."""
    import textwrap

    hint.xy = (point["x"], point["y"])
    right = axes.transAxes.inverted().transform(axes.transData.transform(hint.xy))[0] > 0.5
    hint.set_ha("right" if right else "left")
    hint.set_position((-8, 8) if right else (8, 8))
    told = [shorten(str(point["title"] or ""), _LINE), *textwrap.wrap(shorten(point["text"], _HINT), _LINE)]
    hint.set_text("\n".join(told))
