"""Comparison of a corpus with labels: scores, and the articles and passages that differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tematika.errors import LabelsError
from tematika.themes.annotations import Label
from tematika.themes.evaluation.metrics import Scores, score_themes
from tematika.themes.result import ThemedCorpus


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An article, or one of its passages, with themes that its label has not (added) or lacks (missed)."""

    ref: str
    title: str
    passage: int | None
    added: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison of a corpus with labels.

    Attributes
    ----------
    articles, passages : Scores or None
        None without labels of them.
    unknown : tuple of str
        Labelled articles and passages that are not in the corpus.
    wrong : tuple of Wrong
        In the order of the labels.
    """

    articles: Scores | None
    passages: Scores | None
    unknown: tuple[str, ...]
    wrong: tuple[Mismatch, ...]


def compare_with_labels(corpus: ThemedCorpus, labels: Sequence[Label]) -> Comparison:
    """Return the comparison of named themes with labels.

    Raises
    ------
    LabelsError
        If no label is about the corpus.
    """
    uids = [theme.uid for theme in corpus.themes if theme.named]
    rows = corpus.scan("articles").select("article_id", "ref", "title").collect().rows()
    titles = {article_id: (ref, title or "") for article_id, ref, title in rows}
    ids = {**{article_id: article_id for article_id in titles}, **{ref: article_id for article_id, ref, _ in rows}}
    assigned = _assigned(corpus, {ids[label.name] for label in labels if label.name in ids})
    known = [label for label in labels if _key(label, ids) in assigned]
    unknown = tuple(_name(label) for label in labels if _key(label, ids) not in assigned)
    if not known:
        hint = f"refs look like {rows[0][1]!r} here" if rows else ""
        raise LabelsError(f"none of {len(labels)} labels is about these articles", "labels", hint)
    articles = [label for label in known if label.passage is None]
    passages = [label for label in known if label.passage is not None]
    wrong = []
    for label in known:
        article_id, _ = key = _key(label, ids)
        themes = assigned[key]
        added, missed = themes - label.themes - label.may, label.themes - themes
        if added or missed:
            wrong.append(Mismatch(*titles[article_id], label.passage, tuple(sorted(added)), tuple(sorted(missed))))
    scores = [_scores(some, uids, ids, assigned) if some else None for some in (articles, passages)]
    return Comparison(scores[0], scores[1], unknown, tuple(wrong))


_Key = tuple[str, int | None]


def _assigned(corpus: ThemedCorpus, articles: set[str]) -> dict[_Key, frozenset[str]]:
    """Return the named themes of some articles, and of their passages."""
    wanted = pl.col("article_id").is_in(sorted(articles))
    whole = corpus.scan("articles").filter(wanted).select("article_id", pl.lit(None, pl.Int64), "themes").collect()
    passages = corpus.scan("passages").filter(wanted).select("article_id", "ordinal", "themes").collect()
    return {(row[0], row[1]): frozenset(row[2]) for row in [*whole.iter_rows(), *passages.iter_rows()]}


def _key(label: Label, ids: Mapping[str, str]) -> _Key:
    return ids.get(label.name, ""), label.passage


def _name(label: Label) -> str:
    return label.name if label.passage is None else f"{label.name}, passage {label.passage}"


def _scores(
    labels: Sequence[Label], uids: Sequence[str], ids: Mapping[str, str], assigned: Mapping[_Key, frozenset[str]]
) -> Scores:
    truth = _matrix([label.themes for label in labels], uids)
    scored = ~_matrix([label.may for label in labels], uids)
    predicted = _matrix([assigned[_key(label, ids)] for label in labels], uids)
    return score_themes(uids, truth, scored, predicted)


def _matrix(sets: Sequence[frozenset[str]], uids: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([[uid in one for uid in uids] for one in sets], dtype=bool).reshape(len(sets), len(uids))
