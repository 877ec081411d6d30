"""Named themes on hand-labelled agency news: this project beside simple rivals, same texts and seed words.

No label is used by the project. The rivals' thresholds are the best there could be for these labels.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from _data import need, theme_labels
from tematika.language.stream import read_stream
from tematika.reading import read_corpus
from tematika.settings import check_settings, themes_path
from tematika.sorting import sort_corpus
from tematika.themes.definitions import load_themes
from tematika.themes.seeds import find_seeds

Labels = dict[str, tuple[set[str], set[str]]]


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


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    texts = need("ria/ria_2023.jsonl.gz")
    labels = theme_labels(need("ria/theme_labels_dev.tsv"))
    settings = check_settings({"articles": [str(texts)]})
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TEMATIKA_RUN"] = folder
        corpus = read_corpus(settings)
        seconds = [timed(lambda: sort_corpus(settings, read_corpus(settings))) for _ in range(3)]
        found = sort_corpus(settings, corpus)
    path = themes_path(settings) or Path()
    definitions = load_themes(path)
    themes = [definition.id for definition in definitions]
    ours_refs = found.articles["ref"].to_list()
    carried = found.articles["themes"].to_list()
    rows = {"tematika": [f1(labels, ours_refs, t, np.array([t in has for has in carried])) for t in themes]}

    refs = corpus.articles["ref"].to_list()
    stream = read_stream([f"{title}. {text}" for title, text in corpus.articles.select("title", "text").iter_rows()])
    words = np.bincount(stream.text[stream.content], minlength=len(refs)) + 1
    hits = [find_seeds(stream, definition.seeds).counts() for definition in definitions]
    any_seed = [np.asarray(counts.sum(axis=1)).ravel() for counts in hits]
    rows["any seed word"] = [f1(labels, refs, t, n > 0) for t, n in zip(themes, any_seed, strict=True)]
    rows["seed-word density, best threshold"] = [
        best_threshold(labels, refs, t, n / words) for t, n in zip(themes, any_seed, strict=True)
    ]
    distinct = [np.asarray((counts > 0).sum(axis=1)).ravel() for counts in hits]
    rows["different seed words, best threshold"] = [
        best_threshold(labels, refs, t, n.astype(np.float64)) for t, n in zip(themes, distinct, strict=True)
    ]

    print(f"{len(refs)} articles, {len(labels)} labelled; {statistics.median(seconds):.1f} s from file to themes")
    print(f"{'':38}" + "".join(f"{t[:12]:>14}" for t in themes) + f"{'macro-F1':>12}")
    for name, scores in rows.items():
        print(f"{name:38}" + "".join(f"{score:14.2f}" for score in scores) + f"{np.mean(scores):12.3f}")


if __name__ == "__main__":
    main()
