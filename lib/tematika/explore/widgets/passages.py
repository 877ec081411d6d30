"""Lists of passages that can be labelled as right or wrong by mouse or keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from typing import Any

import ipywidgets
import polars as pl

from tematika.explore import edits
from tematika.explore.tables import highlighted
from tematika.explore.widgets.keys import Keys
from tematika.explore.widgets.panels import Panels
from tematika.themes.result import ThemedCorpus

_N_ROWS = 100
_MAX_TEXT = 400
_HEADS = ("verdict", "published", "source", "headline", "text", "themes")
_CELL = "text-align:left;vertical-align:top;white-space:normal;padding:0.2em 0.5em"
_CHOSEN = "background:rgba(127,127,127,0.25)"


class Passages:
    """A list of passages, with the words that decided about the chosen one.

    Attributes
    ----------
    panel : ipywidgets.VBox
    """

    def __init__(self, panels: Panels) -> None:
        self._panels, text = panels, panels.words.text
        self._rows, self._place = pl.DataFrame(), 0
        self._theme = ipywidgets.Dropdown(description=text("label.judged"), layout={"width": "24em"})
        self._keys = Keys(label=text("column.text"))
        self._keys.listen(panels.guarded(self.press))
        self._deciding = ipywidgets.HTML()
        first = ipywidgets.HBox([self._theme, *panels.buttons({"learn": self._learn})])
        self.panel = ipywidgets.VBox([first, panels.note("passages", "small"), self._keys, self._deciding])
        panels.subscribe(self._refresh)

    def show(self, passages: pl.DataFrame) -> None:
        """List passages, which are named by ``article_id`` and ``ordinal``."""
        self._rows, self._place = passages.select("article_id", "ordinal"), 0
        self._refresh()
        self._explain()

    def press(self, key: str, row: int = -1) -> None:
        """Handle a key, or a click on a row."""
        if not self._n_shown():
            return
        if row >= 0:
            self._go(row)
        actions: dict[str, Callable[[], None]] = {
            "ArrowUp": partial(self._go, self._place - 1),
            "ArrowDown": partial(self._go, self._place + 1),
            "+": partial(self._label, True),
            "=": partial(self._label, True),
            "-": partial(self._label, False),
            "Backspace": self._undo,
        }
        if key in actions:
            actions[key]()

    def _n_shown(self) -> int:
        return min(self._rows.height, _N_ROWS)

    def _go(self, row: int) -> None:
        self._place = max(0, min(row, self._n_shown() - 1))
        self._refresh()
        self._explain()

    def _label(self, right: bool) -> None:
        article, ordinal = self._rows.row(self._place)
        theme = self._theme.value or self._passages().row(self._place, named=True)["cluster"] or ""
        self._panels.save(edits.mark_passage(self._panels.log.read(), article, ordinal, theme, right))
        self._refresh()

    def _undo(self) -> None:
        self._panels.undo()
        self._refresh()

    def _learn(self) -> None:
        self._panels.learn()
        self._explain()

    def _refresh(self) -> None:
        workbench, words = self._panels.workbench, self._panels.words
        chosen = self._theme.value
        named = [(theme.title[words.lang], theme.uid) for theme in workbench.themes if theme.named]
        self._theme.options = [(words.text("label.own_theme"), ""), *named]
        self._theme.value = chosen if chosen in {uid for _, uid in named} else ""
        self._keys.shown = self._table() if self._n_shown() else ""
        self.panel.layout.display = None if self._n_shown() else "none"

    def _explain(self) -> None:
        shown = self._n_shown()
        self._deciding.value = (
            _explain_passage(self._panels, self._passages().row(self._place, named=True)) if shown else ""
        )

    def _passages(self) -> pl.DataFrame:
        """Return the rows that are shown, with their present themes."""
        corpus, wanted = self._panels.workbench.corpus, self._rows.head(_N_ROWS)
        about = corpus.articles.select("article_id", "title", "source", "published", "ref")
        keys = ["article_id", "ordinal"]
        return wanted.join(corpus.passages, on=keys, how="left", maintain_order="left").join(
            about, on="article_id", how="left", maintain_order="left"
        )

    def _table(self) -> str:
        words = self._panels.words
        heads = "".join(f"<th style='{_CELL}'>{escape(words.text(f'column.{name}'))}</th>" for name in _HEADS)
        labels = self._panels.log.read().annotations()
        rows = "".join(
            self._row(number, row, edits.verdicts(labels, row["article_id"], row["ref"], row["ordinal"]))
            for number, row in enumerate(self._passages().to_dicts())
        )
        left_out = self._rows.height - _N_ROWS
        more = f"<p>{words.count('more_rows', left_out)}</p>" if left_out > 0 else ""
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{more}"

    def _row(self, number: int, row: Mapping[str, Any], verdicts: Mapping[str, bool]) -> str:
        chosen = number == self._place
        text = row["text"] if len(row["text"]) <= _MAX_TEXT else row["text"][:_MAX_TEXT] + "…"
        published = f"{row['published']:%Y-%m-%d}" if row["published"] else self._panels.words.text("text.nothing")
        themes = ", ".join(map(self._panels.theme_title, row["themes"] or filter(None, [row["cluster"]])))
        plain = (published, row["source"] or "", row["title"] or "", text, themes)
        cells = "".join(f"<td style='{_CELL}'>{cell}</td>" for cell in (self._verdict(verdicts), *map(escape, plain)))
        style = f" style='{_CHOSEN}'" if chosen else ""
        return f"<tr data-row='{number}' aria-selected='{str(chosen).lower()}'{style}>{cells}</tr>"

    def _verdict(self, verdicts: Mapping[str, bool]) -> str:
        """Return the buttons of a passage and its verdicts so far."""
        text = self._panels.words.text
        buttons = " ".join(
            f"<button type='button' tabindex='-1' data-key='{key}' title='{name}' aria-label='{name}'>{sign}</button>"
            for key, sign, name in (("+", "✓", text("label.right")), ("-", "✗", text("label.wrong")))
        )
        marks = "<br>".join(
            f"{'✓' if right else '✗'}\u00a0{escape(self._panels.theme_title(theme))}"
            for theme, right in verdicts.items()
        )
        return f"<span style='white-space:nowrap'>{buttons}</span><br>{marks}"


def _explain_passage(panels: Panels, passage: Mapping[str, Any]) -> str:
    """Return a passage as HTML with the words that decided marked."""
    corpus, article, ordinal = panels.workbench.corpus, passage["article_id"], passage["ordinal"]
    its = pl.col("article_id") == article
    view = ThemedCorpus(
        corpus.articles.filter(its), corpus.passages.filter(its & (pl.col("ordinal") == ordinal)),
        corpus.removals, corpus.themes, corpus.facts,
    )  # fmt: skip
    return str(highlighted(panels.workbench.with_deciding_words(view), article, ordinal))
