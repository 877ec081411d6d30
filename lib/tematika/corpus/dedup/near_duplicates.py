"""Reprints: texts that equal another but for a dateline, a cut or a few words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter

import numpy as np

from tematika.corpus.dedup.minhash import (
    SHORTEST_SAME_WORDS,
    Sketch,
    join_keys,
    make_sketches,
    shingles,
    split_words,
    strip_dateline,
)

MIN_JACCARD = 0.7
MIN_CONTAINMENT = 0.9
MAX_MISSING_NUMBERS = 0.1
MAX_MISSING_NAMES = 0.15

# A key that more texts share comes from a template: rarer keys distinguish them.
_MOST_OWNERS = 50

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# A capital letter that does not begin a sentence.
_NAME = re.compile(r"(?<![.!?…»\"\n]\s)(?<=\s)[«\"(]?([А-ЯЁA-Z][\w-]+)")


class _Text:
    """A text as it is compared; computed on demand, since the sketches of most are unlike all others."""

    def __init__(self, body: str) -> None:
        self._body = body

    @cached_property
    def text(self) -> str:
        return strip_dateline(self._body)

    @cached_property
    def words(self) -> list[str]:
        return split_words(self.text)

    @cached_property
    def shingles(self) -> frozenset[str]:
        return shingles(self.words)

    @cached_property
    def facts(self) -> tuple[Counter[str], Counter[str]]:
        """Counts of numbers and of names."""
        return Counter(_NUMBER.findall(self.text)), Counter(_NAME.findall(self.text))


def find_copies(bodies: Sequence[str], sketches: Sequence[Sketch] | None = None) -> list[int | None]:
    """Return for each text the index of the original that it reprints; ``None`` for originals.

    Candidates have a MinHash band in common (locality-sensitive hashing over shingles of four words). With A the later
    and B the earlier set of shingles, A is a copy if the Jaccard index |A ∩ B| / |A ∪ B| is at least `MIN_JACCARD`, or
    the containment |A ∩ B| / |A| at least `MIN_CONTAINMENT`. Besides, at most `MAX_MISSING_NUMBERS` of the shorter
    text's numbers and `MAX_MISSING_NAMES` of its names may be missing in the longer: a weekly price report with new
    figures is no reprint, nor is the same template filled in for another company.

    The texts that count as originals come first; `sketches` are theirs, if they are made already.
    """
    if sketches is None:
        sketches = make_sketches(bodies)
    texts = [_Text(body) for body in bodies]
    copies: list[int | None] = [None] * len(bodies)
    _mark_same_words(texts, sketches, copies)
    eligible = [i for i, sketch in enumerate(sketches) if copies[i] is None and sketch.bands]
    for i, candidates in _candidates(eligible, sketches):
        near = (j for j in candidates if copies[j] is None and _is_copy(texts[i].shingles, texts[j].shingles))
        copies[i] = next((j for j in near if _facts_agree(texts[i], texts[j])), None)
    return [_root(copies, i) for i in range(len(copies))]


def find_same_templates(bodies: Sequence[str], groups: Sequence[Hashable]) -> list[int | None]:
    """Return for each text the index of the first one of its template; ``None`` for first ones.

    Texts of a dozen words and more are compared within their groups, without names and numbers.
    """
    blank = [_NUMBER.sub("0", _NAME.sub("_", strip_dateline(body))) for body in bodies]
    sketches, texts = make_sketches(blank, SHORTEST_SAME_WORDS), [_Text(body) for body in blank]
    firsts: list[int | None] = [None] * len(bodies)
    members: dict[Hashable, list[int]] = defaultdict(list)
    for i, sketch in enumerate(sketches):
        if sketch.bands:
            members[groups[i]].append(i)
    for group in members.values():
        for i, candidates in _candidates(group, sketches):
            same = (j for j in candidates if firsts[j] is None)
            firsts[i] = next((j for j in same if _is_copy(texts[i].shingles, texts[j].shingles)), None)
    return firsts


def _mark_same_words(texts: Sequence[_Text], sketches: Sequence[Sketch], copies: list[int | None]) -> None:
    first: dict[int, int] = {}
    for i, sketch in enumerate(sketches):
        if sketch.words:
            original = first.setdefault(sketch.words, i)
            copies[i] = original if original != i and texts[original].words == texts[i].words else None


def _candidates(eligible: Sequence[int], sketches: Sequence[Sketch]) -> Iterator[tuple[int, list[int]]]:
    """Yield for each text the earlier texts with a key of its sketch; of a key, the first `_MOST_OWNERS`."""
    keys = join_keys(sketches[i].bands for i in eligible)
    of_texts = np.repeat(
        np.array(eligible, dtype=np.int64), [len(sketches[i].bands) // keys.itemsize for i in eligible]
    )
    # Most keys belong to one text alone.
    _, alike, counts = np.unique(keys, return_inverse=True, return_counts=True)
    shared = counts[alike] > 1
    pairs = zip(of_texts[shared].tolist(), keys[shared].tolist(), strict=True)
    owners: dict[int, list[int]] = defaultdict(list)
    for i, own in groupby(pairs, key=itemgetter(0)):
        # Two bands of one text may, once in a million texts, have the same key: it must not become its own original.
        distinct = {key for _, key in own}
        earlier = {j for key in distinct for j in owners[key]}
        for key in distinct:
            if len(owners[key]) < _MOST_OWNERS:
                owners[key].append(i)
        if earlier:
            yield i, sorted(earlier)


def _is_copy(later: frozenset[str], earlier: frozenset[str]) -> bool:
    shared = len(later & earlier)
    union = len(later) + len(earlier) - shared
    return shared >= MIN_JACCARD * union or shared >= MIN_CONTAINMENT * len(later)


def _facts_agree(one: _Text, other: _Text) -> bool:
    shorter, longer = sorted((one, other), key=lambda some: len(some.text))
    numbers = _missing(shorter.facts[0], longer.facts[0]) <= MAX_MISSING_NUMBERS
    return numbers and _missing(shorter.facts[1], longer.facts[1]) <= MAX_MISSING_NAMES


def _missing(some: Counter[str], others: Counter[str]) -> float:
    """Return the share of `some` that `others` lack."""
    return (some - others).total() / max(some.total(), 1)


def _root(copies: Sequence[int | None], i: int) -> int | None:
    root = copies[i]
    while root is not None and copies[root] is not None:
        root = copies[root]
    return root
