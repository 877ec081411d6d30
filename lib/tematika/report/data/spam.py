"""What was written to push a theme, as the report shows it: articles of floods, and stuffed passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from tematika.corpus.dedup.spam import FLOOD_RULE
from tematika.report.data.model import ArticleView, RemovalRule, SpamSummary
from tematika.report.text import shorten
from tematika.themes.result import SortedCorpus

SHOWN = 20
_LONGEST = 140


def find_spam(
    corpus: SortedCorpus, removals: Sequence[RemovalRule], articles: Mapping[str, ArticleView]
) -> SpamSummary:
    """Count and choose what is told of it.

    Parameters
    ----------
    corpus : SortedCorpus
        Its passages are marked.
    removals : sequence of RemovalRule
        What each rule took out.
    articles : mapping of str to ArticleView
        Originals of the period, by id.
    """
    own = pl.LazyFrame({"article_id": list(articles)}, {"article_id": pl.String})
    marked = corpus.scan("passages").filter("stuffed").join(own, on="article_id", how="semi")
    found = marked.select("article_id", "ordinal", "text").collect().sort("article_id", "ordinal")
    some = tuple(
        (articles[article_id], shorten(text, _LONGEST))
        for article_id, text in found.head(SHOWN).select("article_id", "text").iter_rows()
    )
    folded = sum(rule.n_articles for rule in removals if rule.rule == FLOOD_RULE)
    return SpamSummary(folded, found.height, some)
