"""Texts as one stream of lemma numbers with offsets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from tematika.language.form_index import ADJECTIVE, CONTENT, KIND, N_KINDS, NAME, NOUN, OTHER, PLACE, FormIndex, Numbers
from tematika.language.token_arrays import TokenArrays, batches, tokenize

__all__ = ["ADJECTIVE", "BREAK", "NOUN", "N_KINDS", "OTHER", "LemmaStream", "read_stream"]

BREAK = -1
# Batches that are looked up together, so that unknown forms are lemmatised in larger lots.
_BATCHES = 16


@dataclass(frozen=True)
class LemmaStream:
    """The words of texts, one after the other.

    Attributes
    ----------
    lemmas : list of str
        The distinct lemmas, in order of their first words.
    word : ndarray of int32, shape (n_words,)
        Lemma number, or `BREAK` where phrases end: at punctuation and figures, and in place of a personal name.
    text, start, end : ndarray of int32, shape (n_words,)
        Number of the text, and offsets in it.
    content : ndarray of bool, shape (n_words,)
        Whether the word may be a feature: a content word, no stop word, no personal name.
    kind : ndarray of int8, shape (n_words,)
        `NOUN`, `ADJECTIVE` or `OTHER`.
    n_texts : int
        Empty ones included.
    """

    lemmas: list[str]
    word: NDArray[np.int32]
    text: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    content: NDArray[np.bool_]
    kind: NDArray[np.int8]
    n_texts: int


def read_stream(texts: Sequence[str], forms: FormIndex | None = None) -> LemmaStream:
    """Return the lemmas of texts as one stream.

    Personal names become breaks: first names, surnames and patronymics by their tags, and capitalised words directly
    behind one (`Дмитрий Крутой`). Place names stay.

    Parameters
    ----------
    texts : sequence of str
    forms : FormIndex, optional
        The index that is used and extended, by default that of the process; the stream does not depend on it.
    """
    index = forms or _process_index()
    parts, n_texts = [], 0
    remaining = batches(texts)
    while tokenized := [tokenize(batch) for batch in islice(remaining, _BATCHES)]:
        for words, readings in zip(tokenized, index.readings(tokenized), strict=True):
            parts.append(_rows(words, readings, index, n_texts))
            n_texts += len(words.lengths)
    word, text, start, end, content, kind = (np.concatenate(column) for column in zip(_NO_ROWS, *parts, strict=True))
    lemmas, word = _renumber(word, index)
    return LemmaStream(lemmas, word, text, start, end, content, kind, n_texts)


def without_lemmas(stream: LemmaStream, lemmas: Collection[str]) -> LemmaStream:
    """Return the stream with words of these lemmas as no features."""
    if not lemmas:
        return stream
    stopped = np.array([lemma in lemmas for lemma in stream.lemmas] + [False])
    return replace(stream, content=stream.content & ~stopped[stream.word])


_Columns = tuple[
    NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_], NDArray[np.int8]
]
_NO_ROWS: _Columns = (*(np.empty((4, 0), dtype=np.int32)), np.empty(0, dtype=np.bool_), np.empty(0, dtype=np.int8))


@cache
def _process_index() -> FormIndex:
    return FormIndex()


def _rows(words: TokenArrays, readings: Numbers, index: FormIndex, first_text: int) -> _Columns:
    """Return word, text, start, end, content and kind of the stream's rows for a batch of texts."""
    flags = index.flags.take(readings, mode="clip")
    named = _personal_names(words, flags)
    # A name becomes a break, any other word a row, behind a break if it is separated; each text ends with a break.
    double = words.separated & ~named
    doubles = np.concatenate([[0], np.cumsum(double)])
    n_texts = len(words.lengths)
    words_of_text = np.diff(words.first)
    last_row = np.arange(len(double)) + doubles[1:] + np.repeat(np.arange(n_texts), words_of_text)
    end_row = words.first[1:] + doubles[words.first[1:]] + np.arange(n_texts)
    n_rows = int(end_row[-1]) + 1
    breaks = np.flatnonzero(double)
    text_start = np.repeat(words.text_starts, words_of_text)

    word = np.full(n_rows, BREAK, dtype=np.int32)
    word[last_row] = np.where(named, BREAK, index.lemma.take(readings, mode="clip"))
    text = np.repeat(np.arange(first_text, first_text + n_texts, dtype=np.int32), np.diff(end_row, prepend=-1))
    start, end = np.empty((2, n_rows), dtype=np.int32)
    start[last_row] = words.start - text_start
    end[last_row] = np.where(named, words.start, words.end) - text_start
    start[end_row] = end[end_row] = words.lengths
    break_row = last_row[breaks] - 1
    start[break_row] = end[break_row] = (words.start - text_start)[breaks]
    flag = np.full(n_rows, OTHER, dtype=np.uint8)
    flag[last_row] = np.where(named, OTHER, flags)
    return word, text, start, end, (flag & CONTENT) > 0, (flag & KIND).astype(np.int8)


def _personal_names(words: TokenArrays, flags: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return which words are names by their tag, or capitalised, no place, and directly behind such a name."""
    tagged = (flags & NAME) > 0
    after = np.zeros_like(tagged)
    after[1:] = tagged[:-1]
    opens = words.first[:-1][words.first[:-1] < words.first[1:]]
    after[opens] = False
    named: NDArray[np.bool_] = tagged | (after & ~words.separated & words.capital & ((flags & PLACE) == 0))
    return named


def _renumber(numbers: NDArray[np.int32], index: FormIndex) -> tuple[list[str], NDArray[np.int32]]:
    """Return the lemmas in order of their first words, and their new numbers."""
    lemmas = index.lemmas
    # BREAK is the index of the additional last entry.
    first = np.full(len(lemmas) + 1, len(numbers))
    # Assigned backwards, the first word of each lemma comes last and stays.
    first[numbers[::-1]] = np.arange(len(numbers))[::-1]
    used = np.flatnonzero(first[:-1] < len(numbers))
    used = used[np.argsort(first[used])]
    anew = np.full(len(lemmas) + 1, BREAK, dtype=np.int32)
    anew[used] = np.arange(len(used))
    return [lemmas[number] for number in used.tolist()], anew[numbers]
