"""Longer phrases around terms: a term that is mostly part of one phrase is shown as that phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tematika.language.inflection import is_dependent
from tematika.language.lemma_stream import ADJECTIVE, NOUN
from tematika.language.terms import Terms
from tematika.language.tokens import bare, fold

# Least share of an adjective's mentions with the same noun; an adjective alone is no title.
_ADJECTIVE_SHARE = 1 / 3
# Least share of a noun's mentions in one phrase: «комитет» in texts about the «Следственный комитет».
_NOUN_SHARE = 0.6
# The same with a preposition, where people vary more: «цены на нефть», «нефтяные цены».
_PREPOSITION_SHARE = 0.3
_MIN_MENTIONS = 3
_MAX_WORDS = 3
# A sample of about so many mentions shows how people write a word.
_SAMPLE = 500
PREPOSITIONS = ("на", "для", "к", "с", "в", "из", "от", "за", "по", "о", "об")
_PREPOSITION = re.compile(rf"\s({'|'.join(PREPOSITIONS)})\s")
_LONGEST_PREPOSITION = 5  # with the spaces around it


@dataclass(frozen=True)
class Mentions:
    """Mentions of a phrase.

    Attributes
    ----------
    lemmas : tuple of str
        Its lemmas and prepositions.
    text, start, end : ndarray of int, shape (n_mentions,)
    each : int
        Number of mentions that each of these stands for.
    """

    lemmas: tuple[str, ...]
    text: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    each: int

    def longer(
        self, lemmas: tuple[str, ...], rows: NDArray[np.intp], start: NDArray[np.int32], end: NDArray[np.int32]
    ) -> Mentions:
        """Return the mentions of a longer phrase, which is at some of these."""
        return Mentions(lemmas, self.text[rows], start, end, self.each)


class Phrases:
    """The phrases that terms are mostly part of.

    Parameters
    ----------
    terms : Terms
    texts : sequence of str
        The texts of the terms.
    """

    def __init__(self, terms: Terms, texts: Sequence[str]) -> None:
        self._terms, self._texts = terms, texts
        single = np.array([" " not in name for name in terms.names], dtype=bool)
        at = np.flatnonzero(single[terms.term])
        self._term, self._text = terms.term[at], terms.text[at]
        self._start, self._end = terms.start[at], terms.end[at]
        longest = int(terms.end.max(initial=0)) + 1
        self._longest = longest
        self._begins = self._text.astype(np.int64) * longest + self._start
        self._order = np.argsort(terms.term, kind="stable")
        self._first_of = np.searchsorted(terms.term[self._order], np.arange(len(terms.names) + 1))

    def mentions(self, number: int) -> Mentions:
        """Return the mentions of a term, or of the longer phrase that it is mostly part of."""
        at = self._order[self._first_of[number] : self._first_of[number + 1]]
        each, terms = 1 + len(at) // _SAMPLE, self._terms
        at = at[::each]
        here = Mentions(tuple(terms.names[number].split(" ")), terms.text[at], terms.start[at], terms.end[at], each)
        adjective = bool(terms.kind[number] == ADJECTIVE)
        while len(here.lemmas) < _MAX_WORDS and (longer := self._longer(here, adjective)):
            # Three common words that are always together are a quotation, three proper ones a name.
            if len(here.lemmas) > 1 and not self._is_proper(longer):
                break
            here, adjective = longer, False
        return here

    def _is_proper(self, mentions: Mentions) -> bool:
        firsts = [self._texts[text][start].isupper() for text, start in zip(mentions.text, mentions.start, strict=True)]
        return sum(map(bool, firsts)) > len(firsts) / 2

    def _longer(self, here: Mentions, adjective: bool) -> Mentions | None:
        """Return the mentions of a phrase with one word more, if most mentions have the same."""
        if adjective:
            return next(self._with_right(here, NOUN, _ADJECTIVE_SHARE), None)
        ways = [
            self._with_left(here, ADJECTIVE, _NOUN_SHARE),
            self._with_left(here, NOUN, _NOUN_SHARE),
            self._with_right(here, NOUN, _NOUN_SHARE, must_depend=True),
            self._with_tail(here, _PREPOSITION_SHARE),
        ]
        return next((longer for way in ways for longer in way), None)

    def _with_left(self, here: Mentions, kind: int, share: float) -> Iterator[Mentions]:
        first = np.searchsorted(self._begins, self._key(here))
        before = first - 1
        good = before >= 0
        before = np.maximum(before, 0)
        good &= (self._text[before] == here.text) & (self._end[before] + 1 == here.start)
        good &= self._terms.kind[self._term[before]] == kind
        for rows, lemma in self._common(here, before, good, share, (self._end[before], here.start)):
            longer = here.longer((lemma, *here.lemmas), rows, self._start[before[rows]], here.end[rows])
            # A noun before a noun is the phrase's head, and part of it in names alone: «Сити Холл».
            if kind == ADJECTIVE or (self._is_proper(longer) and self._is_proper(here)):
                yield longer

    def _with_right(self, here: Mentions, kind: int, share: float, must_depend: bool = False) -> Iterator[Mentions]:
        after, good = self._after(here)
        good &= (here.end + 1 == self._start[after]) & (self._terms.kind[self._term[after]] == kind)
        for rows, lemma in self._common(here, after, good, share, (here.end, self._start[after])):
            forms = [self._texts[here.text[i]][self._start[after[i]] : self._end[after[i]]] for i in rows.tolist()]
            if not must_depend or 2 * sum(form[:1].isupper() or is_dependent(fold(form)) for form in forms) > len(
                forms
            ):
                yield here.longer((*here.lemmas, lemma), rows, here.start[rows], self._end[after[rows]])

    def _with_tail(self, here: Mentions, share: float) -> Iterator[Mentions]:
        """Yield the mentions with a preposition and the noun after it."""
        after, good = self._after(here)
        good &= (self._start[after] - here.end <= _LONGEST_PREPOSITION) & (self._start[after] - here.end > 2)
        good &= self._terms.kind[self._term[after]] == NOUN
        between = {
            i: match[1]
            for i in np.flatnonzero(good).tolist()
            if (match := _PREPOSITION.fullmatch(bare(self._texts[here.text[i]][here.end[i] : self._start[after[i]]])))
        }
        pairs: dict[tuple[str, int], list[int]] = {}
        for i, word in between.items():
            pairs.setdefault((word, int(self._term[after[i]])), []).append(i)
        best = max(pairs, key=lambda pair: (len(pairs[pair]), pair), default=None)
        if best and len(pairs[best]) >= max(_MIN_MENTIONS, share * len(here.text)):
            rows = np.array(pairs[best])
            lemmas = (*here.lemmas, best[0], self._terms.names[best[1]])
            yield here.longer(lemmas, rows, here.start[rows], self._end[after[rows]])

    def _after(self, here: Mentions) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Return the next single term behind each mention, and whether it is in the same text."""
        after = np.searchsorted(self._begins, here.text.astype(np.int64) * self._longest + here.end)
        good = after < len(self._begins)
        after = np.minimum(after, len(self._begins) - 1)
        return after, good & (self._text[after] == here.text)

    def _common(
        self,
        here: Mentions,
        neighbour: NDArray[np.intp],
        good: NDArray[np.bool_],
        share: float,
        gap: tuple[NDArray[np.int32], NDArray[np.int32]],
    ) -> Iterator[tuple[NDArray[np.intp], str]]:
        """Yield the rows with the most common neighbour behind a space, if they are enough, and its name."""
        words = self._term[neighbour]
        if not good.any():
            return
        counts = np.bincount(words[good])
        word = int(counts.argmax())
        enough, (end, start) = max(_MIN_MENTIONS, share * len(here.text)), gap
        if counts[word] < enough:
            return
        texts = self._texts
        rows = [
            i
            for i in np.flatnonzero(good & (words == word)).tolist()
            if texts[here.text[i]][end[i] : start[i]].isspace()
        ]
        if len(rows) >= enough:
            yield np.array(rows), self._terms.names[word]

    def _key(self, here: Mentions) -> NDArray[np.int64]:
        return here.text.astype(np.int64) * self._longest + here.start
