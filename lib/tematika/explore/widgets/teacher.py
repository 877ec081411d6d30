"""The panel to teach: seed words, titles, new themes, merging and splitting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape

import ipywidgets
import polars as pl

from tematika.explore import compare, edits
from tematika.explore.edits import Change
from tematika.explore.widgets.bench import Bench, button, titles


def teach_panel(bench: Bench) -> ipywidgets.VBox:
    """Make fields for a theme and for words, and a button for each kind of change."""
    text = bench.words.text
    wide = {"layout": {"width": "32em"}}
    theme = ipywidgets.Dropdown(description=text("label.theme"), **wide)
    other = ipywidgets.Dropdown(description=text("label.other"), **wide)
    words = ipywidgets.Text(description=text("label.words"), placeholder=text("label.words_hint"), **wide)
    title = ipywidgets.Text(description=text("label.title"), **wide)
    seeds, shown = ipywidgets.HTML(), ipywidgets.HTML()

    def refresh() -> None:
        options = titles(bench.desk)
        for picker in (theme, other):
            was = picker.value
            picker.options = options
            picker.value = was if was in bench.desk.uids else bench.desk.uids[0]
        describe()

    def describe(_: object = None) -> None:
        own = next((one for one in bench.desk.definitions if one.id == theme.value), None)
        told = ", ".join(own.seeds) if own else text("said.discovered_theme")
        seeds.value = f"<div style='line-height:1.5;max-height:9em;overflow:auto'>{escape(told)}</div>"

    def given() -> list[str]:
        return [word.strip() for word in words.value.split(",") if word.strip()]

    def edited() -> Change:
        return _edited(bench, theme.value, given())

    def preview() -> None:
        after = edited().on(bench.desk)
        passages = compare.moved(bench.desk, after)
        bench.count("would_move", passages.height)
        shown.value = bench.table(
            passages.select("change", "theme", "score", pl.col("title").alias("headline"), "text")
        )

    def suggest() -> None:
        shown.value = bench.table(edits.suggest(bench.desk, theme.value))

    def keep(make: str) -> None:
        now, lang = bench.shelf.read(), bench.words.lang
        changes: dict[str, Callable[[], Change]] = {
            "keep_words": edited,
            "promote": lambda: edits.promote(now, bench.desk, theme.value, title.value.strip(), given()),
            "rename": lambda: edits.rename(now, theme.value, title.value.strip(), lang),
            "merge": lambda: edits.merge(now, theme.value, other.value),
            "split": lambda: edits.split(now, theme.value, given(), title.value.strip()),
        }
        bench.keep(changes[make]())
        shown.value = ""

    kept = ("keep_words", "promote", "rename", "merge", "split")
    actions: dict[str, Callable[[], None]] = {
        "suggest": suggest,
        "preview": preview,
        **{name: partial(keep, name) for name in kept},
        "undo": bench.undo,
    }
    buttons = ipywidgets.HBox([button(bench, label, work) for label, work in actions.items()])
    buttons.layout.flex_flow = "row wrap"
    theme.observe(describe, "value")
    bench.listen(refresh)
    pickers = ipywidgets.HBox([theme, other])
    return ipywidgets.VBox(
        [bench.note("teach"), bench.message, pickers, seeds, ipywidgets.HBox([words, title]), buttons, shown]
    )


def _edited(bench: Bench, theme: str, given: Sequence[str]) -> Change:
    """Make the change of words with a minus before those that go."""
    add = [word for word in given if not word.startswith("-")]
    drop = [word[1:].strip() for word in given if word.startswith("-")]
    return edits.change_seeds(bench.shelf.read(), theme, add, drop)
