"""The three tables of a corpus, read when they are asked for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property

import polars as pl


class Tables(ABC):
    """Articles, passages and removals, which may be too large to be in memory all at once."""

    @abstractmethod
    def scan(self, table: str) -> pl.LazyFrame:
        """Give a table by name (articles, passages, removals), to be read as far as a query needs it."""

    @cached_property
    def articles(self) -> pl.DataFrame:
        """All articles; of a large corpus rather `scan` what is needed."""
        return self.scan("articles").collect()

    @cached_property
    def passages(self) -> pl.DataFrame:
        """All passages."""
        return self.scan("passages").collect()

    @cached_property
    def removals(self) -> pl.DataFrame:
        """All removals."""
        return self.scan("removals").collect()
