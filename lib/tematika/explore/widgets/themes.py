"""The panel that edits themes: their seed words and titles; new, merged and split themes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

import ipywidgets
import polars as pl

from tematika.explore import compare, edits
from tematika.explore.edits import Change
from tematika.explore.filters import split_words
from tematika.explore.widgets.panels import Panels

_WIDE = {"layout": {"width": "32em"}}


class ThemeEditor:
    """Fields for themes, words and a title, with a button for each kind of change.

    Attributes
    ----------
    panel : ipywidgets.VBox
    """

    def __init__(self, panels: Panels) -> None:
        self._panels, text = panels, panels.words.text
        self._theme = ipywidgets.Dropdown(description=text("label.theme"), **_WIDE)
        self._other = ipywidgets.Dropdown(description=text("label.other"), **_WIDE)
        self._words = ipywidgets.Text(description=text("label.words"), placeholder=text("label.words_hint"), **_WIDE)
        self._title = ipywidgets.Text(description=text("label.title"), **_WIDE)
        self._seeds, self._result = ipywidgets.HTML(), ipywidgets.HTML()
        buttons = ipywidgets.HBox(panels.buttons({
            "suggest": self._suggest,
            "preview": self._preview,
            "keep_words": partial(self._apply, self._change_seeds),
            "promote": partial(self._apply, self._promote),
            "rename": partial(self._apply, self._rename),
            "merge": partial(self._apply, self._merge),
            "split": partial(self._apply, self._split),
            "undo": panels.undo,
        }))  # fmt: skip
        buttons.layout.flex_flow = "row wrap"
        pickers, fields = ipywidgets.HBox([self._theme, self._other]), ipywidgets.HBox([self._words, self._title])
        self.panel = ipywidgets.VBox(
            [panels.note("teach"), panels.message, pickers, self._seeds, fields, buttons, self._result]
        )
        self._theme.observe(self._show_seeds, "value")
        panels.subscribe(self._refresh)

    def _refresh(self) -> None:
        self._panels.refill(self._theme, self._other)
        self._show_seeds()

    def _show_seeds(self, _: object = None) -> None:
        seeds = {one.id: ", ".join(one.seeds) for one in self._panels.workbench.definitions}
        text = seeds.get(self._theme.value) or self._panels.words.text("said.discovered_theme")
        self._seeds.value = f"<div style='line-height:1.5;max-height:9em;overflow:auto'>{escape(text)}</div>"

    def _suggest(self) -> None:
        self._result.value = self._panels.table(edits.suggest(self._panels.workbench, self._theme.value))

    def _preview(self) -> None:
        workbench = self._panels.workbench
        passages = compare.moved(workbench, self._change_seeds().apply(workbench))
        self._panels.show_count("would_move", passages.height)
        columns = ("change", "theme", "score", pl.col("title").alias("headline"), "text")
        self._result.value = self._panels.table(passages.select(columns))

    def _apply(self, make: Callable[[], Change]) -> None:
        self._panels.apply(make())
        self._result.value = ""

    def _change_seeds(self) -> Change:
        words = split_words(self._words.value)
        add = [word for word in words if not word.startswith("-")]
        drop = [word[1:].strip() for word in words if word.startswith("-")]
        return edits.change_seeds(self._panels.log.read(), self._theme.value, add, drop)

    def _promote(self) -> Change:
        words, title = split_words(self._words.value), self._title.value.strip()
        return edits.promote(self._panels.log.read(), self._panels.workbench, self._theme.value, title, words)

    def _rename(self) -> Change:
        lang = self._panels.words.lang
        return edits.rename(self._panels.log.read(), self._theme.value, self._title.value.strip(), lang)

    def _merge(self) -> Change:
        return edits.merge(self._panels.log.read(), self._theme.value, self._other.value)

    def _split(self) -> Change:
        words, title = split_words(self._words.value), self._title.value.strip()
        return edits.split(self._panels.log.read(), self._theme.value, words, title)


def teach_panel(panels: Panels) -> ipywidgets.VBox:
    """Return the panel of the theme editor."""
    return ThemeEditor(panels).panel
