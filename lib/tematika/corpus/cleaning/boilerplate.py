"""Site chrome that only the corpus gives away: lines that one source repeats at the edge of its articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b

from tematika.corpus.cleaning.lines import ends_sentence, normalise_words
from tematika.corpus.models import Block, Cleaned, Removal

RULE = "repeated-line"
MIN_ARTICLES = 3
# A full sentence may be an agency's stock phrase about three events, so it takes one more to be chrome.
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
    """Remove the lines that at least three articles of one source carry word for word at their beginning or end.

    Parameters
    ----------
    texts, cleaned : sequence
        The pages and what cleaning made of each.
    keys : sequence of mapping
        What `edge_lines` gives for each; only articles of the same source share keys.
    titles : sequence of str
        Their titles, which are never removed.
    counts : mapping of int to int
        By key, how many articles carry the line. A reprint repeats its original's lines and should not be counted.

    Returns
    -------
    list of Cleaned
        The same where nothing is repeated; an article keeps at least one body block.
    """
    return [_without(texts[i], parts, keys[i], counts, normalise_words(titles[i])) for i, parts in enumerate(cleaned)]


def edge_lines(text: str, parts: Cleaned, source: str) -> dict[Block, int]:
    """Give a key to each short block near both ends of a page: the hash of its source and its line."""
    return {block: _key(source, _line(text, block)) for block in _edge_blocks(parts.blocks)}


def _key(source: str, line: str) -> int:
    words = f"{source}\n{line}".encode("utf-8", errors="surrogatepass")
    return int.from_bytes(blake2b(words, digest_size=8).digest(), "little", signed=True)


def _is_chrome(line: str, articles: int) -> bool:
    """Whether a line that so many articles carry is chrome; words that announce a list or a quotation never are."""
    return not line.endswith(":") and articles >= (MIN_ARTICLES_OF_SENTENCE if ends_sentence(line) else MIN_ARTICLES)


def _edge_blocks(blocks: Sequence[Block]) -> list[Block]:
    """Find the short blocks near both ends; a heading near the end belongs to the body below it."""
    edges = {*blocks[:_HEAD_BLOCKS], *(block for block in blocks[-_TAIL_BLOCKS:] if block.kind == "body")}
    return sorted((block for block in edges if block.end - block.start <= LONGEST_LINE), key=lambda block: block.start)


def _line(text: str, block: Block) -> str:
    return " ".join(text[block.start : block.end].split())


def _without(text: str, parts: Cleaned, keys: Mapping[Block, int], counts: Mapping[int, int], title: str) -> Cleaned:
    lines = [(block, _line(text, block), counts.get(key, 0)) for block, key in keys.items()]
    gone = {block for block, line, articles in lines if _is_chrome(line, articles) and normalise_words(line) != title}
    kept = tuple(block for block in parts.blocks if block not in gone)
    if not gone or not any(block.kind == "body" for block in kept):
        return parts
    removals = [*parts.removals, *(Removal(block.start, block.end, RULE) for block in gone)]
    return Cleaned(kept, tuple(sorted(removals, key=lambda removal: removal.start)))
