"""Boilerplate that shows only in a corpus: lines that one source repeats at the edge of its articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b

from tematika.corpus.cleaning.lines import ends_sentence, normalise_words
from tematika.corpus.models import Block, Cleaned, Removal

REPEATED_LINE_RULE = "repeated-line"
MIN_ARTICLES = 3
# A full sentence may be an agency's stock phrase about three events, so it takes one more.
MIN_ARTICLES_OF_SENTENCE = 4
LONGEST_LINE = 200
_HEAD_BLOCKS, _TAIL_BLOCKS = 2, 4


def remove_repeated(
    texts: Sequence[str],
    cleaned: Sequence[Cleaned],
    keys: Sequence[Mapping[Block, int]],
    titles: Sequence[str],
    counts: Mapping[int, int],
) -> list[Cleaned]:
    """Remove lines that at least `MIN_ARTICLES` articles of one source have at their beginning or end.

    An article keeps its title and at least one body block.

    Parameters
    ----------
    texts, cleaned, keys, titles : sequence
        The pages, their blocks and removals, their `edge_lines` and their titles.
    counts : mapping of int to int
        By key, the number of articles with the line, reprints not counted.
    """
    return [_without(texts[i], parts, keys[i], counts, normalise_words(titles[i])) for i, parts in enumerate(cleaned)]


def edge_lines(text: str, parts: Cleaned, source: str) -> dict[Block, int]:
    """Return a key, the hash of source and line, for each short block near either end of a page."""
    return {block: _key(source, _line(text, block)) for block in _edge_blocks(parts.blocks)}


def _key(source: str, line: str) -> int:
    words = f"{source}\n{line}".encode("utf-8", errors="surrogatepass")
    return int.from_bytes(blake2b(words, digest_size=8).digest(), "little", signed=True)


def _is_boilerplate(line: str, articles: int) -> bool:
    """Whether a line of so many articles is boilerplate; words that announce a list or a quotation never are."""
    return not line.endswith(":") and articles >= (MIN_ARTICLES_OF_SENTENCE if ends_sentence(line) else MIN_ARTICLES)


def _edge_blocks(blocks: Sequence[Block]) -> list[Block]:
    """Return the short blocks near both ends, save headings near the end, which belong to the body below."""
    edges = {*blocks[:_HEAD_BLOCKS], *(block for block in blocks[-_TAIL_BLOCKS:] if block.kind == "body")}
    return sorted((block for block in edges if block.end - block.start <= LONGEST_LINE), key=lambda block: block.start)


def _line(text: str, block: Block) -> str:
    return " ".join(text[block.start : block.end].split())


def _without(text: str, parts: Cleaned, keys: Mapping[Block, int], counts: Mapping[int, int], title: str) -> Cleaned:
    lines = [(block, _line(text, block), counts.get(key, 0)) for block, key in keys.items()]
    repeated = {
        block for block, line, articles in lines if _is_boilerplate(line, articles) and normalise_words(line) != title
    }
    kept = tuple(block for block in parts.blocks if block not in repeated)
    if not repeated or not any(block.kind == "body" for block in kept):
        return parts
    removals = [*parts.removals, *(Removal(block.start, block.end, REPEATED_LINE_RULE) for block in repeated)]
    return Cleaned(kept, tuple(sorted(removals, key=lambda removal: removal.start)))
