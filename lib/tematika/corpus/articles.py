"""From records to articles: cleaned, dated, with title and source, reprints and repeated lines found in the corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from tematika.corpus.cleaning.boilerplate import edge_lines, remove_repeated
from tematika.corpus.cleaning.clean import clean
from tematika.corpus.cleaning.dates import find_published
from tematika.corpus.cleaning.metadata import find_source, find_title
from tematika.corpus.dedup.minhash import Sketch, make_sketches
from tematika.corpus.dedup.near_duplicates import find_copies
from tematika.corpus.models import Article, Block, Cleaned, Published, Record, Removal

REPRINT_RULE = "reprint"
# Fewer records are cleaned sooner than further processes start.
MIN_RECORDS_IN_PARALLEL = 1_000

_PROGRESS_EVERY = 50
_CHUNK = 250

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Draft:
    """A record with what its own page states; `lines` are its `edge_lines`, which may be boilerplate."""

    record: Record
    cleaned: Cleaned
    title: str
    source: str | None
    published: Published
    sketch: Sketch
    lines: Mapping[Block, int]

    @property
    def body(self) -> str:
        """The body blocks, a line each."""
        return body_text(self.record.text, self.cleaned.blocks)


@dataclass(frozen=True, slots=True)
class KnownTexts:
    """What earlier records contribute to the comparison with new ones.

    Attributes
    ----------
    originals : sequence of (str, str)
        Ids and bodies of the articles that a new record may reprint, the most original first.
    lines : mapping of int to int
        By key, the number of articles with a line that may be boilerplate.
    """

    originals: Sequence[tuple[str, str]] = ()
    lines: Mapping[int, int] = field(default_factory=dict)


def build_articles(records: Sequence[Record], progress: Progress | None = None) -> list[Article]:
    """Return the articles of records, in the same order.

    A reprint has no blocks; its body is removed by the rule ``reprint``. `progress` is called now and then with the
    number of records done and of all.
    """
    drafts: list[Draft] = []
    for start in range(0, len(records), _PROGRESS_EVERY):
        drafts.extend(make_drafts(records[start : start + _PROGRESS_EVERY]))
        if progress is not None:
            progress(len(drafts), len(records))
    return join_drafts(drafts, article_ids(records), KnownTexts())


def iter_drafts(records: Sequence[Record]) -> Iterator[list[Draft]]:
    """Return an iterator over the drafts of records, in their order, some hundreds at a time.

    From `MIN_RECORDS_IN_PARALLEL` on, other processes clean, and begin at once; below, this one does on demand.
    """
    chunks = [records[start : start + _CHUNK] for start in range(0, len(records), _CHUNK)]
    if len(records) < MIN_RECORDS_IN_PARALLEL:
        return map(make_drafts, chunks)
    # It takes a while to import, and most reports have too few articles for it.
    from joblib import Parallel, delayed

    drafts: Iterator[list[Draft]] = Parallel(n_jobs=-1, return_as="generator")(
        delayed(make_drafts)(chunk) for chunk in chunks
    )
    return drafts


def make_drafts(records: Sequence[Record]) -> list[Draft]:
    """Clean records and derive what their own pages state, each by itself."""
    cleaned = [clean(record.text, record.title) for record in records]
    bodies = [body_text(record.text, parts.blocks) for record, parts in zip(records, cleaned, strict=True)]
    return [_draft(*one) for one in zip(records, cleaned, make_sketches(bodies), strict=True)]


def join_drafts(drafts: Sequence[Draft], ids: Sequence[str], known: KnownTexts) -> list[Article]:
    """Return the articles of drafts, given their ids, in the same order.

    Reprints and repeated lines are found by comparing the drafts with each other and with `known` texts.
    """
    copies = _find_originals(drafts, ids, known.originals)
    counts = Counter(known.lines)
    for draft, copy in zip(drafts, copies, strict=True):
        counts.update(set(draft.lines.values()) if copy is None else ())
    cleaned = remove_repeated(
        [draft.record.text for draft in drafts],
        [draft.cleaned for draft in drafts],
        [draft.lines for draft in drafts],
        [draft.title for draft in drafts],
        counts,
    )
    return [_article(*one) for one in zip(drafts, ids, cleaned, copies, strict=True)]


def body_text(text: str, blocks: Sequence[Block]) -> str:
    """Join the body blocks of a text, a line each."""
    return "\n".join(text[block.start : block.end] for block in blocks if block.kind == "body")


def article_ids(records: Sequence[Record]) -> list[str]:
    """Return the article ids of records; the second and further ones with the same text include their `ref`."""
    used: set[str] = set()
    ids = []
    for record in records:
        first, further = possible_ids(record)
        ids.append(further if first in used else first)
        used.add(ids[-1])
    return ids


def possible_ids(record: Record) -> tuple[str, str]:
    """Return the id of a record's article, and the one that it has if another record with its text came first."""
    normalised = " ".join(record.text.split())
    return _digest(normalised), _digest(f"{normalised}\n{record.ref}")


def _draft(record: Record, cleaned: Cleaned, sketch: Sketch) -> Draft:
    title = find_title(record.text, cleaned, record.title)
    source = find_source(record.text, cleaned, record.source, record.url)
    published = find_published(record.text, cleaned, record.date, record.url)
    lines = edge_lines(record.text, cleaned, source or record.ref.rpartition("/")[0])
    return Draft(record, cleaned, title, source, published, sketch, lines)


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", errors="surrogatepass"), digest_size=8).hexdigest()


def _find_originals(
    drafts: Sequence[Draft], ids: Sequence[str], originals: Sequence[tuple[str, str]]
) -> list[str | None]:
    """Return for each draft the id of its original: an earlier article, or the first published, undated last."""
    order = sorted(range(len(drafts)), key=lambda i: (*_age(drafts[i].published), drafts[i].record.ref))
    bodies = [body for _, body in originals]
    sketches = [*make_sketches(bodies), *(drafts[i].sketch for i in order)]
    names = [*(name for name, _ in originals), *(ids[i] for i in order)]
    copies: list[str | None] = [None] * len(drafts)
    firsts = find_copies([*bodies, *(drafts[i].body for i in order)], sketches)[len(originals) :]
    for i, first in zip(order, firsts, strict=True):
        copies[i] = None if first is None else names[first]
    return copies


def _age(published: Published) -> tuple[bool, datetime]:
    return published.moment is None, published.moment or datetime.min


def _article(draft: Draft, article_id: str, parts: Cleaned, copy_of: str | None) -> Article:
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
