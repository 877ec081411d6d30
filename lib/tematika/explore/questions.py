"""Active help: the articles whose themes are most in doubt, each shown by the passage that the doubt is about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tematika.explore.workbench import Desk
from tematika.themes.annotations import Label
from tematika.themes.evaluation.active_learning import select_diverse, uncertainty
from tematika.themes.features import article_vectors

AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Question:
    """An article that somebody may label.

    Attributes
    ----------
    article_id, title, text : str
        The article, and its passage that comes nearest to the doubtful theme.
    ordinal : int or None
        Of the passage; None where the title is all there is.
    doubtful : str
        The theme in doubt.
    guess : frozenset of str
        The named themes that it carries now.
    """

    article_id: str
    title: str
    text: str
    ordinal: int | None
    doubtful: str
    guess: frozenset[str]

    def answer(self, themes: frozenset[str]) -> Label:
        """Make the label that says: the article has these themes, and no others."""
        return Label(self.article_id, themes)


def questions(desk: Desk, n: int = AT_ONCE) -> list[Question]:
    """Choose what to ask: doubtful articles, unlike each other, without a label so far.

    Parameters
    ----------
    desk : Desk
        With one named theme at least.
    n : int
        At most so many.
    """
    if not desk.definitions:
        return []
    shares, levels = desk.names.shares, desk.model.levels
    doubt = np.where(_open(desk), uncertainty(shares, levels), 0.0)
    chosen = select_diverse(doubt, article_vectors(desk.names.features), n)
    return [_question(desk, article) for article in chosen.tolist()]


def labelled(desk: Desk) -> int:
    """How many of the desk's articles have a label."""
    return int((~_open(desk) & desk.reads.articles["copy_of"].is_null().to_numpy()).sum())


def _open(desk: Desk) -> NDArray[np.bool_]:
    """Originals that no label speaks of."""
    names = {name for name, passage in desk.labels.values if passage is None}
    told = desk.reads.articles.select(
        pl.col("article_id").is_in(list(names)) | pl.col("ref").is_in(list(names)) | pl.col("copy_of").is_not_null()
    )
    return np.asarray(~told.to_series().to_numpy())


def _question(desk: Desk, article: int) -> Question:
    shares, levels = desk.names.shares[article], desk.model.levels
    k = int(np.abs(np.log(np.maximum(shares, 1e-12) / levels)).argmin())
    row = desk.reads.articles.row(article, named=True)
    units = np.flatnonzero(desk.reads.units.article == article)
    passages = units[desk.reads.place.passage_rows[units] >= 0]
    themes = [one.id for one in desk.definitions]
    guess = frozenset(theme for theme, has in zip(themes, desk.sorting.article_named[article], strict=True) if has)
    if not len(passages):
        return Question(row["article_id"], row["title"] or "", row["title"] or "", None, themes[k], guess)
    best = passages[desk.names.scores[passages, k].argmax()]
    passage = desk.reads.passages.row(int(desk.reads.place.passage_rows[best]), named=True)
    return Question(row["article_id"], row["title"] or "", passage["text"], int(passage["ordinal"]), themes[k], guess)
