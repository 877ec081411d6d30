"""All rivals on all tasks; runs in their environment: ``python -m quality.rivals FOLDER CACHE SEEDS CHARACTERS``."""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quality import simple, topics
from quality.embeddings import kept_embeddings
from quality.exchange import CLUSTERS, RIVALS, Answer, Task, read_tasks, write_answers

# Whole tasks are embedded but for this one, of which there is a sample.
_TOO_LARGE = "nplus1"


def main() -> None:
    """Answer every task."""
    # Warnings of the rivals' own code are theirs to mend.
    warnings.simplefilter("ignore")
    folder, cache, seeds, characters = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    answers: list[Answer] = []
    for task in read_tasks(folder):
        with_embeddings = characters > 0 and task.name != _TOO_LARGE
        embedded = kept_embeddings(task.texts, characters, cache) if with_embeddings else None
        found = _clusterings(task, embedded, seeds) if task.kind == CLUSTERS else _scorings(task, embedded)
        for answer in found:
            print(
                f"{task.name}, {answer.method}, {answer.variant}: {answer.seconds:.1f} s", file=sys.stderr, flush=True
            )
            answers.append(answer)
    write_answers(answers, folder / RIVALS)


def _scorings(task: Task, embedded: tuple[NDArray[np.float32], float] | None) -> Iterator[Answer]:
    methods: list[tuple[str, Callable[..., Any], float]] = [
        ("any seed word", simple.any_seed, 0.0),
        ("seed-word density", simple.density, 0.0),
        ("seed cosine, TF-IDF", simple.cosine, 0.0),
        ("seed cosine, TF-IDF and SVD(100)", partial(simple.cosine_svd, seed=0), 0.0),
        ("CorEx, anchored", partial(topics.corex, seed=0), 0.0),
        ("seeded LDA", partial(topics.seeded_lda, seed=0), 0.0),
    ]
    if embedded:
        vectors, seconds = embedded
        methods += [
            ("e5 embeddings, zero-shot", partial(topics.zero_shot, vectors=vectors), seconds),
            ("BERTopic, guided, e5", partial(topics.guided_bertopic, vectors=vectors, seed=0), seconds),
        ]
    for name, method, before in methods:
        for variant in task.about["variants"]:
            values, seconds = _timed(partial(method, task, variant))
            yield Answer(name, task.name, variant, values, before + seconds, decided=name == "any seed word")


def _clusterings(task: Task, embedded: tuple[NDArray[np.float32], float] | None, seeds: int) -> Iterator[Answer]:
    methods: list[tuple[str, Callable[..., Any], float]] = [
        ("k-means, raw words", simple.k_means_raw, 0.0),
        ("k-means, lemmas", simple.k_means_lemmas, 0.0),
        ("k-means, SVD(50) of lemmas", simple.k_means_svd, 0.0),
        ("NMF", simple.nmf, 0.0),
        ("LDA", simple.lda, 0.0),
    ]
    if embedded:
        vectors, seconds = embedded
        methods += [
            ("k-means, e5 embeddings", partial(topics.embedded_k_means, vectors=vectors), seconds),
            ("BERTopic, e5", partial(topics.free_bertopic, vectors=vectors), seconds),
        ]
    for name, method, before in methods:
        for seed in range(seeds):
            values, seconds = _timed(partial(method, task, seed=seed))
            yield Answer(name, task.name, str(seed), values, before + seconds)


def _timed(method: Callable[[], Any]) -> tuple[list[Any], float]:
    started = time.perf_counter()
    values = method()
    return np.round(values, 6).tolist(), time.perf_counter() - started


if __name__ == "__main__":
    main()
