"""Names of regions of Russia, Belarus and their neighbours in texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.language.lemma_stream import LemmaStream
from tematika.language.lemmas import lemmas_of_seed
from tematika.language.tokens import tokens

# Words of the longest name: the parts of «Ямало-Ненецкий автономный округ» may be words of their own.
_LONGEST = 6
# A word in the names of at least this many regions is a kind of region: `область`, `край`.
_MIN_REGIONS = 3


class Region(NamedTuple):
    """A region of the gazetteer.

    Attributes
    ----------
    code : str
        ISO 3166-2.
    ru, en : str
        Its name.
    names, towns : tuple of str
        Names of the region, and of towns in it that mean nothing else (`Орёл` is a bird, too).
    """

    code: str
    ru: str
    en: str
    names: tuple[str, ...]
    towns: tuple[str, ...]


class _Name(NamedTuple):
    rest: tuple[str, ...]
    region: int
    town: bool


@dataclass(frozen=True)
class PlaceHits:
    """Occurrences of names of regions.

    Attributes
    ----------
    region, text, start, end : ndarray of int32, shape (n_hits,)
        Number of the region in `gazetteer`, of the text, and offsets in it.
    town : ndarray of bool, shape (n_hits,)
        Whether the name is that of a town.
    n_texts : int
    """

    region: NDArray[np.int32]
    text: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    town: NDArray[np.bool_]
    n_texts: int

    def counts(self) -> sp.csr_array:
        """Return the number of occurrences, shape (n_texts, n_regions)."""
        shape = (self.n_texts, len(gazetteer()))
        matrix = sp.csr_array((np.ones(len(self.region)), (self.text, self.region)), shape=shape)
        matrix.sum_duplicates()
        return matrix


@cache
def gazetteer() -> tuple[Region, ...]:
    """Return the regions, in the order of their file."""
    rows = files("tematika.language").joinpath("places.tsv").read_text(encoding="utf8").splitlines()[1:]
    return tuple(_region(row) for row in rows)


def find_places(stream: LemmaStream) -> PlaceHits:
    """Return names of regions and their towns in any grammatical form; of names that overlap the first, longest one.

    Examples
    --------
    >>> from tematika.language.lemma_stream import read_stream
    >>> hits = find_places(read_stream(["В Хабаровском крае растёт погрузка, власти Казани думают о метро."]))
    >>> [(gazetteer()[region].code, bool(town)) for region, town in zip(hits.region, hits.town)]
    [('RU-KHA', False), ('RU-TA', True)]
    """
    names = _names()
    lemmas = [*stream.lemmas, ""]  # BREAK is the index of the last
    begins = np.flatnonzero([lemma in names for lemma in stream.lemmas])
    hits, reached = [], -1
    for at in np.flatnonzero(np.isin(stream.word, begins)).tolist():
        words = [lemmas[number] for number in stream.word[at : at + _LONGEST].tolist()]
        name = next((n for n in names[words[0]] if words[1 : 1 + len(n.rest)] == list(n.rest)), None)
        if name is not None and at > reached:
            reached = at + len(name.rest)
            hits.append((name.region, at, reached, name.town))
    region, first, last, town = np.array(hits, dtype=np.int64).reshape(-1, 4).T
    return PlaceHits(
        region.astype(np.int32),
        stream.text[first],
        stream.start[first],
        stream.end[last],
        town.astype(np.bool_),
        stream.n_texts,
    )


@cache
def region_kinds() -> frozenset[str]:
    """Return the lemmas that name a kind of region: `область`, `край`, `республика`.

    Examples
    --------
    >>> sorted(region_kinds())
    ['автономный', 'край', 'область', 'округ', 'республика']
    """
    regions: dict[str, set[int]] = {}
    for first, names in _names().items():
        for name in names:
            for word in (first, *name.rest) if name.rest and not name.town else ():
                regions.setdefault(word, set()).add(name.region)
    return frozenset(word for word, numbers in regions.items() if len(numbers) >= _MIN_REGIONS)


def _region(row: str) -> Region:
    code, ru, en, names, towns = row.split("\t")
    return Region(code, ru, en, _list(names), _list(towns))


def _list(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split(",") if name.strip())


@cache
def _names() -> dict[str, list[_Name]]:
    """Return names by their first lemmas, longest first."""
    names: dict[str, set[_Name]] = {}
    for number, region in enumerate(gazetteer()):
        for name, town in [*((n, False) for n in region.names), *((n, True) for n in region.towns)]:
            for first, *rest in _readings(name):
                names.setdefault(first, set()).add(_Name(tuple(rest), number, town))
    return {first: sorted(some, key=lambda name: (-len(name.rest), name)) for first, some in names.items()}


def _readings(name: str) -> Iterator[tuple[str, ...]]:
    """Return all sequences of lemmas that the words of a name may have."""
    rows: list[tuple[str, ...]] = [()]
    for token in tokens(name):
        rows = [(*row, lemma) for row in rows for lemma in sorted(lemmas_of_seed(token.form))]
    return iter(rows)
