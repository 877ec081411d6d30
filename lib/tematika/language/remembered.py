"""Lemmas that an archive remembers: looked up there where that is quicker, else asked of the dictionary."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from functools import cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tematika.language import bulk
from tematika.language.automaton import Places
from tematika.language.bulk import LemmaTable
from tematika.provenance import code_digest, package_versions

# To read a row of the table takes a sixth of the time that it takes to ask the dictionary for a form.
_ROWS_A_QUESTION = 6
_DECIDING = ("pymorphy3", "pymorphy3-dicts-ru")
_COLUMNS = ("lemma", "pos", "name", "place", "small_lemma", "small_pos")


class Remembered:
    """Word forms with their lemmas, as an archive has them.

    They are read when so many forms have been asked for that reading costs no more than asking the dictionary for these
    did: so it never takes more than twice the time of the quicker way.

    Parameters
    ----------
    rows : polars.LazyFrame
        With the columns that `rows_of` gives; others are left alone.
    """

    def __init__(self, rows: pl.LazyFrame) -> None:
        current = rows.filter(pl.col("asked_of") == asked_of())
        self._rows = current.select("form", *_COLUMNS)
        self._worth_reading = -(-int(current.select(pl.len()).collect().item()) // _ROWS_A_QUESTION)
        self._asked = 0
        self._index: _Index | None = None

    def lemmas_of(self, forms: Sequence[str]) -> LemmaTable:
        """Find the lemmas of many forms, as `tematika.language.bulk.lemmas_of` does."""
        self._asked += len(forms)
        if self._index is None and self._asked >= self._worth_reading > 0:
            self._index = _Index(self._rows.collect())
        return bulk.lemmas_of(forms) if self._index is None else self._index.lemmas_of(forms)


class _Index:
    """Rows in memory, found by hashes of their forms."""

    def __init__(self, rows: pl.DataFrame) -> None:
        keys = rows["form"].hash().to_numpy()
        order = np.argsort(keys)
        self._rows = rows
        self._order = order
        self._keys = keys[order]

    def lemmas_of(self, forms: Sequence[str]) -> LemmaTable:
        asked = pl.Series(forms, dtype=pl.String)
        place = np.searchsorted(self._keys, asked.hash().to_numpy())
        row = self._order[np.minimum(place, len(self._keys) - 1)]
        # Where the hash is not there, or two forms share it, some other form is found.
        found = (self._rows["form"].gather(row) == asked).to_numpy()
        known, unknown = np.flatnonzero(found), np.flatnonzero(~found)
        rest = bulk.lemmas_of([forms[number] for number in unknown.tolist()]) if len(unknown) else None
        columns = self._rows.select(_COLUMNS)[row[known]]
        return LemmaTable(*(_merged(columns[name], known, rest, unknown) for name in _COLUMNS))


@contextlib.contextmanager
def looked_up_in(rows: pl.LazyFrame) -> Iterator[None]:
    """Let `lemmas_of` use what these rows tell, in this thread; what it gives stays the same."""
    token = _lookup.set(Remembered(rows).lemmas_of)
    try:
        yield
    finally:
        _lookup.reset(token)


def lemmas_of(forms: Sequence[str]) -> LemmaTable:
    """Find the lemmas of many forms: in the archive that is looked up in, or in the dictionary."""
    return _lookup.get()(forms)


def rows_of(forms: Iterable[str]) -> pl.DataFrame:
    """Ask the dictionary for forms, and give a row for each, for an archive to remember.

    Returns
    -------
    polars.DataFrame
        ``form``; ``lemma``, ``pos``, ``name``, ``place`` where it is written with a capital; ``small_lemma`` and
        ``small_pos`` where it is not; ``asked_of``. In order of the forms' spelling.
    """
    ordered = sorted(forms)
    table = bulk.lemmas_of(ordered)
    columns = {name: pl.Series(getattr(table, name).tolist()) for name in _COLUMNS}
    return pl.DataFrame({"form": ordered, **columns}).with_columns(asked_of=pl.lit(asked_of()))


@cache
def asked_of() -> str:
    """Name all that decides what the lemma of a form is: pymorphy3, its dictionary, and our own code."""
    versions = package_versions()
    named = ", ".join(f"{name} {versions[name]}" for name in _DECIDING)
    return f"{named}, code {code_digest('language')[:12]}"


def _merged(stored: pl.Series, known: Places, rest: LemmaTable | None, unknown: Places) -> NDArray[Any]:
    values = stored.to_numpy()
    if rest is None:
        return values
    asked = getattr(rest, stored.name)
    merged = np.empty(len(known) + len(unknown), dtype=asked.dtype)
    merged[known], merged[unknown] = values, asked
    return merged


_lookup: ContextVar[Callable[[Sequence[str]], LemmaTable]] = ContextVar("lookup", default=bulk.lemmas_of)
