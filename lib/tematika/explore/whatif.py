"""What-if: figures of a workbench with other settings, beside those without."""

from __future__ import annotations

import numpy as np
import polars as pl

from tematika.explore.workbench import Workbench
from tematika.themes.annotations import POSITIVE, UNLABELLED
from tematika.themes.discovered.membership import separation
from tematika.themes.evaluation.coherence import coherence, pairwise_npmi
from tematika.themes.evaluation.measure import WORDS
from tematika.themes.features import article_vectors
from tematika.themes.named.thresholds import assign_themes
from tematika.themes.seed_words import find_seeds


def figures(workbench: Workbench) -> pl.DataFrame:
    """Return figures of a workbench's themes: columns ``figure`` and ``value``.

    They are the numbers of themes, the shares of articles and passages with any, the separation of the discovered ones
    (`tematika.themes.discovered.membership.separation`), the coherence of their words (`words_together`) and, with
    labels, the share of labels that agree with the themes assigned without them.
    """
    sorting, bodies = workbench.sorting, ~workbench.loaded.units.apart
    originals = workbench.loaded.articles["copy_of"].is_null().to_numpy()
    n_named = sorting.unit_named.shape[1]
    own = np.where(sorting.article_best >= n_named, sorting.article_best - n_named, -1)
    rows = article_vectors(workbench.names.features)
    values = {
        "named themes": float(n_named),
        "discovered themes": float(sorting.unit_scores.shape[1] - n_named),
        "articles with a theme": float((sorting.article_best >= 0)[originals].mean()),
        "passages with a theme": float((sorting.unit_best >= 0)[bodies].mean()),
        "separation of the discovered": separation(rows, own),
        "words together": words_together(workbench),
        **_agreement(workbench),
    }
    return pl.DataFrame({"figure": list(values), "value": list(values.values())})


def words_together(workbench: Workbench) -> float:
    """Return how far the top terms of themes occur in the same passages, from 0 (by chance) to 1 (always).

    It is the mean of `tematika.themes.evaluation.coherence.coherence` over all themes, as on reports' quality pages.
    """
    shown = [[word for word, _ in theme.terms[:WORDS]] for theme in workbench.themes]
    words = list(dict.fromkeys(word for of_theme in shown for word in of_theme))
    column = {word: k for k, word in enumerate(words)}
    npmi = pairwise_npmi(find_seeds(workbench.loaded.stream, words).counts())
    of_theme = coherence(npmi, [[column[word] for word in own] for own in shown]).of_theme
    return float(np.nanmean(of_theme)) if np.isfinite(of_theme).any() else 0.0


def side_by_side(before: Workbench, after: Workbench) -> pl.DataFrame:
    """Return the figures of two workbenches: ``figure``, ``before``, ``after``."""
    old = figures(before).rename({"value": "before"})
    new = figures(after).rename({"value": "after"})
    return old.join(new, on="figure", how="full", coalesce=True, maintain_order="right_left")


def theme_sizes(before: Workbench, after: Workbench) -> pl.DataFrame:
    """Count the articles of themes: ``theme``, ``title``, ``before``, ``after``; largest change first."""
    lang, sizes = after.settings.lang, []
    for workbench in (before, after):
        n_named = workbench.sorting.article_named.shape[1]
        counts = list(workbench.sorting.article_named.sum(axis=0))
        counts += [(workbench.sorting.article_best == k).sum() for k in range(n_named, len(workbench.uids))]
        sizes.append(dict(zip(workbench.uids, map(int, counts), strict=True)))
    titles = {theme.uid: theme.title[lang] for workbench in (before, after) for theme in workbench.themes}
    rows = [(uid, title, sizes[0].get(uid, 0), sizes[1].get(uid, 0)) for uid, title in titles.items()]
    table = pl.DataFrame(rows, schema=["theme", "title", "before", "after"], orient="row")
    return table.sort((pl.col("after") - pl.col("before")).abs(), "theme", descending=[True, False])


def _agreement(workbench: Workbench) -> dict[str, float]:
    labels = workbench.names.features.units.labels
    if labels is None or not (labels.articles != UNLABELLED).any():
        return {}
    known = labels.articles != UNLABELLED
    assigned = assign_themes(workbench.names.shares, workbench.model.levels)
    return {"labels that are met": float((assigned == (labels.articles == POSITIVE))[known].mean())}
