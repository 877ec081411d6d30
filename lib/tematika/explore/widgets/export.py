"""The panel that exports the view as a page and as CSV, and the map as PNG and SVG."""

from __future__ import annotations

import ipywidgets

from tematika.core.context import current_context
from tematika.explore import charts, export
from tematika.explore.widgets.panels import Panels


def out_panel(panels: Panels) -> ipywidgets.VBox:
    """Return the panel with a button for each file."""
    folder = current_context().run_folder / "out"

    def show_paths(*paths: object) -> None:
        panels.show_text("written", paths=", ".join(str(path) for path in paths))

    def page() -> None:
        show_paths(export.write_page(panels.workbench, panels.view, folder / "view.html"))

    def figure() -> None:
        show_paths(*export.save_figure(charts.map_figure(panels.workbench, panels.view), folder, "map"))

    def selection() -> None:
        chosen = panels.selected if panels.selected.height else panels.view.passages
        show_paths(export.write_csv(chosen, folder / "selection.csv"))

    buttons = panels.buttons({"page": page, "figure": figure, "selection": selection})
    return ipywidgets.VBox([panels.note("out"), panels.message, ipywidgets.HBox(buttons)])
