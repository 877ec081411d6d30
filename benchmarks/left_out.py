"""Named themes on labelled collections left out in turn: learned weights, and seed words alone.

``--write FOLDER`` writes labels and articles as `tematika themes train` reads them, and measures nothing; ``--vectors
FILE`` gives the vectors of words to learn with.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _data import need, records
from tematika.core.context import current_context
from tematika.core.paths import PROJECT
from tematika.pipeline.former_calls import read_corpus
from tematika.pipeline.training import load_vectors, read_examples
from tematika.pipeline.units import units_of
from tematika.settings import check_settings
from tematika.themes.annotations import POSITIVE, UNLABELLED, Label, read_labels
from tematika.themes.definitions import load_themes
from tematika.themes.model import fit_themes
from tematika.themes.named.learned.estimator import LearnedThemes, expected_calibration_error, logistic, truncate
from tematika.themes.named.learned.training import (
    DECISION,
    MOST_TERMS,
    Examples,
    column_lengths,
    with_vectors,
)
from tematika.themes.types import Options

THEMES = PROJECT / "seeds" / "themes.toml"
# Of fewer articles with a theme no F1 is told.
FEWEST = 7


def write_material(folder: Path) -> None:
    """Write labels and articles of all collections into a folder; those of the agency news are one collection."""
    labels = read_table(need("themes/labels.tsv"), "")
    development = read_table(need("ria/theme_labels_dev.tsv"), "ria")
    labels += [row for row in development if row["id"] not in {own["id"] for own in labels}]
    wanted = {row["id"] for row in labels}
    texts = {
        row["id"]: row for name in ("ria/ria_2023.jsonl.gz", "themes/articles.jsonl.gz") for row in records(need(name))
    }
    lines = ["id\tthemes\tmay\tset", *("\t".join(row[key] for key in ("id", "themes", "may", "set")) for row in labels)]
    (folder / "labels.tsv").write_text("\n".join(lines) + "\n", encoding="utf8")
    articles = (json.dumps(texts[ref], ensure_ascii=False) for ref in sorted(wanted))
    (folder / "articles.jsonl").write_text("\n".join(articles) + "\n", encoding="utf8")


def read_table(path: Path, collection: str) -> list[dict[str, str]]:
    """Read a table of labels; all are of one collection where it is named."""
    with path.open(encoding="utf8") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    return [{**row, "set": collection or row["set"]} for row in rows]


def learned(examples: Examples, vectors: Path | None, sizes: list[int]) -> Iterator[NDArray[np.float64]]:
    """Yield for each number of terms the probabilities of articles, by models that have not seen their collection."""
    examples, of_terms = with_vectors(examples, load_vectors(vectors))
    matrix, n_terms, size = examples.matrix, len(examples.terms), column_lengths(examples)
    found = [np.zeros(examples.labels.shape) for _ in sizes]
    for group in np.unique(examples.groups):
        out = examples.groups == group
        model = LearnedThemes(n_terms=n_terms, vectors=of_terms)
        model.fit(matrix[~out], examples.labels[~out], examples.groups[~out])
        for scores, most in zip(found, sizes, strict=True):
            weights = model.weights_.copy()
            weights[:n_terms] = truncate(weights[:n_terms], size, most)
            scores[out] = logistic(matrix[out] @ weights + model.intercept_)
    yield from found


def by_seed_words(labels: list[Label], articles: Path) -> tuple[NDArray[np.float64], NDArray[np.bool_], Any, Any]:
    """Return shares, decisions, labels and collections of labelled articles, each collection sorted by itself."""
    definitions = load_themes(THEMES)
    themes = [theme.id for theme in definitions]
    known = {label.name: label for label in labels}
    texts = [json.loads(line) for line in articles.read_text(encoding="utf8").splitlines()]
    shares, decided, truth, groups = [], [], [], []
    for name in sorted({label.collection for label in labels}):
        path = articles.with_name(f"{name}.jsonl")
        own = [json.dumps(row, ensure_ascii=False) for row in texts if known[row["id"]].collection == name]
        path.write_text("\n".join(own) + "\n", encoding="utf8")
        corpus = read_corpus(check_settings({"articles": [str(path)]}))
        units, _ = units_of(corpus.articles, corpus.passages)
        _, sorting = fit_themes(units, definitions, Options(discovered=0))
        for at, (ref, copy) in enumerate(corpus.articles.select("ref", "copy_of").iter_rows()):
            if copy is None:
                label = known[ref]
                shares.append(sorting.article_scores[at])
                decided.append(sorting.article_named[at])
                truth.append([1 if one in label.themes else 0 if one in label.may else -1 for one in themes])
                groups.append(name)
    return np.array(shares), np.array(decided), np.array(truth, dtype=np.int8), np.array(groups)


def show(title: str, scores: NDArray[np.float64], decided: NDArray[np.bool_], labels: Any, groups: Any) -> float:
    """Print a table, and return the mean macro-F1."""
    names, n_themes = np.unique(groups).tolist(), labels.shape[1]
    shape = (len(names), n_themes, 5)
    cells = np.full(shape, np.nan)
    for row, name in enumerate(names):
        for k in range(n_themes):
            known = (groups == name) & (labels[:, k] != UNLABELLED)
            truth = labels[known, k] == POSITIVE
            error = expected_calibration_error(np.clip(scores[known, k], 0, 1), truth)
            cells[row, k, 4] = error
            if truth.sum() >= FEWEST:
                cells[row, k, :4] = *measures(truth, decided[known, k]), best_f1(truth, scores[known, k])
    print(f"\n{title}\n{'':12}" + "".join(f"{theme.id:>32}" for theme in load_themes(THEMES)) + f"{'macro-F1':>16}")
    print(f"{'':12}" + f"{'F1   best  prec.   rec.    ECE':>32}" * n_themes + f"{'own   best':>16}")
    for row, name in enumerate(names):
        own = "".join(
            "".join(f"{cell:6.2f}" for cell in cells[row, k, [0, 3, 1, 2, 4]]).rjust(32) for k in range(n_themes)
        )
        print(f"{name:12}{own}{np.nanmean(cells[row, :, 0]):9.2f}{np.nanmean(cells[row, :, 3]):7.2f}")
    macro, best = (float(np.nanmean(np.nanmean(cells[:, :, at], axis=1))) for at in (0, 3))
    precision = []
    for k in range(n_themes):
        known = labels[:, k] != UNLABELLED
        precision.append(measures(labels[known, k] == POSITIVE, decided[known, k])[1])
    print(
        f"mean macro-F1 {macro:.3f}, with the best thresholds {best:.3f}; mean ECE {np.mean(cells[:, :, 4]):.3f}; ",
        end="",
    )
    print("precision over all articles " + ", ".join(f"{value:.2f}" for value in precision))
    return macro


def measures(truth: NDArray[np.bool_], decided: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Return F1, precision and recall."""
    right = int((truth & decided).sum())
    precision, recall = right / max(1, int(decided.sum())), right / max(1, int(truth.sum()))
    return 2 * right / max(1, int(truth.sum() + decided.sum())), precision, recall


