"""The panel to try: sliders, what moves, what the figures say."""

from __future__ import annotations

from typing import Any

import ipywidgets

from tematika.explore import compare, out, trying
from tematika.explore.widgets.bench import Bench, button, table


def try_panel(bench: Bench) -> ipywidgets.VBox:
    """Make sliders for threshold and number of discovered themes, and fields for phrases and stop words."""
    usual = bench.desk.settings
    lazy = {"continuous_update": False, "style": {"description_width": "12em"}, "layout": {"width": "32em"}}
    threshold = ipywidgets.FloatSlider(
        usual.threshold, min=0, max=1, step=0.02, description="Threshold (0: found)", **lazy
    )
    discovered = ipywidgets.IntSlider(usual.discovered, min=-1, max=40, description="Free themes (-1: found)", **lazy)
    phrases = ipywidgets.Checkbox(usual.phrases, description="Phrases of two words")
    stop_words = ipywidgets.Text(usual.stop_words, description="Stop words", **lazy)
    shown = ipywidgets.HTML()
    fields = {"threshold": threshold, "discovered": discovered, "phrases": phrases, "stop_words": stop_words}
    tried = {"desk": bench.desk}

    def attempt(_: Any = None) -> None:
        after = bench.desk.tried(**{name: field.value for name, field in fields.items()})
        tried["desk"] = after
        passages = compare.moved(bench.desk, after)
        bench.say(f"{passages.height} passages would move")
        sizes = table(trying.theme_sizes(bench.desk, after))
        moves = table(passages.select("change", "theme", "title", "text").head(40))
        shown.value = table(trying.side_by_side(bench.desk, after)) + sizes + moves

    def keep() -> None:
        bench.put(tried["desk"])
        bench.say(f"on the desk; a report like it: {out.command(bench.desk.settings)}")

    for field in fields.values():
        field.observe(bench.guarded(attempt), "value")
    return ipywidgets.VBox([bench.message, *fields.values(), button(bench, "Keep on the desk", keep), shown])
