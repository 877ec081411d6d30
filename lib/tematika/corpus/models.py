"""What a corpus consists of: records as read, articles, blocks and removals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Precision = Literal["minute", "day", "month", "unknown"]
BlockKind = Literal["body", "heading"]


@dataclass(frozen=True, slots=True)
class Record:
    r"""One article as read from an input file.

    Attributes
    ----------
    ref : str
        Id within the input: the file's path below the folder given, a record's ``id``, or ``file#id``.
    text : str
        Decoded text with ``\n`` line ends, otherwise unchanged. Offsets everywhere refer to it.
    title, date, source, url : str or None
        What the input states in fields of its own (columns, front matter).
    """

    ref: str
    text: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """When an article was published, as exactly as its page states.

    Attributes
    ----------
    moment : datetime or None
        Naive local time of the page; ``None`` where the page states no year.
    precision : {"minute", "day", "month", "unknown"}
        ``unknown`` whenever ``moment`` is ``None``.
    stated : str or None
        The words of the page, shown to the reader, e.g. ``"15 апреля"`` when the year is missing.
    """

    moment: datetime | None = None
    precision: Precision = "unknown"
    stated: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A span of kept text between line ends: ``text[start:end]``."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Removal:
    """A span that cleaning removed: ``text[start:end]``, and the name of the rule."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text, cleaned.

    Blocks and removals are in order, do not overlap, and together hold every character that is not white space.
    """

    blocks: tuple[Block, ...]
    removals: tuple[Removal, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One article with its metadata.

    Attributes
    ----------
    article_id : str
        Sixteen hex digits: hash of the normalised text (and of ``ref`` too for a second article with the same text).
    copy_of : str or None
        The ``article_id`` of the original, if this is a reprint.
    """

    article_id: str
    ref: str
    text: str
    title: str
    source: str | None
    url: str | None
    published: Published
    copy_of: str | None = None
    blocks: tuple[Block, ...] = field(default=(), repr=False)
    removals: tuple[Removal, ...] = field(default=(), repr=False)
