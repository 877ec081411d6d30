"""Site chrome that only the corpus gives away: lines that one source repeats at the edge of its articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence

from tematika.corpus.lines import ends_sentence, words_of
from tematika.corpus.records import Block, Cleaned, Removal

RULE = "repeated-line"
MIN_ARTICLES = 3
# A full sentence may be an agency's stock phrase about three events, so it takes one more to be chrome.
MIN_ARTICLES_OF_SENTENCE = 4
LONGEST_LINE = 200
_HEAD_BLOCKS, _TAIL_BLOCKS = 2, 4


def remove_repeated(
    texts: Sequence[str],
    cleaned: Sequence[Cleaned],
    sources: Sequence[Hashable],
    titles: Sequence[str],
    originals: Sequence[bool],
) -> list[Cleaned]:
    """Remove the lines that at least three articles of one source carry word for word at their beginning or end.

    Parameters
    ----------
    texts, cleaned : sequence
        The pages and what cleaning made of each.
    sources : sequence of hashable
        Who published each; only articles of the same source are compared.
    titles : sequence of str
        Their titles, which are never removed.
    originals : sequence of bool
        Whether an article is no reprint; a reprint repeats its original's lines and is not counted.

    Returns
    -------
    list of Cleaned
        The same where nothing is repeated; an article keeps at least one body block.
    """
    seen: dict[tuple[Hashable, str], set[int]] = defaultdict(set)
    for i, parts in enumerate(cleaned):
        for block in _edge_blocks(parts.blocks) if originals[i] else ():
            seen[sources[i], _line(texts[i], block)].add(i)
    repeated = {(source, line) for (source, line), articles in seen.items() if _is_chrome(line, len(articles))}
    return [_without(texts[i], parts, sources[i], repeated, words_of(titles[i])) for i, parts in enumerate(cleaned)]


def _is_chrome(line: str, articles: int) -> bool:
    """Whether a line that so many articles carry is chrome; words that announce a list or a quotation never are."""
    return not line.endswith(":") and articles >= (MIN_ARTICLES_OF_SENTENCE if ends_sentence(line) else MIN_ARTICLES)


def _edge_blocks(blocks: Sequence[Block]) -> list[Block]:
    """Find the short blocks near both ends; a heading near the end belongs to the body below it."""
    edges = {*blocks[:_HEAD_BLOCKS], *(block for block in blocks[-_TAIL_BLOCKS:] if block.kind == "body")}
    return sorted((block for block in edges if block.end - block.start <= LONGEST_LINE), key=lambda block: block.start)


def _line(text: str, block: Block) -> str:
    return " ".join(text[block.start : block.end].split())


def _without(text: str, parts: Cleaned, source: Hashable, repeated: set[tuple[Hashable, str]], title: str) -> Cleaned:
    if not repeated:
        return parts
    lines = [(block, _line(text, block)) for block in _edge_blocks(parts.blocks)]
    gone = {block for block, line in lines if (source, line) in repeated and words_of(line) != title}
    kept = tuple(block for block in parts.blocks if block not in gone)
    if not gone or not any(block.kind == "body" for block in kept):
        return parts
    removals = [*parts.removals, *(Removal(block.start, block.end, RULE) for block in gone)]
    return Cleaned(kept, tuple(sorted(removals, key=lambda removal: removal.start)))
