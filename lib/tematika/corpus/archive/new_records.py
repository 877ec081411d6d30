"""Incoming records: which of them are new to the archive, and the archived texts that they are compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from tematika.corpus.archive.archive import ATTEMPT, BATCH, Archive, Batch, add_adjacent_months, month_of
from tematika.corpus.archive.delta import MONTH
from tematika.corpus.articles import Draft, KnownTexts, possible_ids
from tematika.corpus.cleaning.boilerplate import REPEATED_LINE_RULE
from tematika.corpus.dedup.minhash import join_keys, shares_key
from tematika.corpus.models import Record

_KNOWN = ("article_id", "ref", "copy_of", MONTH, ATTEMPT)


@dataclass(frozen=True, slots=True)
class NewRecords:
    """The records of a batch that are not in the archive, and their article ids."""

    records: list[Record]
    ids: list[str]


class ArchiveWriter:
    """Adds batches to an archive; knows its articles by id and ref.

    Parameters
    ----------
    archive : Archive
        The caller holds `Archive.writing`.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        rows = archive.tables["articles"].scan().select(*_KNOWN, BATCH).collect()
        self.version = int(rows.select(pl.col(BATCH).max().fill_null(0)).item())
        self._known = rows.drop(BATCH)
        # By id the refs of articles that are not yet added.
        self._pending: dict[str, str] = {}

    def find_new(self, records: Sequence[Record]) -> NewRecords:
        """Return the records that are new: no article has the same normalised text and the same ref.

        From now on they count as known, though their articles are in the archive only after `add`.
        """
        ids = [possible_ids(record) for record in records]
        candidates = pl.Series([one for both in ids for one in both], dtype=pl.String)
        known = self._known.filter(pl.col("article_id").is_in(candidates.implode()))
        refs = {**self._pending, **dict(known.select("article_id", "ref").iter_rows())}
        used = set(refs)
        new = NewRecords([], [])
        for record, (first, further) in zip(records, ids, strict=True):
            if refs.get(first) == record.ref or further in refs:
                continue
            new.records.append(record)
            new.ids.append(further if first in used else first)
            used.add(first)
        self._pending |= {name: record.ref for name, record in zip(new.ids, new.records, strict=True)}
        return new

    def known_texts(self, drafts: Sequence[Draft]) -> KnownTexts:
        """Return the archived texts that these drafts may reprint, and the lines that their sources repeat.

        Compared are articles of the same month or an adjacent one, and those with exactly the same text.
        """
        published = pl.Series([draft.published.moment for draft in drafts], dtype=pl.Datetime("us"))
        months = add_adjacent_months(pl.select(month_of(pl.lit(published))).to_series().unique().to_list())
        near = (
            self._archive.tables["signatures"]
            .scan()
            .filter(pl.col(MONTH).is_in(months) & self._committed())
            .select("article_id", "words", "bands", "lines")
            .collect()
        )
        wanted = pl.Series([draft.sketch.words for draft in drafts if draft.sketch.words], dtype=pl.Int64)
        alike = near["words"].is_in(wanted.implode()) | pl.Series(
            shares_key(near["bands"].to_list(), join_keys(draft.sketch.bands for draft in drafts))
        )
        keys = pl.Series(sorted({key for draft in drafts for key in draft.lines.values()}), dtype=pl.Int64)
        lines = near["lines"].explode().drop_nulls()
        counts = lines.filter(lines.is_in(keys.implode())).value_counts()
        originals = {*near.filter(alike)["article_id"].to_list(), *self._same_text(drafts)}
        return KnownTexts(self._bodies(originals), dict(counts.iter_rows()))

    def add(self, batch: Batch) -> None:
        """Write a batch to the archive."""
        attempt = self._archive.append(batch, self.version + 1)
        self.version += 1
        added = batch.articles.with_columns(
            month_of(pl.col("published")).alias(MONTH), pl.lit(attempt, pl.Int64()).alias(ATTEMPT)
        )
        self._known = pl.concat([self._known, added.select(_KNOWN)])
        for name in batch.articles["article_id"]:
            self._pending.pop(name, None)

    def _committed(self) -> pl.Expr:
        return pl.col(ATTEMPT).is_in(self._known[ATTEMPT].unique().implode())

    def _same_text(self, drafts: Sequence[Draft]) -> list[str]:
        ids = pl.Series([possible_ids(draft.record)[0] for draft in drafts], dtype=pl.String)
        known = self._known.filter(pl.col("article_id").is_in(ids.implode()))
        return known.select(pl.coalesce("copy_of", "article_id")).to_series().to_list()

    def _bodies(self, ids: set[str]) -> list[tuple[str, str]]:
        """Return ids and bodies of articles, repeated lines included, the earliest published first."""
        chosen = self._known.filter(pl.col("article_id").is_in(pl.Series(sorted(ids), dtype=pl.String).implode()))
        if chosen.is_empty():
            return []
        in_months = pl.col(MONTH).is_in(chosen[MONTH].unique().to_list())
        wanted = in_months & pl.col("article_id").is_in(chosen["article_id"].implode()) & self._committed()
        tables = self._archive.tables
        body = tables["passages"].scan().filter(wanted & (pl.col("kind") == "body"))
        repeated = tables["removals"].scan().filter(wanted & (pl.col("rule") == REPEATED_LINE_RULE))
        texts = (
            pl.concat([part.select("article_id", "start", "text").collect() for part in (body, repeated)])
            .sort("article_id", "start")
            .group_by("article_id")
            .agg(pl.col("text").str.join("\n"))
        )
        order = tables["articles"].scan().filter(wanted).select("article_id", "published", "ref").collect()
        rows = order.join(texts, on="article_id", how="left").sort("published", "ref", "article_id", nulls_last=True)
        return [(name, text or "") for name, text in rows.select("article_id", "text").iter_rows()]
