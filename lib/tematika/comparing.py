"""A sorted corpus beside labels: scores, and the articles and passages where the two differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tematika.errors import LabelsError
from tematika.themes.evaluation import Scores, score_themes
from tematika.themes.labelled import Label
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
    ids = _ids(found)
    given = _given(found)
    known = [label for label in labels if _place(label, ids) in given]
    unknown = tuple(_name(label) for label in labels if _place(label, ids) not in given)
    if not known:
        example = next(iter(found.articles["ref"]), "")
        raise LabelsError(
            f"none of {len(labels)} labels is about these articles", "labels", f"refs look like {example!r} here"
        )
    articles = [label for label in known if label.passage is None]
    passages = [label for label in known if label.passage is not None]
    titles = {row[0]: (row[1], row[2] or "") for row in found.articles.select("article_id", "ref", "title").iter_rows()}
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


def _ids(found: SortedCorpus) -> dict[str, str]:
    """Article ids by ref and by id."""
    pairs = list(found.articles.select("ref", "article_id").iter_rows())
    return {**{article_id: article_id for _, article_id in pairs}, **dict(pairs)}


def _given(found: SortedCorpus) -> dict[_Place, frozenset[str]]:
    """Named themes of articles, and of passages."""
    articles = {(row[0], None): frozenset(row[1]) for row in found.articles.select("article_id", "themes").iter_rows()}
    rows = found.passages.select("article_id", "ordinal", "themes").iter_rows()
    return {**articles, **{(row[0], row[1]): frozenset(row[2]) for row in rows}}


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
