"""Words of a whole batch of texts at once, as arrays: what `tematika.language.tokens` finds one by one."""

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
from tematika.language.normalise import legible, texts_in_doubt
from tematika.language.tokens import WORD, fold

# Batches of a quarter of a million characters bound the memory and stay in the processor's cache: twice as fast as all.
_BATCH_CHARACTERS = 1 << 18
# A form of common letters is packed into three numbers, eight letters in each; longer and stranger ones are spelled.
_LETTERS_A_PACK = 8
N_PACKS = 3
_FIRST_BYTES = np.array([(1 << 8 * n) - 1 for n in range(_LETTERS_A_PACK + 1)], dtype=np.uint64)
_CAPITAL_INSIDE = re.compile(r"(?<=[^\W_])[A-ZА-ЯЁ]")

Places = NDArray[np.intp]
Packs = NDArray[np.uint64]


@dataclass(frozen=True)
class Scan:
    """Words of a batch of texts, in order.

    Attributes
    ----------
    lengths, text_starts : ndarray, shape (n_texts,)
        Characters of each text, and where it begins in `joined`.
    joined : str
        The texts, made legible, with line ends between.
    first : ndarray, shape (n_texts + 1,)
        Number of each text's first word, and the number of words.
    start, end : ndarray, shape (n_words,)
        Offsets of the words in `joined`.
    capital : ndarray of bool, shape (n_words,)
        Whether the word begins with a capital.
    apart : ndarray of bool, shape (n_words,)
        Whether anything that can be seen, or a line end, stands before the word and after the one before it, if any.
    packs : ndarray of uint64, shape (N_PACKS, n_words)
        The folded form's letters; different forms have different packs. Nothing is said where the word is in `strange`.
    strange : ndarray, shape (n_strange,)
        Numbers of the words that cannot be packed.
    """

    lengths: Places
    text_starts: Places
    joined: str
    first: Places
    start: Places
    end: Places
    capital: NDArray[np.bool_]
    apart: NDArray[np.bool_]
    packs: Packs
    strange: Places

    def forms(self, words: Places) -> list[str]:
        """Folded forms of some words."""
        if not len(words):
            return []
        offsets = zip(self.start[words].tolist(), self.end[words].tolist(), strict=True)
        # Folding all at once is ten times as fast; it does not reach over line ends, and words hold none.
        return fold("\n".join([self.joined[start:end] for start, end in offsets])).split("\n")

    def capital_inside(self, words: Places) -> NDArray[np.bool_]:
        """Whether each of these words has a capital behind another letter or a figure."""
        offsets = zip(self.start[words].tolist(), self.end[words].tolist(), strict=True)
        found = (_CAPITAL_INSIDE.search(self.joined, start, end) is not None for start, end in offsets)
        return np.fromiter(found, dtype=np.bool_, count=len(words))


def batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut a sequence of texts into runs of about a quarter of a million characters."""
    first, held = 0, 0
    for index, text in enumerate(texts):
        held += len(text)
        if held >= _BATCH_CHARACTERS:
            yield texts[first : index + 1]
            first, held = index + 1, 0
    if first < len(texts):
        yield texts[first:]


def scan(texts: Sequence[str]) -> Scan:
    """Find the words of texts.

    Words are runs of letters, joined by single hyphens or apostrophes. What is rarer (digits after a hyphen, accents as
    characters of their own) is left to the pattern of `tematika.language.tokens`, which is tried at such places only.
    """
    # Line ends at both sides spare all that follows the question whether there is a character before or after.
    joined = "\n" + "\n".join(texts) + "\n\n"
    codes = _codes(joined)
    table = characters()
    lengths = np.fromiter(map(len, texts), dtype=np.intp, count=len(texts))
    text_starts = 1 + np.cumsum(lengths + 1) - (lengths + 1)
    doubtful = texts_in_doubt(codes, text_starts)
    if len(doubtful):
        mended = list(texts)
        for number in doubtful.tolist():
            mended[number] = legible(mended[number])
        joined = "\n" + "\n".join(mended) + "\n\n"
        codes = _codes(joined)
    line = _Line.of(table.numbers(codes))

    start, end = line.plain_words()
    start, end, extended = _extend(start, end, line, joined)
    line_starts = line.places(text_starts)
    first = np.append(np.searchsorted(start, line_starts), len(start))
    strange = extended | (end - start > N_PACKS * _LETTERS_A_PACK)
    strange[line.words_with_strange_letters(end)] = True
    return Scan(
        lengths,
        text_starts,
        joined,
        first,
        line.offsets(start),
        line.offsets(end),
        table.capitals(codes[line.offsets(start)]),
        line.apart(start, end, first, line_starts),
        line.packs(start, end),
        np.flatnonzero(strange),
    )


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


@dataclass(frozen=True)
class _Line:
    """Numbers of the characters of a batch, without the invisible ones, and where each of them stands in the batch.

    ``kept`` is None where nothing was left out: then places and offsets are the same.
    """

    numbers: NDArray[np.uint8]
    kept: Places | None

    @classmethod
    def of(cls, numbers: NDArray[np.uint8]) -> _Line:
        seen = numbers != INVISIBLE
        if seen.all():
            return cls(numbers, None)
        kept = np.flatnonzero(seen)
        return cls(numbers[kept], kept)

    def offsets(self, places: Places) -> Places:
        return places if self.kept is None else self.kept[places]

    def places(self, offsets: Places) -> Places:
        return offsets if self.kept is None else np.searchsorted(self.kept, offsets)

    def plain_words(self) -> tuple[Places, Places]:
        """Start and end of runs of letters with single joints between."""
        inside = self.numbers >= STRANGE_LETTER
        joints = np.flatnonzero(self._between(FIRST_JOINT, LAST_JOINT))
        # All joints are judged before any is counted as inside: two in a row join nothing.
        inside[joints[inside[joints - 1] & inside[joints + 1]]] = True
        edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
        return edges[::2], edges[1::2]

    def ends_in_doubt(self) -> Places:
        """Find the ends of plain words after which a digit or accent stands, directly or after a joint."""
        odd = np.flatnonzero((self.numbers == DIGIT) | (self.numbers == ACCENT))
        before = self.numbers[odd - 1]
        joined = odd[(before >= FIRST_JOINT) & (before <= LAST_JOINT)] - 1
        ends = np.concatenate([odd[before >= STRANGE_LETTER], joined[self.numbers[joined - 1] >= STRANGE_LETTER]])
        return np.unique(ends)

    def words_with_strange_letters(self, end: Places) -> Places:
        return np.searchsorted(end, np.flatnonzero(self.numbers == STRANGE_LETTER), side="right")

    def apart(self, start: Places, end: Places, first: Places, text_starts: Places) -> NDArray[np.bool_]:
        """Whether anything that can be seen stands before each word and after the word before it."""
        reached = np.empty_like(start)
        reached[1:] = end[:-1]
        opens = first[:-1] < first[1:]
        reached[first[:-1][opens]] = text_starts[opens]
        found = (self.numbers[reached] > INVISIBLE) & (reached < start)
        # Most gaps are one character wide, or begin with a punctuation mark: the others are looked through.
        unseen = np.flatnonzero((start - reached > 1) & ~found)
        if len(unseen):
            gaps = np.column_stack([reached[unseen], start[unseen]]).ravel()
            found[unseen] = np.maximum.reduceat(self.numbers, gaps)[::2] > INVISIBLE
        return found

    def packs(self, start: Places, end: Places) -> Packs:
        """Pack the letters of words, eight into each number."""
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
        # Unsigned numbers below the lowest wrap round to large ones: one comparison instead of two.
        within: NDArray[np.bool_] = self.numbers - np.uint8(lowest) <= highest - lowest
        return within


def _extend(start: Places, end: Places, line: _Line, joined: str) -> tuple[Places, Places, NDArray[np.bool_]]:
    """Give words with digits or accents their true ends, and drop the plain words that they swallow.

    Returns
    -------
    start, end : ndarray, shape (n_words,)
        Places of the words.
    extended : ndarray of bool, shape (n_words,)
        Whether the word got another end.
    """
    doubtful = np.searchsorted(end, line.ends_in_doubt())
    true_end = line.places(_true_ends(line.offsets(start[doubtful]), joined))
    is_longer = true_end > end[doubtful]
    longer, true_end = doubtful[is_longer], true_end[is_longer]
    extended = np.zeros(len(start), dtype=np.bool_)
    extended[longer] = True
    end = end.copy()
    end[longer] = true_end
    # One up behind each longer word, one down where it ends: words that stand higher than zero are parts of it.
    steps = np.zeros(len(start) + 1, dtype=np.int8)
    steps[longer + 1] += 1
    steps[np.searchsorted(start, true_end)] -= 1
    kept = np.cumsum(steps[:-1], dtype=np.int8) == 0
    return start[kept], end[kept], extended[kept]


def _true_ends(offsets: Places, joined: str) -> Places:
    """Find where words that start at these offsets end; 0 for those that stand inside the word before."""
    ends, reached = [], 0
    for offset in offsets.tolist():
        match = WORD.match(joined, offset) if offset >= reached else None
        reached = match.end() if match else reached
        ends.append(reached if match else 0)
    return np.array(ends, dtype=np.intp)
