"""Which articles are those of the sample corpus, wherever they were copied to: its news are invented."""

from __future__ import annotations

from functools import cache

from tematika.core.paths import SAMPLE
from tematika.corpus.articles import article_ids
from tematika.corpus.readers.read import read_records


@cache
def sample_ids() -> frozenset[str]:
    """Return the ids of its articles; as they are made of the texts, copies have the same ones."""
    return frozenset(article_ids(read_records([SAMPLE]).records)) if SAMPLE.is_dir() else frozenset()
