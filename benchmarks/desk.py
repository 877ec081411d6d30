"""How fast the workbench answers on twenty thousand passages: each thing that an analyst does, from click to figures.

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
from tematika.explore import charts, compare, edits, export, filters, questions, whatif
from tematika.explore.change_log import ChangeLog
from tematika.explore.workbench import Workbench
from tematika.settings import check_settings
from tematika.themes.annotations import Label

RUNS = 3


def deeds(workbench: Workbench, log: ChangeLog) -> dict[str, Callable[[], object]]:
    """Name what is done, and do it with all that is shown of it."""
    now = log.read()
    discovered = next(uid for uid in workbench.uids if uid not in {one.id for one in workbench.definitions})
    view = filters.choose(workbench.corpus, themes=["energy"])
    labels = edits.mark(now, Label(str(workbench.loaded.articles["article_id"][0]), frozenset({"energy"})))
    words = edits.change_seeds(now, "energy", ["станция"], ["мазут"])
    promoted = edits.promote(now, workbench, discovered)
    numbers, places = count(3), count()
    return {
        "choose a theme": lambda: filters.choose(workbench.corpus, "all", (), ["energy"]),
        "the map of all passages, drawn": lambda: _drawn(workbench),
        "search a phrase": lambda: filters.search(workbench, "железная дорога"),
        "a word's timeline, drawn": lambda: _timeline(workbench),
        "a theme's card": lambda: filters.card(workbench, "energy", "ru"),
        "two themes side by side": lambda: compare.compare_themes(workbench, "energy", "logistics"),
        "words that decided, all passages of a theme": lambda: workbench.with_deciding_words(view),
        "try a threshold: what moves, all figures": lambda: _tried(workbench, threshold=0.3),
        "try a number of themes: what moves, all figures": lambda: _tried(workbench, discovered=next(numbers)),
        "words suggested from the corpus": lambda: edits.suggest(workbench, "energy"),
        "edit seed words: what moves": lambda: compare.moved(workbench, words.apply(workbench)),
        "promote a discovered theme": lambda: promoted.apply(workbench).sorting,
        "say that a passage is right": lambda: _marked(workbench, log, next(places)),
        "learn from what was said: what moves": lambda: compare.moved(workbench, labels.apply(workbench)),
        "twenty questions": lambda: questions.questions(workbench),
    }


def _drawn(workbench: Workbench) -> None:
    FigureCanvasAgg(charts.map_figure(workbench)).draw()


def _timeline(workbench: Workbench) -> object:
    return export.as_svg(charts.timeline_figure(filters.timeline(workbench, "нефть"), "нефть", "week"))


def _tried(workbench: Workbench, **settings: float) -> object:
    after = workbench.with_settings(**settings)
    return compare.moved(workbench, after), whatif.theme_sizes(workbench, after), whatif.side_by_side(workbench, after)


def _marked(workbench: Workbench, log: ChangeLog, number: int) -> object:
    article, ordinal = workbench.loaded.passages.select("article_id", "ordinal").row(number)
    return edits.mark_passage(log.read(), article, ordinal, "energy", right=True).save(log)


def measure(workbench: Workbench, log: ChangeLog) -> None:
    """Print the median of the seconds that each deed takes, as a table in Markdown."""
    articles, passages = workbench.loaded.articles.height, workbench.corpus.passages.height
    print(
        f"{articles:,} short news items, {passages:,} passages; median of {RUNS}.\n\n| deed | seconds |\n| --- | ---: |"
    )
    for name, deed in deeds(workbench, log).items():
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
        workbench = Workbench.open(settings)
        measure(workbench, ChangeLog.of(settings))


if __name__ == "__main__":
    main()
