"""From the sorted corpus to what the report shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import polars as pl

from tematika.errors import NoArticlesError
from tematika.reporting.binning import make_timeline
from tematika.reporting.colours import slots
from tematika.reporting.model import ArticleView, RemovalRule, Report, ThemeView, Timeline
from tematika.reporting.passages import telling_passages
from tematika.reporting.safe import anchor, one_line, shorten, web_address
from tematika.reporting.trend import compare, first_lately, last_long_ago
from tematika.reporting.words import Words
from tematika.themes.result import SortedCorpus, Theme

EXAMPLES = 4


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
    rows = corpus.articles.filter(pl.col("in_period")).to_dicts()
    texts = {row["article_id"]: row["text"] for row in rows}
    known = {theme.uid for theme in corpus.themes}
    originals, copies = _views(rows, known)
    if not originals:
        raise NoArticlesError("no article lies in the period", "", "choose a longer period, or --period all")
    timeline = make_timeline(originals)
    of_slot = slots(known)
    by_id = {article.article_id: article for article in originals}
    themes = [_theme(theme, words, of_slot[theme.uid], originals, timeline) for theme in corpus.themes]
    themes = [
        replace(view, passages=telling_passages(view.theme.uid, corpus.passages, by_id, texts)) for view in themes
    ]
    themes.sort(key=lambda view: (-len(view.articles), not view.theme.named, view.theme.uid))
    passages = corpus.passages.filter(pl.col("article_id").is_in(list(by_id)) & (pl.col("kind") == "body"))
    openings = _openings(passages)
    loose = passages.filter(pl.col("cluster").is_null() & (pl.col("themes").list.len() == 0)).height
    return Report(
        words=words,
        articles=originals,
        copies=copies,
        themes=tuple(themes),
        unassigned=tuple((a, openings.get(a.article_id, "")) for a in originals if not a.themes),
        timeline=timeline,
        sources=tuple(sorted({a.source for a in originals if a.source})),
        n_passages=passages.height,
        n_passages_unassigned=loose,
        n_out_of_period=corpus.articles.height - len(rows) + _number(corpus.facts.get("n_outside_period")),
        removals=_removals(corpus.removals, {a.article_id: a for a in (*originals, *(c for c, _ in copies))}),
        facts=corpus.facts,
    )


def _views(
    rows: Sequence[Mapping[str, Any]], known: set[str]
) -> tuple[tuple[ArticleView, ...], tuple[tuple[ArticleView, ArticleView | None], ...]]:
    """Give the originals in order, newest first, with their reprints; and the reprints with their originals."""
    reprints: dict[str, list[ArticleView]] = {}
    for row in rows:
        if row["copy_of"] is not None:
            reprints.setdefault(row["copy_of"], []).append(_article(row, known))
    originals = [
        replace(_article(row, known), copies=tuple(sorted(reprints.get(row["article_id"], []), key=_newest_first)))
        for row in rows
        if row["copy_of"] is None
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
    scores = row["theme_scores"] or {}
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
        themes=tuple(dict.fromkeys(uid for uid in uids if uid in known)),
        scores={uid: score for uid, score in scores.items() if score is not None},
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
        change=compare(counts, timeline),
        new_since=first_lately(counts, timeline),
        quiet_after=last_long_ago(counts, timeline),
    )


def _heading(title: str) -> str:
    return title[:1].upper() + title[1:]


def _openings(passages: pl.DataFrame) -> dict[str, str]:
    first = passages.sort("article_id", "ordinal").unique("article_id", keep="first", maintain_order=True)
    return {article_id: shorten(text, 220) for article_id, text in first.select("article_id", "text").iter_rows()}


def _removals(removals: pl.DataFrame, articles: Mapping[str, ArticleView]) -> tuple[RemovalRule, ...]:
    kept = removals.filter(pl.col("article_id").is_in(list(articles))).sort("article_id", "start")
    rules = []
    for (rule,), rows in kept.group_by("rule", maintain_order=True):
        examples = rows.unique("text", keep="first", maintain_order=True).head(EXAMPLES)
        rules.append(
            RemovalRule(
                rule=str(rule),
                n=rows.height,
                characters=int(rows["text"].str.len_chars().sum()),
                n_articles=rows["article_id"].n_unique(),
                examples=tuple((row["text"], articles.get(row["article_id"])) for row in examples.to_dicts()),
            )
        )
    return tuple(sorted(rules, key=lambda rule: (-rule.n, rule.rule)))


def _number(fact: object) -> int:
    return fact if isinstance(fact, int) else 0
