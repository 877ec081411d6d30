"""Tables that read well under a notebook cell: words to the left, numbers to the right, no quotes around texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

import polars as pl

_MOST_ROWS = 200
_LONGEST_TEXT = 600
_LEFT = "text-align:left;vertical-align:top;white-space:normal"
_RIGHT = "text-align:right;vertical-align:top;font-variant-numeric:tabular-nums"


@dataclass(frozen=True)
class TableView:
    """A table as a notebook shows it.

    Attributes
    ----------
    frame : polars.DataFrame
        The rows; the first 200 are shown.
    height : int
        How many rows there are in all.
    """

    frame: pl.DataFrame
    height: int

    def __repr__(self) -> str:
        return repr(self.frame)

    def _repr_html_(self) -> str:
        styles = [_RIGHT if dtype.is_numeric() else _LEFT for dtype in self.frame.dtypes]
        head = _row("th", self.frame.columns, styles)
        body = "".join(_row("td", row, styles) for row in self.frame.head(_MOST_ROWS).iter_rows())
        more = self.height - _MOST_ROWS
        note = f"<p>… and {more} more rows</p>" if more > 0 else ""
        return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>{note}"


def show(table: pl.DataFrame | pl.LazyFrame) -> TableView:
    """Show a table under the cell; of one that is not read yet, no more is read than is shown."""
    if isinstance(table, pl.DataFrame):
        return TableView(table, table.height)
    return TableView(table.head(_MOST_ROWS).collect(), table.select(pl.len()).collect().item())


def _row(tag: str, values: Any, styles: list[str]) -> str:
    cells = (f'<{tag} style="{style}">{_text(value)}</{tag}>' for value, style in zip(values, styles, strict=True))
    return f"<tr>{''.join(cells)}</tr>"


def _text(value: Any) -> str:
    match value:
        case None:
            text = "—"
        case bool():
            text = "yes" if value else "no"
        case float():
            text = f"{value:.2f}"
        case datetime():
            text = f"{value:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
        case list():
            text = ", ".join(_text(item) for item in value)
        case dict():
            text = ", ".join(f"{escape(str(name))} {_text(item)}" for name, item in value.items())
        case _:
            words = str(value)
            text = escape(words if len(words) <= _LONGEST_TEXT else words[:_LONGEST_TEXT] + "…")
    return text
