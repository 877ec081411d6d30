"""The panel to look: period, sources, themes; search with the word's timeline; a theme's card."""

from __future__ import annotations

import html
from typing import Any

import ipywidgets

from tematika.explore import filters, timelines
from tematika.explore.widgets.bench import Bench, button, titles
from tematika.explore.widgets.passages import Passages


def look_panel(bench: Bench) -> ipywidgets.VBox:
    """Make pickers of period, sources and themes, a search, and a theme's card."""
    text = bench.words.text
    period = ipywidgets.Text("all", description=text("label.period"), continuous_update=False)
    names = sorted(bench.desk.reads.articles["source"].drop_nulls().unique().to_list())
    sources = ipywidgets.SelectMultiple(options=names, description=text("label.sources"))
    themes = ipywidgets.SelectMultiple(
        options=titles(bench.desk), description=text("label.themes"), layout={"width": "32em"}
    )
    card, count = ipywidgets.HTML(), ipywidgets.HTML()

    def choose(_: Any = None) -> None:
        bench.choose(period=period.value, sources=sources.value, themes=themes.value)

    def show_card() -> None:
        uid = themes.value[0] if themes.value else bench.desk.uids[0]
        card.value = str(filters.card(bench.desk, uid, found=bench.view))

    def refresh() -> None:
        options = titles(bench.desk)
        if list(themes.options) != options:
            themes.unobserve(chosen, "value")
            themes.options = options
            themes.value = bench.choice.get("themes", ())
            themes.observe(chosen, "value")
        words = bench.words
        articles = words.count("articles", bench.view.articles.height)
        count.value = str(
            words("said.in_view", articles=articles, passages=words.count("passages", bench.view.passages.height))
        )

    chosen = bench.guarded(choose)
    for picker in (period, sources, themes):
        picker.observe(chosen, "value")
    bench.listen(refresh)
    pickers = ipywidgets.HBox([period, sources, themes])
    shown = button(bench, "card", show_card)
    note = ipywidgets.HTML(f"<small>{html.escape(text('note.card'))}</small>")
    return ipywidgets.VBox(
        [bench.note("look"), bench.message, pickers, count, *_search(bench), ipywidgets.HBox([shown, note]), card]
    )


def _search(bench: Bench) -> tuple[ipywidgets.Widget, ...]:
    """Make the field of words, and what shows the passages that have them, and when they were written."""
    text = bench.words.text
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
    passages, times = Passages(bench), ipywidgets.HTML()

    def draw(_: Any = None) -> None:
        if words.value.strip():
            counted = filters.timeline(bench.desk, words.value, unit.value, bench.view)
            figure = timelines.timeline_figure(counted, words.value, unit.value, bench.words.lang)
            times.value = str(timelines.as_svg(figure)) if counted.height else ""

    def search(_: Any = None) -> None:
        hits = filters.search(bench.desk, words.value, bench.view)
        bench.count("with_words", hits.height, words=words.value)
        passages.put(hits)
        draw()

    words.observe(bench.guarded(search), "value")
    unit.observe(bench.guarded(draw), "value")
    return ipywidgets.HBox([words, unit]), times, passages.panel
