"""What charts show, in plain values; an executed notebook keeps them, to be drawn again as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter


@dataclass(frozen=True, slots=True)
class ShareBar:
    """A bar: its label, its value from 0 to 1, the value in words, and the slot of its colour."""

    label: str
    value: float
    words: str
    slot: int


@dataclass(frozen=True, slots=True)
class Shares:
    """Horizontal bars."""

    bars: tuple[ShareBar, ...]
    kind: Literal["shares"] = "shares"


@dataclass(frozen=True, slots=True)
class Series:
    """Counts over time, with a tooltip for each bar, labels of the first and last, and which bars are partial.

    ``usual`` holds the lower quartile, the median and the upper quartile at each bar, where they are known.
    """

    counts: Sequence[int]
    tooltips: Sequence[str]
    first: str
    last: str
    partial: Sequence[bool]
    slot: int
    usual: Sequence[tuple[float, float, float]] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """A theme over time; ``highest`` is the count at the top of the panel."""

    title: str
    words: str
    series: Series
    highest: int


@dataclass(frozen=True, slots=True)
class Panels:
    """Small multiples."""

    panels: tuple[Panel, ...]
    kind: Literal["panels"] = "panels"


@dataclass(frozen=True, slots=True)
class CurveDot:
    """A point of a curve: its value from 0 to 1, its label, the value in words, and whether it was chosen."""

    value: float
    label: str
    words: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """A line of values from 0 to 1."""

    dots: tuple[CurveDot, ...]
    kind: Literal["curve"] = "curve"


@dataclass(frozen=True, slots=True)
class MatrixHeader:
    """Title of a row or a column, with the colour slot of a theme if it is one."""

    title: str
    slot: int | None = None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of a matrix: the text and the shade of each cell."""

    head: MatrixHeader
    words: tuple[str, ...]
    steps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A heat map with text in its cells."""

    columns: tuple[MatrixHeader, ...]
    rows: tuple[MatrixRow, ...]
    kind: Literal["matrix"] = "matrix"


@dataclass(frozen=True, slots=True)
class Tile:
    """A square of the map: its place, name, text, shade and tooltip."""

    column: int
    row: int
    name: str
    words: str
    step: int
    tooltip: str = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    """A map of squares."""

    tiles: tuple[Tile, ...]
    kind: Literal["tiles"] = "tiles"


@dataclass(frozen=True, slots=True)
class Strip:
    """Days of a source: the shade of each, and the indices of missing ones."""

    title: str
    words: str
    steps: tuple[int, ...]
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Strips:
    """Days of several sources below each other, with labels at some of them."""

    strips: tuple[Strip, ...]
    marks: tuple[tuple[int, str], ...]
    kind: Literal["strips"] = "strips"


Content = Annotated[Shares | Panels | Curve | Matrix | Tiles | Strips, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart with the name of its files, the title and the note above it, and its alternative text."""

    name: str
    title: str
    note: str
    alt: str
    content: Content


# Plots to and from the values of JSON; built at its first use.
PLOTS: TypeAdapter[list[Plot]] = TypeAdapter(list[Plot], config=ConfigDict(defer_build=True))
