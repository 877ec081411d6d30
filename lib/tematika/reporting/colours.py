"""Colours of themes: a slot for each uid, the same in every report, and a shape where two share one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

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
