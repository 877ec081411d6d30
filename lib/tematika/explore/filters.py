"""Look: a part of what was found, passages with a word in any form, a word's own timeline, a theme's card."""

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
from tematika.explore.workbench import Desk
from tematika.themes.result import ThemedCorpus
from tematika.themes.seed_words import find_seeds

_UNITS = {"day": "1d", "week": "1w", "month": "1mo"}


def choose(
    found: ThemedCorpus, period: str = "all", sources: Sequence[str] = (), themes: Sequence[str] = ()
) -> ThemedCorpus:
    """Give a part of a sorted corpus.

    Parameters
    ----------
    found : ThemedCorpus
        Of the desk, or of a report.
    period : str
        As for reports: ``2023-10``, ``2023-W41``, ``2023-10-05``, ``A..B``, ``all``.
    sources : sequence of str
        Names of sources; none: all.
    themes : sequence of str
        Uids; articles that carry one of them at least. None: all.

    Returns
    -------
    ThemedCorpus
        What reports are made of.

    Raises
    ------
    ParameterError
        For a period that cannot be, or a theme or source that is not there.
    """
    inside = parse_period(period, date.today()).covers(pl.col("published"))
    kept = found.scan("articles").with_columns(inside.alias("in_period")).filter("in_period")
    if sources:
        known = found.scan("articles").select(pl.col("source").unique()).collect()["source"].to_list()
        _check(sources, [name for name in known if name], "source")
        kept = kept.filter(pl.col("source").is_in(list(sources)))
    if themes:
        _check(themes, [theme.uid for theme in found.themes], "theme")
        carried = pl.col("themes").list.set_intersection(pl.lit(list(themes))).list.len() > 0
        kept = kept.filter(carried | pl.col("cluster").is_in(list(themes)).fill_null(False))
    articles = kept.collect()
    own = pl.col("article_id").is_in(articles["article_id"].implode())
    passages, removals = (found.scan(name).filter(own).collect() for name in ("passages", "removals"))
    return ThemedCorpus(articles, passages, removals, found.themes, found.facts)


def search(desk: Desk, words: str, found: ThemedCorpus | None = None) -> pl.DataFrame:
    """List the passages that have all of some words and phrases, in any form.

    Parameters
    ----------
    desk : Desk
    words : str
        Words, globs (``атомн*``), phrases, with commas between; a phrase may have one word more in between.
    found : ThemedCorpus, optional
        Where to look; everywhere if not given.

    Returns
    -------
    polars.DataFrame
        title, source, published, text, themes, cluster, article_id, ordinal; the latest first.
    """
    wanted = found or desk.found
    rows = pl.DataFrame({"unit": _units_with(desk, words)}, schema={"unit": pl.Int64})
    chosen = desk.reads.passage_units.join(rows, on="unit", how="semi").lazy()
    passages = wanted.scan("passages").join(chosen, on=["article_id", "ordinal"], how="semi")
    about = wanted.scan("articles").select("article_id", "title", "source", "published")
    columns = ["title", "source", "published", "text", "themes", "cluster", "article_id", "ordinal"]
    listed = passages.join(about, on="article_id").select(columns).collect()
    order = ["published", "article_id", "ordinal"]
    return listed.sort(order, descending=[True, False, False], nulls_last=True)


def timeline(desk: Desk, words: str, unit: str = "week", found: ThemedCorpus | None = None) -> pl.DataFrame:
    """Count the articles that have all of some words, and all articles, by ``day``, ``week`` or ``month``.

    Returns
    -------
    polars.DataFrame
        ``from`` (the first day), ``articles``, ``of`` (all of that time), ``share``; times without articles have rows.

    Raises
    ------
    ParameterError
        For another unit.
    """
    _check([unit], list(_UNITS), "unit")
    wanted = (found or desk.found).scan("articles").filter(pl.col("copy_of").is_null())
    dated = wanted.filter(pl.col("published").is_not_null()).select("article_id", "published").collect()
    ids = desk.reads.articles["article_id"][np.unique(desk.reads.units.article[_units_with(desk, words)])]
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


def card(desk: Desk, theme: str, lang: str = "", found: ThemedCorpus | None = None) -> Highlighted:
    """Show a theme's card as in the report.

    Raises
    ------
    ParameterError
        When there is no such theme.
    NoArticlesError
        When no article of the view carries it.
    """
    from tematika.report import sections
    from tematika.report.html.environment import report_css

    _check([theme], desk.uids, "theme")
    own = choose(found or desk.found, themes=[theme])
    shown = own.with_themes(tuple(one for one in desk.themes if one.uid == theme))
    report = sections.prepare_report(desk.with_deciding_words(shown), lang or desk.settings.lang)
    # Both are the report's own: nothing in them comes from articles unescaped.
    style = Markup("<style>{}</style>").format(Markup(report_css()))  # noqa: S704 - our own rules
    return Highlighted(style + Markup(sections.themes(report).html))  # noqa: S704 - a section escapes what comes from articles


def _units_with(desk: Desk, words: str) -> NDArray[np.int64]:
    """Units that have all of the words."""
    wanted = [word.strip() for word in words.split(",") if word.strip()]
    if not wanted:
        raise ParameterError("names no words", "search", "give words or phrases, with commas between")
    counts = find_seeds(desk.reads.stream, wanted).counts()
    return np.flatnonzero(np.diff(counts.indptr) == len(wanted)).astype(np.int64)


def _check(given: Sequence[str], known: Sequence[str], what: str) -> None:
    import difflib

    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
            mend = f"did you mean {near[0]}?" if near else "known are " + ", ".join(known)
            raise ParameterError(f"no such {what}", name, mend)
