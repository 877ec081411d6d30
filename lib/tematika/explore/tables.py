"""Tables of a corpus and its themes for notebooks."""

from __future__ import annotations

from typing import Any

import polars as pl
from markupsafe import Markup, escape

from tematika.corpus.tables import Corpus
from tematika.errors import ParameterError
from tematika.themes.result import ThemedCorpus

_EXAMPLES = 3
_EXPLAINED = (pl.String, pl.Int64, pl.Int64, pl.String, pl.Float64, pl.Boolean)
_MARK = Markup('<mark title="{:.2f}">{}</mark>')


def corpus_summary(corpus: Corpus) -> pl.DataFrame:
    """Count articles, reprints, sources, passages and removals: columns ``what`` and ``count``."""
    published, source, copy = pl.col("published"), pl.col("source"), pl.col("copy_of")
    articles = corpus.scan("articles").select(
        pl.len().alias("articles read"),
        copy.count().alias("of them reprints"),
        published.null_count().alias("of them without a date"),
        pl.col("in_period").sum().alias("in the period"),
        source.drop_nulls().n_unique().alias("sources"),
    )
    kind = pl.col("kind")
    passages = corpus.scan("passages").select(
        (kind == "body").sum().alias("passages"), (kind == "heading").sum().alias("headings")
    )
    removals = corpus.scan("removals").select(pl.len().alias("removals"))
    tables = (table.collect().row(0, named=True) for table in (articles, passages, removals))
    counts = {what: int(count) for table in tables for what, count in table.items()}
    return pl.DataFrame({"what": list(counts), "count": list(counts.values())})


def article_list(corpus: Corpus) -> pl.DataFrame:
    """List the articles, oldest first and undated ones last."""
    columns = ["ref", "title", "source", "published", "published_precision", "in_period"]
    return corpus.scan("articles").select(columns).collect().sort("published", "ref", nulls_last=True)


def without_date(corpus: Corpus) -> pl.DataFrame:
    """List the articles without a full date, with the words that state what is known of it."""
    undated = corpus.scan("articles").filter(pl.col("published").is_null())
    return undated.select("ref", "title", "published_stated").collect()


def reprints(corpus: Corpus) -> pl.DataFrame:
    """List the reprints with their originals."""
    articles = corpus.scan("articles").select("article_id", "ref", "title", "copy_of").collect()
    originals = articles.select(pl.col("article_id").alias("copy_of"), pl.col("ref").alias("original"))
    return articles.join(originals, on="copy_of", maintain_order="left").select("ref", "original", "title")


def stuffed(corpus: Corpus) -> pl.DataFrame:
    """List the passages stuffed with one word, from which no themes are learnt."""
    refs = corpus.scan("articles").select("article_id", "ref", "source")
    marked = corpus.scan("passages").filter("stuffed").join(refs, on="article_id", maintain_order="left")
    return marked.select("ref", "source", "ordinal", "text").collect()


def removals_by_rule(corpus: Corpus) -> pl.DataFrame:
    """Count removals, articles and characters by rule, most removals first."""
    counts = (
        corpus.scan("removals")
        .group_by("rule")
        .agg(
            pl.len().alias("removals"),
            pl.col("article_id").n_unique().alias("articles"),
            pl.col("text").str.len_chars().sum().alias("characters"),
        )
    )
    return counts.collect().sort("removals", "rule", descending=[True, False])


def removals(corpus: Corpus) -> pl.LazyFrame:
    """List the removals with their article, rule, place and text, as a lazy table."""
    refs = corpus.scan("articles").select("article_id", "ref")
    listed = corpus.scan("removals").join(refs, on="article_id", maintain_order="left")
    return listed.select("ref", "rule", "start", "end", "text")


def passage_lengths(corpus: Corpus) -> pl.DataFrame:
    """Count the passages of each kind, with their shortest, median and longest length in characters."""
    length = pl.col("text").str.len_chars()
    kinds = (
        corpus.scan("passages")
        .group_by("kind")
        .agg(
            pl.len().alias("passages"),
            length.min().alias("shortest"),
            length.median().alias("median"),
            length.max().alias("longest"),
        )
    )
    return kinds.collect().sort("kind")


def theme_summary(corpus: ThemedCorpus) -> pl.DataFrame:
    """Count articles and passages by theme, reprints left out."""
    originals = corpus.scan("articles").filter(pl.col("copy_of").is_null())
    counted = [_has_theme(theme.uid).sum().alias(theme.uid) for theme in corpus.themes]
    articles, passages = (
        table.select(counted).collect().to_dicts() or [{}] for table in (originals, corpus.scan("passages"))
    )
    rows = [
        (theme.uid, theme.title[_language(corpus)], theme.named, articles[0][theme.uid], passages[0][theme.uid])
        for theme in corpus.themes
    ]
    return pl.DataFrame(rows, schema=["theme", "title", "named", "articles", "passages"], orient="row")


def telling_terms(corpus: ThemedCorpus) -> pl.DataFrame:
    """List the top terms of each theme."""
    rows = [(theme.title[_language(corpus)], ", ".join(term for term, _ in theme.terms)) for theme in corpus.themes]
    return pl.DataFrame(rows, schema=["theme", "terms"], orient="row")


def missing_seeds(corpus: ThemedCorpus) -> pl.DataFrame:
    """List the seed words of each named theme that occur in no article."""
    rows = [
        (theme.uid, len(theme.missing_seeds), ", ".join(theme.missing_seeds)) for theme in corpus.themes if theme.named
    ]
    return pl.DataFrame(rows, schema={"theme": pl.String, "missing": pl.Int64, "seed words": pl.String}, orient="row")


