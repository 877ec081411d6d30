"""The ids of the sample corpus, whose news are invented."""

from __future__ import annotations

from functools import cache

from tematika.core.paths import SAMPLE
from tematika.corpus.articles import article_ids
from tematika.corpus.readers.read import read_records


@cache
def sample_ids() -> frozenset[str]:
    """Return the ids of its articles; as they are hashes of the texts, copies have the same ids."""
    return frozenset(article_ids(read_records([SAMPLE]).records)) if SAMPLE.is_dir() else frozenset()
