"""Time and memory as the archive grows: ingest of made-up news, reports of the last week and of everything.

First streams of one year, denser and denser, from a thousand articles to a hundred thousand (`--million`: to a
million): what is in a week and what themes are learnt from grow along. Then a stream of a thousand articles a week that
has been going on for 20 weeks and for 200: what the next week costs.
"""

from __future__ import annotations

import argparse
import math
import shutil
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path

from _command import Cost, command
from _generate import generate, write
from _material import Material, load_material
from _tables import goal, show

SIZES = [1_000, 10_000, 100_000]
A_MILLION = 1_000_000
A_WEEK = 1_000
ROUNDS = 5
EVERYTHING = "all"
WEEK, WEEK_END = "2025-W52", datetime(2025, 12, 29)
_TIME_LIMIT = 7_200
_NOT_MEASURED = "–"


@dataclass(frozen=True)
class Point:
    """A size and what it cost."""

    articles: int
    reprints: int
    ingest: Cost
    report: Cost
    everything: Cost | None
    disk: float

    @property
    def seconds(self) -> float:
        """Ingest and the week's report together."""
        return self.ingest.seconds + self.report.seconds


def growth(material: Material, sizes: Sequence[int], most: int, folder: Path) -> list[Point]:
    """Measure a year of each size, with a report of everything for up to so many articles."""
    points = []
    for size in sizes:
        place = folder / f"{size}"
        texts = place / "news.jsonl.gz"
        place.mkdir()
        write(texts, generate(material, size))
        ingest, told = command(place, "ingest", str(texts))
        report = make_report(place, WEEK)
        everything = make_report(place, EVERYTHING) if size <= most else None
        disk = sum(file.stat().st_size for file in (place / "archive").rglob("*") if file.is_file()) / 1e6
        points.append(Point(size, _reprints(told), ingest, report, everything, disk))
        shutil.rmtree(place)
        print(f"{size:,}", *(cell for cost in _costs(points[-1]) for cell in _cells(cost)), flush=True)
    return points


def show_growth(points: Sequence[Point]) -> None:
    """Print what was measured, and with which power of the number of articles the time grows."""
    columns = ["articles", "of these reprints", "archive"]
    for what in ("ingest", "report of the week", "report of everything"):
        columns += [what, "processor", "peak"]
    rows = [
        [
            f"{p.articles:,}",
            f"{p.reprints:,}",
            f"{p.disk:,.0f} MB",
            *(cell for cost in _costs(p) for cell in _cells(cost)),
        ]
        for p in points
    ]
    show(columns, rows)
    steps = [_exponents(one, other) for one, other in pairwise(points)]
    show(["exponent of time", "ingest", "report of the week", "both", "report of everything"], steps)
    first = next((point for point in points if point.articles >= SIZES[1]), points[-1])
    if first is not points[-1]:
        exponent = _exponent(first, points[-1], first.seconds, points[-1].seconds)
        goal("exponent of time, 10,000 articles to the largest number", exponent, most=1.05)
    if points[-1].articles >= A_MILLION:
        last = points[-1]
        peak = max(cost.peak for cost in _costs(last) if cost) / 1024
        goal("1,000,000 articles, ingest and the week's report", last.seconds / 60, most=40, unit=" min")
        if last.everything:
            minutes = (last.ingest.seconds + last.everything.seconds) / 60
            goal("the same, ingest and a report of everything", minutes, most=40, unit=" min")
        goal("peak memory of all of that", peak, most=8, unit=" GiB")


def _costs(point: Point) -> tuple[Cost, Cost, Cost | None]:
    return point.ingest, point.report, point.everything


def _cells(cost: Cost | None) -> list[str]:
    return cost.cells() if cost else [_NOT_MEASURED] * 3


def _exponents(one: Point, other: Point) -> list[str]:
    pairs = [
        (one.ingest.seconds, other.ingest.seconds),
        (one.report.seconds, other.report.seconds),
        (one.seconds, other.seconds),
    ]
    found = [f"{_exponent(one, other, before, after):.2f}" for before, after in pairs]
    before, after = one.everything, other.everything
    found.append(f"{_exponent(one, other, before.seconds, after.seconds):.2f}" if before and after else _NOT_MEASURED)
    return [f"{one.articles:,} to {other.articles:,}", *found]


def _exponent(one: Point, other: Point, before: float, after: float) -> float:
    return math.log(after / before) / math.log(other.articles / one.articles)


