"""The output of readers: rows of text by column, and faults where a record cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Literal

from tematika.corpus.readers.limits import Limits
from tematika.corpus.readers.quarantine import BROKEN, UnreadableError

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "article_id", "guid", "ид"),
    "title": ("title", "headline", "заголовок", "название"),
    "text": ("text", "body", "content", "fulltext", "full_text", "текст", "содержание"),
    "date": ("date", "published", "published_at", "pubdate", "datetime", "timestamp", "time", "дата", "опубликовано"),
    "source": ("source", "источник", "outlet", "publisher", "site", "издание", "сми"),
    "url": ("url", "link", "href", "ссылка", "адрес"),
}
COLUMN_OF = {name: column for column, names in COLUMNS.items() for name in names}

# One article: values by column, all text.
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """A record that cannot be read; attributes as of `tematika.corpus.readers.quarantine.UnreadableError`."""

    where: str
    reason: str
    what: str
    mend: str


Reader = Callable[[IO[bytes], str, Limits], Iterable[Row | Fault]]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    Attributes
    ----------
    read : callable
        Yields the rows of an open file, given its name for messages and the limits.
    is_article : bool
        Whether the file is one article; else it holds records, each with an id.
    limit : str
        Name of the limit on the file's size.
    """

    read: Reader
    is_article: bool
    limit: Literal["page_bytes", "table_bytes", "stream_bytes"]


def make_row(values: Mapping[str, object]) -> Row:
    """Return values by column; of two names for one column the first with a value counts."""
    row: Row = {}
    for name, value in values.items():
        column = COLUMN_OF.get(str(name).strip().lower())
        if column is not None and value is not None and not row.get(column):
            row[column] = str(value) if column == "text" else str(value).strip()
    return row


def has_column(names: Iterable[str], column: str) -> bool:
    """Whether one of these names stands for the column."""
    return any(COLUMN_OF.get(str(name).strip().lower()) == column for name in names)


def require_text_column(names: Iterable[str], where: str) -> None:
    """Raise `UnreadableError` if a table has no column of text."""
    if not has_column(names, "text"):
        what = "the table has no column with the article text"
        raise UnreadableError(BROKEN, what, where, text_column_hint("a column named"))


def text_column_hint(what: str) -> str:
    """Return a hint that lists the names of the column of text."""
    return f"give it {what} {', '.join(COLUMNS['text'])}"
