"""Colours of themes, the same in every report, with a shape where two themes share one; colours of charts."""

from __future__ import annotations

import hashlib
from collections import Counter
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
    """Colours of a chart: of text, secondary text, lines, themes by slot, cells by shade, warnings, background."""

    text: str
    muted: str
    line: str
    themes: tuple[str, ...]
    cells: tuple[str, ...]
    warn: str
    paper: str = "#ffffff"


# Placeholders that become CSS classes, so that one figure serves light and dark.
PAGE = Palette(
    "#000001",
    "#000002",
    "#000003",
    tuple(f"#0001{slot:02x}" for slot in range(len(LIGHT))),
    tuple(f"#0002{step:02x}" for step in range(6)),
    "#000004",
)
# For files, as the light page has them.
EXPORT = Palette(
    "#1b1d21",
    "#666c75",
    "#e3e4e6",
    LIGHT,
    ("#f6f5f2", "#edf0f4", "#dde5ee", "#c8d4e3", "#b1c2d7", "#98aecb"),
    "#8a4b00",
)


def slots(uids: Iterable[str]) -> dict[str, int]:
    """Return the colour slot of each theme.

    It depends on the uid alone, so that no theme changes its colour when others come or go. Known named themes have
    slots of their own; two others may share one, see `shapes`.
    """
    return {uid: FIXED[uid] if uid in FIXED else _hashed_slot(uid) for uid in uids}


def shapes(uids: Iterable[str]) -> dict[str, int]:
    """Return the shape of each theme's mark; up to `SHAPES` themes that share a colour have different ones."""
    of_slot, used = slots(uids), Counter[int]()
    of_uid = {}
    for uid in sorted(of_slot):
        of_uid[uid] = used[of_slot[uid]] % SHAPES
        used[of_slot[uid]] += 1
    return of_uid


def _hashed_slot(uid: str) -> int:
    return FREE[int.from_bytes(hashlib.blake2b(uid.encode("utf-8", "replace"), digest_size=4).digest()) % len(FREE)]


def css_variables(colours: Iterable[str]) -> str:
    """Return colours as declarations ``--c0:#bf5b04;...``."""
    return "".join(f"--c{slot}:{colour};" for slot, colour in enumerate(colours))
