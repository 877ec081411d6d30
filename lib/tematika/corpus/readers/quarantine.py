"""Files and records that are set aside, with the reason, instead of stopping a run."""

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
    """A file, or its remainder, cannot be read, for one of `REASONS`; else as `tematika.errors.TematikaError`."""

    def __init__(self, reason: str, what: str, where: str = "", mend: str = "") -> None:
        super().__init__(what, where, mend)
        self.reason = reason

    @property
    def item(self) -> SetAside:
        """The item to set aside for it."""
        return SetAside(self.where, self.reason, self.what, self.mend)


@dataclass(frozen=True, slots=True)
class SetAside:
    """One file or record that was set aside.

    Attributes
    ----------
    ref : str
        A file's path below the folder given, a record's ref, or a file and line.
    reason : str
        One of `REASONS`.
    detail : str
        The fault, in half a sentence; for `LANGUAGE` the language's code.
    mend : str
        A hint; may be empty.
    """

    ref: str
    reason: str
    detail: str = ""
    mend: str = ""


@dataclass
class Quarantine:
    """Collects what is set aside: all items are counted, the first of each reason are kept.

    Attributes
    ----------
    items : list of SetAside
        At most `most` of each reason and language.
    counts : Counter of (str, str)
        Numbers by reason and language (empty for other reasons).
    """

    most: int = 1_000
    items: list[SetAside] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, item: SetAside) -> None:
        """Add one item."""
        group = group_of(item)
        self.counts[group] += 1
        if self.counts[group] <= self.most:
            self.items.append(item)

    @property
    def total(self) -> int:
        """Number of items set aside."""
        return self.counts.total()


def group_of(item: SetAside) -> tuple[str, str]:
    """Return the reason of an item, and the language if that is the reason."""
    return item.reason, item.detail if item.reason == LANGUAGE else ""


def set_aside_frame(items: Iterable[SetAside]) -> pl.DataFrame:
    """Return a table of items, a row each, in order."""
    return pl.DataFrame(
        [(_writable(i.ref), i.reason, _writable(i.detail)) for i in items], schema=SET_ASIDE_SCHEMA, orient="row"
    )


def summary(counts: Mapping[tuple[str, str], int], items: Iterable[SetAside]) -> dict[str, Any]:
    """Return as plain values ``counts`` (reason, language, number) and the first ``items`` (ref, reason, detail)."""
    shown = [[_writable(item.ref), item.reason, _writable(item.detail)] for item in islice(items, _SHOWN)]
    return {"counts": [list(row) for row in sorted_counts(counts)], "items": shown}


def sorted_counts(counts: Mapping[tuple[str, str], int]) -> list[tuple[str, str, int]]:
    """Return reasons, languages and numbers, in the order of `REASONS`, larger numbers first."""
    rows = [(reason, language, n) for (reason, language), n in counts.items()]
    return sorted(rows, key=lambda row: (REASONS.index(row[0]), -row[2], row[1]))


def format_lines(quarantine: Quarantine, most: int = 10) -> list[str]:
    """Return lines for a terminal: one for each reason, and below it the first of its items."""
    lines = []
    for reason, language, n in sorted_counts(quarantine.counts):
        lines.append(f"set aside, {reason}{f' {language}' if language else ''}: {n:,}")
        some = [item for item in quarantine.items if group_of(item) == (reason, language)]
        lines.extend(f"  {_one_line(item)}" for item in some[:most])
        if n > most:
            lines.append(f"  and {n - most:,} more")
    return lines


def first_informative(items: Sequence[SetAside]) -> SetAside | None:
    """Return the first item that explains why nothing was read, not one of an unknown kind or without text."""
    return next((item for item in items if item.reason not in {UNKNOWN_KIND, NO_TEXT}), None)


def _one_line(item: SetAside) -> str:
    """Return an item on one line, without control characters."""
    words = item.ref if item.reason == LANGUAGE else f"{item.ref}: {item.detail}"
    mended = f"{words}; {item.mend}" if item.mend else words
    return "".join(char if char.isprintable() else " " for char in mended)


def _writable(text: str) -> str:
    """Return a text that may hold unpaired surrogates as it can be written."""
    return text.encode("utf-8", errors="replace").decode("utf-8")
