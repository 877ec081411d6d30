"""Lists of passages, each of which can be said to be right or wrong by mouse or keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from typing import Any

import ipywidgets
import polars as pl

from tematika.explore import edits
from tematika.explore.tables import highlighted
from tematika.explore.widgets.bench import Bench, button
from tematika.explore.widgets.keys import Keys, listened
from tematika.themes.result import ThemedCorpus

_MOST = 100
_LONGEST = 400
_HEADS = ("verdict", "published", "source", "headline", "text", "themes")
_CELL = "text-align:left;vertical-align:top;white-space:normal;padding:0.2em 0.5em"
_CHOSEN = "background:rgba(127,127,127,0.25)"


class Passages:
    """A list of passages with the words that decided about the chosen one.

    Parameters
    ----------
    bench : Bench
        Whose passages, and where verdicts are kept.

    Attributes
    ----------
    panel : ipywidgets.VBox
        What is shown.
    """

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._rows, self._place = pl.DataFrame(), 0
        text = bench.words.text
        self._judged = ipywidgets.Dropdown(description=text("label.judged"), layout={"width": "24em"})
        self._keys = Keys(label=text("column.text"))
        self._decided = ipywidgets.HTML()
        listened(self._keys, bench.guarded, self.press)
        note = ipywidgets.HTML(f"<small>{escape(text('note.passages'))}</small>")
        judging = ipywidgets.HBox([self._judged, button(bench, "learn", self._learn)])
        self.panel = ipywidgets.VBox([judging, note, self._keys, self._decided])
        bench.listen(self._refresh)

    def put(self, passages: pl.DataFrame) -> None:
        """List passages, which are named by ``article_id`` and ``ordinal``."""
        self._rows, self._place = passages.select("article_id", "ordinal"), 0
        self._refresh()
        self._explain()

    def press(self, key: str, row: int = -1) -> None:
        """Take a key, or a click on a row."""
        if not self._shown_rows():
            return
        if row >= 0:
            self._go(row)
        actions: dict[str, Callable[[], None]] = {
            "ArrowUp": partial(self._go, self._place - 1),
            "ArrowDown": partial(self._go, self._place + 1),
            "+": partial(self._judge, True),
            "=": partial(self._judge, True),
            "-": partial(self._judge, False),
            "Backspace": self._undo,
        }
        if key in actions:
            actions[key]()

    def _shown_rows(self) -> int:
        return min(self._rows.height, _MOST)

    def _go(self, row: int) -> None:
        self._place = max(0, min(row, self._shown_rows() - 1))
        self._refresh()
        self._explain()

    def _judge(self, right: bool) -> None:
        article, ordinal = self._rows.row(self._place)
        theme = self._judged.value or self._passages().row(self._place, named=True)["cluster"] or ""
        # Written at once; the desk learns from all of them when it is asked to, or with the next change.
        self._bench.write(edits.mark_passage(self._bench.shelf.read(), article, ordinal, theme, right))
        self._refresh()

    def _undo(self) -> None:
        self._bench.undo()
        self._refresh()

    def _learn(self) -> None:
        self._bench.learn()
        self._explain()

    def _refresh(self) -> None:
        desk, words = self._bench.desk, self._bench.words
        was = self._judged.value
        named = [(theme.title[words.lang], theme.uid) for theme in desk.themes if theme.named]
        self._judged.options = [(words.text("label.own_theme"), ""), *named]
        self._judged.value = was if was in {uid for _, uid in named} else ""
        self._keys.shown = self._table() if self._shown_rows() else ""
        self.panel.layout.display = None if self._shown_rows() else "none"

    def _explain(self) -> None:
        shown = self._shown_rows()
        self._decided.value = explained(self._bench, self._passages().row(self._place, named=True)) if shown else ""

    def _passages(self) -> pl.DataFrame:
        """Give the rows that are shown, as the desk has them now."""
        found, wanted = self._bench.desk.found, self._rows.head(_MOST)
        about = found.articles.select("article_id", "title", "source", "published", "ref")
        keys = ["article_id", "ordinal"]
        return wanted.join(found.passages, on=keys, how="left", maintain_order="left").join(
            about, on="article_id", how="left", maintain_order="left"
        )

    def _table(self) -> str:
        words = self._bench.words
        heads = "".join(f"<th style='{_CELL}'>{escape(words.text(f'column.{name}'))}</th>" for name in _HEADS)
        said = edits.verdicts(self._bench.shelf)
        rows = "".join(
            self._row(number, row, said.of(row["article_id"], row["ref"], row["ordinal"]))
            for number, row in enumerate(self._passages().to_dicts())
        )
        left_out = self._rows.height - _MOST
        more = f"<p>{words.count('more_rows', left_out)}</p>" if left_out > 0 else ""
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{more}"

    def _row(self, number: int, row: Mapping[str, Any], said: Mapping[str, bool]) -> str:
        chosen = number == self._place
        text = row["text"] if len(row["text"]) <= _LONGEST else row["text"][:_LONGEST] + "…"
        published = f"{row['published']:%Y-%m-%d}" if row["published"] else self._bench.words.text("text.nothing")
        themes = ", ".join(map(self._bench.theme_title, row["themes"] or filter(None, [row["cluster"]])))
        plain = (published, row["source"] or "", row["title"] or "", text, themes)
        cells = "".join(f"<td style='{_CELL}'>{cell}</td>" for cell in (self._verdict(said), *map(escape, plain)))
        style = f" style='{_CHOSEN}'" if chosen else ""
        return f"<tr data-row='{number}' aria-selected='{str(chosen).lower()}'{style}>{cells}</tr>"

    def _verdict(self, said: Mapping[str, bool]) -> str:
        """Buttons, and what was said of the passage so far."""
        text = self._bench.words.text
        buttons = " ".join(
            f"<button type='button' tabindex='-1' data-key='{key}' title='{name}' aria-label='{name}'>{sign}</button>"
            for key, sign, name in (("+", "✓", text("label.right")), ("-", "✗", text("label.wrong")))
        )
        marks = "<br>".join(
            f"{'✓' if right else '✗'}\u00a0{escape(self._bench.theme_title(theme))}" for theme, right in said.items()
        )
        return f"<span style='white-space:nowrap'>{buttons}</span><br>{marks}"


def explained(bench: Bench, passage: Mapping[str, Any]) -> str:
    """Show a passage with the words that decided."""
    found = bench.desk.found
    article = found.articles.filter(pl.col("article_id") == passage["article_id"])
    here = (pl.col("article_id") == passage["article_id"]) & (pl.col("ordinal") == passage["ordinal"])
    one = ThemedCorpus(article, found.passages.filter(here), found.removals, found.themes, found.facts)
    return str(highlighted(bench.desk.with_deciding_words(one), passage["article_id"], passage["ordinal"]))
