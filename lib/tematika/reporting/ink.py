"""What figures are drawn in: names that the page's style sheet fills in, or the light page's colours themselves."""

from __future__ import annotations

from dataclasses import dataclass

from tematika.reporting.colours import LIGHT


@dataclass(frozen=True, slots=True)
class Ink:
    """Colours of words, of words aside, of lines, of themes by their slot, of cells by their step, of gaps."""

    ink: str
    muted: str
    line: str
    themes: tuple[str, ...]
    cells: tuple[str, ...]
    warn: str
    paper: str = "#ffffff"


# Colours that nothing else has: they become classes, so that one figure serves light and dark.
OF_THE_PAGE = Ink(
    "#000001", "#000002", "#000003", tuple(f"#0001{slot:02x}" for slot in range(len(LIGHT))), (), "#000004"
)
# For figures that stand alone, as the light page has them.
ON_PAPER = Ink(
    "#1b1d21",
    "#666c75",
    "#e3e4e6",
    LIGHT,
    ("#f6f5f2", "#edf0f4", "#dde5ee", "#c8d4e3", "#b1c2d7", "#98aecb"),
    "#8a4b00",
)
