"""What labels are worth: macro-F1 of the named themes on agency news, asked for by active help and at random.

What labels teach about other articles: in each draw half of the development labels may be asked for, and the other
half, always the same for both ways of asking, is scored. What they mend in the report itself: all may be asked for and
all are scored, those asked about among them, for they are obeyed. The seed words of the project were chosen with an eye
on these labels, so they leave little to teach; half of them, as somebody might write them down who begins, leave more.
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
from tematika.themes.names import LearntNames, learn_named, read_words, teach
from tematika.themes.units import Options
from tematika.themes.weighed import article_rows

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
        self.unlabelled = learn_named(read_words(self.units, Options()), self.units, self.definitions)
        told = theme_labels(need("ria/theme_labels_dev.tsv"))
        self.labels = {ref: Label(ref, frozenset(has), frozenset(may)) for ref, (has, may) in told.items()}
        refs = self.articles["ref"].to_list()
        self.rows = {ref: row for row, ref in enumerate(refs)}
        self.labelled = [row for row, ref in enumerate(refs) if ref in self.labels]
        self.refs = refs

    def learn(self, asked: list[int]) -> LearntNames:
        """Learn the named themes with these articles' labels."""
        known = Labels.of([self.labels[self.refs[row]] for row in asked], self.themes)
        said = with_labels(self.units, self.place, self.articles, self.passages, known).said
        return teach(self.unlabelled, said) if said else self.unlabelled

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
        room = Classroom(each)
        show(f"{title}: articles without a label", {way: others(room, way) for way in WAYS})
        show(f"{title}: the report itself", {way: itself(room, way) for way in WAYS})


def others(room: Classroom, way: str) -> list[dict[int, float]]:
    """Score half of the labelled articles after labels of the other half."""
    curves = []
    for draw in range(DRAWS):
        mixed = np.random.default_rng(draw).permutation(room.labelled).tolist()
        pool, held = mixed[: len(mixed) // 2], sorted(mixed[len(mixed) // 2 :])
        curves.append({n: room.macro_f1(room.learn(asked), held) for n, asked in WAYS[way](room, pool).items()})
    return curves


def itself(room: Classroom, way: str) -> list[dict[int, float]]:
    """Score all labelled articles, of which some are asked about; there is nothing to draw where they are chosen."""
    draws = DRAWS if way == RANDOM else 1
    pools = [np.random.default_rng(draw).permutation(room.labelled).tolist() for draw in range(draws)]
    return [
        {n: room.macro_f1(room.learn(asked), room.labelled) for n, asked in WAYS[way](room, pool).items()}
        for pool in pools
    ]


def at_random(_: Classroom, pool: list[int]) -> dict[int, list[int]]:
    """Ask about the first articles of a mixed pool."""
    return {n: pool[:n] for n in ASKED}


def by_active_help(room: Classroom, pool: list[int]) -> dict[int, list[int]]:
    """Ask what `most_telling` chooses."""
    steps = {len(step): step for step in room.actively(pool, ASKED[-1])}
    return {n: steps[n] for n in ASKED}


RANDOM = "asked at random"
WAYS = {"asked by active help": by_active_help, RANDOM: at_random}


def show(title: str, ways: dict[str, list[dict[int, float]]]) -> None:
    print(f"{title}; mean macro-F1, standard deviation of the gain over draws")
    print(f"{'labels':28}" + "".join(f"{n:>14}" for n in ASKED))
    for way, curves in ways.items():
        gains = {n: [curve[n] - curve[0] for curve in curves] for n in ASKED}
        cells = "".join(f"{np.mean([c[n] for c in curves]):8.3f} ±{np.std(gains[n]):.3f}" for n in ASKED)
        print(f"{way} ({len(curves)})".ljust(28) + cells, flush=True)


if __name__ == "__main__":
    main()