def best_f1(truth: NDArray[np.bool_], scores: NDArray[np.float64]) -> float:
    """Return the F1 with the best threshold there could be."""
    order = np.argsort(-scores, kind="stable")
    right, ranked = np.cumsum(truth[order]), scores[order]
    last = np.append(ranked[:-1] != ranked[1:], True)
    return float(np.max((2 * right / (np.arange(1, len(truth) + 1) + truth.sum()))[last]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, metavar="FOLDER")
    parser.add_argument("--vectors", type=Path, metavar="FILE")
    parser.add_argument("--terms", type=int, nargs="*", default=[MOST_TERMS], help="numbers of terms a theme keeps")
    options = parser.parse_args()
    if options.write:
        options.write.mkdir(parents=True, exist_ok=True)
        write_material(options.write)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["TEMATIKA_RUN"] = str(folder / "run")
        write_material(folder)
        labels = read_labels(folder / "labels.tsv", [theme.id for theme in load_themes(THEMES)])
        examples, _ = read_examples(labels, [str(folder / "articles.jsonl")], THEMES, current_context())
        for most, scores in zip(options.terms, learned(examples, options.vectors, options.terms), strict=True):
            title = f"learned, {most} terms a theme, decision {DECISION}"
            show(title, scores, scores >= DECISION, examples.labels, examples.groups)
        show("seed words alone", *by_seed_words(labels, folder / "articles.jsonl"))


if __name__ == "__main__":
    main()
