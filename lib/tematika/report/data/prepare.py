"""From the sorted corpus to what the report shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import polars as pl

from tematika.errors import NoArticlesError
from tematika.report.data.model import ArticleView, RemovalRule, Report, ThemeView, Timeline
from tematika.report.data.passages import quote_passages
from tematika.report.data.separation import theme_separations
from tematika.report.data.spam import find_spam
from tematika.report.data.timeline import make_timeline
from tematika.report.data.trends import (
    compare_periods,
    count_by_source,
    first_bin_if_new,
    last_bin_if_ended,
    measure_movement,
)
from tematika.report.i18n import Words
from tematika.report.palette import shapes, slots
from tematika.report.text import anchor, one_line, shorten, web_address
from tematika.themes.evaluation.quality import Quality, quality_from_plain
from tematika.themes.result import SortedCorpus, Theme

EXAMPLES = 4
# Articles without a theme that are shown with their beginnings.
SHOWN = 8
# Of a page without a title so much of the text as one is cut from.
_TITLE_FROM = 400
_LOOKED_THROUGH = 500
_ARTICLE_COLUMNS = (
    "article_id", "ref", "source", "title", "url", "published", "published_precision", "published_stated", "copy_of",
    "themes", "theme_scores", "cluster", "regions",
)  # fmt: skip


def prepare_report(corpus: SortedCorpus, lang: str) -> Report:
    """Count, choose and order what the sections show.

    Parameters
    ----------
    corpus : SortedCorpus
        Articles, passages and removals with their themes.
    lang : {"en", "ru"}
        Language of the report.

    Raises
    ------
    NoArticlesError
        When no article lies in the period.
    """
    words = Words(lang)
    rows = _rows(corpus)
    known = {theme.uid for theme in corpus.themes}
    originals, copies = _views(rows, known)
    if not originals:
        raise NoArticlesError("no article lies in the period", "", "choose a longer period, or --period all")
    timeline = make_timeline(originals)
    of_slot, of_shape, stream = slots(known), shapes(known), count_by_source(originals, timeline)
    by_id = {article.article_id: article for article in originals}
    uids = [theme.uid for theme in corpus.themes]
    quoted, leads = quote_passages(uids, corpus, by_id), theme_separations(corpus)
    themes = [_theme(theme, words, of_slot[theme.uid], originals, timeline) for theme in corpus.themes]
    themes = [
        replace(
            view,
            passages=quoted[view.theme.uid].telling,
            shape=of_shape[view.theme.uid],
            movement=measure_movement(view.articles, view.counts, timeline, stream),
            border=quoted[view.theme.uid].border,
            lead=leads.get(view.theme.uid),
        )
        for view in themes
    ]
    themes.sort(key=lambda view: (-len(view.articles), not view.theme.named, view.theme.uid))
    unassigned = [article for article in originals if not article.themes]
    openings = _openings(corpus, [article.article_id for article in unassigned[:SHOWN]])
    n_passages, n_loose = _count_passages(corpus)
    removals = _removals(corpus, {a.article_id: a for a in (*originals, *(c for c, _ in copies))})
    outside = corpus.scan("articles").select((~pl.col("in_period")).sum()).collect().item()
    return Report(
        words=words,
        articles=originals,
        copies=copies,
        themes=tuple(themes),
        unassigned=tuple((article, openings.get(article.article_id, "")) for article in unassigned),
        timeline=timeline,
        sources=tuple(sorted({a.source for a in originals if a.source})),
        n_passages=n_passages,
        n_passages_unassigned=n_loose,
        n_out_of_period=int(outside) + _number(corpus.facts.get("n_outside_period")),
        removals=removals,
        poisoned=find_spam(corpus, removals, by_id),
        facts=corpus.facts,
        quality=_quality(corpus.facts.get("quality")),
    )


def _rows(corpus: SortedCorpus) -> Iterator[Mapping[str, Any]]:
    """Give the articles of the period, with so much of their text as may stand in for a title."""
    opening = pl.col("text").str.slice(0, _TITLE_FROM).alias("text")
    articles = corpus.scan("articles").filter("in_period").select(*_ARTICLE_COLUMNS, opening).collect()
    return articles.iter_rows(named=True)


def _views(
    rows: Iterable[Mapping[str, Any]], known: set[str]
) -> tuple[tuple[ArticleView, ...], tuple[tuple[ArticleView, ArticleView | None], ...]]:
    """Give the originals in order, newest first, with their reprints; and the reprints with their originals."""
    reprints: dict[str, list[ArticleView]] = {}
    originals = []
    for row in rows:
        if row["copy_of"] is None:
            originals.append(_article(row, known))
        else:
            reprints.setdefault(row["copy_of"], []).append(_article(row, known))
    originals = [
        replace(article, copies=tuple(sorted(reprints[article.article_id], key=_newest_first)))
        if article.article_id in reprints
        else article
        for article in originals
    ]
    originals.sort(key=_newest_first)
    by_id = {article.article_id: article for article in originals}
    pairs = [(copy, by_id.get(original)) for original, copies in reprints.items() for copy in copies]
    pairs.sort(key=lambda pair: _newest_first(pair[0]))
    return tuple(originals), tuple(pairs)


def _newest_first(article: ArticleView) -> tuple[float, str]:
    if article.published is None:
        return (float("inf"), article.ref)
    return (-(article.published - datetime(1, 1, 1)).total_seconds(), article.ref)


def _article(row: Mapping[str, Any], known: set[str]) -> ArticleView:
    uids = [row["cluster"], *(row["themes"] or [])]
    scores, themes = row["theme_scores"] or {}, tuple(dict.fromkeys(uid for uid in uids if uid in known))
    return ArticleView(
        article_id=row["article_id"],
        anchor=anchor("a", row["article_id"]),
        ref=row["ref"],
        title=one_line(row["title"] or "") or shorten(row["text"], 80) or row["ref"],
        source=one_line(row["source"] or "") or None,
        url=web_address(row["url"]),
        published=row["published"],
        precision=row["published_precision"],
        stated=one_line(row["published_stated"] or "") or None,
        themes=themes,
        scores={uid: scores[uid] for uid in themes if scores.get(uid) is not None},
        regions=tuple(row["regions"]),
    )


def _theme(theme: Theme, words: Words, slot: int, originals: Sequence[ArticleView], timeline: Timeline) -> ThemeView:
    uid = theme.uid
    members = sorted((a for a in originals if uid in a.themes), key=lambda a: (-a.scores.get(uid, 0.0), a.ref))
    per_bin = Counter(timeline.placed[a.article_id] for a in members if a.article_id in timeline.placed)
    counts = tuple(per_bin[index] for index in range(len(timeline.bins)))
    return ThemeView(
        theme=theme,
        title=_heading(one_line(theme.title.get(words.lang) or next(iter(theme.title.values()), uid))),
        anchor=anchor("theme", uid),
        slot=slot,
        articles=tuple(members),
        share=len(members) / len(originals),
        n_sources=len({a.source for a in members if a.source}),
        n_copies=sum(len(a.copies) for a in members),
        passages=(),
        counts=counts,
        change=compare_periods(counts, timeline),
        new_since=first_bin_if_new(counts, timeline),
        quiet_after=last_bin_if_ended(counts, timeline),
    )


def _quality(told: object) -> Quality | None:
    return quality_from_plain(told) if isinstance(told, Mapping) else None


def _heading(title: str) -> str:
    return title[:1].upper() + title[1:]


def _bodies(corpus: SortedCorpus) -> pl.LazyFrame:
    """Give the body passages of originals in the period."""
    originals = corpus.scan("articles").filter(pl.col("in_period") & pl.col("copy_of").is_null())
    return corpus.scan("passages").filter(pl.col("kind") == "body").join(originals, on="article_id", how="semi")


def _count_passages(corpus: SortedCorpus) -> tuple[int, int]:
    """Count body passages, and those that fit no theme."""
    loose = pl.col("cluster").is_null() & (pl.col("themes").list.len() == 0)
    counts = _bodies(corpus).select(pl.len(), loose.sum().alias("loose")).collect()
    return int(counts["len"][0]), int(counts["loose"][0])


def _openings(corpus: SortedCorpus, article_ids: Sequence[str]) -> dict[str, str]:
    chosen = _bodies(corpus).filter(pl.col("article_id").is_in(list(article_ids)))
    first = chosen.select("article_id", "ordinal", "text").collect().sort("article_id", "ordinal")
    first = first.unique("article_id", keep="first", maintain_order=True)
    return {article_id: shorten(text, 220) for article_id, text in first.select("article_id", "text").iter_rows()}


def _removals(corpus: SortedCorpus, articles: Mapping[str, ArticleView]) -> tuple[RemovalRule, ...]:
    inside = corpus.scan("articles").filter("in_period")
    kept = corpus.scan("removals").join(inside, on="article_id", how="semi")
    counts = kept.group_by("rule").agg(
        pl.len().alias("n"),
        pl.col("text").str.len_chars().sum().alias("characters"),
        pl.col("article_id").n_unique().alias("articles"),
    )
    rules = [
        RemovalRule(rule, n, characters, n_articles, _examples(kept.filter(pl.col("rule") == rule), articles))
        for rule, n, characters, n_articles in counts.collect().iter_rows()
    ]
    return tuple(sorted(rules, key=lambda rule: (-rule.n, rule.rule)))


def _examples(
    removals: pl.LazyFrame, articles: Mapping[str, ArticleView]
) -> tuple[tuple[str, ArticleView | None], ...]:
    """Give a few different removals of a rule, by the articles first in order."""
    first = removals.select("article_id", "start", "text").sort("article_id", "start").head(_LOOKED_THROUGH).collect()
    chosen = first.unique("text", keep="first", maintain_order=True).head(EXAMPLES)
    return tuple(
        (text, articles.get(article_id)) for article_id, text in chosen.select("article_id", "text").iter_rows()
    )


def _number(fact: object) -> int:
    return fact if isinstance(fact, int) else 0
