"""What the sorting hands on: the themes, and the corpus sorted into them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from tematika.corpus.tables import Tables


@dataclass(frozen=True, slots=True)
class Subtheme:
    """A part of a large named theme: what it is called in Russian, and how many articles it has."""

    title: str
    n_articles: int


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme, named in the themes file or discovered.

    Attributes
    ----------
    uid : str
        For ever the same: links, colours and history hang on it.
    named : bool
        Whether the themes file names it; the others were discovered.
    title : mapping of str to str
        By language (``en``, ``ru``); a discovered theme has the same Russian words in both.
    terms : tuple of (str, float)
        Telling words and phrases as people write them, with weights, heaviest first.
    missing_seeds : tuple of str
        Seed words that occur nowhere in the corpus.
    parent : str or None
        Uid of the named theme that a discovered one belongs to.
    parts : tuple of Subtheme
        What a large named theme is made of, the largest part first; they need not take in all of it.
    """

    uid: str
    named: bool
    title: Mapping[str, str]
    terms: tuple[tuple[str, float], ...] = ()
    missing_seeds: tuple[str, ...] = ()
    parent: str | None = None
    parts: tuple[Subtheme, ...] = ()


class SortedCorpus(Tables):
    """Articles, passages and removals with the themes found for them.

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
        All themes, the named ones first.
    facts : mapping of str to object
        What else is known about the run; every entry is optional.
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
        """Return a table by name (articles, passages, removals), to be read as far as a query needs it."""
        return self._tables[table]

    def with_themes(self, themes: tuple[Theme, ...]) -> SortedCorpus:
        """Return the same with other themes."""
        return SortedCorpus(**self._tables, themes=themes, facts=self.facts)

    def with_facts(self, facts: Mapping[str, object]) -> SortedCorpus:
        """Return the same with other facts."""
        return SortedCorpus(**self._tables, themes=self.themes, facts=facts)


def count_articles(corpus: SortedCorpus) -> dict[str, int]:
    """How many articles of the period, reprints not counted, have each theme, by uid."""
    originals = corpus.scan("articles").filter(pl.col("in_period") & pl.col("copy_of").is_null())
    carried = originals.select(
        pl.concat_list(pl.col("themes").fill_null([]), pl.concat_list("cluster")).list.drop_nulls().list.unique()
    )
    counted = carried.explode("themes").drop_nulls().group_by("themes").len().collect()
    return dict(counted.iter_rows())
