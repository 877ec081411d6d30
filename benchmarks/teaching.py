"""What labels are worth: macro-F1 of the named themes on agency news, asked for by active help and at random.

In each draw half of the development labels may be asked for, and the other half, always the same for both ways of
asking, is scored. The seed words of the project were chosen with an eye on these labels, so they leave little to teach;
half of them, as somebody might write them down who begins, leave more.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from _data import need, theme_labels
from tematika.learning import Labels, learning_set, units_of, with_labels
from tematika.reading import read_corpus
from tematika.settings import check_settings, themes_path
from tematika.themes.definitions import load_themes
from tematika.themes.doubt import doubts, most_telling
from tematika.themes.labelled import Label
from tematika.themes.model import LearntNames, learn_named, read_words
from tematika.themes.scoring import article_rows
from tematika.themes.units import Options

DRAWS = int(os.environ.get("DRAWS", "10"))
ASKED = (0, 20, 50, 100)
AT_ONCE = 20


class Classroom:
    """The corpus, its labels, and what is learnt when some of them are known."""

    def __init__(self, each: int) -> None:
        settings = check_settings({"articles": [str(need("ria/ria_2023.jsonl.gz"))], "labels": "none"})
        with tempfile.TemporaryDirectory() as folder:
            os.environ["TEMATIKA_RUN"] = folder
            self.articles, self.passages = learning_set(read_corpus(settings))
        definitions = load_themes(themes_path(settings) or need("themes"))
        self.definitions = [replace(d, seeds=d.seeds[::each]) for d in definitions]
        self.themes = [definition.id for definition in self.definitions]
        self.units, self.place = units_of(self.articles, self.passages)
        self.words = read_words(self.units, Options())
        told = theme_labels(need("ria/theme_labels_dev.tsv"))
        self.labels = {ref: Label(ref, frozenset(has), frozenset(may)) for ref, (has, may) in told.items()}
        refs = self.articles["ref"].to_list()
        self.rows = {ref: row for row, ref in enumerate(refs)}
        self.labelled = [row for row, ref in enumerate(refs) if ref in self.labels]
        self.refs = refs

    def learn(self, asked: list[int]) -> LearntNames:
        """Learn the named themes with these articles' labels."""
        known = Labels.of([self.labels[self.refs[row]] for row in asked], self.themes)
        units = with_labels(self.units, self.place, self.articles, self.passages, known)
        return learn_named(self.words, units, self.definitions)

    def macro_f1(self, names: LearntNames, rows: list[int]) -> float:
        """Score what was learnt on the labels of these articles."""
        labels = [self.labels[self.refs[row]] for row in rows]
        said = names.carried(Options()).carried_by_articles[rows]
        scores = []
        for k, theme in enumerate(self.themes):
            counts = np.array([theme not in label.may for label in labels])
            truth = np.array([theme in label.themes for label in labels])
            right = (truth & said[:, k] & counts).sum()
            scores.append(2 * right / max(1, (truth & counts).sum() + (said[:, k] & counts).sum()))
        return float(np.mean(scores))

    def actively(self, pool: list[int], n: int) -> list[list[int]]:
        """Ask step by step, and learn from the answers after each."""
        steps: list[list[int]] = [[]]
        while len(steps[-1]) < n:
            asked = steps[-1]
            names = self.learn(asked)
            doubt = doubts(names.shares, names.thresholds)
            doubt[~np.isin(np.arange(len(doubt)), list(set(pool) - set(asked)))] = 0
            wanted = next(size for size in ASKED if size > len(asked)) - len(asked)
            chosen: NDArray[np.intp] = most_telling(doubt, article_rows(names.weighed), min(AT_ONCE, wanted))
            if not len(chosen):
                break
            steps.append(asked + chosen.tolist())
        return steps


def main() -> None:
    for title, each in (("all seed words", 1), ("every other seed word", 2)):
        print(title)
        measure(Classroom(each))


def measure(room: Classroom) -> None:
    curves: dict[str, dict[int, list[float]]] = {"asked by active help": {}, "asked at random": {}}
    for draw in range(DRAWS):
        mixed = np.random.default_rng(draw).permutation(room.labelled).tolist()
        pool, held = mixed[: len(mixed) // 2], sorted(mixed[len(mixed) // 2 :])
        active = {len(step): step for step in room.actively(pool, ASKED[-1])}
        for way, asked in (("asked by active help", active), ("asked at random", {n: pool[:n] for n in ASKED})):
            for n in ASKED:
                curves[way].setdefault(n, []).append(room.macro_f1(room.learn(asked[n]), held))
    print(f"{len(room.labelled)} labelled articles, {DRAWS} draws: mean macro-F1, standard deviation of the gain")
    print(f"{'labels':24}" + "".join(f"{n:>16}" for n in ASKED))
    for way, curve in curves.items():
        gains = {n: np.array(curve[n]) - np.array(curve[0]) for n in ASKED}
        print(f"{way:24}" + "".join(f"{np.mean(curve[n]):9.3f} ±{gains[n].std():.3f}" for n in ASKED))


if __name__ == "__main__":
    main()
