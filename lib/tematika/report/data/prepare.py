"""Choose, count and order what the report shows of a sorted corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import polars as pl

from tematika.errors import NoArticlesError
from tematika.report.data.facts import RunFacts
from tematika.report.data.model import ArticleView, Report, ThemeView, Timeline
from tematika.report.data.passages import quote_passages
from tematika.report.data.removals import summarise_removals, summarise_spam
from tematika.report.data.separation import theme_separations
from tematika.report.data.timeline import make_timeline
from tematika.report.data.trends import (
    compare_periods,
    count_by_source,
    first_bin_if_new,
    last_bin_if_ended,
    measure_movement,
)
from tematika.report.i18n import Translator
from tematika.report.palette import shapes, slots
from tematika.report.text import anchor, one_line, shorten, web_address
from tematika.themes.evaluation.quality import quality_from_plain
from tematika.themes.result import Theme, ThemedCorpus

# Articles without a theme that are shown with their beginnings.
SHOWN = 8
# A page without a title gets one from so many characters of its text.
_TITLE_FROM = 400
_ARTICLE_COLUMNS = (
    "article_id", "ref", "source", "title", "url", "published", "published_precision", "published_stated", "copy_of",
    "themes", "theme_scores", "cluster", "regions",
)  # fmt: skip


def prepare_report(corpus: ThemedCorpus, lang: str) -> Report:
    """Return what the sections show.

    Parameters
    ----------
    corpus : ThemedCorpus
        Articles, passages and removals with their themes.
    lang : {"en", "ru"}
        Language of the report.

    Raises
    ------
    NoArticlesError
        If no article lies in the period.
    """
    words, facts = Translator(lang), RunFacts.model_validate(dict(corpus.facts))
    uids = [theme.uid for theme in corpus.themes]
    originals, copies = _articles(corpus, set(uids))
    if not originals:
        raise NoArticlesError("no article lies in the period", "", "choose a longer period, or --period all")
    timeline, by_id = make_timeline(originals), {article.article_id: article for article in originals}
    slot_of, shape_of, totals = slots(uids), shapes(uids), count_by_source(originals, timeline)
    quotes, separations = quote_passages(uids, corpus, by_id), theme_separations(corpus)
    themes = []
    for theme in corpus.themes:
        uid, view = theme.uid, _theme(theme, words, slot_of[theme.uid], originals, timeline)
        view = replace(
            view,
            passages=quotes[uid].top,
            shape=shape_of[uid],
            movement=measure_movement(view.articles, view.counts, timeline, totals),
            border=quotes[uid].border,
            separation=separations.get(uid),
        )
        themes.append(view)
    themes.sort(key=lambda view: (-len(view.articles), not view.theme.named, view.theme.uid))
    unassigned = [article for article in originals if not article.themes]
    openings = _openings(corpus, [article.article_id for article in unassigned[:SHOWN]])
    n_passages, n_unassigned = _count_passages(corpus)
    removals = summarise_removals(corpus, by_id | {copy.article_id: copy for copy, _ in copies})
    n_outside = corpus.scan("articles").select((~pl.col("in_period")).sum()).collect().item()
    return Report(
        words=words,
        articles=originals,
        copies=copies,
        themes=tuple(themes),
        unassigned=tuple((article, openings.get(article.article_id, "")) for article in unassigned),
        timeline=timeline,
        sources=tuple(sorted({a.source for a in originals if a.source})),
        n_passages=n_passages,
        n_passages_unassigned=n_unassigned,
        n_out_of_period=int(n_outside) + facts.n_outside_period,
        removals=removals,
        spam=summarise_spam(corpus, removals, by_id),
        facts=facts,
        quality=quality_from_plain(facts.quality) if facts.quality is not None else None,
    )


def _articles(
    corpus: ThemedCorpus, uids: set[str]
) -> tuple[tuple[ArticleView, ...], tuple[tuple[ArticleView, ArticleView | None], ...]]:
    """Return the originals of the period, newest first, and the reprints with their originals."""
    opening = pl.col("text").str.slice(0, _TITLE_FROM).alias("text")
    rows = corpus.scan("articles").filter("in_period").select(*_ARTICLE_COLUMNS, opening).collect()
    reprints: dict[str, list[ArticleView]] = {}
    originals = []
    for row in rows.iter_rows(named=True):
        if row["copy_of"] is None:
            originals.append(_article(row, uids))
        else:
            reprints.setdefault(row["copy_of"], []).append(_article(row, uids))
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


def _article(row: Mapping[str, Any], uids: set[str]) -> ArticleView:
    scores = row["theme_scores"] or {}
    themes = tuple(dict.fromkeys(uid for uid in (row["cluster"], *(row["themes"] or [])) if uid in uids))
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


def _theme(
    theme: Theme, words: Translator, slot: int, originals: Sequence[ArticleView], timeline: Timeline
) -> ThemeView:
    uid = theme.uid
    members = sorted((a for a in originals if uid in a.themes), key=lambda a: (-a.scores.get(uid, 0.0), a.ref))
    per_bin = Counter(timeline.placed[a.article_id] for a in members if a.article_id in timeline.placed)
    counts = tuple(per_bin[index] for index in range(len(timeline.bins)))
    title = one_line(theme.title.get(words.lang) or next(iter(theme.title.values()), uid))
    return ThemeView(
        theme=theme,
        title=title[:1].upper() + title[1:],
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


def _bodies(corpus: ThemedCorpus) -> pl.LazyFrame:
    """Return the body passages of the period's originals."""
    originals = corpus.scan("articles").filter(pl.col("in_period") & pl.col("copy_of").is_null())
    return corpus.scan("passages").filter(pl.col("kind") == "body").join(originals, on="article_id", how="semi")


def _count_passages(corpus: ThemedCorpus) -> tuple[int, int]:
    """Return the number of body passages, and of those without a theme."""
    unassigned = pl.col("cluster").is_null() & (pl.col("themes").list.len() == 0)
    total, n_unassigned = _bodies(corpus).select(pl.len(), unassigned.sum().alias("unassigned")).collect().row(0)
    return int(total), int(n_unassigned)


def _openings(corpus: ThemedCorpus, article_ids: Sequence[str]) -> dict[str, str]:
    chosen = _bodies(corpus).filter(pl.col("article_id").is_in(list(article_ids)))
    first = chosen.select("article_id", "ordinal", "text").collect().sort("article_id", "ordinal")
    first = first.unique("article_id", keep="first", maintain_order=True)
    return {article_id: shorten(text, 220) for article_id, text in first.select("article_id", "text").iter_rows()}
