"""Named themes on hand-labelled agency news: this project, with half its seed words, and simple rivals.

No label is used by the project. The rivals' thresholds are the best there could be for these labels.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from _data import need, theme_labels
from tematika.corpus.tables import Corpus
from tematika.language.lemma_stream import read_stream
from tematika.pipeline.former_calls import read_corpus, sort_corpus
from tematika.pipeline.units import units_of
from tematika.settings import Settings, check_settings, themes_path
from tematika.themes.definitions import ThemeDefinition, load_themes
from tematika.themes.model import fit_themes
from tematika.themes.seed_words import find_seeds
from tematika.themes.types import Options

Labels = dict[str, tuple[set[str], set[str]]]
DRAWS = 5


def f1(labels: Labels, refs: list[str], theme: str, says: NDArray[np.bool_]) -> float:
    """F1 of one theme over the labelled articles, those that annotators did not agree on left out."""
    right = wrong = missed = 0
    for ref, yes in zip(refs, says.tolist(), strict=True):
        if ref not in labels or theme in labels[ref][1]:
            continue
        truth = theme in labels[ref][0]
        right += yes and truth
        wrong += yes and not truth
        missed += truth and not yes
    return 2 * right / max(1, 2 * right + wrong + missed)


def best_threshold(labels: Labels, refs: list[str], theme: str, scores: NDArray[np.float64]) -> float:
    """F1 with the best threshold that these labels allow."""
    known = {ref for ref in refs if ref in labels}
    candidates = np.unique(scores[[ref in known for ref in refs]])
    return max(f1(labels, refs, theme, scores >= threshold) for threshold in candidates[candidates > 0])


@dataclass(frozen=True)
class Collection:
    """Articles, the labels of some of them, and the themes to sort them into."""

    settings: Settings
    corpus: Corpus
    labels: Labels
    definitions: Sequence[ThemeDefinition]

    @property
    def themes(self) -> list[str]:
        """Ids of the themes, in the order of the definitions."""
        return [definition.id for definition in self.definitions]


def collection() -> Collection:
    """Read the labelled agency news."""
    settings = check_settings({"articles": [str(need("ria/ria_2023.jsonl.gz"))]})
    labels = theme_labels(need("ria/theme_labels_dev.tsv"))
    return Collection(settings, read_corpus(settings), labels, load_themes(themes_path(settings) or Path()))


def ours(on: Collection, definitions: Sequence[ThemeDefinition]) -> list[float]:
    """F1 of each theme, sorted by the seed words of some definitions."""
    articles = on.corpus.articles
    units, _ = units_of(articles, on.corpus.passages)
    carried = fit_themes(units, definitions, Options(discovered=0))[1].article_named
    refs = articles["ref"].to_list()
    return [f1(on.labels, refs, theme, carried[:, k]) for k, theme in enumerate(on.themes)]


def halved(on: Collection, draw: int) -> list[float]:
    """F1 of each theme, sorted by a random half of its seed words."""
    return ours(on, [half(definition, draw) for definition in on.definitions])


def half(definition: ThemeDefinition, draw: int) -> ThemeDefinition:
    """Take a random half of a theme's seed words; the draw of one theme does not depend on the others."""
    seeds = random.Random(f"{draw} {definition.id}").sample(definition.seeds, len(definition.seeds) // 2)  # noqa: S311 - a benchmark
    return replace(definition, seeds=tuple(seeds))


def rivals(on: Collection) -> dict[str, list[float]]:
    """F1 of each theme by seed words alone, with the best thresholds there could be."""
    articles, labels = on.corpus.articles, on.labels
    refs = articles["ref"].to_list()
    stream = read_stream([f"{title}. {text}" for title, text in articles.select("title", "text").iter_rows()])
    words = np.bincount(stream.text[stream.content], minlength=len(refs)) + 1
    hits = [find_seeds(stream, definition.seeds).counts() for definition in on.definitions]
    any_seed = [np.asarray(counts.sum(axis=1)).ravel() for counts in hits]
    distinct = [np.asarray((counts > 0).sum(axis=1)).ravel().astype(np.float64) for counts in hits]
    named = list(zip(on.themes, any_seed, distinct, strict=True))
    return {
        "any seed word": [f1(labels, refs, theme, n > 0) for theme, n, _ in named],
        "seed-word density, best threshold": [best_threshold(labels, refs, theme, n / words) for theme, n, _ in named],
        "different seed words, best threshold": [best_threshold(labels, refs, theme, n) for theme, _, n in named],
    }


def scores(on: Collection) -> dict[str, list[float]]:
    """F1 of each theme by method."""
    halves = [halved(on, draw) for draw in range(DRAWS)]
    rows = {"tematika": ours(on, on.definitions)}
    rows[f"tematika, half the seed words, mean of {DRAWS}"] = np.mean(halves, axis=0).tolist()
    return rows | rivals(on)


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TEMATIKA_RUN"] = folder
        on = collection()
        seconds = [timed(lambda: sort_corpus(on.settings, read_corpus(on.settings))) for _ in range(3)]
        rows = scores(on)
    n_articles = on.corpus.articles.select(pl.len()).item()
    print(f"{n_articles} articles, {len(on.labels)} labelled; {statistics.median(seconds):.1f} s from file to themes")
    print(f"{'':44}" + "".join(f"{theme[:12]:>14}" for theme in on.themes) + f"{'macro-F1':>12}")
    for name, row in rows.items():
        print(f"{name:44}" + "".join(f"{score:14.2f}" for score in row) + f"{np.mean(row):12.3f}")


if __name__ == "__main__":
    main()
