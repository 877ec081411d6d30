"""What this project and its rivals, each in an environment of its own, give each other: plain files in a folder.

Neither side imports the other's packages. A task is a collection with its lemma counts, and what is asked of it; an
answer is one method's result for one task.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

NAMED = "named"
CLUSTERS = "clusters"
RIVALS = "rivals.json"


@dataclass(frozen=True)
class Task:
    """A collection and what is asked of it.

    Attributes
    ----------
    name : str
        Such as ``ria`` or ``lenta9``.
    kind : str
        `NAMED`: score the articles by named themes; `CLUSTERS`: cut them into groups.
    about : dict
        Of a named task ``themes`` and ``variants``: for each variant (``full``, ``half-0``, …) and theme ``words``, the
        seed words as the themes file writes them, and ``columns``, the terms they stand for. Of a clustering task
        ``number``.
    refs : list of str, length n_articles
    texts : list of str
        Titles and texts, for what does not work on lemmas.
    terms : list of str
        Lemmas, and phrases as lemmas with a space between.
    counts : csr_array of shape (n_articles, n_terms)
        How often each term stands in each article.
    seed_counts : dict of str to ndarray of shape (n_articles, n_themes)
        For each variant how often seed words of each theme stand in each article.
    """

    name: str
    kind: str
    about: dict[str, Any]
    refs: list[str]
    texts: list[str]
    terms: list[str]
    counts: sp.csr_array
    seed_counts: dict[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Answer:
    """What one method made of one task.

    Attributes
    ----------
    method : str
    task : str
    variant : str
        The seed words used, or the seed of the random numbers.
    values : list
        Of a named task a number for each article and theme, of a clustering task a group for each article.
    seconds : float
        Time from lemma counts (or embeddings) to values.
    decided : bool
        Whether values are decisions already; others need a threshold.
    """

    method: str
    task: str
    variant: str
    values: list[Any]
    seconds: float
    decided: bool = False


def write_task(task: Task, folder: Path) -> None:
    """Write a task into a folder of its own."""
    place = folder / task.name
    place.mkdir(parents=True, exist_ok=True)
    sp.save_npz(place / "counts.npz", sp.csr_matrix(task.counts))
    np.savez(place / "seed_counts.npz", **task.seed_counts)
    about = {
        "name": task.name,
        "kind": task.kind,
        "about": task.about,
        "refs": task.refs,
        "texts": task.texts,
        "terms": task.terms,
    }
    (place / "task.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def read_tasks(folder: Path) -> Iterator[Task]:
    """Read all tasks."""
    for place in sorted(path.parent for path in folder.glob("*/task.json")):
        about = json.loads((place / "task.json").read_text(encoding="utf-8"))
        with np.load(place / "seed_counts.npz") as kept:
            seed_counts = {name: kept[name] for name in kept.files}
        yield Task(**about, counts=sp.csr_array(sp.load_npz(place / "counts.npz")), seed_counts=seed_counts)


def write_answers(answers: list[Answer], file: Path) -> None:
    """Write answers, replacing the file."""
    file.write_text(json.dumps([asdict(answer) for answer in answers]), encoding="utf-8")


def read_answers(file: Path) -> list[Answer]:
    """Read answers."""
    return [Answer(**row) for row in json.loads(file.read_text(encoding="utf-8"))]
