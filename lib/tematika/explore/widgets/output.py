"""The panel of what goes out: the view as a page and as CSV, the map as PNG and SVG."""

from __future__ import annotations

import ipywidgets

from tematika.explore import mapping, out
from tematika.explore.widgets.bench import Bench, button
from tematika.settings import run_folder


def out_panel(bench: Bench) -> ipywidgets.VBox:
    """Make buttons that write files beside the desk's other files, and say which."""
    folder = run_folder() / "out"

    def page() -> None:
        _said(bench, out.write_page(bench.desk, bench.view, folder / "view.html"))

    def figure() -> None:
        _said(bench, *mapping.save_figure(mapping.map_figure(bench.desk, bench.view), folder, "map"))

    def selection() -> None:
        chosen = bench.selected if bench.selected.height else bench.view.passages
        _said(bench, out.write_csv(chosen, folder / "selection.csv"))

    actions = {"Page of the view": page, "Map as PNG and SVG": figure, "Selection as CSV": selection}
    return ipywidgets.VBox(
        [bench.message, ipywidgets.HBox([button(bench, text, work) for text, work in actions.items()])]
    )


def _said(bench: Bench, *paths: object) -> None:
    bench.say("written: " + ", ".join(str(path) for path in paths))
