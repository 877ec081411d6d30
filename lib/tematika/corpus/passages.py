"""Passages: paragraphs, and the parts of long ones cut between sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from razdel import sentenize

from tematika.corpus.models import Block, BlockKind

MAX_CHARACTERS = 700
USUAL_CHARACTERS = 450


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of an article that is scored as a whole: ``text[start:end]``, numbered from 0 in its article."""

    ordinal: int
    start: int
    end: int
    kind: BlockKind


def split_passages(text: str, blocks: Iterable[Block]) -> list[Passage]:
    """Return the passages of a text's blocks, in order.

    A block of at most `MAX_CHARACTERS` is one passage. A longer one is cut between sentences into parts of about
    `USUAL_CHARACTERS`; a single sentence is never cut. Together the passages hold every character of the blocks that
    is not white space.
    """
    spans = ((start, end, block.kind) for block in blocks for start, end in _cut(text, block))
    return [Passage(ordinal, *span) for ordinal, span in enumerate(spans)]


def _cut(text: str, block: Block) -> Iterator[tuple[int, int]]:
    length = block.end - block.start
    if length <= MAX_CHARACTERS:
        yield block.start, block.end
        return
    sentences = [(block.start + s.start, block.start + s.stop) for s in sentenize(text[block.start : block.end])]
    size = length / max(2, round(length / USUAL_CHARACTERS))
    start, end = sentences[0]
    for next_start, next_end in sentences[1:]:
        if (end - start) + (next_end - next_start) / 2 > size:
            yield start, end
            start = next_start
        end = next_end
    yield start, end
