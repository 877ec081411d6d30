"""The panel of two things side by side: themes, or periods."""

from __future__ import annotations

import ipywidgets

from tematika.explore import compare
from tematika.explore.widgets.bench import Bench, button, titles


def compare_panel(bench: Bench) -> ipywidgets.VBox:
    """Make pickers of two themes and of two periods, and show what tells them apart."""
    text = bench.words.text
    wide = {"style": {"description_width": "9em"}, "layout": {"width": "30em"}}
    themes = [ipywidgets.Dropdown(description=text(f"label.{name}"), **wide) for name in ("one_theme", "other_theme")]
    periods = [
        ipywidgets.Text(description=text(f"label.{name}"), placeholder=hint, **wide)
        for name, hint in (("one_period", "2026-09"), ("other_period", "2026-10"))
    ]
    shown = ipywidgets.HTML()

    def refresh() -> None:
        options = titles(bench.desk)
        for number, picker in enumerate(themes):
            was = picker.value
            picker.options = options
            picker.value = was if was in bench.desk.uids else bench.desk.uids[min(number, len(options) - 1)]

    def compare_themes() -> None:
        one, other = (picker.value for picker in themes)
        shown.value = bench.table(compare.compare_themes(bench.desk, one, other))

    def compare_periods() -> None:
        one, other = (field.value for field in periods)
        words, shares = compare.compare_periods(bench.desk, one, other)
        shown.value = bench.table(words) + bench.table(shares)

    bench.listen(refresh)
    rows = [
        ipywidgets.HBox([*themes, button(bench, "compare_themes", compare_themes)]),
        ipywidgets.HBox([*periods, button(bench, "compare_periods", compare_periods)]),
    ]
    return ipywidgets.VBox([bench.note("compare"), *rows, shown])
