"""What cleaning removed, and what was written to push a theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from tematika.corpus.dedup.spam import FLOOD_RULE
from tematika.report.data.model import ArticleView, RemovalRule, SpamSummary
from tematika.report.text import shorten
from tematika.themes.result import ThemedCorpus

EXAMPLES = 4
_SEARCHED = 500
_STUFFED_SHOWN, _STUFFED_LENGTH = 20, 140


def summarise_removals(corpus: ThemedCorpus, articles: Mapping[str, ArticleView]) -> tuple[RemovalRule, ...]:
    """Return what each rule removed from the articles of the period, the most frequent rule first."""
    inside = corpus.scan("articles").filter("in_period")
    removals = corpus.scan("removals").join(inside, on="article_id", how="semi")
    counts = removals.group_by("rule").agg(
        pl.len().alias("n"),
        pl.col("text").str.len_chars().sum().alias("characters"),
        pl.col("article_id").n_unique().alias("articles"),
    )
    rules = [
        RemovalRule(rule, n, characters, n_articles, _examples(removals.filter(pl.col("rule") == rule), articles))
        for rule, n, characters, n_articles in counts.collect().iter_rows()
    ]
    return tuple(sorted(rules, key=lambda rule: (-rule.n, rule.rule)))


def _examples(
    removals: pl.LazyFrame, articles: Mapping[str, ArticleView]
) -> tuple[tuple[str, ArticleView | None], ...]:
    first = removals.select("article_id", "start", "text").sort("article_id", "start").head(_SEARCHED).collect()
    chosen = first.unique("text", keep="first", maintain_order=True).head(EXAMPLES)
    return tuple(
        (text, articles.get(article_id)) for article_id, text in chosen.select("article_id", "text").iter_rows()
    )


def summarise_spam(
    corpus: ThemedCorpus, removals: Sequence[RemovalRule], originals: Mapping[str, ArticleView]
) -> SpamSummary:
    """Return how much template spam and keyword stuffing there is, with some of the stuffed passages."""
    own = pl.LazyFrame({"article_id": list(originals)}, {"article_id": pl.String})
    marked = corpus.scan("passages").filter("stuffed").join(own, on="article_id", how="semi")
    stuffed = marked.select("article_id", "ordinal", "text").collect().sort("article_id", "ordinal")
    shown = tuple(
        (originals[article_id], shorten(text, _STUFFED_LENGTH))
        for article_id, text in stuffed.head(_STUFFED_SHOWN).select("article_id", "text").iter_rows()
    )
    n_flooded = sum(rule.n_articles for rule in removals if rule.rule == FLOOD_RULE)
    return SpamSummary(n_flooded, stuffed.height, shown)
