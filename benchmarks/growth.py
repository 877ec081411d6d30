"""Time and memory as the archive grows: ingest of made-up news, and the report of the last week.

First streams of one year, denser and denser, from a thousand articles to a hundred thousand (`--million`: to a
million): what is in a week and what themes are learnt from grow along. Then a stream of a thousand articles a week that
has been going on for 20 weeks (`--full`: and for 200): what the next week costs.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path

import psutil

from _generate import generate, write
from _material import Material, load_material

SIZES = [1_000, 10_000, 100_000]
A_WEEK = 1_000
ROUNDS = 3
WEEK, WEEK_END = "2025-W52", datetime(2025, 12, 29)
_LOOK_EVERY = 0.05
_TIME_LIMIT = 7_200


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds, and MB of all its processes together at their peak."""

    seconds: float
    peak: float


@dataclass(frozen=True)
class Point:
    """A size and what it cost."""

    articles: int
    reprints: int
    ingest: Cost
    report: Cost
    disk: float

    @property
    def seconds(self) -> float:
        """Both together."""
        return self.ingest.seconds + self.report.seconds


def growth(material: Material, sizes: Sequence[int], folder: Path) -> list[Point]:
    points = []
    print(f"{'articles':>10}{'reprints':>10}{'ingest':>10}{'peak':>10}{'report':>10}{'peak':>10}{'archive':>10}")
    for size in sizes:
        place = folder / f"{size}"
        texts = place / "news.jsonl.gz"
        place.mkdir()
        write(texts, generate(material, size))
        ingest, told = command(place, "ingest", str(texts))
        report = make_report(place)
        disk = sum(file.stat().st_size for file in (place / "archive").rglob("*") if file.is_file()) / 1e6
        point = Point(size, _reprints(told), ingest, report, disk)
        print(f"{size:10,}{point.reprints:10,}{_shown(ingest)}{_shown(report)}{disk:7,.0f} MB", flush=True)
        points.append(point)
        shutil.rmtree(place)
    for one, other in pairwise(points):
        _print_exponents(one, other)
    return points


def _print_exponents(one: Point, other: Point) -> None:
    """Print with which power of the number of articles the time grows."""
    pairs = (
        (one.ingest.seconds, other.ingest.seconds),
        (one.report.seconds, other.report.seconds),
        (one.seconds, other.seconds),
    )
    steps = math.log(other.articles / one.articles)
    ingest, report, both = (math.log(after / before) / steps for before, after in pairs)
    span = f"{one.articles:,} to {other.articles:,}"
    print(f"exponent from {span}: ingest {ingest:.2f}, report {report:.2f}, both {both:.2f}")


def next_week(material: Material, weeks: int, folder: Path) -> float:
    """Median seconds that a week's articles take to come in and to be reported on."""
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
        costs.append((command(now, "ingest", str(new))[0], make_report(now)))
        shutil.rmtree(now)
    ingest = statistics.median(cost.seconds for cost, _ in costs)
    report = statistics.median(cost.seconds for _, cost in costs)
    peak = max(cost.peak for pair in costs for cost in pair)
    print(f"{weeks * A_WEEK:10,}{ingest:8.1f} s{report:8.1f} s{ingest + report:8.1f} s{peak:9,.0f} MB", flush=True)
    shutil.rmtree(place)
    return ingest + report


def make_report(place: Path) -> Cost:
    limits = ("--time-limit", str(_TIME_LIMIT), "--cell-time-limit", str(_TIME_LIMIT))
    return command(place, "report", "--period", WEEK, "--out", str(place / "reports"), "--quiet", *limits)[0]


def command(place: Path, *arguments: str) -> tuple[Cost, str]:
    """Run `tematika` with an archive and a cache of its own, and look at its processes while it is at work."""
    own = {"TEMATIKA_ARCHIVE": str(place / "archive"), "TEMATIKA_CACHE": str(place / "cache")}
    started = time.perf_counter()
    line = [sys.executable, "-m", "tematika.cli", *arguments]
    with subprocess.Popen(line, env=os.environ | own, stdout=subprocess.PIPE, text=True) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, _memory(process.pid))
            time.sleep(_LOOK_EVERY)
        seconds = time.perf_counter() - started
        told = process.stdout.read() if process.stdout else ""
    if process.returncode:
        sys.exit(f"tematika {arguments[0]} ended with {process.returncode}")
    return Cost(seconds, peak / 2**20), told


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
    ):
        left.loglog(sizes, [cost.seconds for cost in costs], mark, label=name)
        right.loglog(sizes, [cost.peak for cost in costs], mark, label=name)
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


def _memory(pid: int) -> int:
    """Resident bytes of a process and all below it; pages that they share count for each."""
    total = 0
    try:
        root = psutil.Process(pid)
        tree = [root, *root.children(recursive=True)]
    except psutil.Error:
        return total
    for process in tree:
        try:
            total += process.memory_info().rss
        except psutil.Error:  # It has just ended.
            continue
    return total


def _reprints(told: str) -> int:
    _, found, rest = told.partition("reprints: ")
    return int(rest.partition(")")[0].replace(",", "")) if found else 0


def _shown(cost: Cost) -> str:
    return f"{cost.seconds:8.1f} s{cost.peak:7,.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--million", action="store_true", help="also a year of a million articles")
    parser.add_argument("--full", action="store_true", help="also a week after 200 weeks")
    parser.add_argument("--plot", type=Path, help="draw the growth into this file")
    given = parser.parse_args()
    material = load_material()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        points = growth(material, [*SIZES, *([1_000_000] if given.million else [])], folder)
        if given.plot:
            plot(points, given.plot)
        print(f"\n{A_WEEK:,} new articles, and the report of their week; medians of {ROUNDS}")
        print(f"{'known':>10}{'ingest':>10}{'report':>10}{'both':>10}{'peak':>12}")
        short = next_week(material, 20, folder)
        if given.full:
            long = next_week(material, 200, folder)
            print(f"{long / short:.2f} times as long with ten times as many known")


if __name__ == "__main__":
    main()
