"""Panels to look: period, sources, themes; search, timeline, card; the map with its table."""

from __future__ import annotations

from typing import Any

import ipywidgets
import matplotlib.pyplot as plt
import polars as pl
from matplotlib.path import Path as Outline
from matplotlib.widgets import LassoSelector

from tematika.explore import look, mapping
from tematika.explore.tables import highlighted
from tematika.explore.widgets.bench import Bench, button, table, titles

_SHOWN = ["title", "source", "published", "text", "themes"]
_HINT = 160


def look_panel(bench: Bench) -> ipywidgets.VBox:
    """Make pickers of period, sources and themes, a search, and a theme's card."""
    period = ipywidgets.Text("all", description="Period", continuous_update=False)
    names = sorted(bench.desk.reads.articles["source"].drop_nulls().unique().to_list())
    sources = ipywidgets.SelectMultiple(options=names, description="Sources")
    themes = ipywidgets.SelectMultiple(options=titles(bench.desk), description="Themes")
    words = ipywidgets.Text(description="Search", placeholder="нефть, железная дорога", continuous_update=False)
    found, card = ipywidgets.HTML(), ipywidgets.HTML()

    def choose(_: Any = None) -> None:
        bench.choose(period=period.value, sources=sources.value, themes=themes.value)

    def search(_: Any = None) -> None:
        hits = look.search(bench.desk, words.value, bench.view)
        times = look.timeline(bench.desk, words.value, "week", bench.view)
        bench.say(f"{hits.height} passages with {words.value}")
        found.value = table(hits.select(_SHOWN)) + table(times)

    def show_card() -> None:
        uid = themes.value[0] if themes.value else bench.desk.uids[0]
        card.value = str(look.card(bench.desk, uid, found=bench.view))

    def refresh() -> None:
        options = titles(bench.desk)
        if list(themes.options) != options:
            themes.unobserve(chosen, "value")
            themes.options = options
            themes.observe(chosen, "value")
        counted = bench.view.articles.height
        count.value = f"{counted} articles, {bench.view.passages.height} passages in view"

    chosen, count = bench.guarded(choose), ipywidgets.HTML()
    for picker in (period, sources, themes):
        picker.observe(chosen, "value")
    words.observe(bench.guarded(search), "value")
    bench.listen(refresh)
    pickers = ipywidgets.HBox([period, sources, themes])
    return ipywidgets.VBox([pickers, count, words, found, button(bench, "Card", show_card), card])


def map_panel(bench: Bench) -> ipywidgets.VBox:
    """Make the map: hover names a passage, a lasso lists what is inside and marks the words that decided."""
    with plt.ioff():
        figure, axes = plt.subplots(figsize=(8, 5), layout="constrained")
    axes_box: dict[str, Any] = {"points": pl.DataFrame(), "selected": pl.DataFrame()}
    listed, words = ipywidgets.HTML(), ipywidgets.HTML()
    hint = axes.annotate("", (0, 0))

    def draw() -> None:
        nonlocal hint
        axes.clear()
        axes_box["points"] = mapping.passage_map(bench.desk, bench.view)
        axes_box["drawn"] = mapping.draw_map(axes_box["points"], bench.desk, axes)
        hint = axes.annotate("", (0, 0), xytext=(8, 8), textcoords="offset points", fontsize=8, visible=False)
        figure.canvas.draw_idle()

    def hover(event: Any) -> None:
        inside, about = axes_box["drawn"].contains(event) if event.inaxes is axes else (False, {})
        if inside:
            row = axes_box["points"].row(int(about["ind"][0]), named=True)
            hint.xy = (row["x"], row["y"])
            hint.set_text(f"{row['title']}\n{row['text'][:_HINT]}")
        if inside or hint.get_visible():
            hint.set_visible(bool(inside))
            figure.canvas.draw_idle()

    def select(corners: Any) -> None:
        points = axes_box["points"]
        inside = Outline(corners).contains_points(points.select("x", "y").to_numpy())
        chosen = points.filter(pl.Series(inside))
        bench.selected = chosen
        listed.value = table(chosen.select("theme", "title", "text"))
        bench.say(f"{chosen.height} passages selected")
        if chosen.height:
            words.value = explained(bench, chosen.row(0, named=True))

    figure.canvas.mpl_connect("motion_notify_event", hover)
    lasso = LassoSelector(axes, select)
    bench.listen(draw)
    panel = ipywidgets.VBox(
        [figure.canvas, listed, words] if isinstance(figure.canvas, ipywidgets.Widget) else [listed]
    )
    # The lasso lives as long as somebody holds it.
    panel.lasso, panel.select = lasso, select
    return panel


def explained(bench: Bench, passage: dict[str, Any]) -> str:
    """Show a passage with the words that decided."""
    from tematika.themes.result import SortedCorpus

    found = bench.desk.found
    article = found.articles.filter(pl.col("article_id") == passage["article_id"])
    here = (pl.col("article_id") == passage["article_id"]) & (pl.col("ordinal") == passage["ordinal"])
    one = SortedCorpus(article, found.passages.filter(here), found.removals, found.themes, found.facts)
    return str(highlighted(bench.desk.with_deciding_words(one), passage["article_id"], passage["ordinal"]))
