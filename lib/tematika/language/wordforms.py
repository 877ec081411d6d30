"""The word forms of an archive, as whoever writes to it knows them: those of new texts are asked for and added."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tematika.corpus.archive import Archive
from tematika.language.forms import Forms
from tematika.language.remembered import asked_of, rows_of
from tematika.language.scan import batches, scan


class WordForms:
    """Word forms that the archive has lemmas for.

    Parameters
    ----------
    archive : Archive
        Nobody else writes to it meanwhile (`Archive.writing`).
    """

    def __init__(self, archive: Archive) -> None:
        self._table = archive.tables["forms"]
        self._met = Forms()
        self._stored: set[str] | None = None

    def add(self, texts: Sequence[str]) -> None:
        """Ask for the word forms of texts that the archive does not have yet, and add them with their lemmas."""
        met = [form for batch in batches(texts) for form in self._met.meet(scan(batch))]
        if met and self._stored is None:
            self._stored = self._read()
        new = set(met) - (self._stored or set())
        if new:
            self._table.append(rows_of(new))

    def _read(self) -> set[str]:
        """Give the forms there are; what another dictionary said of them is asked again, and forgotten."""
        rows = self._table.scan().select("form", "asked_of").collect()
        is_current = pl.col("asked_of") == asked_of()
        current, former = (set(rows.filter(some)["form"].to_list()) for some in (is_current, ~is_current))
        if former - current:
            self._table.append(rows_of(former - current))
        if former:
            self._table.delete_all_but("asked_of", asked_of())
        return current | former
