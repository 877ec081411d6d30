"""From records to articles: cleaned, dated, named, with reprints and repeated lines found across the corpus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from tematika.corpus.chrome import remove_repeated
from tematika.corpus.cleaning import clean
from tematika.corpus.dates import find_published
from tematika.corpus.duplicates import find_copies
from tematika.corpus.header import find_source, find_title
from tematika.corpus.records import Article, Block, Cleaned, Published, Record, Removal

REPRINT_RULE = "reprint"
_PROGRESS_EVERY = 50

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A record with what its own page tells."""

    record: Record
    cleaned: Cleaned
    title: str
    source: str | None
    published: Published


def build_articles(records: Sequence[Record], progress: Progress | None = None) -> list[Article]:
    """Make articles of records.

    Parameters
    ----------
    records : sequence of Record
        As read.
    progress : callable, optional
        Called now and then with the number of records done and of all.

    Returns
    -------
    list of Article
        In the order of the records. A reprint has no blocks; its body is removed by the rule ``reprint``.
    """
    drafts = []
    for done, record in enumerate(records, 1):
        drafts.append(_draft(record))
        if progress is not None and (done % _PROGRESS_EVERY == 0 or done == len(records)):
            progress(done, len(records))
    ids = _article_ids(records)
    copies = _copies(drafts)
    cleaned = remove_repeated(
        [draft.record.text for draft in drafts],
        [draft.cleaned for draft in drafts],
        [draft.source or draft.record.ref.rpartition("/")[0] for draft in drafts],
        [draft.title for draft in drafts],
        [copy is None for copy in copies],
    )
    return [
        _article(draft, ids[i], parts, None if (copy := copies[i]) is None else ids[copy])
        for i, (draft, parts) in enumerate(zip(drafts, cleaned, strict=True))
    ]


def body_text(text: str, blocks: Sequence[Block]) -> str:
    """Join the body blocks of a text, a line each."""
    return "\n".join(text[block.start : block.end] for block in blocks if block.kind == "body")


def _draft(record: Record) -> _Draft:
    cleaned = clean(record.text, record.title)
    title = find_title(record.text, cleaned, record.title)
    source = find_source(record.text, cleaned, record.source, record.url)
    return _Draft(record, cleaned, title, source, find_published(record.text, cleaned, record.date, record.url))


def _article_ids(records: Sequence[Record]) -> list[str]:
    taken: set[str] = set()
    ids = []
    for record in records:
        normalised = " ".join(record.text.split())
        article_id = _digest(normalised)
        if article_id in taken:
            article_id = _digest(f"{normalised}\n{record.ref}")
        taken.add(article_id)
        ids.append(article_id)
    return ids


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", errors="surrogatepass"), digest_size=8).hexdigest()


def _copies(drafts: Sequence[_Draft]) -> list[int | None]:
    """For each draft the index of its original: the earliest published, undated ones last, then by ref."""
    order = sorted(range(len(drafts)), key=lambda i: (*_age(drafts[i].published), drafts[i].record.ref))
    found = find_copies([body_text(drafts[i].record.text, drafts[i].cleaned.blocks) for i in order])
    copies: list[int | None] = [None] * len(drafts)
    for position, original in enumerate(found):
        copies[order[position]] = None if original is None else order[original]
    return copies


def _age(published: Published) -> tuple[bool, datetime]:
    return published.moment is None, published.moment or datetime.min


def _article(draft: _Draft, article_id: str, parts: Cleaned, copy_of: str | None) -> Article:
    blocks, removals = parts.blocks, parts.removals
    if copy_of is not None:
        reprinted = [Removal(block.start, block.end, REPRINT_RULE) for block in blocks]
        blocks, removals = (), tuple(sorted([*removals, *reprinted], key=lambda removal: removal.start))
    return Article(
        article_id=article_id,
        ref=draft.record.ref,
        text=draft.record.text,
        title=draft.title,
        source=draft.source,
        url=draft.record.url,
        published=draft.published,
        copy_of=copy_of,
        blocks=blocks,
        removals=removals,
    )
