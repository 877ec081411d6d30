"""The panel to try: sliders, what moves, what the figures say."""

from __future__ import annotations

from typing import Any

import ipywidgets
import polars as pl

from tematika.explore import compare, export, whatif
from tematika.explore.widgets.bench import Bench, button

_LISTED = 40


def try_panel(bench: Bench) -> ipywidgets.VBox:
    """Make sliders for threshold and number of discovered themes, and fields for phrases and stop words."""
    usual, text = bench.desk.settings, bench.words.text
    lazy = {"continuous_update": False, "style": {"description_width": "20em"}, "layout": {"width": "44em"}}
    threshold = ipywidgets.FloatSlider(
        usual.threshold, min=0, max=1, step=0.02, description=text("label.threshold"), **lazy
    )
    discovered = ipywidgets.IntSlider(usual.discovered, min=-1, max=40, description=text("label.discovered"), **lazy)
    phrases = ipywidgets.Checkbox(usual.phrases, description=text("label.phrases"), layout={"width": "44em"})
    stop_words = ipywidgets.Text(usual.stop_words, description=text("label.stop_words"), **lazy)
    shown = ipywidgets.HTML()
    fields = {"threshold": threshold, "discovered": discovered, "phrases": phrases, "stop_words": stop_words}
    tried = {"desk": bench.desk}

    def attempt(_: Any = None) -> None:
        after = bench.desk.tried(**{name: field.value for name, field in fields.items()})
        tried["desk"] = after
        passages = compare.moved(bench.desk, after)
        bench.count("would_move", passages.height)
        sizes = bench.table(whatif.theme_sizes(bench.desk, after).drop("theme"))
        moves = bench.table(
            passages.select("change", "theme", pl.col("title").alias("headline"), "text").head(_LISTED), after
        )
        listed = ""
        if passages.height > _LISTED:
            n = bench.words.number(passages.height)
            listed = f"<p>{bench.words('said.listed', shown=_LISTED, n=n)}</p>"
        shown.value = bench.table(whatif.side_by_side(bench.desk, after)) + sizes + moves + listed

    def keep() -> None:
        bench.put(tried["desk"])
        bench.say("tried", command=export.command(bench.desk.settings))

    for field in fields.values():
        field.observe(bench.guarded(attempt), "value")
    return ipywidgets.VBox(
        [bench.note("try"), bench.message, *fields.values(), button(bench, "keep_settings", keep), shown]
    )
