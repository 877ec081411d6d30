"""The tokens of a batch of texts as arrays, the same as `tematika.language.tokens` yields one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tematika.language.characters import (
    ACCENT,
    DIGIT,
    FIRST_JOINT,
    INVISIBLE,
    LAST_JOINT,
    STRANGE_LETTER,
    characters,
)
from tematika.language.normalise import normalise, texts_to_normalise
from tematika.language.tokens import WORD, fold

# Batches of a quarter of a million characters fit the processor's cache: twice as fast as all at once.
_BATCH_CHARACTERS = 1 << 18
# A form of common letters is packed into three numbers of eight letters; other forms stay strings.
_LETTERS_A_PACK = 8
N_PACKS = 3
_FIRST_BYTES = np.array([(1 << 8 * n) - 1 for n in range(_LETTERS_A_PACK + 1)], dtype=np.uint64)
_CAPITAL_INSIDE = re.compile(r"(?<=[^\W_])[A-ZА-ЯЁ]")

Positions = NDArray[np.intp]
Packs = NDArray[np.uint64]


@dataclass(frozen=True)
class TokenArrays:
    """The words of a batch of texts, in order.

    Attributes
    ----------
    lengths, text_starts : ndarray, shape (n_texts,)
        Number of characters of each text, and its offset in `joined`.
    joined : str
        The texts, normalised, with line ends between.
    first : ndarray, shape (n_texts + 1,)
        Number of each text's first word, and the number of words.
    start, end : ndarray, shape (n_words,)
        Offsets of the words in `joined`.
    capital : ndarray of bool, shape (n_words,)
        Whether the word begins with a capital.
    separated : ndarray of bool, shape (n_words,)
        Whether a visible character or a line end is between the word and the one before it.
    packs : ndarray of uint64, shape (N_PACKS, n_words)
        The letters of the folded form, different for different forms; undefined for the words in `strange`.
    strange : ndarray, shape (n_strange,)
        Numbers of the words that cannot be packed.
    """

    lengths: Positions
    text_starts: Positions
    joined: str
    first: Positions
    start: Positions
    end: Positions
    capital: NDArray[np.bool_]
    separated: NDArray[np.bool_]
    packs: Packs
    strange: Positions

    def forms(self, words: Positions) -> list[str]:
        """Return the folded forms of some words."""
        if not len(words):
            return []
        offsets = zip(self.start[words].tolist(), self.end[words].tolist(), strict=True)
        # Folding all at once is ten times as fast, and does not reach over line ends.
        return fold("\n".join([self.joined[start:end] for start, end in offsets])).split("\n")

    def capital_inside(self, words: Positions) -> NDArray[np.bool_]:
        """Return whether each of these words has a capital behind another letter or a figure."""
        offsets = zip(self.start[words].tolist(), self.end[words].tolist(), strict=True)
        capitals = (_CAPITAL_INSIDE.search(self.joined, start, end) is not None for start, end in offsets)
        return np.fromiter(capitals, dtype=np.bool_, count=len(words))


def batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield runs of texts of about a quarter of a million characters."""
    first, size = 0, 0
    for index, text in enumerate(texts):
        size += len(text)
        if size >= _BATCH_CHARACTERS:
            yield texts[first : index + 1]
            first, size = index + 1, 0
    if first < len(texts):
        yield texts[first:]


def tokenize(texts: Sequence[str]) -> TokenArrays:
    """Return the words of texts.

    Words are runs of letters, joined by single hyphens or apostrophes. At rarer places (digits after a hyphen, accents)
    the pattern of `tematika.language.tokens` decides.
    """
    # With line ends at both sides every character of the texts has neighbours.
    joined = "\n" + "\n".join(texts) + "\n\n"
    codes = _codes(joined)
    table = characters()
    lengths = np.fromiter(map(len, texts), dtype=np.intp, count=len(texts))
    text_starts = 1 + np.cumsum(lengths + 1) - (lengths + 1)
    candidates = texts_to_normalise(codes, text_starts)
    if len(candidates):
        normalised = list(texts)
        for number in candidates.tolist():
            normalised[number] = normalise(normalised[number])
        joined = "\n" + "\n".join(normalised) + "\n\n"
        codes = _codes(joined)
    line = _Line.of(table.numbers(codes))

    start, end = line.plain_words()
    start, end, extended = _extend(start, end, line, joined)
    line_starts = line.places(text_starts)
    first = np.append(np.searchsorted(start, line_starts), len(start))
    strange = extended | (end - start > N_PACKS * _LETTERS_A_PACK)
    strange[line.words_with_strange_letters(end)] = True
    return TokenArrays(
        lengths,
        text_starts,
        joined,
        first,
        line.offsets(start),
        line.offsets(end),
        table.capitals(codes[line.offsets(start)]),
        line.separated(start, end, first, line_starts),
        line.packs(start, end),
        np.flatnonzero(strange),
    )


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


