"""One Delta Lake table of the archive; the only module that knows delta-rs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

import polars as pl
from deltalake import DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import DeltaError

from tematika.errors import ParameterError, TematikaError

MONTH = "month"
_COMPRESSION = WriterProperties(compression="ZSTD")
_SHORTEST_RETENTION = 168
_COLOUR = re.compile(r"\x1b\[\d*m")
_LONGEST_MESSAGE = 300
# delta-rs panics on some of these characters of a folder's path and reads others as part of an escape or as a
# separator; polars reads `a=b` as a column and its value.
_MISREAD = re.compile(r"%[0-9A-Fa-f]{2}|[\x00-\x1f\x7f\[\]\\^|=]")


@dataclass(frozen=True)
class Table:
    """A table below the archive's location, made with its first rows.

    Attributes
    ----------
    location : str
        Its folder or URL; what precedes ``://`` chooses the storage.
    schema : polars.Schema
        Its columns.
    by_month : bool
        Whether its files are partitioned by the column ``month``, so that a period is read without the rest.
    """

    location: str
    schema: pl.Schema
    by_month: bool

    def scan(self) -> pl.LazyFrame:
        """Return the current rows, in no order."""
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
            write_deltalake(self.location, in_order, mode="append", partition_by=by, writer_properties=_COMPRESSION)
        except (DeltaError, OSError) as error:
            what = f"cannot write ({_plain(error)})"
            raise TematikaError(what, self.location, "check the place and its rights") from error

    def delete_attempts(self, attempts: Sequence[int]) -> None:
        """Delete the rows of these attempts."""
        table = self._open() if attempts else None
        if table is not None:
            table.delete(f"attempt IN ({', '.join(map(str, attempts))})", writer_properties=_COMPRESSION)

    def compact(self) -> None:
        """Merge small files."""
        table = self._open()
        if table is not None:
            table.optimize.compact(writer_properties=_COMPRESSION)

    def vacuum(self, keep_hours: int) -> int:
        """Remove the files out of use for longer than the hours given, and return their number."""
        table = self._open()
        if table is None:
            return 0
        table.create_checkpoint()
        enforce = keep_hours >= _SHORTEST_RETENTION
        return len(table.vacuum(keep_hours, dry_run=False, enforce_retention_duration=enforce, full=True))

    def files(self) -> tuple[int, int]:
        """Return the number of the files in use and of their bytes."""
        table = self._open()
        if table is None:
            return 0, 0
        added = pl.DataFrame(table.get_add_actions(flatten=True))
        return added.height, int(added["size_bytes"].sum())

    def _rows(self, table: DeltaTable) -> pl.LazyFrame:
        if not is_local(self.location) or quote(self.location) == self.location:
            return pl.scan_delta(table)
        # delta-rs percent-encodes spaces and Cyrillic letters of a folder, and polars looks for the file of that name.
        files = [unquote(address).removeprefix("file://") for address in table.file_uris()]
        hive = {MONTH: pl.String()} if self.by_month else None
        return pl.scan_parquet(files, hive_partitioning=self.by_month, hive_schema=hive, glob=False)

    def _open(self) -> DeltaTable | None:
        if is_local(self.location):
            if not Path(self.location).is_dir():
                return None
            check_folder(Path(self.location))
        try:
            return DeltaTable(self.location) if DeltaTable.is_deltatable(self.location) else None
        except (DeltaError, OSError) as error:
            raise TematikaError(f"cannot be read ({_plain(error)})", self.location, "check TEMATIKA_ARCHIVE") from error


def is_local(location: str) -> bool:
    """Whether a location is a folder on this machine, not a URL."""
    return "://" not in location


def check_folder(folder: Path) -> None:
    """Check that a folder's path reaches the files as it is written.

    Raises
    ------
    ParameterError
        If delta-rs or polars would misread it.
    """
    path = str(folder.resolve())
    misread = _MISREAD.search(path)
    if misread:
        hint = "name another folder, see TEMATIKA_ARCHIVE"
        raise ParameterError(f"an archive cannot lie in a folder with {misread[0]!r} in its path", path, hint)


def _plain(error: Exception) -> str:
    """Return the message of an error on one line, shortened, without the colours of delta-rs."""
    words = " ".join(_COLOUR.sub("", str(error)).split())
    return words if len(words) <= _LONGEST_MESSAGE else f"{words[:_LONGEST_MESSAGE]} …"
