"""What labels are worth to a report: macro-F1 of named themes on agency news, asked by active help and at random.

Labels decide the articles that they name, so each answer mends what was wrong with one article. All development labels
may be asked for and all are scored, those asked for among them, as whoever opens the next report sees it. The seed
words of the project were chosen with an eye on these labels; half of them are a list as somebody might begin with.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace

import numpy as np

from _data import need, theme_labels
from tematika.pipeline.former_calls import read_corpus
from tematika.pipeline.units import learning_set, units_of
from tematika.settings import check_settings, themes_path
from tematika.themes.definitions import load_themes
from tematika.themes.evaluation.active_learning import select_diverse, uncertainty
from tematika.themes.evaluation.metrics import f1_scores
from tematika.themes.features import article_vectors
from tematika.themes.learn_named import learn_named, read_terms
from tematika.themes.types import Options

DRAWS = int(os.environ.get("DRAWS", "10"))
ASKED = (0, 20, 50, 100)


def main() -> None:
    settings = check_settings({"articles": [str(need("ria/ria_2023.jsonl.gz"))], "labels": "none"})
    labels = theme_labels(need("ria/theme_labels_dev.tsv"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TEMATIKA_RUN"] = folder
        articles, passages = learning_set(read_corpus(settings))
    units, _ = units_of(articles, passages)
    words = read_terms(units, Options())
    refs = articles["ref"].to_list()
    rows = [row for row, ref in enumerate(refs) if ref in labels]
    for title, each in (("all seed words", 1), ("every other seed word", 2)):
        definitions = load_themes(themes_path(settings) or need("themes"))
        definitions = [replace(one, seeds=one.seeds[::each]) for one in definitions]
        names = learn_named(words, units, definitions)
        has, may = (
            np.array([[one.id in labels[refs[row]][part] for one in definitions] for row in rows]) for part in (0, 1)
        )
        says = names.assign(Options()).assigned_to_articles[rows]
        doubt = uncertainty(names.shares, names.thresholds)
        doubt[np.setdiff1d(np.arange(len(doubt)), rows)] = 0
        number = {row: place for place, row in enumerate(rows)}
        chosen = select_diverse(doubt, article_vectors(names.features), ASKED[-1]).tolist()
        mixed = [np.random.default_rng(draw).permutation(len(rows)) for draw in range(DRAWS)]
        print(f"{title}; mean macro-F1 after so many labels\n{'labels':28}" + "".join(f"{n:8}" for n in ASKED))
        for way, orders in (
            ("asked by active help", [np.array([number[row] for row in chosen])]),
            (f"asked at random ({DRAWS} draws)", mixed),
        ):
            cells = [np.mean([macro_f1(has, may, says, order[:n]) for order in orders]) for n in ASKED]
            print(f"{way:28}" + "".join(f"{cell:8.3f}" for cell in cells), flush=True)


def macro_f1(has: np.ndarray, may: np.ndarray, says: np.ndarray, asked: np.ndarray) -> float:
    """Score all labelled articles, of which some have the themes that were answered."""
    says = says.copy()
    says[asked] = has[asked]
    return float(f1_scores(has, ~may, says, np.ones((1, len(has)))).mean())


if __name__ == "__main__":
    main()
