"""Colours of themes: a slot for each, the same from report to report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

# The four named themes hold the slots that colour-blind readers tell apart best.
FIXED: Mapping[str, int] = {"energy": 0, "logistics": 1, "import_substitution": 2, "regions": 3}
FREE = range(4, 12)
REST = 12  # the grey of what belongs to no theme

LIGHT = (
    "#bf5b04", "#1f6cb0", "#96418f", "#0f7f62",
    "#8a6a00", "#2b8199", "#b23a52", "#5a7320", "#5f51b5", "#7a5642", "#0b7a80", "#5c6c84", "#767676",
)  # fmt: skip
DARK = (
    "#f09a4c", "#6fb3f2", "#dc92d2", "#45c49b",
    "#d8b53c", "#74c6dc", "#f08b9b", "#aec55f", "#ab9ff2", "#cfa287", "#52c3c9", "#a6b5cb", "#9a9a9a",
)  # fmt: skip


def slots(uids: Iterable[str]) -> dict[str, int]:
    """Give each theme its colour slot.

    Known named themes have fixed slots. Any other starts at a slot that its uid chooses and moves on to the next free
    one; when all are taken, colours repeat.

    Parameters
    ----------
    uids : iterable of str
        The uids of all themes of a report, in any order.
    """
    given: dict[str, int] = {}
    for uid in sorted(uids):
        given[uid] = FIXED[uid] if uid in FIXED else _free_slot(uid, set(given.values()))
    return given


def _free_slot(uid: str, taken: set[int]) -> int:
    wish = int.from_bytes(hashlib.blake2b(uid.encode("utf-8", "replace"), digest_size=4).digest())
    ring = [FREE[(wish + step) % len(FREE)] for step in range(len(FREE))]
    return next((slot for slot in ring if slot not in taken), ring[0])


def css_variables(palette: tuple[str, ...]) -> str:
    """Write a palette as declarations ``--c0:#bf5b04;...``."""
    return "".join(f"--c{slot}:{colour};" for slot, colour in enumerate(palette))
