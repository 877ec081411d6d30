"""Which articles are those of the sample corpus, wherever they were copied to: its news are invented."""

from __future__ import annotations

from functools import cache

from tematika.corpus.build import article_ids
from tematika.corpus.formats import read_records
from tematika.settings import SAMPLE


@cache
def sample_ids() -> frozenset[str]:
    """Return the ids of its articles; as they are made of the texts, copies have the same ones."""
    return frozenset(article_ids(read_records([SAMPLE]).records)) if SAMPLE.is_dir() else frozenset()
