"""A short description of a corpus, by which two of them are recognised as parts of one stream of news."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import polars as pl

# The smallest hashes of refs are a random sample of them, the same on both sides of a comparison.
_MAX_REFS = 200
_MAX_SOURCES = 100
# Shares in common, of refs or of sources, from which on two corpora are of the same stream.
_MIN_SHARED_REFS = 0.3
_MIN_SHARED_SOURCES = 0.5


@dataclass(frozen=True)
class CorpusProfile:
    """A short description of a report's articles.

    Attributes
    ----------
    until : str
        Day of the last dated article, as in ISO 8601; empty if no article is dated.
    articles : int
        Number of articles, reprints not counted.
    refs : tuple of str
        The smallest hashes of refs.
    sources : mapping of str to float
        Share of each of the largest sources among the articles with a source.
    """

    until: str
    articles: int
    refs: tuple[str, ...]
    sources: Mapping[str, float]

    def precedes(self, other: CorpusProfile) -> bool:
        """Whether this corpus ends earlier than the other, or on the same day with fewer articles."""
        return (self.until, self.articles) < (other.until, other.articles)

    def is_same_stream(self, other: CorpusProfile) -> bool:
        """Whether both corpora are parts of one stream of news."""
        shared = sum(min(share, other.sources.get(source, 0.0)) for source, share in self.sources.items())
        return shared >= _MIN_SHARED_SOURCES or _overlap(self.refs, other.refs) >= _MIN_SHARED_REFS


def build_profile(articles: pl.LazyFrame) -> CorpusProfile:
    """Return the profile of the articles that are ``in_period``."""
    chosen = articles.filter("in_period").select("ref", "source", "published", "copy_of").collect()
    until = chosen.select(pl.col("published").max().dt.strftime("%Y-%m-%d")).item() or ""
    refs = sorted(blake2b(ref.encode(), digest_size=6).hexdigest() for ref in chosen["ref"].unique().to_list())
    counts = chosen["source"].drop_nulls().value_counts().sort(["count", "source"], descending=[True, False])
    total = max(1, int(counts["count"].sum()))
    sources = {name: round(n / total, 4) for name, n in counts.head(_MAX_SOURCES).iter_rows()}
    return CorpusProfile(until, chosen["copy_of"].null_count(), tuple(refs[:_MAX_REFS]), sources)


def profile_from_dict(values: Mapping[str, Any]) -> CorpusProfile:
    """Return the profile that `dataclasses.asdict` turned into plain values, by way of JSON or not."""
    refs, sources = tuple(values["refs"]), dict(values["sources"])
    return CorpusProfile(str(values["until"]), int(values["articles"]), refs, sources)


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Return the share of refs in common, of the smaller side, as far as both samples reach."""
    if not one or not other:
        return 0.0
    reach = min(max(one), max(other)) if min(len(one), len(other)) >= _MAX_REFS else max(*one, *other)
    left, right = {ref for ref in one if ref <= reach}, {ref for ref in other if ref <= reach}
    return len(left & right) / max(1, min(len(left), len(right)))