def next_week(material: Material, weeks: int, folder: Path) -> tuple[float, list[str]]:
    """Median seconds that a week's articles take to come in and to be reported on, and a row that says so."""
    place = folder / f"weeks-{weeks}"
    place.mkdir()
    known, new = place / "known.jsonl.gz", place / "new.jsonl.gz"
    span = (WEEK_END - timedelta(weeks=weeks + 1), WEEK_END)
    articles = generate(material, (weeks + 1) * A_WEEK, span=span)
    write(known, islice(articles, weeks * A_WEEK))
    write(new, articles)
    before = place / "before"
    before.mkdir()
    command(before, "ingest", str(known))
    costs = []
    for number in range(ROUNDS):
        now = place / f"{number}"
        shutil.copytree(before, now)
        costs.append((command(now, "ingest", str(new))[0], make_report(now, WEEK)))
        shutil.rmtree(now)
    shutil.rmtree(place)
    ingest = statistics.median(cost.seconds for cost, _ in costs)
    report = statistics.median(cost.seconds for _, cost in costs)
    both = statistics.median(one.seconds + other.seconds for one, other in costs)
    processor = statistics.median(one.processor + other.processor for one, other in costs)
    peak = max(cost.peak for pair in costs for cost in pair)
    seconds = [f"{value:,.1f} s" for value in (ingest, report, both, processor)]
    return both, [f"{weeks * A_WEEK:,}", *seconds, f"{peak:,.0f} MB"]


def make_report(place: Path, period: str) -> Cost:
    """Make a report of a period, from nothing but the archive."""
    limits = ("--time-limit", str(_TIME_LIMIT), "--cell-time-limit", str(_TIME_LIMIT))
    cost = command(place, "report", "--period", period, "--out", str(place / "reports"), "--quiet", *limits)[0]
    shutil.rmtree(place / "reports")
    shutil.rmtree(place / "cache", ignore_errors=True)
    return cost


def plot(points: Sequence[Point], path: Path) -> None:
    """Draw seconds and memory over articles."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(7, 2.8), layout="constrained")
    sizes = [point.articles for point in points]
    for name, mark, costs in (
        ("ingest", "o-", [point.ingest for point in points]),
        ("report of a week", "s-", [point.report for point in points]),
        ("report of everything", "^-", [point.everything for point in points if point.everything]),
    ):
        left.loglog(sizes[: len(costs)], [cost.seconds for cost in costs], mark, label=name)
        right.loglog(sizes[: len(costs)], [cost.peak for cost in costs], mark, label=name)
    last = points[-1]
    straight = [last.ingest.seconds * size / last.articles for size in sizes]
    left.loglog(sizes, straight, ":", color="grey", label="in proportion")
    for axes, title in ((left, "seconds"), (right, "peak memory, MB")):
        axes.set_title(title, fontsize=10)
        axes.set_xlabel("articles in the archive", fontsize=9)
        axes.grid(alpha=0.3)
    left.legend(fontsize=8, frameon=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=90, metadata={"Software": None})


def _reprints(told: str) -> int:
    _, found, rest = told.partition("reprints: ")
    return int(rest.partition(")")[0].replace(",", "")) if found else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--million", action="store_true", help="also a year of a million articles")
    parser.add_argument("--sizes", help="numbers of articles a year, instead of 1000,10000,100000")
    parser.add_argument("--everything", type=int, default=A_MILLION, help="report on all of so many articles at most")
    parser.add_argument("--weeks", default="20,200", help="weeks before the next one; none to leave it out [20,200]")
    parser.add_argument("--plot", type=Path, help="draw the growth into this file")
    given = parser.parse_args()
    material = load_material()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sizes = [int(size) for size in given.sizes.split(",")] if given.sizes else SIZES
        points = growth(material, [*sizes, *([A_MILLION] if given.million else [])], given.everything, folder)
        show_growth(points)
        if given.plot:
            plot(points, given.plot)
        if given.weeks != "none":
            show_next_week(material, [int(weeks) for weeks in given.weeks.split(",")], folder)


def show_next_week(material: Material, weeks: Sequence[int], folder: Path) -> None:
    """Print what the next week costs after so many weeks."""
    measured = [next_week(material, number, folder) for number in weeks]
    columns = ["articles known before", "ingest", "report", "both", "processor", "peak"]
    show(columns, [row for _, row in measured])
    first, last = measured[0][0], measured[-1][0]
    goal("1,000 new articles and the week's report, 200,000 known", last, most=60, unit=" s")
    goal("the same, times as long as with 20,000 known", last / first, most=1.5)


if __name__ == "__main__":
    main()
