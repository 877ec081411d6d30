"""Filters: a part of a corpus, the passages with given words, the dates of these words, the card of a theme."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl
from markupsafe import Markup
from numpy.typing import NDArray

from tematika.core.period import parse_period
from tematika.errors import ParameterError
from tematika.explore.tables import Highlighted
from tematika.explore.workbench import Workbench
from tematika.themes.result import ThemedCorpus
from tematika.themes.seed_words import find_seeds

_UNITS = {"day": "1d", "week": "1w", "month": "1mo"}


def choose(
    corpus: ThemedCorpus, period: str = "all", sources: Sequence[str] = (), themes: Sequence[str] = ()
) -> ThemedCorpus:
    """Return a part of a corpus.

    Parameters
    ----------
    corpus : ThemedCorpus
        The corpus of a workbench, or of a report.
    period : str
        As for reports: ``2023-10``, ``2023-W41``, ``2023-10-05``, ``A..B``, ``all``.
    sources : sequence of str
        Names of sources; empty for all.
    themes : sequence of str
        Uids; articles with at least one of these themes are chosen. Empty for all.

    Raises
    ------
    ParameterError
        For an impossible period, or an unknown theme or source.
    """
    inside = parse_period(period, date.today()).covers(pl.col("published"))
    chosen = corpus.scan("articles").with_columns(inside.alias("in_period")).filter("in_period")
    if sources:
        known = corpus.scan("articles").select(pl.col("source").unique()).collect()["source"].to_list()
        _check(sources, [name for name in known if name], "source")
        chosen = chosen.filter(pl.col("source").is_in(list(sources)))
    if themes:
        _check(themes, [theme.uid for theme in corpus.themes], "theme")
        assigned = pl.col("themes").list.set_intersection(pl.lit(list(themes))).list.len() > 0
        chosen = chosen.filter(assigned | pl.col("cluster").is_in(list(themes)).fill_null(False))
    articles = chosen.collect()
    own = pl.col("article_id").is_in(articles["article_id"].implode())
    passages, removals = (corpus.scan(name).filter(own).collect() for name in ("passages", "removals"))
    return ThemedCorpus(articles, passages, removals, corpus.themes, corpus.facts)


def search(workbench: Workbench, words: str, view: ThemedCorpus | None = None) -> pl.DataFrame:
    """List the passages that contain all given words and phrases in any form.

    Parameters
    ----------
    workbench : Workbench
    words : str
        UnitTerms, globs (``атомн*``) and phrases, separated by commas; one other word may stand inside a phrase.
    view : ThemedCorpus, optional
        The part of the corpus to search; all of it by default.

    Returns
    -------
    polars.DataFrame
        title, source, published, text, themes, cluster, article_id, ordinal; latest first.
    """
    wanted = view or workbench.corpus
    rows = pl.DataFrame({"unit": _units_with(workbench, words)}, schema={"unit": pl.Int64})
    chosen = workbench.loaded.passage_units.join(rows, on="unit", how="semi").lazy()
    passages = wanted.scan("passages").join(chosen, on=["article_id", "ordinal"], how="semi")
    about = wanted.scan("articles").select("article_id", "title", "source", "published")
    columns = ["title", "source", "published", "text", "themes", "cluster", "article_id", "ordinal"]
    listed = passages.join(about, on="article_id").select(columns).collect()
    order = ["published", "article_id", "ordinal"]
    return listed.sort(order, descending=[True, False, False], nulls_last=True)


def timeline(workbench: Workbench, words: str, unit: str = "week", view: ThemedCorpus | None = None) -> pl.DataFrame:
    """Count the articles that contain all given words, and all articles, by ``day``, ``week`` or ``month``.

    Returns
    -------
    polars.DataFrame
        ``from`` (first day), ``articles``, ``of`` (all articles), ``share``; times without articles have rows.

    Raises
    ------
    ParameterError
        For another unit.
    """
    _check([unit], list(_UNITS), "unit")
    wanted = (view or workbench.corpus).scan("articles").filter(pl.col("copy_of").is_null())
    dated = wanted.filter(pl.col("published").is_not_null()).select("article_id", "published").collect()
    ids = workbench.loaded.articles["article_id"][
        np.unique(workbench.loaded.units.article[_units_with(workbench, words)])
    ]
    counted = (
        dated.with_columns(pl.col("article_id").is_in(ids.implode()).alias("has"))
        .sort("published")
        .group_by_dynamic("published", every=_UNITS[unit])
        .agg(pl.col("has").sum().alias("articles"), pl.len().alias("of"))
        .upsample("published", every=_UNITS[unit])
        .with_columns(pl.col("articles", "of").fill_null(0))
    )
    share = (pl.col("articles") / pl.col("of")).fill_nan(0.0).alias("share")
    return counted.select(pl.col("published").dt.date().alias("from"), "articles", "of", share)


def card(workbench: Workbench, theme: str, lang: str = "", view: ThemedCorpus | None = None) -> Highlighted:
    """Return the card of a theme as reports show it.

    Raises
    ------
    ParameterError
        When the theme is unknown.
    NoArticlesError
        When no article of the view has the theme.
    """
    from tematika.report import sections
    from tematika.report.html.environment import report_css

    _check([theme], workbench.uids, "theme")
    own = choose(view or workbench.corpus, themes=[theme])
    shown = own.with_themes(tuple(one for one in workbench.themes if one.uid == theme))
    report = sections.prepare_report(workbench.with_deciding_words(shown), lang or workbench.settings.lang)
    # Both are the report's own: nothing in them comes from articles unescaped.
    style = Markup("<style>{}</style>").format(Markup(report_css()))  # noqa: S704 - our own rules
    return Highlighted(style + Markup(sections.themes(report).html))  # noqa: S704 - a section escapes what comes from articles


def split_words(text: str) -> list[str]:
    """Return the words and phrases of a text that separates them by commas."""
    return [word.strip() for word in text.split(",") if word.strip()]


def _units_with(workbench: Workbench, words: str) -> NDArray[np.int64]:
    """Return the units that contain all words."""
    wanted = split_words(words)
    if not wanted:
        raise ParameterError("names no words", "search", "give words or phrases, with commas between")
    counts = find_seeds(workbench.loaded.stream, wanted).counts()
    return np.flatnonzero(np.diff(counts.indptr) == len(wanted)).astype(np.int64)


def _check(names: Sequence[str], known: Sequence[str], what: str) -> None:
    import difflib

    for name in names:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
            hint = f"did you mean {close[0]}?" if close else "known are " + ", ".join(known)
            raise ParameterError(f"no such {what}", name, hint)
