"""How fast the desk answers on twenty thousand passages: each thing that an analyst does, from click to figures.

Prints the table of docs/exploring.md. Seconds are those of the processor: what the clock shows depends on who else is
at the machine.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg

from _data import need
from tematika.explore import compare, edits, filters, map, questions, timelines, whatif
from tematika.explore.change_log import Shelf
from tematika.explore.workbench import Desk, open_desk
from tematika.settings import check_settings
from tematika.themes.annotations import Label

RUNS = 3


def deeds(desk: Desk, shelf: Shelf) -> dict[str, Callable[[], object]]:
    """Name what is done, and do it with all that is shown of it."""
    now = shelf.read()
    discovered = next(uid for uid in desk.uids if uid not in {one.id for one in desk.definitions})
    view = filters.choose(desk.found, themes=["energy"])
    labels = edits.mark(now, Label(str(desk.reads.articles["article_id"][0]), frozenset({"energy"})))
    words = edits.change_seeds(now, "energy", ["станция"], ["мазут"])
    promoted = edits.promote(now, desk, discovered)
    numbers, places = count(3), count()
    return {
        "choose a theme": lambda: filters.choose(desk.found, "all", (), ["energy"]),
        "the map of all passages, drawn": lambda: _drawn(desk),
        "search a phrase": lambda: filters.search(desk, "железная дорога"),
        "a word's timeline, drawn": lambda: _timeline(desk),
        "a theme's card": lambda: filters.card(desk, "energy", "ru"),
        "two themes side by side": lambda: compare.compare_themes(desk, "energy", "logistics"),
        "words that decided, all passages of a theme": lambda: desk.with_deciding_words(view),
        "try a threshold: what moves, all figures": lambda: _tried(desk, threshold=0.3),
        "try a number of themes: what moves, all figures": lambda: _tried(desk, discovered=next(numbers)),
        "words suggested from the corpus": lambda: edits.suggest(desk, "energy"),
        "edit seed words: what moves": lambda: compare.moved(desk, words.on(desk)),
        "promote a discovered theme": lambda: promoted.on(desk).sorting,
        "say that a passage is right": lambda: _marked(desk, shelf, next(places)),
        "learn from what was said: what moves": lambda: compare.moved(desk, labels.on(desk)),
        "twenty questions": lambda: questions.questions(desk),
    }


def _drawn(desk: Desk) -> None:
    FigureCanvasAgg(map.map_figure(desk)).draw()


def _timeline(desk: Desk) -> object:
    return timelines.as_svg(timelines.timeline_figure(filters.timeline(desk, "нефть"), "нефть", "week"))


def _tried(desk: Desk, **settings: float) -> object:
    after = desk.tried(**settings)
    return compare.moved(desk, after), whatif.theme_sizes(desk, after), whatif.side_by_side(desk, after)


def _marked(desk: Desk, shelf: Shelf, number: int) -> object:
    article, ordinal = desk.reads.passages.select("article_id", "ordinal").row(number)
    return edits.mark_passage(shelf.read(), article, ordinal, "energy", right=True).keep(shelf)


def measure(desk: Desk, shelf: Shelf) -> None:
    """Print the median of the seconds that each deed takes, as a table in Markdown."""
    articles, passages = desk.reads.articles.height, desk.found.passages.height
    print(
        f"{articles:,} short news items, {passages:,} passages; median of {RUNS}.\n\n| deed | seconds |\n| --- | ---: |"
    )
    for name, deed in deeds(desk, shelf).items():
        spent = []
        for _ in range(RUNS):
            begun = time.process_time()
            deed()
            spent.append(time.process_time() - begun)
        print(f"| {name} | {statistics.median(spent):.2f} |", flush=True)


def main() -> None:
    texts = need("scale/press_2025.jsonl.gz")
    project_themes = Path(__file__).resolve().parents[1] / "seeds" / "themes.toml"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TEMATIKA_RUN"] = folder
        themes = Path(folder) / "themes.toml"
        themes.write_text(project_themes.read_text(encoding="utf-8"), encoding="utf-8")
        settings = check_settings({"articles": [str(texts)], "themes": str(themes)})
        desk = open_desk(settings)
        measure(desk, Shelf.of(settings))


if __name__ == "__main__":
    main()
