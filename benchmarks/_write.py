"""Write docs/benchmarks.md from what the scripts have left: tables, numbers, and the machine they were measured on."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from jinja2 import Environment, StrictUndefined

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
_NOT_MEASURED = "*Not part of this run.*"


@dataclass(frozen=True)
class Goal:
    """A figure to reach: of which measurement, at most or at least how much."""

    what: str
    values: str
    key: str
    limit: float
    at_most: bool
    unit: str = ""

    def row(self, measured: Mapping[str, Mapping[str, float]]) -> list[str]:
        """Say what was aimed at, what was measured, and by how much it was missed."""
        aim = f"{'at most' if self.at_most else 'at least'} {self.limit:,g}{self.unit}"
        value = measured.get(self.values, {}).get(self.key)
        if value is None:
            return [self.what, aim, "–", "not part of this run"]
        missed = value > self.limit if self.at_most else value < self.limit
        verdict = f"missed by {abs(value - self.limit):,.2f}{self.unit}" if missed else "reached"
        return [self.what, aim, f"{value:,.2f}{self.unit}", verdict]


GOALS = (
    Goal("warm lemma TF-IDF, part of TfidfVectorizer's time on raw words", "tfidf", "warm", 0.4, at_most=True),
    Goal("1,000 new articles and the week's report, 200,000 known", "next_week", "long", 60, at_most=True, unit=" s"),
    Goal("the same, times as long as with 20,000 known", "next_week", "ratio", 1.5, at_most=True),
    Goal("1,000,000 articles, ingest and the week's report", "million", "minutes", 40, at_most=True, unit=" min"),
    Goal("the same, ingest and a report of everything", "million", "minutes_all", 40, at_most=True, unit=" min"),
    Goal("peak memory of all of that", "million", "peak", 8, at_most=True, unit=" GiB"),
    Goal("exponent of time, 10,000 articles to the largest number", "growth", "exponent", 1.05, at_most=True),
)


def write(results: Path, page: Path) -> None:
    """Fill the template."""
    tables = {path.name.split(".")[0]: _read(path) for path in sorted(results.glob("*.table.json"))}
    values = {path.name.split(".")[0]: _read(path) for path in sorted(results.glob("*.values.json"))}
    environment = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)  # noqa: S701 - Markdown
    template = environment.from_string((HERE / "benchmarks.md.j2").read_text(encoding="utf-8"))

    def table(name: str) -> str:
        return _markdown(tables[name]["columns"], tables[name]["rows"]) if name in tables else _NOT_MEASURED

    goals = _markdown(["what", "aimed at", "measured", ""], [goal.row(values) for goal in GOALS])
    page.write_text(template.render(table=table, values=values, goals=goals, **_machine()), encoding="utf-8")


def _machine() -> dict[str, int]:
    return {
        "cores": len(os.sched_getaffinity(0)),
        "memory": round(psutil.virtual_memory().total / 2**30),
    }


def _markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Make a table in Markdown, the first column to the left, the others to the right."""
    rule = ["---", *["---:"] * (len(columns) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (columns, rule, *rows))


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path, help="folder that the scripts left their tables in")
    parser.add_argument("--page", type=Path, default=PAGE, help="what to write [docs/benchmarks.md]")
    given = parser.parse_args()
    if not any(given.results.glob("*.table.json")):
        print("nothing was measured: the page stays as it is")
        return
    write(given.results, given.page)
    print(given.page)


if __name__ == "__main__":
    main()
