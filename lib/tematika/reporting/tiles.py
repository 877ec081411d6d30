"""A schematic map: every region a square of one size, near where it lies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from markupsafe import Markup

from tematika.language.places import Region, gazetteer
from tematika.reporting.crosstab import steps
from tematika.reporting.plots import Tile
from tematika.reporting.rendering import TEMPLATES
from tematika.reporting.words import Words

_SIDE, _GAP = 30, 2
_LETTERS = 4
_COUNTRY = "RU-"


@cache
def places_of_tiles() -> Mapping[str, tuple[int, int]]:
    """Column and row of each region's square, by its code; those of Russia are written without their country."""
    lines = (TEMPLATES / "tiles.txt").read_text(encoding="utf-8").splitlines()
    cells = [(cell, (x, y)) for y, line in enumerate(lines) for x, cell in enumerate(line.split()) if cell != "."]
    return {code if "-" in code else _COUNTRY + code: place for code, place in cells}


def tiles_of(words: Words, counts: Mapping[str, int]) -> list[Tile]:
    """Give every region its square: where it is, what stands in it, and how dark it is.

    Parameters
    ----------
    words : Words
        Language of the names.
    counts : mapping of str to int
        Articles of each region, by its code.
    """
    highest, places = max(counts.values(), default=0), places_of_tiles()
    found = []
    for region in gazetteer():
        n, (column, row) = counts.get(region.code, 0), places[region.code]
        found.append(Tile(column, row, _short(_name(words, region)), words.number(n) if n else "", steps(n, highest)))
    return found


def tile_map(words: Words, counts: Mapping[str, int], alt: str) -> Markup:
    """Draw the map.

    Parameters
    ----------
    words : Words
        Language of the names.
    counts : mapping of str to int
        Articles of each region, by its code.
    alt : str
        What the map says, in words.
    """
    step = _SIDE + _GAP
    drawn = []
    tiles = tiles_of(words, counts)
    for region, tile in zip(gazetteer(), tiles, strict=True):
        # Squares are as large as the style sheet says, around the place where their name stands.
        x, y = (step * place + _SIDE // 2 for place in (tile.column, tile.row))
        title = Markup("{}: {}").format(_name(words, region), words.count("articles", counts.get(region.code, 0)))
        many = Markup('<text class="many">{}</text>').format(tile.words) if tile.words else ""
        drawn.append(
            Markup('<g transform="translate({} {})"><title>{}</title><rect class="h{}"/><text>{}</text>{}</g>').format(
                str(x), str(y), title, str(tile.step), tile.name, many
            )
        )
    width, height = step * (1 + max(one.column for one in tiles)), step * (1 + max(one.row for one in tiles))
    return Markup('<svg class="fig tiles" viewBox="0 0 {w} {h}" role="img" aria-label="{alt}">{tiles}</svg>').format(
        w=str(width), h=str(height), alt=alt, tiles=Markup().join(drawn)
    )


def _name(words: Words, region: Region) -> str:
    return region.ru if words.lang == "ru" else region.en


def _short(name: str) -> str:
    """Name a region by the first letters of its own part: «Республика Алтай» by «Алта»."""
    return name.removeprefix("Республика ")[:_LETTERS]
