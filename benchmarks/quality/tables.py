"""Tables in Markdown, printed and put between their markers in a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table; all columns but the first are numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def put(tables: dict[str, str], document: Path) -> None:
    """Replace what stands between ``<!-- bench-quality: begin NAME -->`` and its end.

    Raises
    ------
    ValueError
        When the document has no such place.
    """
    text = document.read_text(encoding="utf-8")
    for name, table in tables.items():
        begin, end = f"<!-- bench-quality: begin {name} -->", f"<!-- bench-quality: end {name} -->"
        pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
        if not pattern.search(text):
            raise ValueError(f"{document.name} has no place for the table {name}")
        text = pattern.sub(lambda _, made=f"{begin}\n\n{table}\n\n{end}": made, text)
    document.write_text(text, encoding="utf-8")
