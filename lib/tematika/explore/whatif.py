"""Try: what other settings would change, and what figures say of them, before anything is kept."""

from __future__ import annotations

import numpy as np
import polars as pl

from tematika.explore.workbench import Desk
from tematika.themes.annotations import POSITIVE, UNLABELLED
from tematika.themes.discovered.membership import separation
from tematika.themes.evaluation.coherence import coherence, pairwise_npmi
from tematika.themes.evaluation.measure import WORDS
from tematika.themes.features import article_vectors
from tematika.themes.named.thresholds import assign_themes
from tematika.themes.seed_words import find_seeds


def figures(desk: Desk) -> pl.DataFrame:
    """Tell how the themes of a desk stand: columns ``figure`` and ``value``.

    How many there are, the shares of articles and passages that have any, how far the discovered ones are apart
    (`tematika.themes.discovered.membership.separation`), how far the words of themes go together
    (`words_together`), and, where there are labels, in how many cases what would be found without obeying them
    agrees with them.
    """
    sorting, bodies = desk.sorting, ~desk.reads.units.apart
    originals = desk.reads.articles["copy_of"].is_null().to_numpy()
    n_named = sorting.unit_named.shape[1]
    own = np.where(sorting.article_best >= n_named, sorting.article_best - n_named, -1)
    rows = article_vectors(desk.names.features)
    values = {
        "named themes": float(n_named),
        "discovered themes": float(sorting.unit_scores.shape[1] - n_named),
        "articles with a theme": float((sorting.article_best >= 0)[originals].mean()),
        "passages with a theme": float((sorting.unit_best >= 0)[bodies].mean()),
        "separation of the discovered": separation(rows, own),
        "words together": words_together(desk),
        **_agreement(desk),
    }
    return pl.DataFrame({"figure": list(values), "value": list(values.values())})


def words_together(desk: Desk) -> float:
    """Tell how far the telling words of themes stand in the same passages: 0 is what chance would bring, 1 is always.

    The mean over all themes of `tematika.themes.evaluation.coherence.coherence`, as on the quality page of reports.
    """
    shown = [[word for word, _ in theme.terms[:WORDS]] for theme in desk.themes]
    words = list(dict.fromkeys(word for of_theme in shown for word in of_theme))
    number = {word: place for place, word in enumerate(words)}
    met = pairwise_npmi(find_seeds(desk.reads.stream, words).counts())
    of_theme = coherence(met, [[number[word] for word in own] for own in shown]).of_theme
    return float(np.nanmean(of_theme)) if np.isfinite(of_theme).any() else 0.0


def side_by_side(before: Desk, after: Desk) -> pl.DataFrame:
    """Put the figures of two desks side by side: ``figure``, ``before``, ``after``."""
    old = figures(before).rename({"value": "before"})
    new = figures(after).rename({"value": "after"})
    return old.join(new, on="figure", how="full", coalesce=True, maintain_order="right_left")


def theme_sizes(before: Desk, after: Desk) -> pl.DataFrame:
    """Count each theme's articles before and after: ``theme``, ``title``, ``before``, ``after``; most moved first."""
    lang, sizes = after.settings.lang, []
    for desk in (before, after):
        n_named = desk.sorting.article_named.shape[1]
        counts = list(desk.sorting.article_named.sum(axis=0))
        counts += [(desk.sorting.article_best == k).sum() for k in range(n_named, len(desk.uids))]
        sizes.append(dict(zip(desk.uids, map(int, counts), strict=True)))
    titles = {theme.uid: theme.title[lang] for desk in (before, after) for theme in desk.themes}
    rows = [(uid, title, sizes[0].get(uid, 0), sizes[1].get(uid, 0)) for uid, title in titles.items()]
    table = pl.DataFrame(rows, schema=["theme", "title", "before", "after"], orient="row")
    return table.sort((pl.col("after") - pl.col("before")).abs(), "theme", descending=[True, False])


def _agreement(desk: Desk) -> dict[str, float]:
    said = desk.names.features.units.labels
    if said is None:
        return {}
    told = said.articles != UNLABELLED
    if not told.any():
        return {}
    says = assign_themes(desk.names.shares, desk.model.levels)
    return {"labels that are met": float((says == (said.articles == POSITIVE))[told].mean())}
