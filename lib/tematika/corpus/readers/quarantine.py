"""What is set aside instead of stopping a run: files and records, each with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import polars as pl

from tematika.errors import NoArticlesError

UNKNOWN_KIND = "unknown-kind"
NO_TEXT = "no-text"
BROKEN = "broken"
TOO_LARGE = "too-large"
TOO_DEEP = "too-deep"
TOO_SLOW = "too-slow"
UNSAFE = "unsafe"
UNREACHABLE = "unreachable"
LANGUAGE = "language"
REASONS = (LANGUAGE, NO_TEXT, UNKNOWN_KIND, BROKEN, TOO_LARGE, TOO_DEEP, TOO_SLOW, UNSAFE, UNREACHABLE)

_SHOWN = 200

SET_ASIDE_SCHEMA = pl.Schema({"ref": pl.String(), "reason": pl.String(), "detail": pl.String()})


class UnreadableError(NoArticlesError):
    """A file, or what is left of it, cannot be read.

    Parameters
    ----------
    reason : str
        One of `REASONS`.
    what, where, mend : str
        As in `tematika.errors.TematikaError`.
    """

    def __init__(self, reason: str, what: str, where: str = "", mend: str = "") -> None:
        super().__init__(what, where, mend)
        self.reason = reason

    @property
    def item(self) -> SetAside:
        """The item to set aside for it."""
        return SetAside(self.where, self.reason, self.what, self.mend)


@dataclass(frozen=True, slots=True)
class SetAside:
    """One file or record that did not come in.

    Attributes
    ----------
    ref : str
        Its name: a file's path below the folder given, a record's ref, or the file and its line.
    reason : str
        One of `REASONS`.
    detail : str
        What is wrong, in half a sentence; for `LANGUAGE` the language's code.
    mend : str
        What to do about it; may be empty.
    """

    ref: str
    reason: str
    detail: str = ""
    mend: str = ""


@dataclass
class Quarantine:
    """Collects what is set aside; of a great many things of one kind the first are named, all are counted.

    Attributes
    ----------
    items : list of SetAside
        At most `most` of each reason and, for languages, each language.
    counts : Counter of (str, str)
        How many there are by reason and language (empty for other reasons).
    """

    most: int = 1_000
    items: list[SetAside] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, item: SetAside) -> None:
        """Set one thing aside."""
        group = group_of(item)
        self.counts[group] += 1
        if self.counts[group] <= self.most:
            self.items.append(item)

    @property
    def total(self) -> int:
        """How many things were set aside."""
        return self.counts.total()


def group_of(item: SetAside) -> tuple[str, str]:
    """Give what an item is counted under: its reason, and the language if that is the reason."""
    return item.reason, item.detail if item.reason == LANGUAGE else ""


def set_aside_frame(items: Iterable[SetAside]) -> pl.DataFrame:
    """Make a table of what was set aside, a row each, in order."""
    return pl.DataFrame(
        [(_writable(i.ref), i.reason, _writable(i.detail)) for i in items], schema=SET_ASIDE_SCHEMA, orient="row"
    )


def summary(counts: Mapping[tuple[str, str], int], items: Iterable[SetAside]) -> dict[str, Any]:
    """Give what a report tells of a quarantine, as plain values: all numbers, and the first of the items.

    Returns
    -------
    dict
        ``counts``: reason, language and number; ``items``: ref, reason and detail.
    """
    shown = islice(items, _SHOWN)
    return {
        "counts": [list(row) for row in sorted_counts(counts)],
        "items": [[_writable(item.ref), item.reason, _writable(item.detail)] for item in shown],
    }


def sorted_counts(counts: Mapping[tuple[str, str], int]) -> list[tuple[str, str, int]]:
    """List reasons with their languages and numbers, in the order of `REASONS`, the larger numbers first."""
    rows = [(reason, language, n) for (reason, language), n in counts.items()]
    return sorted(rows, key=lambda row: (REASONS.index(row[0]), -row[2], row[1]))


def format_lines(quarantine: Quarantine, most: int = 10) -> list[str]:
    """Tell a user what was set aside: a line for each reason, and below it the first of the items."""
    lines = []
    for reason, language, n in sorted_counts(quarantine.counts):
        lines.append(f"set aside, {reason}{f' {language}' if language else ''}: {n:,}")
        some = [item for item in quarantine.items if group_of(item) == (reason, language)]
        lines.extend(f"  {_one_line(item)}" for item in some[:most])
        if n > most:
            lines.append(f"  and {n - most:,} more")
    return lines


def _one_line(item: SetAside) -> str:
    """Tell of an item on one line, with nothing in it that a terminal would take for a command."""
    words = item.ref if item.reason == LANGUAGE else f"{item.ref}: {item.detail}"
    mended = f"{words}; {item.mend}" if item.mend else words
    return "".join(char if char.isprintable() else " " for char in mended)


def first_informative(items: Sequence[SetAside]) -> SetAside | None:
    """Choose the item that says best why nothing came in: a broken file rather than one of an unknown kind."""
    telling = [item for item in items if item.reason not in {UNKNOWN_KIND, NO_TEXT}]
    return telling[0] if telling else None


def _writable(text: str) -> str:
    """Give a name that may hold halves of characters as it can be written."""
    return text.encode("utf-8", errors="replace").decode("utf-8")
