"""How fast the desk answers on twenty thousand passages: each thing that an analyst does, from click to figures."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from _data import need
from tematika.explore import compare, helping, look, mapping, teach, trying
from tematika.explore.desk import Desk, open_desk
from tematika.explore.journal import Shelf
from tematika.settings import check_settings
from tematika.themes.labelled import Label

RUNS = 3


def deeds(desk: Desk, shelf: Shelf) -> dict[str, Callable[[], object]]:
    """Name what is done, and do it with all that is shown of it."""
    now = shelf.read()
    discovered = next(uid for uid in desk.uids if uid not in {one.id for one in desk.definitions})
    view = look.choose(desk.found, themes=["energy"])
    labels = teach.mark(now, Label(str(desk.reads.articles["article_id"][0]), frozenset({"energy"})))
    words = teach.change_seeds(now, "energy", ["станция"], ["мазут"])
    promoted = teach.promote(now, desk, discovered)
    return {
        "choose a theme and a period": lambda: look.choose(desk.found, "all", (), ["energy"]),
        "search a phrase": lambda: look.search(desk, "железная дорога"),
        "a word's timeline": lambda: look.timeline(desk, "нефть"),
        "a theme's card": lambda: look.card(desk, "energy", "ru"),
        "two themes side by side": lambda: compare.compare_themes(desk, "energy", "logistics"),
        "the map": lambda: mapping.passage_map(desk, view),
        "words that decided, a theme's passages": lambda: desk.with_deciding_words(view),
        "try a threshold, see what moves": lambda: compare.moved(desk, desk.tried(threshold=0.3)),
        "try a number of themes": lambda: trying.theme_sizes(desk, desk.tried(discovered=9)),
        "edit seed words, see what moves": lambda: compare.moved(desk, words.on(desk)),
        "words suggested from the corpus": lambda: teach.suggest(desk, "energy"),
        "a label, and what it changes": lambda: compare.moved(desk, labels.on(desk)),
        "promote a discovered theme": lambda: promoted.on(desk).sorting,
        "twenty questions": lambda: helping.questions(desk),
    }


def main() -> None:
    texts = need("scale/press_2025.jsonl.gz")
    project_themes = Path(__file__).resolve().parents[1] / "seeds" / "themes.toml"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TEMATIKA_RUN"] = folder
        themes = Path(folder) / "themes.toml"
        themes.write_text(project_themes.read_text(encoding="utf-8"), encoding="utf-8")
        settings = check_settings({"articles": [str(texts)], "themes": str(themes)})
        desk = open_desk(settings)
        print(f"{desk.reads.articles.height} articles, {desk.found.passages.height} passages; median of {RUNS}")
        print(f"{'':42}{'seconds':>10}{'of processor':>14}")
        for name, deed in deeds(desk, Shelf.of(settings)).items():
            spent = []
            for _ in range(RUNS):
                wall, processor = time.perf_counter(), time.process_time()
                deed()
                spent.append((time.perf_counter() - wall, time.process_time() - processor))
            walls, processors = zip(*spent, strict=True)
            print(f"{name:42}{statistics.median(walls):10.2f}{statistics.median(processors):14.2f}")


if __name__ == "__main__":
    main()
