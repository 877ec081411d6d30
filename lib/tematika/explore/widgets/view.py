"""The panel that chooses the view: period, sources and themes; with a search, its timeline, and the card of a theme."""

from __future__ import annotations

from typing import Any

import ipywidgets

from tematika.explore import charts, export, filters
from tematika.explore.widgets.panels import Panels
from tematika.explore.widgets.passages import Passages


def look_panel(panels: Panels) -> ipywidgets.VBox:
    """Return the panel with pickers of period, sources and themes, a search, and the card of a theme."""
    text = panels.words.text
    period = ipywidgets.Text("all", description=text("label.period"), continuous_update=False)
    names = sorted(panels.workbench.loaded.articles["source"].drop_nulls().unique().to_list())
    sources = ipywidgets.SelectMultiple(options=names, description=text("label.sources"))
    themes = ipywidgets.SelectMultiple(
        options=panels.theme_options(), description=text("label.themes"), layout={"width": "32em"}
    )
    card, count = ipywidgets.HTML(), ipywidgets.HTML()

    def choose(_: Any = None) -> None:
        panels.choose(period=period.value, sources=sources.value, themes=themes.value)

    def show_card() -> None:
        uid = themes.value[0] if themes.value else panels.workbench.uids[0]
        card.value = str(filters.card(panels.workbench, uid, view=panels.view))

    def refresh() -> None:
        options = panels.theme_options()
        if list(themes.options) != options:
            themes.unobserve(on_choice, "value")
            themes.options = options
            themes.value = panels.choice.get("themes", ())
            themes.observe(on_choice, "value")
        words, view = panels.words, panels.view
        articles, passages = (words.count(noun, getattr(view, noun).height) for noun in ("articles", "passages"))
        count.value = str(words("said.in_view", articles=articles, passages=passages))

    on_choice = panels.guarded(choose)
    for picker in (period, sources, themes):
        picker.observe(on_choice, "value")
    panels.subscribe(refresh)
    pickers = ipywidgets.HBox([period, sources, themes])
    card_row = ipywidgets.HBox([*panels.buttons({"card": show_card}), panels.note("card", "small")])
    return ipywidgets.VBox([panels.note("look"), panels.message, pickers, count, *_search(panels), card_row, card])


def _search(panels: Panels) -> tuple[ipywidgets.Widget, ...]:
    """Return the search field, the timeline of the words, and the passages that contain them."""
    text = panels.words.text
    words = ipywidgets.Text(
        description=text("label.search"), placeholder=text("label.search_hint"), continuous_update=False
    )
    unit = ipywidgets.Dropdown(
        options=[(text(f"label.{name}"), name) for name in ("day", "week", "month")],
        value="week",
        description=text("label.unit"),
        style={"description_width": "initial"},
        layout={"width": "16em"},
    )
    passages, times = Passages(panels), ipywidgets.HTML()

    def draw(_: Any = None) -> None:
        if words.value.strip():
            counted = filters.timeline(panels.workbench, words.value, unit.value, panels.view)
            figure = charts.timeline_figure(counted, words.value, unit.value, panels.words.lang)
            times.value = str(export.as_svg(figure)) if counted.height else ""

    def search(_: Any = None) -> None:
        matches = filters.search(panels.workbench, words.value, panels.view)
        panels.show_count("with_words", matches.height, words=words.value)
        passages.show(matches)
        draw()

    words.observe(panels.guarded(search), "value")
    unit.observe(panels.guarded(draw), "value")
    return ipywidgets.HBox([words, unit]), times, passages.panel
