"""Themes, and the corpus with its themes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from tematika.corpus.tables import Tables


@dataclass(frozen=True, slots=True)
class Subtheme:
    """A part of a large named theme: its Russian title and number of articles."""

    title: str
    n_articles: int


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme, named in the themes file or discovered.

    Attributes
    ----------
    uid : str
        Stays the same for ever: links, colours and history depend on it.
    named : bool
        Whether it is in the themes file.
    title : mapping of str to str
        By language (``en``, ``ru``); a discovered theme has the same Russian words in both.
    terms : tuple of (str, float)
        Top terms as people write them, with weights, heaviest first.
    missing_seeds : tuple of str
        Seed words that are nowhere in the corpus.
    parent : str or None
        Uid of the named parent of a discovered theme.
    parts : tuple of Subtheme
        Subthemes of a large named theme, the largest first.
    """

    uid: str
    named: bool
    title: Mapping[str, str]
    terms: tuple[tuple[str, float], ...] = ()
    missing_seeds: tuple[str, ...] = ()
    parent: str | None = None
    parts: tuple[Subtheme, ...] = ()


class ThemedCorpus(Tables):
    """Articles, passages and removals with their themes.

    Parameters
    ----------
    articles : polars.DataFrame or polars.LazyFrame
        article_id, ref, source, title, url, published, published_precision, published_stated, copy_of, text,
        themes (uids of named themes, main first), theme_scores (struct: one number 0..1 a theme), cluster (uid of
        the best theme or null), regions (ISO 3166-2 codes), in_period.
    passages : polars.DataFrame or polars.LazyFrame
        article_id, ordinal, start, end, kind, text, themes, cluster, scores (struct), deciding (list of structs
        theme, start, end, weight; offsets into the article's text). Copies have none.
    removals : polars.DataFrame or polars.LazyFrame
        article_id, start, end, rule, text.
    themes : tuple of Theme
        The named ones first.
    facts : mapping of str to object, optional
        Further facts about the run.
    """

    def __init__(
        self,
        articles: pl.DataFrame | pl.LazyFrame,
        passages: pl.DataFrame | pl.LazyFrame,
        removals: pl.DataFrame | pl.LazyFrame,
        themes: tuple[Theme, ...],
        facts: Mapping[str, object] | None = None,
    ) -> None:
        self._tables = {"articles": articles.lazy(), "passages": passages.lazy(), "removals": removals.lazy()}
        self.themes = themes
        self.facts = facts or {}

    def scan(self, table: str) -> pl.LazyFrame:
        """Return one of the tables articles, passages and removals."""
        return self._tables[table]

    def with_themes(self, themes: tuple[Theme, ...]) -> ThemedCorpus:
        """Return the corpus with other themes."""
        return ThemedCorpus(**self._tables, themes=themes, facts=self.facts)

    def with_facts(self, facts: Mapping[str, object]) -> ThemedCorpus:
        """Return the corpus with other facts."""
        return ThemedCorpus(**self._tables, themes=self.themes, facts=facts)


def count_articles(corpus: ThemedCorpus) -> dict[str, int]:
    """Return the number of articles of the period, without reprints, by uid of the theme."""
    originals = corpus.scan("articles").filter(pl.col("in_period") & pl.col("copy_of").is_null())
    uids = originals.select(
        pl.concat_list(pl.col("themes").fill_null([]), pl.concat_list("cluster")).list.drop_nulls().list.unique()
    )
    counts = uids.explode("themes").drop_nulls().group_by("themes").len().collect()
    return dict(counts.iter_rows())