def clearest_passages(corpus: ThemedCorpus, each: int = _EXAMPLES) -> pl.DataFrame:
    """List the highest-scoring body passages of each theme with the words that decided."""
    bodies = corpus.scan("passages").filter(pl.col("kind") == "body")
    score = [pl.col("scores").struct.field(theme.uid).alias("score") for theme in corpus.themes]
    parts = [
        bodies.filter(_has_theme(theme.uid))
        .with_columns(score[number], pl.lit(theme.uid).alias("theme"))
        .sort("score", descending=True, maintain_order=True)
        .head(each)
        .collect()
        for number, theme in enumerate(corpus.themes)
    ]
    quoted = sorted({article_id for part in parts for article_id in part["article_id"]})
    articles = corpus.scan("articles").filter(pl.col("article_id").is_in(quoted)).select("article_id", "text")
    texts = dict(articles.collect().iter_rows())
    rows = [
        (row["theme"], row["score"], row["text"], _list_deciding(row, texts[row["article_id"]]))
        for part in parts
        for row in part.to_dicts()
    ]
    schema = {"theme": pl.String, "score": pl.Float64, "passage": pl.String, "words that decided": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def explain(corpus: ThemedCorpus, article: str, ordinal: int) -> pl.DataFrame:
    """List the words that decided about a passage by theme, largest weight first.

    Parameters
    ----------
    corpus : ThemedCorpus
    article : str
        The article's ``article_id`` or ``ref``.
    ordinal : int
        Number of the passage in the article.

    Returns
    -------
    polars.DataFrame
        ``word``, ``start`` and ``end`` in the article's text, ``theme`` (uid), ``weight`` (share of the theme's
        score), ``inside`` (whether the word stands in the passage).

    Raises
    ------
    ParameterError
        When there is no such passage.
    """
    text, passage = _passage(corpus, article, ordinal)
    rows = [
        (text[w["start"] : w["end"]], w["start"], w["end"], w["theme"], w["weight"], _is_inside(w, passage))
        for w in passage["deciding"]
    ]
    schema = ["word", "start", "end", "theme", "weight", "inside"]
    table = pl.DataFrame(rows, schema=dict(zip(schema, _EXPLAINED, strict=True)), orient="row")
    return table.sort("theme", "weight", "start", descending=[False, True, False])


def highlighted(corpus: ThemedCorpus, article: str, ordinal: int, theme: str = "") -> Highlighted:
    """Return a passage with the words marked that decided about a theme, by default its best one."""
    text, passage = _passage(corpus, article, ordinal)
    uid = theme or passage["cluster"]
    words = [w for w in passage["deciding"] if w["theme"] == uid and _is_inside(w, passage)]
    weights = {(w["start"], w["end"]): w["weight"] for w in words}
    html, at = Markup(), passage["start"]
    for start, end in sorted(weights):
        html += escape(text[at:start]) + _MARK.format(weights[start, end], text[start:end])
        at = end
    return Highlighted(Markup('<p lang="ru">{}</p>').format(html + escape(text[at : passage["end"]])))


class Highlighted(Markup):
    """HTML that JupyterLab displays."""

    def _repr_html_(self) -> str:
        return str(self)


def unassigned(corpus: ThemedCorpus) -> pl.LazyFrame:
    """List the body passages without a theme, as a lazy table."""
    loose = corpus.scan("passages").filter((pl.col("kind") == "body") & pl.col("cluster").is_null())
    titles = corpus.scan("articles").select("article_id", "title")
    return loose.join(titles, on="article_id", maintain_order="left").select("title", "text")


def article_themes(corpus: ThemedCorpus) -> pl.DataFrame:
    """List the articles with their themes and scores, reprints left out."""
    originals = corpus.scan("articles").filter(pl.col("copy_of").is_null())
    return originals.select("title", "source", "published", "themes", "cluster", "theme_scores").collect()


def _has_theme(uid: str) -> pl.Expr:
    return pl.col("themes").list.contains(uid) | (pl.col("cluster") == uid).fill_null(False)


def _passage(corpus: ThemedCorpus, article: str, ordinal: int) -> tuple[str, dict[str, Any]]:
    """Return the text of an article and one of its passages."""
    here = (pl.col("article_id") == article) | (pl.col("ref") == article)
    articles = corpus.scan("articles").filter(here).select("article_id", "text").collect()
    its = pl.col("article_id").is_in(articles["article_id"].implode()) & (pl.col("ordinal") == ordinal)
    passages = corpus.scan("passages").filter(its).collect().to_dicts()
    if not passages:
        raise ParameterError("names no passage", f"article {article!r}, passage {ordinal}", "see found.passages")
    return str(articles["text"][0]), passages[0]


def _is_inside(word: dict[str, Any], passage: dict[str, Any]) -> bool:
    return bool(passage["start"] <= word["start"] and word["end"] <= passage["end"])


def _list_deciding(row: dict[str, Any], text: str) -> str:
    return ", ".join(
        f"{text[word['start'] : word['end']]} {word['weight']:.2f}"
        for word in row["deciding"]
        if word["theme"] == row["theme"]
    )


def _language(corpus: ThemedCorpus) -> str:
    parameters = corpus.facts.get("parameters")
    return str(parameters["lang"]) if isinstance(parameters, dict) else "en"
