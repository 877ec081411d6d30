"""Questions for active learning: the articles whose themes are most uncertain, each with its most uncertain passage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tematika.explore.workbench import Workbench
from tematika.themes.annotations import Label
from tematika.themes.evaluation.active_learning import select_diverse, uncertainty
from tematika.themes.features import article_vectors


@dataclass(frozen=True, slots=True)
class Question:
    """An article to be labelled.

    Attributes
    ----------
    article_id, title, text : str
        The article, and its passage with the highest score for the uncertain theme.
    ordinal : int or None
        Ordinal of the passage; None for an article with nothing but a title.
    uncertain : str
        Id of the theme whose threshold is nearest.
    guess : frozenset of str
        The named themes that the article has now.
    """

    article_id: str
    title: str
    text: str
    ordinal: int | None
    uncertain: str
    guess: frozenset[str]

    def answer(self, themes: frozenset[str]) -> Label:
        """Return the label that gives the article exactly these themes."""
        return Label(self.article_id, themes)


def questions(workbench: Workbench, n: int = 20) -> list[Question]:
    """Return up to ``n`` uncertain articles without a label that differ from each other; none without named themes."""
    if not workbench.definitions:
        return []
    uncertain = uncertainty(workbench.names.shares, workbench.model.levels)
    open_to_ask = ~_is_labelled(workbench) & _is_original(workbench)
    chosen = select_diverse(np.where(open_to_ask, uncertain, 0.0), article_vectors(workbench.names.features), n)
    return [_question(workbench, article) for article in chosen.tolist()]


def count_labelled(workbench: Workbench) -> int:
    """Return the number of articles with a label; reprints do not count."""
    return int((_is_labelled(workbench) & _is_original(workbench)).sum())


def _is_labelled(workbench: Workbench) -> NDArray[np.bool_]:
    names = [name for name, passage in workbench.labels.values if passage is None]
    mask = pl.col("article_id").is_in(names) | pl.col("ref").is_in(names)
    return workbench.loaded.articles.select(mask.fill_null(value=False)).to_series().to_numpy()


def _is_original(workbench: Workbench) -> NDArray[np.bool_]:
    return workbench.loaded.articles["copy_of"].is_null().to_numpy()


def _question(workbench: Workbench, article: int) -> Question:
    loaded = workbench.loaded
    shares, levels = workbench.names.shares[article], workbench.model.levels
    k = int(np.abs(np.log(np.maximum(shares, 1e-12) / levels)).argmin())
    row = loaded.articles.row(article, named=True)
    themes = [one.id for one in workbench.definitions]
    assigned = workbench.sorting.article_named[article]
    guess = frozenset(theme for theme, has in zip(themes, assigned, strict=True) if has)
    title, text, ordinal = row["title"] or "", row["title"] or "", None
    units = np.flatnonzero(loaded.units.article == article)
    passages = units[loaded.place.passage_rows[units] >= 0]
    if len(passages):
        best = passages[workbench.names.scores[passages, k].argmax()]
        passage = loaded.passages.row(int(loaded.place.passage_rows[best]), named=True)
        text, ordinal = passage["text"], int(passage["ordinal"])
    return Question(row["article_id"], title, text, ordinal, themes[k], guess)
