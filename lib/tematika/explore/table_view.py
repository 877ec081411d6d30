"""Tables as notebooks show them: texts to the left and without quotes, numbers to the right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

import polars as pl

from tematika.explore.words import column_title, explore_texts, value_name
from tematika.report.i18n import Translator

_MOST_ROWS = 200
_LONGEST_TEXT = 600
_LEFT = "text-align:left;vertical-align:top;white-space:normal"
_RIGHT = "text-align:right;vertical-align:top;font-variant-numeric:tabular-nums"


@dataclass(frozen=True)
class TableView:
    """A table as a notebook shows it: the first 200 rows of ``height``, with titles in the language of ``words``."""

    frame: pl.DataFrame
    height: int
    words: Translator

    def __repr__(self) -> str:
        return repr(self.frame)

    def _cell(self, column: str, value: Any) -> str:
        return cell_text(value_name(column, value, self.words) if isinstance(value, str) else value, self.words)

    def _repr_html_(self) -> str:
        styles = [_RIGHT if dtype.is_numeric() else _LEFT for dtype in self.frame.dtypes]
        names = self.frame.columns
        head = _row("th", [escape(column_title(name, self.words)) for name in names], styles)
        shown = self.frame.head(_MOST_ROWS).iter_rows()
        body = "".join(_row("td", map(self._cell, names, row), styles) for row in shown)
        more = self.height - _MOST_ROWS
        note = f"<p>{self.words.count('more_rows', more)}</p>" if more > 0 else ""
        return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>{note}"


def show(table: pl.DataFrame | pl.LazyFrame, lang: str = "en") -> TableView:
    """Return a table as a notebook shows it; of a lazy one only the rows shown are collected."""
    words = explore_texts(lang)
    if isinstance(table, pl.DataFrame):
        return TableView(table, table.height, words)
    return TableView(table.head(_MOST_ROWS).collect(), table.select(pl.len()).collect().item(), words)


def _row(tag: str, cells: Iterable[str], styles: list[str]) -> str:
    filled = (f'<{tag} style="{style}">{cell}</{tag}>' for cell, style in zip(cells, styles, strict=True))
    return f"<tr>{''.join(filled)}</tr>"


def cell_text(value: Any, words: Translator) -> str:
    """Return the value of a cell as HTML."""
    match value:
        case None:
            text = words.text("text.nothing")
        case bool():
            text = words.text("text.yes") if value else words.text("text.no")
        case float():
            text = words.decimal(value)
        case datetime():
            text = f"{value:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
        case list():
            text = ", ".join(cell_text(item, words) for item in value)
        case dict():
            text = ", ".join(f"{escape(str(name))} {cell_text(item, words)}" for name, item in value.items())
        case _:
            plain = str(value)
            text = escape(plain if len(plain) <= _LONGEST_TEXT else plain[:_LONGEST_TEXT] + "…")
    return text
