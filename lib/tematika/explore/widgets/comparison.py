"""The panel that compares two themes or two periods."""

from __future__ import annotations

import ipywidgets

from tematika.explore import compare
from tematika.explore.widgets.panels import Panels


def compare_panel(panels: Panels) -> ipywidgets.VBox:
    """Return the panel with pickers of two themes and of two periods."""
    text = panels.words.text
    wide = {"style": {"description_width": "9em"}, "layout": {"width": "30em"}}
    themes = [ipywidgets.Dropdown(description=text(f"label.{name}"), **wide) for name in ("one_theme", "other_theme")]
    periods = [
        ipywidgets.Text(description=text(f"label.{name}"), placeholder=hint, **wide)
        for name, hint in (("one_period", "2026-09"), ("other_period", "2026-10"))
    ]
    result = ipywidgets.HTML()

    def compare_themes() -> None:
        one, other = (picker.value for picker in themes)
        result.value = panels.table(compare.compare_themes(panels.workbench, one, other))

    def compare_periods() -> None:
        one, other = (field.value for field in periods)
        words, shares = compare.compare_periods(panels.workbench, one, other)
        result.value = panels.table(words) + panels.table(shares)

    panels.subscribe(lambda: panels.refill(*themes))
    rows = [
        ipywidgets.HBox([*themes, *panels.buttons({"compare_themes": compare_themes})]),
        ipywidgets.HBox([*periods, *panels.buttons({"compare_periods": compare_periods})]),
    ]
    return ipywidgets.VBox([panels.note("compare"), *rows, result])
