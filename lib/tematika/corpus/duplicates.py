"""Reprints: texts that are another text again, but for a dateline, a cut or a few words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rensa import RMinHash, RMinHashLSH

from tematika.corpus.dates import dateline_end

SHINGLE_WORDS = 4
MIN_JACCARD = 0.7
MIN_CONTAINMENT = 0.9
# Below the first number of words nothing is a copy, below the second only a text with the very same words.
SHORTEST_SAME_WORDS = 12
SHORTEST_NEAR_COPY = 30
MAX_MISSING_NUMBERS = 0.1
MAX_MISSING_NAMES = 0.15

_PERMUTATIONS, _BANDS, _LSH_THRESHOLD, _SEED = 120, 40, 0.4, 20230522
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# A capital letter that does not begin a sentence.
_NAME = re.compile(r"(?<![.!?…»\"\n]\s)(?<=\s)[«\"(]?([А-ЯЁA-Z][\w-]+)")


def find_copies(bodies: Sequence[str]) -> list[int | None]:
    """Find which texts reprint an earlier one.

    Candidates come from MinHash with locality-sensitive hashing over runs of four words; each is then verified exactly:
    the two share most of their runs (Jaccard), or nearly all of the later text stands in the earlier. A later text that
    adds much is none. The shorter one's numbers and names have to stand in the longer too: a weekly price report
    with new figures is no reprint, nor is the same form filled for another company.

    Parameters
    ----------
    bodies : sequence of str
        Texts, the ones that count as originals first.

    Returns
    -------
    list of int or None
        For each text the index of its original, which is itself no copy; ``None`` for originals.
    """
    texts = [body[dateline_end(body) :] for body in bodies]
    words = [_WORD.findall(text.lower().replace("ё", "е")) for text in texts]
    shingles = [_shingles(some) for some in words]
    copies: list[int | None] = [None] * len(bodies)
    _mark_same_words(words, copies)
    eligible = [i for i, some in enumerate(words) if copies[i] is None and len(some) >= SHORTEST_NEAR_COPY]
    for i, candidates in _candidates(eligible, shingles):
        near = (j for j in candidates if copies[j] is None and _is_copy(shingles[i], shingles[j]))
        copies[i] = next((j for j in near if _facts_agree(texts[i], texts[j])), None)
    return [_root(copies, i) for i in range(len(copies))]


def _shingles(words: Sequence[str]) -> frozenset[str]:
    return frozenset(" ".join(words[k : k + SHINGLE_WORDS]) for k in range(len(words) - SHINGLE_WORDS + 1))


def _mark_same_words(words: Sequence[Sequence[str]], copies: list[int | None]) -> None:
    first: dict[tuple[str, ...], int] = {}
    for i, some in enumerate(words):
        if len(some) >= SHORTEST_SAME_WORDS:
            original = first.setdefault(tuple(some), i)
            copies[i] = original if original != i else None


def _candidates(eligible: Sequence[int], shingles: Sequence[frozenset[str]]) -> list[tuple[int, list[int]]]:
    """For each text the earlier texts whose hashes fall into one of its bands."""
    if len(eligible) < 2:
        return []
    sketches = RMinHash.from_token_sets([sorted(shingles[i]) for i in eligible], _PERMUTATIONS, _SEED)
    index = RMinHashLSH(_LSH_THRESHOLD, _PERMUTATIONS, _BANDS)
    index.insert_many(sketches)
    found = []
    for position, neighbours in enumerate(index.query_all(sketches)):
        earlier = sorted(eligible[k] for k in neighbours if k < position)
        if earlier:
            found.append((eligible[position], earlier))
    return found


def _is_copy(later: frozenset[str], earlier: frozenset[str]) -> bool:
    shared = len(later & earlier)
    union = len(later) + len(earlier) - shared
    return shared >= MIN_JACCARD * union or shared >= MIN_CONTAINMENT * len(later)


def _facts_agree(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    numbers = _missing(_NUMBER.findall(shorter), _NUMBER.findall(longer)) <= MAX_MISSING_NUMBERS
    return numbers and _missing(_NAME.findall(shorter), _NAME.findall(longer)) <= MAX_MISSING_NAMES


def _missing(some: Sequence[str], others: Sequence[str]) -> float:
    """Share of `some` that `others` lack, each counted as often as it stands there."""
    return sum((Counter(some) - Counter(others)).values()) / max(len(some), 1)


def _root(copies: Sequence[int | None], i: int) -> int | None:
    root = copies[i]
    while root is not None and copies[root] is not None:
        root = copies[root]
    return root
