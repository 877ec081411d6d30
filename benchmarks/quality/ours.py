"""The project on the same tasks, as its report does it."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from quality.exchange import Answer, Task
from tematika.pipeline.former_calls import read_corpus, sort_corpus
from tematika.settings import check_settings
from tematika.themes.definitions import ThemeDefinition

METHOD = "tematika"


def named_answers(task: Task, path: Path, variants: Mapping[str, Sequence[ThemeDefinition]]) -> Iterator[Answer]:
    """Sort the collection by each variant of the themes; no label, and no threshold, is given."""
    for name, themes in variants.items():
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "themes.toml"
            file.write_text("\n".join([*map(_table, themes), _contrast(themes[0].contrast)]), encoding="utf-8")
            articles, seconds = _sorted({"articles": [str(path)], "themes": str(file)}, Path(folder))
        has = {ref: set(carried) for ref, carried in articles.select("ref", "themes").iter_rows()}
        values = [[float(theme.id in has[ref]) for theme in themes] for ref in task.refs]
        yield Answer(METHOD, task.name, name, values, seconds, decided=True)


def cluster_answers(task: Task, rows: Sequence[Mapping[str, Any]], seeds: int) -> Iterator[Answer]:
    """Discover the true number of themes, and leave nothing out."""
    asked = {"themes": "none", "discovered": task.about["number"], "outliers": False}
    for seed in range(seeds):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "articles.jsonl"
            # Nothing but what a report would be given: the rubric stays behind.
            lines = (json.dumps({name: row[name] for name in row if name != "label"}) for row in rows)
            file.write_text("\n".join(lines), encoding="utf-8")
            articles, seconds = _sorted({**asked, "articles": [str(file)], "seed": seed}, Path(folder))
        number = {uid: place for place, uid in enumerate(sorted({uid for uid in articles["cluster"] if uid}))}
        cluster = dict(articles.select("ref", "cluster").iter_rows())
        yield Answer(METHOD, task.name, str(seed), [number.get(cluster[ref], -1) for ref in task.refs], seconds)


def _sorted(values: dict[str, Any], folder: Path) -> tuple[Any, float]:
    """Articles with their themes, and the seconds from the cleaned corpus to them."""
    os.environ["TEMATIKA_RUN"] = str(folder / "run")
    settings = check_settings(values)
    corpus = read_corpus(settings)
    started = time.perf_counter()
    articles = sort_corpus(settings, corpus).articles
    return articles, time.perf_counter() - started


def _table(theme: ThemeDefinition) -> str:
    """Write a theme as a themes file does; a JSON list of strings is one of TOML, too."""
    title = ", ".join(f"{lang} = {_quoted(text)}" for lang, text in theme.title.items())
    lists = f"seeds = {_quoted(list(theme.seeds))}\navoid = {_quoted(list(theme.avoid))}"
    return f'[[theme]]\nid = "{theme.id}"\ntitle = {{ {title} }}\n{lists}\n'


def _contrast(words: Sequence[str]) -> str:
    return f"[contrast]\nseeds = {_quoted(list(words))}\n"


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
