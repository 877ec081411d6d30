"""Maintenance of an archive: counts, size, compaction."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tematika.corpus.archive.archive import Archive
from tematika.corpus.archive.delta import MONTH, Table

# Archives of earlier releases have a table of word forms with their lemmas.
_FORMER_FORMS = pl.Schema({"form": pl.String()})


@dataclass(frozen=True, slots=True)
class Compaction:
    """Numbers of incomplete attempts (`orphans`), of files in use before and after, and of files removed."""

    orphans: int
    files_before: int
    files_after: int
    removed: int


def count_rows(archive: Archive) -> dict[str, int]:
    """Return the number of rows by table, and the version; ``forms`` is 0 where no earlier release wrote any."""
    contents = archive.read()
    tables = {"articles": contents.articles, "passages": contents.passages, "removals": contents.removals}
    numbers = {name: int(table.select(pl.len()).collect().item()) for name, table in tables.items()}
    former = Table(f"{archive.location}/forms", _FORMER_FORMS, by_month=False)
    forms = former.scan().select(pl.col("form").n_unique()).collect().item()
    return {**numbers, "forms": int(forms), "version": contents.version}


def count_by_source_and_month(archive: Archive) -> pl.DataFrame:
    """Count articles and reprints by ``source`` and ``month``."""
    reprints = pl.col("copy_of").is_not_null().sum().alias("reprints")
    groups = archive.read().articles.group_by("source", MONTH).agg(pl.len().alias("articles"), reprints)
    return groups.sort("source", MONTH, nulls_last=True).collect()


def size_in_bytes(archive: Archive) -> int:
    """Return the bytes on disk, files out of use included; in an object store, the bytes in use."""
    if archive.is_local:
        return sum(file.stat().st_size for file in Path(archive.location).rglob("*") if file.is_file())
    return sum(table.files()[1] for table in archive.tables.values())


def compact(archive: Archive, keep_hours: int) -> Compaction:
    """Delete the rows of incomplete attempts, merge small files, remove files out of use for `keep_hours`.

    Every version of the archive stays readable, for versions are kept in the rows. The caller holds `Archive.writing`.
    """
    tables = archive.tables
    before = sum(table.files()[0] for table in tables.values())
    orphans = archive.orphans()
    for name, attempts in orphans.items():
        tables[name].delete_attempts(attempts)
    removed = 0
    for table in tables.values():
        table.compact()
        removed += table.vacuum(keep_hours)
    after = sum(table.files()[0] for table in tables.values())
    return Compaction(len({one for attempts in orphans.values() for one in attempts}), before, after, removed)
