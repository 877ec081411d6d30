"""What a corpus is about, in short: how far two of them are parts of one stream of news."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import polars as pl

# Refs are compared by a sample: the smallest so many of their hashes are a random one, the same on both sides.
_SKETCH = 200

_SOURCES = 100

# Reports are about the same stream if they have so much in common, by refs or by sources.
_SAME_REFS = 0.3

_SAME_SOURCES = 0.5


@dataclass(frozen=True)
class CorpusProfile:
    """Which articles a report is about, in short.

    Attributes
    ----------
    until : str
        Day of the last article that states one, as in ISO 8601; empty without any.
    articles : int
        How many there are, reprints not counted.
    refs : tuple of str
        The smallest hashes of refs.
    sources : mapping of str to float
        Share of each of the largest sources among the articles that state one.
    """

    until: str
    articles: int
    refs: tuple[str, ...]
    sources: Mapping[str, float]

    def precedes(self, other: CorpusProfile) -> bool:
        """Whether this is what a report was about before the other: it ends earlier, or as late with less in it."""
        return (self.until, self.articles) < (other.until, other.articles)

    def is_same_stream(self, other: CorpusProfile) -> bool:
        """Whether both are parts of one stream of news."""
        both = sum(min(share, other.sources.get(source, 0.0)) for source, share in self.sources.items())
        return both >= _SAME_SOURCES or _overlap(self.refs, other.refs) >= _SAME_REFS


def build_profile(articles: pl.LazyFrame) -> CorpusProfile:
    """Describe articles, of the period or of the whole corpus, by ref, source, published, copy_of and in_period."""
    found = articles.filter("in_period").select("ref", "source", "published", "copy_of").collect()
    until = found.select(pl.col("published").max().dt.strftime("%Y-%m-%d")).item() or ""
    refs = sorted(blake2b(ref.encode(), digest_size=6).hexdigest() for ref in found["ref"].unique().to_list())
    counts = found["source"].drop_nulls().value_counts().sort(["count", "source"], descending=[True, False])
    named = max(1, int(counts["count"].sum()))
    sources = {name: round(n / named, 4) for name, n in counts.head(_SOURCES).iter_rows()}
    return CorpusProfile(until, found["copy_of"].null_count(), tuple(refs[:_SKETCH]), sources)


def profile_from_dict(told: Mapping[str, Any]) -> CorpusProfile:
    """Return the standing that `dataclasses.asdict` turned into plain values, by way of JSON or not."""
    return CorpusProfile(str(told["until"]), int(told["articles"]), tuple(told["refs"]), dict(told["sources"]))


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Share of refs in common, of the smaller side, as far as both samples reach."""
    if not one or not other:
        return 0.0
    reach = min(max(one), max(other)) if min(len(one), len(other)) >= _SKETCH else max(*one, *other)
    left, right = {ref for ref in one if ref <= reach}, {ref for ref in other if ref <= reach}
    return len(left & right) / max(1, min(len(left), len(right)))
