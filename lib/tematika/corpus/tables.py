"""The three tables of a corpus, in parts of some thousand articles that are read on demand."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

import polars as pl

TABLES = ("articles", "passages", "removals")
# Articles of a part: what a step has in memory at a time, a few hundred MB for news.
PART = 5_000
# Files of at most so many bytes are held in memory: what an analyst works on stays when they are written anew.
HELD = 64 * 2**20

Frames = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class CorpusPart:
    """Some articles, their passages and their removals."""

    articles: pl.LazyFrame
    passages: pl.LazyFrame
    removals: pl.LazyFrame

    @classmethod
    def of(cls, frames: Frames) -> CorpusPart:
        """Return the part that holds tables by name."""
        return cls(*(frames[name].lazy() for name in TABLES))

    def collect(self) -> dict[str, pl.DataFrame]:
        """Read all three tables."""
        return {name: getattr(self, name).collect() for name in TABLES}


class Tables(ABC):
    """Articles, passages and removals, which may be too large for memory all at once."""

    @abstractmethod
    def scan(self, table: str) -> pl.LazyFrame:
        """Return a table by name (articles, passages, removals), of which a query reads only what it needs."""

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


@dataclass(frozen=True)
class Corpus(Tables):
    """All articles that were read, cleaned and cut, those outside of the period included (``in_period``).

    Its parts are for steps that go through all of it, one at a time. Those of a large corpus lie in the run's folder,
    and change when another corpus is read there. `known_content` is the hash of its tables, where it is known, and
    `set_aside` what was not read, see `tematika.corpus.readers.quarantine.summary`.
    """

    parts: tuple[CorpusPart, ...]
    known_content: str = ""
    set_aside: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, articles: pl.DataFrame, passages: pl.DataFrame, removals: pl.DataFrame) -> Corpus:
        """Return a corpus of tables, for instance of some articles of another corpus."""
        frames = dict(zip(TABLES, (articles, passages, removals), strict=True))
        return cls(tuple(CorpusPart.of(part) for part in split_frames(frames)))

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """The tables by name."""
        return {name: getattr(self, name) for name in TABLES}

    def scan(self, table: str) -> pl.LazyFrame:
        """Return a table by name (articles, passages, removals), of which a query reads only what it needs."""
        frames: list[pl.LazyFrame] = [getattr(part, table) for part in self.parts]
        return pl.concat(frames)

    @cached_property
    def content(self) -> str:
        """Hash of its tables."""
        return self.known_content or hash_parts(self.parts)


def split_frames(frames: Frames, size: int | None = None) -> Iterator[Frames]:
    """Yield the parts of tables, of `size` articles (`PART`) each, in their order; at least one."""
    step, articles = size or PART, frames["articles"]
    if articles.height <= step:
        yield frames
        return
    for first in range(0, articles.height, step):
        some = articles.slice(first, step)
        own = pl.col("article_id").is_in(some["article_id"].implode())
        yield {"articles": some, **{name: frames[name].filter(own) for name in TABLES[1:]}}


def write_parts(parts: Iterable[Frames], folder: Path) -> None:
    """Write parts into a folder, each in files of its own, in place of an earlier corpus."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.parquet"):
        path.unlink()
    for number, frames in enumerate(parts):
        for name in TABLES:
            frames[name].write_parquet(_file(folder, name, number))


def read_parts(folder: Path) -> tuple[CorpusPart, ...]:
    """Return the parts in a folder, see `scan_files`."""
    numbers = range(len(list(folder.glob(f"{TABLES[0]}-*.parquet"))))
    files = [[_file(folder, name, number) for name in TABLES] for number in numbers]
    scans = scan_files([path for part in files for path in part])
    return tuple(CorpusPart(*scans[first : first + len(TABLES)]) for first in range(0, len(scans), len(TABLES)))


def scan_files(files: Sequence[Path]) -> list[pl.LazyFrame]:
    """Return the tables of files that belong together: in memory if all of them are small, else read on demand."""
    if sum(path.stat().st_size for path in files) <= HELD:
        return [pl.read_parquet(path, glob=False).lazy() for path in files]
    return [pl.scan_parquet(path, glob=False) for path in files]


def part_files(folder: Path) -> list[Path]:
    """Return the files of all parts, sorted."""
    return sorted(folder.glob("*.parquet"))


def hash_parts(parts: Iterable[CorpusPart]) -> str:
    """Return a hash of the tables of parts, by which a corpus that was changed by hand is recognised."""
    digest = blake2b(digest_size=16)
    for part in parts:
        for name, table in part.collect().items():
            digest.update(f"{name} {table.schema}".encode())
            digest.update(table.hash_rows().to_numpy().tobytes())
    return digest.hexdigest()


def _file(folder: Path, name: str, number: int) -> Path:
    return folder / f"{name}-{number:05d}.parquet"
