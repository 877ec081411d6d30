"""A sorted corpus beside labels: scores, and the articles and passages where the two differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tematika.errors import LabelsError
from tematika.themes.annotations import Label
from tematika.themes.evaluation.metrics import Scores, score_themes
from tematika.themes.result import SortedCorpus


@dataclass(frozen=True, slots=True)
class Wrong:
    """An article, or a passage of it, whose themes differ from its label: what was added, what was missed."""

    ref: str
    title: str
    passage: int | None
    added: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What labels say of a sorted corpus.

    Attributes
    ----------
    articles, passages : Scores or None
        None where no label speaks of them.
    unknown : tuple of str
        Articles and passages with labels that are not in the corpus.
    wrong : tuple of Wrong
        In the order of the labels.
    """

    articles: Scores | None
    passages: Scores | None
    unknown: tuple[str, ...]
    wrong: tuple[Wrong, ...]


def compare(found: SortedCorpus, labels: Sequence[Label]) -> Comparison:
    """Score named themes against labels.

    Raises
    ------
    LabelsError
        When no label speaks of anything in the corpus.
    """
    uids = [theme.uid for theme in found.themes if theme.named]
    rows = found.scan("articles").select("article_id", "ref", "title").collect().rows()
    titles = {article_id: (ref, title or "") for article_id, ref, title in rows}
    ids = {**{article_id: article_id for article_id in titles}, **{ref: article_id for article_id, ref, _ in rows}}
    given = _given(found, {ids[label.name] for label in labels if label.name in ids})
    known = [label for label in labels if _place(label, ids) in given]
    unknown = tuple(_name(label) for label in labels if _place(label, ids) not in given)
    if not known:
        mend = f"refs look like {rows[0][1]!r} here" if rows else ""
        raise LabelsError(f"none of {len(labels)} labels is about these articles", "labels", mend)
    articles = [label for label in known if label.passage is None]
    passages = [label for label in known if label.passage is not None]
    wrong = []
    for label in known:
        article_id, _ = place = _place(label, ids)
        says = given[place]
        added, missed = says - label.themes - label.may, label.themes - says
        if added or missed:
            wrong.append(Wrong(*titles[article_id], label.passage, tuple(sorted(added)), tuple(sorted(missed))))
    scores = [_scores(some, uids, ids, given) if some else None for some in (articles, passages)]
    return Comparison(scores[0], scores[1], unknown, tuple(wrong))


_Place = tuple[str, int | None]


def _given(found: SortedCorpus, articles: set[str]) -> dict[_Place, frozenset[str]]:
    """Named themes of some articles, and of their passages."""
    wanted = pl.col("article_id").is_in(sorted(articles))
    whole = found.scan("articles").filter(wanted).select("article_id", pl.lit(None, pl.Int64), "themes").collect()
    passages = found.scan("passages").filter(wanted).select("article_id", "ordinal", "themes").collect()
    return {(row[0], row[1]): frozenset(row[2]) for row in [*whole.iter_rows(), *passages.iter_rows()]}


def _place(label: Label, ids: Mapping[str, str]) -> _Place:
    return ids.get(label.name, ""), label.passage


def _name(label: Label) -> str:
    return label.name if label.passage is None else f"{label.name}, passage {label.passage}"


def _scores(
    labels: Sequence[Label], uids: Sequence[str], ids: Mapping[str, str], given: Mapping[_Place, frozenset[str]]
) -> Scores:
    truth = _matrix([label.themes for label in labels], uids)
    scored = ~_matrix([label.may for label in labels], uids)
    said = _matrix([given[_place(label, ids)] for label in labels], uids)
    return score_themes(uids, truth, scored, said)


def _matrix(sets: Sequence[frozenset[str]], uids: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([[uid in one for uid in uids] for one in sets], dtype=bool).reshape(len(sets), len(uids))
