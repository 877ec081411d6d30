"""The archive: all articles that ever came in, with their passages, removals and the signatures of originals.

A batch goes into four tables, and Delta Lake is atomic in one table at a time. So the rows of a batch hold the number
of the attempt to write it, its articles are written last, and only attempts that the articles name are read.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tematika.core.locks import locked
from tematika.corpus.archive.delta import MONTH, Table, check_folder, is_local
from tematika.corpus.readers.quarantine import SET_ASIDE_SCHEMA, SetAside, set_aside_frame
from tematika.corpus.schemas import ARTICLES_SCHEMA, PASSAGES_SCHEMA, REMOVALS_SCHEMA
from tematika.errors import ParameterError

UNDATED = "undated"
ATTEMPT, BATCH = "attempt", "batch"
_SET_ASIDE = pl.Schema({**SET_ASIDE_SCHEMA, "version": pl.Int64()})
_LOCATION_COLUMNS = {MONTH: pl.String(), ATTEMPT: pl.Int64()}
SIGNATURES_SCHEMA = pl.Schema(
    {"article_id": pl.String(), "words": pl.Int64(), "bands": pl.Binary(), "lines": pl.List(pl.Int64())}
)


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows that are written together.

    Attributes
    ----------
    articles, passages, removals : polars.DataFrame
        With the columns of `tematika.corpus.schemas`.
    signatures : polars.DataFrame
        For each original what later articles are compared with: ``article_id``, ``words`` and ``bands`` of its sketch,
        and ``lines``, the keys of possible boilerplate.
    """

    articles: pl.DataFrame
    passages: pl.DataFrame
    removals: pl.DataFrame
    signatures: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The archive at one version.

    The version is the number of batches. The tables have the columns of `Batch` and ``month``, and are in order of
    ``article_id`` (and place in the text), except for signatures.
    """

    version: int
    articles: pl.LazyFrame
    passages: pl.LazyFrame
    removals: pl.LazyFrame
    signatures: pl.LazyFrame


class Archive:
    """An archive by its location.

    This is a folder, or a URL such as ``s3://bucket/archive``, and need not exist yet.

    Examples
    --------
    >>> import tempfile
    >>> Archive(tempfile.mkdtemp()).version()
    0
    """

    def __init__(self, location: str) -> None:
        self.location = location.rstrip("/")
        self._articles = self._table("articles", ARTICLES_SCHEMA, {BATCH: pl.Int64()})
        self._passages = self._table("passages", PASSAGES_SCHEMA, {})
        self._removals = self._table("removals", REMOVALS_SCHEMA, {})
        self._signatures = self._table("signatures", SIGNATURES_SCHEMA, {})
        self._set_aside = Table(f"{self.location}/set_aside", _SET_ASIDE, by_month=False)

    @property
    def is_local(self) -> bool:
        """Whether it is a folder on this machine."""
        return is_local(self.location)

    @property
    def tables(self) -> dict[str, Table]:
        """All tables by name, in the order in which a batch is written to them; the articles last."""
        return {**self._followers(), "articles": self._articles}

    def version(self) -> int:
        """Return the number of batches."""
        return int(self._articles.scan().select(pl.col(BATCH).max().fill_null(0)).collect().item())

    def history(self) -> pl.DataFrame:
        """Return the versions, newest first: the number of articles of each, and their first and last month."""
        months = pl.col(MONTH).filter(pl.col(MONTH) != UNDATED)
        return (
            self._articles.scan()
            .group_by(pl.col(BATCH).alias("version"))
            .agg(pl.len().alias("articles"), months.min().alias("first"), months.max().alias("last"))
            .sort("version", descending=True)
            .collect()
        )

    def read(self, version: int | None = None, months: Iterable[str] | None = None) -> Snapshot:
        """Return the archive's tables; a query reads only what it needs.

        The default is the newest version, and all months. Of months such as ``2026-10``, or ``undated``, the files of
        others are not opened.

        Raises
        ------
        ParameterError
            If the archive never had that version.
        """
        articles = self._articles.scan()
        batches = articles.select(BATCH, ATTEMPT).unique().collect()
        newest = batches.select(pl.col(BATCH).max().fill_null(0)).item()
        if version is not None and not 0 <= version <= newest:
            raise ParameterError(f"no version {version}", self.location, f"its versions are 0 to {newest}")
        chosen = newest if version is None else version
        attempts = batches.filter(pl.col(BATCH) <= chosen)[ATTEMPT]
        inside = pl.lit(True) if months is None else pl.col(MONTH).is_in(sorted(months))
        committed = inside & pl.col(ATTEMPT).is_in(attempts.implode())
        return Snapshot(
            chosen,
            articles.filter(committed).drop(ATTEMPT, BATCH).sort("article_id"),
            self._passages.scan().filter(committed).drop(ATTEMPT).sort("article_id", "ordinal"),
            self._removals.scan().filter(committed).drop(ATTEMPT).sort("article_id", "start"),
            self._signatures.scan().filter(committed).drop(ATTEMPT),
        )

    def append(self, batch: Batch, version: int) -> int:
        """Add a batch, wholly or not at all, as the version given; return the number of the attempt.

        The caller holds `writing`.
        """
        attempt = uuid.uuid4().int >> 65
        months = batch.articles.select("article_id", month_of(pl.col("published")).alias(MONTH))
        located = months.with_columns(pl.lit(attempt, pl.Int64()).alias(ATTEMPT))
        followers = {"passages": batch.passages, "removals": batch.removals, "signatures": batch.signatures}
        for name, table in self._followers().items():
            table.append(followers[name].join(located, on="article_id", how="left", maintain_order="left"))
        articles = batch.articles.join(located, on="article_id", how="left", maintain_order="left")
        self._articles.append(articles.with_columns(pl.lit(version, pl.Int64()).alias(BATCH)))
        return attempt

    def add_set_aside(self, items: Iterable[SetAside], version: int) -> None:
        """Note what an ingest up to a version set aside, each item once."""
        rows = set_aside_frame(items).unique(maintain_order=True)
        known = self._set_aside.scan().drop("version").collect()
        new = rows.join(known, on=rows.columns, how="anti", maintain_order="left")
        self._set_aside.append(new.with_columns(pl.lit(version, pl.Int64()).alias("version")))

    def set_aside(self, version: int) -> list[SetAside]:
        """Return what was set aside up to a version, in order of reasons and names."""
        rows = self._set_aside.scan().filter(pl.col("version") <= version).drop("version").collect()
        return [SetAside(*row) for row in rows.sort("reason", "detail", "ref").iter_rows()]

    def orphans(self) -> dict[str, list[int]]:
        """Return by table the attempts that were never completed."""
        known = self._articles.scan().select(ATTEMPT).unique().collect()
        return {
            name: table.scan().select(ATTEMPT).unique().collect().join(known, on=ATTEMPT, how="anti")[ATTEMPT].to_list()
            for name, table in self._followers().items()
        }

    @contextlib.contextmanager
    def writing(self, wait: float, on_wait: Callable[[], object]) -> Iterator[None]:
        """Lock the archive against other writers while the block runs; an object store is not locked.

        Calls `on_wait` once if another writer has the lock, and waits for at most `wait` seconds.

        Raises
        ------
        ParameterError
            If there can be no archive in that folder.
        LockedError
            If the other writer still has the lock.
        """
        if not self.is_local:
            yield
            return
        folder = Path(self.location)
        check_folder(folder)
        with contextlib.ExitStack() as lock:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                lock.enter_context(locked(folder / ".lock", wait, on_wait, "another command is writing to it"))
            except OSError as error:
                what = f"cannot be written to ({error.strerror})"
                raise ParameterError(what, self.location, "name a folder of your own, see TEMATIKA_ARCHIVE") from error
            yield

    def _followers(self) -> dict[str, Table]:
        return {"passages": self._passages, "removals": self._removals, "signatures": self._signatures}

    def _table(self, name: str, schema: pl.Schema, more: dict[str, pl.DataType]) -> Table:
        return Table(f"{self.location}/{name}", pl.Schema({**schema, **_LOCATION_COLUMNS, **more}), by_month=True)


def month_of(published: pl.Expr) -> pl.Expr:
    """Return the month of a moment: ``2026-10``, or ``undated``."""
    year, month = published.dt.year().cast(pl.String).str.zfill(4), published.dt.month().cast(pl.String).str.zfill(2)
    return pl.concat_str(year, pl.lit("-"), month).fill_null(UNDATED)


def add_adjacent_months(months: Sequence[str]) -> list[str]:
    """Return the months with those right before and after them; ``undated`` has none.

    Examples
    --------
    >>> add_adjacent_months(["2026-01", "undated"])
    ['2025-12', '2026-01', '2026-02', 'undated']
    """
    near = {UNDATED} & set(months)
    for year, month in (name.split("-") for name in months if name != UNDATED):
        number = int(year) * 12 + int(month) - 1
        near |= {f"{n // 12:04d}-{n % 12 + 1:02d}" for n in (number - 1, number, number + 1)}
    return sorted(near)
