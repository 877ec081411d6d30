"""Many texts as one stream of lemmas: integers with offsets, ready for counting."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from tematika.language.form_index import ADJECTIVE, CONTENT, KIND, N_KINDS, NAME, NOUN, OTHER, PLACE, Forms, Numbers
from tematika.language.token_arrays import Scan, batches, scan

__all__ = ["ADJECTIVE", "BREAK", "NOUN", "N_KINDS", "OTHER", "LemmaStream", "read_stream"]

BREAK = -1
# So many batches are looked up together: forms not known yet are asked of the lemmatiser in larger lots.
_SCANS_AT_ONCE = 16


@dataclass(frozen=True)
class LemmaStream:
    """Words of many texts, one after the other.

    Attributes
    ----------
    lemmas : list of str
        The distinct lemmas, in order of their first words; a word's number points into it.
    word : ndarray of int32, shape (n_words,)
        Lemma number, or `BREAK` where phrases end: at punctuation and figures, and in place of a personal name.
    text, start, end : ndarray of int32, shape (n_words,)
        Which text the word stands in, and its offsets there.
    content : ndarray of bool, shape (n_words,)
        Whether the word may be a feature by itself: a content word, no stop word, no personal name.
    kind : ndarray of int8, shape (n_words,)
        `NOUN`, `ADJECTIVE` or `OTHER`.
    n_texts : int
        How many texts there are, empty ones included.
    """

    lemmas: list[str]
    word: NDArray[np.int32]
    text: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    content: NDArray[np.bool_]
    kind: NDArray[np.int8]
    n_texts: int


def read_stream(texts: Sequence[str], forms: Forms | None = None) -> LemmaStream:
    """Lemmatise texts into one stream.

    Personal names are left out: a first name, surname or patronymic by its tag, and a capitalised word that follows
    one directly (`Дмитрий Крутой`). Place names stay.

    Parameters
    ----------
    texts : sequence of str
        Any texts.
    forms : Forms, optional
        Where known word forms are looked up and new ones remembered; those of the whole process when not given. The
        stream does not depend on what is in it.
    """
    known = forms or _forms_of_process()
    parts, n_texts = [], 0
    waiting = batches(texts)
    while scans := [scan(batch) for batch in islice(waiting, _SCANS_AT_ONCE)]:
        for words, readings in zip(scans, known.readings(scans), strict=True):
            parts.append(_rows(words, readings, known, n_texts))
            n_texts += len(words.lengths)
    word, text, start, end, content, kind = (np.concatenate(column) for column in zip(_NO_ROWS, *parts, strict=True))
    lemmas, word = _number_by_first_word(word, known)
    return LemmaStream(lemmas, word, text, start, end, content, kind, n_texts)


def without_lemmas(stream: LemmaStream, lemmas: Collection[str]) -> LemmaStream:
    """Give a stream in which words with these lemmas are no features."""
    if not lemmas:
        return stream
    stopped = np.array([lemma in lemmas for lemma in stream.lemmas] + [False])
    return replace(stream, content=stream.content & ~stopped[stream.word])


_Columns = tuple[
    NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_], NDArray[np.int8]
]
_NO_ROWS: _Columns = (*(np.empty((4, 0), dtype=np.int32)), np.empty(0, dtype=np.bool_), np.empty(0, dtype=np.int8))


@cache
def _forms_of_process() -> Forms:
    return Forms()


def _rows(words: Scan, readings: Numbers, known: Forms, first_text: int) -> _Columns:
    """Word, text, start, end, content and kind of the stream's rows for a batch of texts."""
    facts = known.facts.take(readings, mode="clip")
    named = _personal_names(words, facts)
    # A name leaves a break, any other word a row of its own, after a break if it stands apart; so does each text's end.
    double = words.apart & ~named
    doubles = np.concatenate([[0], np.cumsum(double)])
    n_texts = len(words.lengths)
    words_of_text = np.diff(words.first)
    last_row = np.arange(len(double)) + doubles[1:] + np.repeat(np.arange(n_texts), words_of_text)
    end_row = words.first[1:] + doubles[words.first[1:]] + np.arange(n_texts)
    n_rows = int(end_row[-1]) + 1
    breaks = np.flatnonzero(double)
    text_start = np.repeat(words.text_starts, words_of_text)

    word = np.full(n_rows, BREAK, dtype=np.int32)
    word[last_row] = np.where(named, BREAK, known.lemma.take(readings, mode="clip"))
    text = np.repeat(np.arange(first_text, first_text + n_texts, dtype=np.int32), np.diff(end_row, prepend=-1))
    start, end = np.empty((2, n_rows), dtype=np.int32)
    start[last_row] = words.start - text_start
    end[last_row] = np.where(named, words.start, words.end) - text_start
    start[end_row] = end[end_row] = words.lengths
    break_row = last_row[breaks] - 1
    start[break_row] = end[break_row] = (words.start - text_start)[breaks]
    fact = np.full(n_rows, OTHER, dtype=np.uint8)
    fact[last_row] = np.where(named, OTHER, facts)
    return word, text, start, end, (fact & CONTENT) > 0, (fact & KIND).astype(np.int8)


def _personal_names(words: Scan, facts: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which words are names by their tag, or capitalised, no place, and directly behind one that is."""
    tagged = (facts & NAME) > 0
    after = np.zeros_like(tagged)
    after[1:] = tagged[:-1]
    opens = words.first[:-1][words.first[:-1] < words.first[1:]]
    after[opens] = False
    named: NDArray[np.bool_] = tagged | (after & ~words.apart & words.capital & ((facts & PLACE) == 0))
    return named


def _number_by_first_word(numbers: NDArray[np.int32], known: Forms) -> tuple[list[str], NDArray[np.int32]]:
    """Count lemmas anew, in order of their first words, whatever was read before."""
    lemmas = known.lemmas
    # The additional last entry is where BREAK points.
    first = np.full(len(lemmas) + 1, len(numbers))
    # Assigned backwards, the first word of each lemma comes last and stays.
    first[numbers[::-1]] = np.arange(len(numbers))[::-1]
    used = np.flatnonzero(first[:-1] < len(numbers))
    used = used[np.argsort(first[used])]
    anew = np.full(len(lemmas) + 1, BREAK, dtype=np.int32)
    anew[used] = np.arange(len(used))
    return [lemmas[number] for number in used.tolist()], anew[numbers]
