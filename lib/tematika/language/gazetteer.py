"""Regions of Russia and Belarus, and those around them that the same news reports on: where texts name them."""

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

# Words of the longest name: «Ямало-Ненецкий автономный округ» has a hyphen, which may stand between words of their own.
_LONGEST = 6
# A word in the names of so many regions says what kind of region they are: `область`, `край`.
_KIND_IN = 3


class Region(NamedTuple):
    """A region of the gazetteer.

    Attributes
    ----------
    code : str
        Its code in ISO 3166-2.
    ru, en : str
        What it is called.
    names, towns : tuple of str
        Names of the region itself, and of towns in it that can be taken for nothing else: `Орёл` is a bird, too.
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
    """Where texts name regions.

    Attributes
    ----------
    region, text, start, end : ndarray of int32, shape (n_hits,)
        Number of the region in `gazetteer`, and where it is named.
    town : ndarray of bool, shape (n_hits,)
        Whether it is named by one of its towns.
    n_texts : int
        Number of texts.
    """

    region: NDArray[np.int32]
    text: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    town: NDArray[np.bool_]
    n_texts: int

    def counts(self) -> sp.csr_array:
        """How often each region is named in each text: a matrix of shape (n_texts, n_regions)."""
        shape = (self.n_texts, len(gazetteer()))
        matrix = sp.csr_array((np.ones(len(self.region)), (self.text, self.region)), shape=shape)
        matrix.sum_duplicates()
        return matrix


@cache
def gazetteer() -> tuple[Region, ...]:
    """Give the regions, in the order of the file that lists them."""
    rows = files("tematika.language").joinpath("places.tsv").read_text(encoding="utf8").splitlines()[1:]
    return tuple(_region(row) for row in rows)


def find_places(stream: LemmaStream) -> PlaceHits:
    """Find the names of regions and their towns, in any grammatical form.

    Of names that overlap the longest counts: `Республика Алтай` is not found again in a shorter name.

    Parameters
    ----------
    stream : LemmaStream
        Texts as `tematika.language.lemma_stream.read_stream` gives them.

    Examples
    --------
    >>> from tematika.language.lemma_stream import read_stream
    >>> hits = find_places(read_stream(["В Хабаровском крае растёт погрузка, власти Казани думают о метро."]))
    >>> [(gazetteer()[region].code, bool(town)) for region, town in zip(hits.region, hits.town)]
    [('RU-KHA', False), ('RU-TA', True)]
    """
    names = _names()
    lemmas = [*stream.lemmas, ""]  # the last is where BREAK points
    begins = np.flatnonzero([lemma in names for lemma in stream.lemmas])
    found, reached = [], -1
    for at in np.flatnonzero(np.isin(stream.word, begins)).tolist():
        words = [lemmas[number] for number in stream.word[at : at + _LONGEST].tolist()]
        name = next((n for n in names[words[0]] if words[1 : 1 + len(n.rest)] == list(n.rest)), None)
        if name is not None and at > reached:
            reached = at + len(name.rest)
            found.append((name.region, at, reached, name.town))
    region, first, last, town = np.array(found, dtype=np.int64).reshape(-1, 4).T
    return PlaceHits(
        region.astype(np.int32),
        stream.text[first],
        stream.start[first],
        stream.end[last],
        town.astype(np.bool_),
        stream.n_texts,
    )


@cache
def words_of_kind() -> frozenset[str]:
    """Give the lemmas that many names share, and that tell no region from another: `область`, `край`, `республика`.

    Examples
    --------
    >>> sorted(words_of_kind())
    ['автономный', 'край', 'область', 'округ', 'республика']
    """
    regions: dict[str, set[int]] = {}
    for first, names in _names().items():
        for name in names:
            for word in (first, *name.rest) if name.rest and not name.town else ():
                regions.setdefault(word, set()).add(name.region)
    return frozenset(word for word, found in regions.items() if len(found) >= _KIND_IN)


def _region(row: str) -> Region:
    code, ru, en, names, towns = row.split("\t")
    return Region(code, ru, en, _list(names), _list(towns))


def _list(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split(",") if name.strip())


@cache
def _names() -> dict[str, list[_Name]]:
    """Names by their first lemmas, longest first."""
    names: dict[str, set[_Name]] = {}
    for number, region in enumerate(gazetteer()):
        for name, town in [*((n, False) for n in region.names), *((n, True) for n in region.towns)]:
            for first, *rest in _spellings(name):
                names.setdefault(first, set()).add(_Name(tuple(rest), number, town))
    return {first: sorted(found, key=lambda name: (-len(name.rest), name)) for first, found in names.items()}


def _spellings(name: str) -> Iterator[tuple[str, ...]]:
    """All rows of lemmas that the words of a name may be read as."""
    rows: list[tuple[str, ...]] = [()]
    for token in tokens(name):
        rows = [(*row, lemma) for row in rows for lemma in sorted(lemmas_of_seed(token.form))]
    return iter(rows)
