"""The panel of what goes out: the view as a page and as CSV, the map as PNG and SVG."""

from __future__ import annotations

import ipywidgets

from tematika.core.context import current_context
from tematika.explore import export, map
from tematika.explore.widgets.bench import Bench, button


def out_panel(bench: Bench) -> ipywidgets.VBox:
    """Make buttons that write files beside the desk's other files, and say which."""
    folder = current_context().run_folder / "out"

    def page() -> None:
        _said(bench, export.write_page(bench.desk, bench.view, folder / "view.html"))

    def figure() -> None:
        _said(bench, *map.save_figure(map.map_figure(bench.desk, bench.view), folder, "map"))

    def selection() -> None:
        chosen = bench.selected if bench.selected.height else bench.view.passages
        _said(bench, export.write_csv(chosen, folder / "selection.csv"))

    actions = {"page": page, "figure": figure, "selection": selection}
    buttons = ipywidgets.HBox([button(bench, label, work) for label, work in actions.items()])
    return ipywidgets.VBox([bench.note("out"), bench.message, buttons])


def _said(bench: Bench, *paths: object) -> None:
    bench.say("written", paths=", ".join(str(path) for path in paths))
