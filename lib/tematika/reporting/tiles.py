"""A schematic map: every region a square of one size, near where it lies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from markupsafe import Markup

from tematika.language.places import gazetteer
from tematika.reporting.crosstab import steps
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
    highest = max(counts.values(), default=0)
    step = _SIDE + _GAP
    tiles, places = [], places_of_tiles()
    for region in gazetteer():
        column, row = places[region.code]
        n, name = counts.get(region.code, 0), region.ru if words.lang == "ru" else region.en
        tiles.append(
            Markup(
                '<g class="tile" transform="translate({x} {y})"><title>{title}</title>'
                '<rect class="h{dark}" width="{side}" height="{side}" rx="3"/>'
                '<text x="{middle}" y="13">{short}</text>{count}</g>'
            ).format(
                x=str(column * step),
                y=str(row * step),
                title=Markup("{}: {}").format(name, words.count("articles", n)),
                dark=str(steps(n, highest)),
                side=str(_SIDE),
                middle=str(_SIDE // 2),
                short=_short(name),
                count=Markup('<text class="many" x="{}" y="25">{}</text>').format(str(_SIDE // 2), words.number(n))
                if n
                else "",
            )
        )
    width, height = (step * (1 + max(place[axis] for place in places.values())) for axis in (0, 1))
    return Markup('<svg class="fig tiles" viewBox="0 0 {w} {h}" role="img" aria-label="{alt}">{tiles}</svg>').format(
        w=str(width), h=str(height), alt=alt, tiles=Markup().join(tiles)
    )


def _short(name: str) -> str:
    """Name a region by the first letters of its own part: «Республика Алтай» by «Алта»."""
    return name.removeprefix("Республика ")[:_LETTERS]
