"""Many texts as one stream of lemmas: integers with offsets, ready for counting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tematika.language.lemmas import ADJECTIVE_POS, CONTENT_POS, NOUN_POS, abbreviation, lemma_of
from tematika.language.stopwords import stop_lemmas
from tematika.language.tokens import tokens

BREAK = -1
# Phrases do not reach over line ends or anything that can be seen: punctuation, figures, a hyphen in place of a dash.
_BOUNDARY = re.compile(r"\n|[^\s\u00ad\u200b-\u200d\u2060\ufeff]")
_INNER_CAPITAL = re.compile(r"(?<=[^\W_])[A-ZА-ЯЁ]")
_KINDS = {pos: number for number, poses in enumerate((NOUN_POS, ADJECTIVE_POS)) for pos in poses}
NOUN, ADJECTIVE, OTHER = 0, 1, 2
N_KINDS = 3


@dataclass(frozen=True)
class LemmaStream:
    """Words of many texts, one after the other.

    Attributes
    ----------
    lemmas : list of str
        The distinct lemmas; a word's number points into it.
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


def read_stream(texts: Sequence[str]) -> LemmaStream:
    """Lemmatise texts into one stream.

    Personal names are left out: a first name, surname or patronymic by its tag, and a capitalised word that follows
    one directly (`Дмитрий Крутой`). Place names stay, and so do words with a capital inside: of an
    abbreviation the tag is a guess (`ИИ` would be people called Ия, `РусГидро` a surname).
    """
    numbers: dict[str, int] = {}
    rows: list[tuple[int, int, int, int, bool, int]] = []
    stop = stop_lemmas()
    for index, text in enumerate(texts):
        reached, after_name = 0, False
        for token in tokens(text):
            gap = text[reached : token.start]
            apart = bool(_BOUNDARY.search(gap))
            lemma = lemma_of(token.form, token.capital)
            if lemma.name and _INNER_CAPITAL.search(text, token.start, token.end):
                lemma = abbreviation(token.form)
            is_name = lemma.name or (after_name and not apart and token.capital and not lemma.place)
            if apart or is_name:
                rows.append((BREAK, index, token.start, token.start, False, OTHER))
            if not is_name:
                number = numbers.setdefault(lemma.lemma, len(numbers))
                content = lemma.pos in CONTENT_POS and lemma.lemma not in stop and len(lemma.lemma) > 1
                rows.append((number, index, token.start, token.end, content, _KINDS.get(lemma.pos, OTHER)))
            reached, after_name = token.end, lemma.name
        rows.append((BREAK, index, len(text), len(text), False, OTHER))
    table = np.array(rows, dtype=np.int32).reshape(-1, 6)
    word, text_number, start, end, content_column, kind = (np.ascontiguousarray(column) for column in table.T)
    return LemmaStream(
        list(numbers), word, text_number, start, end, content_column.astype(bool), kind.astype(np.int8), len(texts)
    )