@dataclass(frozen=True)
class _Line:
    """Numbers of the visible characters of a batch, and their offsets ``kept``, None if all are visible."""

    numbers: NDArray[np.uint8]
    kept: Positions | None

    @classmethod
    def of(cls, numbers: NDArray[np.uint8]) -> _Line:
        seen = numbers != INVISIBLE
        if seen.all():
            return cls(numbers, None)
        kept = np.flatnonzero(seen)
        return cls(numbers[kept], kept)

    def offsets(self, places: Positions) -> Positions:
        return places if self.kept is None else self.kept[places]

    def places(self, offsets: Positions) -> Positions:
        return offsets if self.kept is None else np.searchsorted(self.kept, offsets)

    def plain_words(self) -> tuple[Positions, Positions]:
        """Return start and end of runs of letters with single joints between."""
        inside = self.numbers >= STRANGE_LETTER
        joints = np.flatnonzero(self._between(FIRST_JOINT, LAST_JOINT))
        # All joints are tested before any counts as inside: two in a row join nothing.
        inside[joints[inside[joints - 1] & inside[joints + 1]]] = True
        edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
        return edges[::2], edges[1::2]

    def uncertain_ends(self) -> Positions:
        """Return the ends of plain words before a digit or accent, directly or behind a joint."""
        odd = np.flatnonzero((self.numbers == DIGIT) | (self.numbers == ACCENT))
        before = self.numbers[odd - 1]
        joined = odd[(before >= FIRST_JOINT) & (before <= LAST_JOINT)] - 1
        ends = np.concatenate([odd[before >= STRANGE_LETTER], joined[self.numbers[joined - 1] >= STRANGE_LETTER]])
        return np.unique(ends)

    def words_with_strange_letters(self, end: Positions) -> Positions:
        return np.searchsorted(end, np.flatnonzero(self.numbers == STRANGE_LETTER), side="right")

    def separated(
        self, start: Positions, end: Positions, first: Positions, text_starts: Positions
    ) -> NDArray[np.bool_]:
        """Return whether a visible character is between each word and the word before it."""
        reached = np.empty_like(start)
        reached[1:] = end[:-1]
        opens = first[:-1] < first[1:]
        reached[first[:-1][opens]] = text_starts[opens]
        visible = (self.numbers[reached] > INVISIBLE) & (reached < start)
        # Most gaps are one character wide, or begin with a punctuation mark: only the others need a search.
        wide = np.flatnonzero((start - reached > 1) & ~visible)
        if len(wide):
            gaps = np.column_stack([reached[wide], start[wide]]).ravel()
            visible[wide] = np.maximum.reduceat(self.numbers, gaps)[::2] > INVISIBLE
        return visible

    def packs(self, start: Positions, end: Positions) -> Packs:
        """Return the letters of words, eight in each number."""
        padded = np.concatenate([self.numbers, np.zeros(N_PACKS * _LETTERS_A_PACK, dtype=np.uint8)])
        eight = np.ndarray(len(self.numbers), dtype="<u8", buffer=padded.data, strides=(1,))
        packs = np.zeros((N_PACKS, len(start)), dtype=np.uint64)
        left = end - start
        packs[0] = eight[start] & _FIRST_BYTES.take(left, mode="clip")
        for level in range(1, N_PACKS):
            done = level * _LETTERS_A_PACK
            longer = np.flatnonzero(left > done)
            packs[level, longer] = eight[start[longer] + done] & _FIRST_BYTES.take(left[longer] - done, mode="clip")
        return packs

    def _between(self, lowest: int, highest: int) -> NDArray[np.bool_]:
        # Unsigned numbers below the lowest wrap around to large ones: one comparison instead of two.
        within: NDArray[np.bool_] = self.numbers - np.uint8(lowest) <= highest - lowest
        return within


def _extend(
    start: Positions, end: Positions, line: _Line, joined: str
) -> tuple[Positions, Positions, NDArray[np.bool_]]:
    """Return start and end of words, extended by digits and accents, and whether each was extended.

    Plain words inside an extended word are dropped.
    """
    uncertain = np.searchsorted(end, line.uncertain_ends())
    true_end = line.places(_true_ends(line.offsets(start[uncertain]), joined))
    is_longer = true_end > end[uncertain]
    longer, true_end = uncertain[is_longer], true_end[is_longer]
    extended = np.zeros(len(start), dtype=np.bool_)
    extended[longer] = True
    end = end.copy()
    end[longer] = true_end
    # The cumulative sum is above zero for the words inside a longer one.
    steps = np.zeros(len(start) + 1, dtype=np.int8)
    steps[longer + 1] += 1
    steps[np.searchsorted(start, true_end)] -= 1
    kept = np.cumsum(steps[:-1], dtype=np.int8) == 0
    return start[kept], end[kept], extended[kept]


def _true_ends(offsets: Positions, joined: str) -> Positions:
    """Return the ends of words at these offsets; 0 for those inside the word before."""
    ends, reached = [], 0
    for offset in offsets.tolist():
        match = WORD.match(joined, offset) if offset >= reached else None
        reached = match.end() if match else reached
        ends.append(reached if match else 0)
    return np.array(ends, dtype=np.intp)
