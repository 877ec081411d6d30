"""What an analyst looks at: tables of the corpus and its themes, plain functions without widgets or hidden state."""

from __future__ import annotations

from typing import Any

import polars as pl

from tematika.reading import Corpus
from tematika.themes.result import SortedCorpus

_EXAMPLES = 3


def corpus_summary(corpus: Corpus) -> pl.DataFrame:
    """Count articles, reprints, sources, passages and removals: columns ``what`` and ``count``."""
    articles = corpus.articles
    counts = {
        "articles read": articles.height,
        "of them reprints": articles["copy_of"].count(),
        "of them without a date": articles["published"].null_count(),
        "in the period": int(articles["in_period"].sum()),
        "sources": articles["source"].n_unique() - int(articles["source"].has_nulls()),
        "passages": corpus.passages.filter(pl.col("kind") == "body").height,
        "headings": corpus.passages.filter(pl.col("kind") == "heading").height,
        "removals": corpus.removals.height,
    }
    return pl.DataFrame({"what": list(counts), "count": list(counts.values())})


def article_list(corpus: Corpus) -> pl.DataFrame:
    """List the articles, oldest first, undated ones last."""
    columns = ["ref", "title", "source", "published", "published_precision", "in_period"]
    return corpus.articles.sort("published", "ref", nulls_last=True).select(columns)


def without_date(corpus: Corpus) -> pl.DataFrame:
    """List the articles whose page states no full date, with the words it does state."""
    undated = corpus.articles.filter(pl.col("published").is_null())
    return undated.select("ref", "title", "published_stated")


def reprints(corpus: Corpus) -> pl.DataFrame:
    """List the reprints beside their originals."""
    articles = corpus.articles
    originals = articles.select(pl.col("article_id").alias("copy_of"), pl.col("ref").alias("original"))
    return articles.join(originals, on="copy_of", maintain_order="left").select("ref", "original", "title")


def removals_by_rule(corpus: Corpus) -> pl.DataFrame:
    """Count removals, articles concerned and characters by rule, the busiest rule first."""
    counts = corpus.removals.group_by("rule").agg(
        pl.len().alias("removals"),
        pl.col("article_id").n_unique().alias("articles"),
        pl.col("text").str.len_chars().sum().alias("characters"),
    )
    return counts.sort("removals", "rule", descending=[True, False])


def removals(corpus: Corpus) -> pl.DataFrame:
    """List every removal with its article, rule, place and text."""
    refs = corpus.articles.select("article_id", "ref")
    listed = corpus.removals.join(refs, on="article_id", maintain_order="left")
    return listed.select("ref", "rule", "start", "end", "text")


def passage_lengths(corpus: Corpus) -> pl.DataFrame:
    """Tell how many passages there are of each kind, and how long they are in characters."""
    length = pl.col("text").str.len_chars()
    kinds = corpus.passages.group_by("kind").agg(
        pl.len().alias("passages"),
        length.min().alias("shortest"),
        length.median().alias("median"),
        length.max().alias("longest"),
    )
    return kinds.sort("kind")


def theme_summary(found: SortedCorpus) -> pl.DataFrame:
    """Count articles and passages by theme; reprints do not count."""
    originals = found.articles.filter(pl.col("copy_of").is_null())
    rows = [
        (
            theme.uid,
            theme.title[_language(found)],
            theme.named,
            originals.filter(_carries(theme.uid)).height,
            found.passages.filter(_carries(theme.uid)).height,
        )
        for theme in found.themes
    ]
    return pl.DataFrame(rows, schema=["theme", "title", "named", "articles", "passages"], orient="row")


def telling_terms(found: SortedCorpus) -> pl.DataFrame:
    """List each theme's terms, the most telling first."""
    rows = [(theme.title[_language(found)], ", ".join(term for term, _ in theme.terms)) for theme in found.themes]
    return pl.DataFrame(rows, schema=["theme", "terms"], orient="row")


def missing_seeds(found: SortedCorpus) -> pl.DataFrame:
    """List the seed words of each named theme that no article has."""
    rows = [
        (theme.uid, len(theme.missing_seeds), ", ".join(theme.missing_seeds)) for theme in found.themes if theme.named
    ]
    return pl.DataFrame(rows, schema={"theme": pl.String, "missing": pl.Int64, "seed words": pl.String}, orient="row")


def clearest_passages(found: SortedCorpus, each: int = _EXAMPLES) -> pl.DataFrame:
    """List the highest-scoring body passages of each theme with the words that decided."""
    bodies = found.passages.filter(pl.col("kind") == "body")
    parts = [
        bodies.filter(_carries(theme.uid))
        .with_columns(pl.col("scores").struct.field(theme.uid).alias("score"), pl.lit(theme.uid).alias("theme"))
        .sort("score", descending=True, maintain_order=True)
        .head(each)
        for theme in found.themes
    ]
    texts = dict(found.articles.select("article_id", "text").iter_rows())
    rows = [
        (row["theme"], row["score"], row["text"], _decided(row, texts[row["article_id"]]))
        for part in parts
        for row in part.to_dicts()
    ]
    schema = {"theme": pl.String, "score": pl.Float64, "passage": pl.String, "words that decided": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def unassigned(found: SortedCorpus) -> pl.DataFrame:
    """List the body passages that fit no theme."""
    loose = found.passages.filter((pl.col("kind") == "body") & pl.col("cluster").is_null())
    titles = found.articles.select("article_id", "title")
    return loose.join(titles, on="article_id", maintain_order="left").select("title", "text")


def article_themes(found: SortedCorpus) -> pl.DataFrame:
    """List the articles with their themes and scores, reprints left out."""
    originals = found.articles.filter(pl.col("copy_of").is_null())
    return originals.select("title", "source", "published", "themes", "cluster", "theme_scores")


def _carries(uid: str) -> pl.Expr:
    return pl.col("themes").list.contains(uid) | (pl.col("cluster") == uid).fill_null(False)


def _decided(row: dict[str, Any], text: str) -> str:
    return ", ".join(
        f"{text[word['start'] : word['end']]} {word['weight']:.2f}"
        for word in row["deciding"]
        if word["theme"] == row["theme"]
    )


def _language(found: SortedCorpus) -> str:
    parameters = found.facts.get("parameters")
    return str(parameters["lang"]) if isinstance(parameters, dict) else "en"
