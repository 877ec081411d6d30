"""What benchmarks print: tables in Markdown, and whether goals are reached."""

from __future__ import annotations

from collections.abc import Sequence


def show(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table, the first column to the left, the others to the right."""
    rule = ["---", *["---:"] * (len(columns) - 1)]
    print("", *(f"| {' | '.join(cells)} |" for cells in (columns, rule, *rows)), "", sep="\n", flush=True)


def goal(what: str, measured: float, *, most: float | None = None, least: float | None = None, unit: str = "") -> None:
    """Print what was aimed at, what was measured, and by how much it was missed."""
    limit, aim = (most, "at most") if most is not None else (least, "at least")
    assert limit is not None
    over = measured - limit if most is not None else limit - measured
    verdict = f"missed by {over:,.2f}{unit}" if over > 0 else "reached"
    print(f"| {what} | {aim} {limit:,g}{unit} | {measured:,.2f}{unit} | {verdict} |", flush=True)
