"""One Delta Lake table of the archive; the one place that knows delta-rs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

import polars as pl
from deltalake import DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import DeltaError

from tematika.errors import TematikaError

MONTH = "month"
_PACKED = WriterProperties(compression="ZSTD")
_SHORTEST_RETENTION = 168
_COLOUR = re.compile(r"\x1b\[\d*m")
_LONGEST_MESSAGE = 300


@dataclass(frozen=True)
class Table:
    """A table below the archive's location, made with its first rows.

    Attributes
    ----------
    location : str
        Its folder or URL; what stands before ``://`` chooses the storage.
    schema : polars.Schema
        Its columns.
    by_month : bool
        Whether its files are kept apart by the column ``month``, so that a period is read without the rest.
    """

    location: str
    schema: pl.Schema
    by_month: bool

    def scan(self) -> pl.LazyFrame:
        """Give the rows as they are now, in no order that means anything."""
        table = self._open()
        if table is None:
            return pl.LazyFrame(schema=self.schema)
        return self._rows(table).select(self.schema.names())

    def append(self, rows: pl.DataFrame) -> None:
        """Add rows, all of them or, when it is interrupted, none."""
        if rows.is_empty():
            return
        in_order = rows.select(self.schema.names()).cast(self.schema)
        by = [MONTH] if self.by_month else None
        try:
            write_deltalake(self.location, in_order, mode="append", partition_by=by, writer_properties=_PACKED)
        except (DeltaError, OSError) as error:
            raise TematikaError(
                f"cannot write ({_plain(error)})", self.location, "check the place and its rights"
            ) from error

    def delete_attempts(self, attempts: Sequence[int]) -> None:
        """Delete the rows of these attempts."""
        table = self._open() if attempts else None
        if table is not None:
            table.delete(f"attempt IN ({', '.join(map(str, attempts))})", writer_properties=_PACKED)

    def compact(self) -> None:
        """Put small files together."""
        table = self._open()
        if table is not None:
            table.optimize.compact(writer_properties=_PACKED)

    def vacuum(self, keep_hours: int) -> int:
        """Remove the files that no reader needs who began within the hours given, and tell how many these were."""
        table = self._open()
        if table is None:
            return 0
        table.create_checkpoint()
        enforce = keep_hours >= _SHORTEST_RETENTION
        return len(table.vacuum(keep_hours, dry_run=False, enforce_retention_duration=enforce, full=True))

    def files(self) -> tuple[int, int]:
        """Count the files in use and their bytes."""
        table = self._open()
        if table is None:
            return 0, 0
        added = pl.DataFrame(table.get_add_actions(flatten=True))
        return added.height, int(added["size_bytes"].sum())

    def _rows(self, table: DeltaTable) -> pl.LazyFrame:
        if "://" in self.location or quote(self.location) == self.location:
            return pl.scan_delta(table)
        # delta-rs percent-encodes spaces and Cyrillic letters of a folder, and polars looks for the file of that name.
        files = [unquote(address).removeprefix("file://") for address in table.file_uris()]
        hive = {MONTH: pl.String()} if self.by_month else None
        return pl.scan_parquet(files, hive_partitioning=self.by_month, hive_schema=hive, glob=False)

    def _open(self) -> DeltaTable | None:
        try:
            return DeltaTable(self.location) if DeltaTable.is_deltatable(self.location) else None
        except (DeltaError, OSError) as error:
            raise TematikaError(f"cannot be read ({_plain(error)})", self.location, "check TEMATIKA_ARCHIVE") from error


def _plain(error: Exception) -> str:
    """Give the words of an error without the colours that delta-rs puts between them, no longer than a few lines."""
    words = " ".join(_COLOUR.sub("", str(error)).split())
    return words if len(words) <= _LONGEST_MESSAGE else f"{words[:_LONGEST_MESSAGE]} …"
