"""The panel that tries settings: sliders, the passages that change, the figures before and after."""

from __future__ import annotations

from typing import Any

import ipywidgets
import polars as pl

from tematika.explore import compare, export, whatif
from tematika.explore.widgets.panels import Panels

_N_ROWS = 40


def try_panel(panels: Panels) -> ipywidgets.VBox:
    """Return the panel with fields for threshold, number of discovered themes, phrases and stop words."""
    now, text = panels.workbench.settings, panels.words.text
    lazy = {"continuous_update": False, "style": {"description_width": "20em"}, "layout": {"width": "44em"}}
    fields = {
        "threshold": ipywidgets.FloatSlider(
            now.threshold, min=0, max=1, step=0.02, description=text("label.threshold"), **lazy
        ),
        "discovered": ipywidgets.IntSlider(
            now.discovered, min=-1, max=40, description=text("label.discovered"), **lazy
        ),
        "phrases": ipywidgets.Checkbox(now.phrases, description=text("label.phrases"), layout=lazy["layout"]),
        "stop_words": ipywidgets.Text(now.stop_words, description=text("label.stop_words"), **lazy),
    }
    result = ipywidgets.HTML()
    tried = {"workbench": panels.workbench}

    def attempt(_: Any = None) -> None:
        before = panels.workbench
        after = before.with_settings(**{name: field.value for name, field in fields.items()})
        tried["workbench"] = after
        passages = compare.moved(before, after)
        panels.show_count("would_move", passages.height)
        rows = passages.select("change", "theme", pl.col("title").alias("headline"), "text").head(_N_ROWS)
        n = panels.words.number(passages.height)
        more = f"<p>{panels.words('said.listed', shown=_N_ROWS, n=n)}</p>" if passages.height > _N_ROWS else ""
        sizes = whatif.theme_sizes(before, after).drop("theme")
        tables = (panels.table(whatif.side_by_side(before, after)), panels.table(sizes), panels.table(rows, after))
        result.value = "".join((*tables, more))

    def keep() -> None:
        panels.replace(tried["workbench"])
        panels.show_text("tried", command=export.command(panels.workbench.settings))

    for field in fields.values():
        field.observe(panels.guarded(attempt), "value")
    buttons = panels.buttons({"keep_settings": keep})
    return ipywidgets.VBox([panels.note("try"), panels.message, *fields.values(), *buttons, result])
