"""What figures show, in plain values: drawn in the page, and kept by the executed notebook to be drawn beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter


@dataclass(frozen=True, slots=True)
class ShareBar:
    """One bar: label, value 0..1, its words, colour slot."""

    label: str
    value: float
    words: str
    slot: int


@dataclass(frozen=True, slots=True)
class Shares:
    """Bars of shares."""

    bars: tuple[ShareBar, ...]
    kind: Literal["shares"] = "shares"


@dataclass(frozen=True, slots=True)
class Series:
    """Counts over time: a tooltip for each bar, labels of the first and the last, which bars are partial.

    ``usual`` holds, for each bar, a lower quartile, a median and an upper one, where they are known.
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
    """A theme over time; ``highest`` is what the panel is as high as."""

    title: str
    words: str
    series: Series
    highest: int


@dataclass(frozen=True, slots=True)
class Panels:
    """Small charts side by side."""

    panels: tuple[Panel, ...]
    kind: Literal["panels"] = "panels"


@dataclass(frozen=True, slots=True)
class CurveDot:
    """One point of a curve: value 0..1, what it is the value of, its words, whether it is the one that was taken."""

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
    """Name of a row or a column of a matrix, with the colour slot of a theme if it is one."""

    title: str
    slot: int | None = None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of a matrix: for each column what stands in the cell, and how dark it is."""

    head: MatrixHeader
    words: tuple[str, ...]
    steps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Cells that are the darker the more there is."""

    columns: tuple[MatrixHeader, ...]
    rows: tuple[MatrixRow, ...]
    kind: Literal["matrix"] = "matrix"


@dataclass(frozen=True, slots=True)
class Tile:
    """A square of the map: where it is, what stands in it, how dark it is, what is said when it is pointed at."""

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
    """Days of one source: how dark each is, and which are missing."""

    title: str
    words: str
    steps: tuple[int, ...]
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Strips:
    """Days of several sources below each other, with marks at some of them."""

    strips: tuple[Strip, ...]
    marks: tuple[tuple[int, str], ...]
    kind: Literal["strips"] = "strips"


Content = Annotated[Shares | Panels | Curve | Matrix | Tiles | Strips, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Plot:
    """A figure that can stand alone.

    Attributes
    ----------
    name : str
        Of its files, without an ending.
    title, note : str
        What stands above it.
    alt : str
        What it says, in words.
    content : Shares, Panels, Curve, Matrix, Tiles or Strips
        What is drawn.
    """

    name: str
    title: str
    note: str
    alt: str
    content: Content


def plots_to_json(plots: Sequence[Plot]) -> list[dict[str, Any]]:
    """Give plots as JSON knows them."""
    return [_adapter().dump_python(plot, mode="json") for plot in plots]


def plots_from_json(told: Iterable[object]) -> list[Plot]:
    """Give them back.

    Raises
    ------
    pydantic.ValidationError
        If something else stands there.
    """
    return [_adapter().validate_python(one) for one in told]


@cache
def _adapter() -> TypeAdapter[Plot]:
    return TypeAdapter(Plot)
