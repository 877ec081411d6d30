"""Collections as tasks: lemmas, seed words, halved seed lists, true classes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _data import need, records
from quality.exchange import CLUSTERS, NAMED, Task
from tematika.core.paths import PROJECT
from tematika.language.lemma_stream import LemmaStream, read_stream
from tematika.language.terms import Terms, find_terms
from tematika.themes.annotations import Label, read_labels
from tematika.themes.definitions import ThemeDefinition, load_themes
from tematika.themes.seed_words import find_seeds

LABELLED = "ria/ria_2023.jsonl.gz"
LABELS = "ria/theme_labels_dev.tsv"
FULL = "full"
_MAX_TERMS = 20_000


def definitions() -> list[ThemeDefinition]:
    """Give the project's named themes."""
    return load_themes(PROJECT / "seeds" / "themes.toml")


def labels() -> list[Label]:
    """Give the labels of the named task."""
    return read_labels(need(LABELS), [theme.id for theme in definitions()])


def variants(draws: int) -> dict[str, list[ThemeDefinition]]:
    """Give the themes with all their seed words, and with a random half of each list, drawn so many times."""
    whole = definitions()
    found = {FULL: whole}
    for draw in range(draws):
        chance = np.random.default_rng(draw)
        found[f"half-{draw}"] = [_halved(theme, chance) for theme in whole]
    return found


def named_task(draws: int) -> Task:
    """Agency news to be scored by named themes."""
    rows = records(need(LABELLED))
    texts = [_whole(row) for row in rows]
    stream = read_stream(texts)
    terms = find_terms(stream, _MAX_TERMS)
    of_variants = variants(draws)
    about = {
        "themes": [theme.id for theme in definitions()],
        "variants": {
            name: [{"words": list(theme.seeds), "columns": _columns(theme, terms)} for theme in themes]
            for name, themes in of_variants.items()
        },
    }
    seed_counts = {name: _seed_counts(themes, stream) for name, themes in of_variants.items()}
    return Task("ria", NAMED, about, [row["id"] for row in rows], texts, terms.names, terms.counts(), seed_counts)


def cluster_tasks(sample: int) -> Iterator[tuple[Task, list[dict[str, Any]], list[str]]]:
    """Make tasks of collections with editorial rubrics, with the records, and the rubrics, which no method is told.

    Of the large one comes a random sample, too, for what takes long.
    """
    for name, size in (("lenta9", None), ("nplus1", None), ("nplus1-sample", sample)):
        file = f"clusters/{name.partition('-')[0]}.jsonl.gz"
        rows = [row for row in records(need(file)) if row["label"]]
        chosen = rows if size is None else _some(rows, size)
        yield _cluster_task(name, chosen), chosen, [row["label"] for row in chosen]


def _cluster_task(name: str, rows: Sequence[dict[str, Any]]) -> Task:
    texts = [_whole(row) for row in rows]
    terms = find_terms(read_stream(texts), _MAX_TERMS)
    about = {"number": len({row["label"] for row in rows})}
    return Task(name, CLUSTERS, about, [row["id"] for row in rows], texts, terms.names, terms.counts(), {})


def _some(rows: list[dict[str, Any]], size: int) -> list[dict[str, Any]]:
    chosen = np.random.default_rng(0).choice(len(rows), min(size, len(rows)), replace=False)
    return [rows[number] for number in np.sort(chosen).tolist()]


def _whole(row: dict[str, Any]) -> str:
    return f"{row['title']}.\n{row['text']}" if row.get("title") else row["text"]


def _halved(theme: ThemeDefinition, chance: np.random.Generator) -> ThemeDefinition:
    kept = np.sort(chance.choice(len(theme.seeds), (len(theme.seeds) + 1) // 2, replace=False))
    return replace(theme, seeds=tuple(theme.seeds[number] for number in kept.tolist()))


def _seed_counts(themes: Sequence[ThemeDefinition], stream: LemmaStream) -> NDArray[np.float64]:
    counts = [np.asarray(find_seeds(stream, theme.seeds).counts().sum(axis=1)).ravel() for theme in themes]
    return np.stack(counts, axis=1)


def _columns(theme: ThemeDefinition, terms: Terms) -> list[int]:
    """Terms that a theme's seed words stand for: a rival that knows terms only is told these."""
    met = find_seeds(read_stream(terms.names), theme.seeds)
    whole = {(int(text), int(end) - int(start)) for text, start, end in zip(met.text, met.start, met.end, strict=True)}
    return sorted(number for number, length in whole if length == len(terms.names[number]))
