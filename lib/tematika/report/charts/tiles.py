"""A schematic map: every region a square of one size, near where it lies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from tematika.language.gazetteer import Region, gazetteer
from tematika.report.charts.specs import Tile
from tematika.report.data.crosstab import shade
from tematika.report.html.environment import TEMPLATES
from tematika.report.i18n import Words

_LETTERS = 4
_COUNTRY = "RU-"


@cache
def tile_positions() -> Mapping[str, tuple[int, int]]:
    """Column and row of each region's square, by its code; those of Russia are written without their country."""
    lines = (TEMPLATES / "tiles.txt").read_text(encoding="utf-8").splitlines()
    cells = [(cell, (x, y)) for y, line in enumerate(lines) for x, cell in enumerate(line.split()) if cell != "."]
    return {code if "-" in code else _COUNTRY + code: place for code, place in cells}


def make_tiles(words: Words, counts: Mapping[str, int]) -> tuple[Tile, ...]:
    """Return the square of every region: where it is, what stands in it, and how dark it is.

    Parameters
    ----------
    words : Words
        Language of the names.
    counts : mapping of str to int
        Articles of each region, by its code.
    """
    highest, places = max(counts.values(), default=0), tile_positions()
    found = []
    for region in gazetteer():
        n, (column, row) = counts.get(region.code, 0), places[region.code]
        name = _name(words, region)
        tooltip = f"{name}: {words.count('articles', n).unescape()}"
        found.append(Tile(column, row, _short(name), words.number(n) if n else "", shade(n, highest), tooltip))
    return tuple(found)


def _name(words: Words, region: Region) -> str:
    return region.ru if words.lang == "ru" else region.en


def _short(name: str) -> str:
    """Name a region by the first letters of its own part: «Республика Алтай» by «Алта»."""
    return name.removeprefix("Республика ")[:_LETTERS]
