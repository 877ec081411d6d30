"""How fast the desk answers on twenty thousand passages: each thing that an analyst does, from click to figures.

    python benchmarks/desk.py --docs docs/exploring.md

writes the table between the marks of that page. Seconds are those of the processor: what the clock shows depends on who
else is at the machine.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg

from _data import need
from tematika.explore import compare, helping, look, mapping, teach, timelines, trying
from tematika.explore.desk import Desk, open_desk
from tematika.explore.journal import Shelf
from tematika.settings import check_settings
from tematika.themes.labelled import Label

RUNS = 3
_MARKS = re.compile(r"(<!-- desk: begin -->\n).*?(<!-- desk: end -->)", re.DOTALL)


def deeds(desk: Desk, shelf: Shelf) -> dict[str, Callable[[], object]]:
    """Name what is done, and do it with all that is shown of it."""
    now = shelf.read()
    discovered = next(uid for uid in desk.uids if uid not in {one.id for one in desk.definitions})
    view = look.choose(desk.found, themes=["energy"])
    labels = teach.mark(now, Label(str(desk.reads.articles["article_id"][0]), frozenset({"energy"})))
    words = teach.change_seeds(now, "energy", ["станция"], ["мазут"])
    promoted = teach.promote(now, desk, discovered)
    numbers, places = count(3), count()
    return {
        "choose a theme": lambda: look.choose(desk.found, "all", (), ["energy"]),
        "the map of all passages, drawn": lambda: _drawn(desk),
        "search a phrase": lambda: look.search(desk, "железная дорога"),
        "a word's timeline, drawn": lambda: _timeline(desk),
        "a theme's card": lambda: look.card(desk, "energy", "ru"),
        "two themes side by side": lambda: compare.compare_themes(desk, "energy", "logistics"),
        "words that decided, all passages of a theme": lambda: desk.with_deciding_words(view),
        "try a threshold: what moves, all figures": lambda: _tried(desk, threshold=0.3),
        "try a number of themes: what moves, all figures": lambda: _tried(desk, discovered=next(numbers)),
        "words suggested from the corpus": lambda: teach.suggest(desk, "energy"),
        "edit seed words: what moves": lambda: compare.moved(desk, words.on(desk)),
        "promote a discovered theme": lambda: promoted.on(desk).sorting,
        "say that a passage is right": lambda: _marked(desk, shelf, next(places)),
        "learn from what was said: what moves": lambda: compare.moved(desk, labels.on(desk)),
        "twenty questions": lambda: helping.questions(desk),
    }


def _drawn(desk: Desk) -> None:
    FigureCanvasAgg(mapping.map_figure(desk)).draw()


def _timeline(desk: Desk) -> object:
    return timelines.as_svg(timelines.timeline_figure(look.timeline(desk, "нефть"), "нефть", "week"))


def _tried(desk: Desk, **settings: float) -> object:
    after = desk.tried(**settings)
    return compare.moved(desk, after), trying.theme_sizes(desk, after), trying.side_by_side(desk, after)


def _marked(desk: Desk, shelf: Shelf, number: int) -> object:
    article, ordinal = desk.reads.passages.select("article_id", "ordinal").row(number)
    return teach.mark_passage(shelf.read(), article, ordinal, "energy", right=True).keep(shelf)


def measured(desk: Desk, shelf: Shelf) -> dict[str, float]:
    """Give the median of the seconds that each deed takes."""
    seconds = {}
    for name, deed in deeds(desk, shelf).items():
        spent = []
        for _ in range(RUNS):
            begun = time.process_time()
            deed()
            spent.append(time.process_time() - begun)
        seconds[name] = statistics.median(spent)
        print(f"{name:50}{seconds[name]:8.2f}", flush=True)
    return seconds


def told(desk: Desk, seconds: Mapping[str, float]) -> str:
    """Write the table for the page."""
    articles, passages = desk.reads.articles.height, desk.found.passages.height
    lines = [f"{articles:,} short news items, {passages:,} passages; median of {RUNS}.", "", "| deed | seconds |"]
    lines += ["| --- | ---: |", *(f"| {name} | {value:.2f} |" for name, value in seconds.items())]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how fast the desk answers.")
    parser.add_argument("--docs", type=Path, help="page with <!-- desk: begin --> and end to write the table into")
    docs = parser.parse_args().docs
    texts = need("scale/press_2025.jsonl.gz")
    project_themes = Path(__file__).resolve().parents[1] / "seeds" / "themes.toml"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TEMATIKA_RUN"] = folder
        themes = Path(folder) / "themes.toml"
        themes.write_text(project_themes.read_text(encoding="utf-8"), encoding="utf-8")
        settings = check_settings({"articles": [str(texts)], "themes": str(themes)})
        desk = open_desk(settings)
        seconds = measured(desk, Shelf.of(settings))
        if docs:
            page = docs.read_text(encoding="utf-8")
            table = told(desk, seconds)
            docs.write_text(_MARKS.sub(lambda found: found[1] + table + found[2], page), encoding="utf-8")


if __name__ == "__main__":
    main()
