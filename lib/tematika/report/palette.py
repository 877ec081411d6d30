"""Colours of themes, the same in every report, with a shape where two share one; and what figures are drawn in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# The four named themes hold the slots that colour-blind readers tell apart best.
FIXED: Mapping[str, int] = {"energy": 0, "logistics": 1, "import_substitution": 2, "regions": 3}
FREE = range(4, 12)
REST = 12  # the grey of what belongs to no theme

# Found by a search for the largest least distance (CIE 1976) among all pairs as they are seen without green cones
# (Machado, Oliveira and Fernandes 2009), each dark enough on paper, or light enough on black, to be told from it.
LIGHT = (
    "#bf5b04", "#1f6cb0", "#96418f", "#0f7f62",
    "#a87f4c", "#1a3294", "#5e2a4d", "#9b0831", "#6d53fa", "#314300", "#2b16b9", "#e139d9", "#767676",
)  # fmt: skip
DARK = (
    "#f09a4c", "#6fb3f2", "#dc92d2", "#45c49b",
    "#d32d5f", "#e1e442", "#c331a7", "#ca4322", "#6defff", "#6855fd", "#53fa92", "#718aff", "#9a9a9a",
)  # fmt: skip

# Shapes of the marks beside themes' names: circle, square, diamond, triangle.
SHAPES = 4


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of words, of words aside, of lines, of themes by their slot, of cells by their step, of gaps."""

    ink: str
    muted: str
    line: str
    themes: tuple[str, ...]
    cells: tuple[str, ...]
    warn: str
    paper: str = "#ffffff"


# Colours that nothing else has: they become classes, so that one figure serves light and dark.
PAGE = Palette(
    ink="#000001",
    muted="#000002",
    line="#000003",
    themes=tuple(f"#0001{slot:02x}" for slot in range(len(LIGHT))),
    cells=tuple(f"#0002{step:02x}" for step in range(6)),
    warn="#000004",
)
# For figures that stand alone, as the light page has them.
EXPORT = Palette(
    "#1b1d21",
    "#666c75",
    "#e3e4e6",
    LIGHT,
    ("#f6f5f2", "#edf0f4", "#dde5ee", "#c8d4e3", "#b1c2d7", "#98aecb"),
    "#8a4b00",
)


def slots(uids: Iterable[str]) -> dict[str, int]:
    """Give each theme its colour slot.

    Known named themes have fixed slots. That of any other follows from its uid alone, so that no theme changes its
    colour when others come or go; two of them may share one, see `shapes`.

    Parameters
    ----------
    uids : iterable of str
        The uids of all themes of a report, in any order.
    """
    return {uid: FIXED[uid] if uid in FIXED else _slot_of(uid) for uid in uids}


def shapes(uids: Iterable[str]) -> dict[str, int]:
    """Give each theme the shape of its mark: themes that share a colour have different ones, up to `SHAPES` of them."""
    of_slot = slots(uids)
    sharing: dict[int, list[str]] = {}
    for uid in sorted(of_slot):
        sharing.setdefault(of_slot[uid], []).append(uid)
    return {uid: number % SHAPES for group in sharing.values() for number, uid in enumerate(group)}


def _slot_of(uid: str) -> int:
    return FREE[int.from_bytes(hashlib.blake2b(uid.encode("utf-8", "replace"), digest_size=4).digest()) % len(FREE)]


def css_variables(palette: tuple[str, ...]) -> str:
    """Write a palette as declarations ``--c0:#bf5b04;...``."""
    return "".join(f"--c{slot}:{colour};" for slot, colour in enumerate(palette))
