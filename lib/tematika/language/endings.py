"""Guesses at words that no dictionary has: by a word hidden at their end, or by words with the same ending."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tematika.language.automaton import Automaton, Places, Truths
from tematika.language.lexicon import Groups, Lexicon, distinct
from tematika.language.paradigms import PRODUCTIVE, Rules, Tags
from tematika.language.spelled import Spelled

_MAX_PREFIX, _MIN_REST = 5, 3
_MAX_ENDING, _MIN_WORD = 5, 4


class Guesses(NamedTuple):
    """Readings of words, word by word, likeliest first; all are productive.

    Attributes
    ----------
    word, skip, rule : ndarray of int
        For each reading: the word, how many letters at its beginning are no part of what is read, and the rule.
    """

    word: Places
    skip: Places
    rule: Places

    def first(self, allowed: Truths) -> Guesses:
        """Give the first reading of each word that is by an allowed rule."""
        kept = np.flatnonzero(allowed[self.rule])
        kept = kept[np.diff(self.word[kept], prepend=-1) != 0]
        return self.of(kept)

    def of(self, which: Places | Truths) -> Guesses:
        """Give some of the readings."""
        return Guesses(self.word[which], self.skip[which], self.rule[which])


class Guesser:
    """Finds readings by analogy.

    Parameters
    ----------
    dictionary
        That of pymorphy3.
    lexicon, tags, rules
        The same dictionary, for many words at a time.
    """

    def __init__(self, dictionary: Any, lexicon: Lexicon, tags: Tags, rules: Rules) -> None:
        self._lexicon = lexicon
        self._tags = tags
        self._rules = rules
        # The endings of forms are counted apart for each of the prefixes that forms of a paradigm may have.
        files = [
            Path(dictionary.path) / f"prediction-suffixes-{n}.dawg" for n in range(len(dictionary.paradigm_prefixes))
        ]
        self._endings, *rare = map(Automaton, files)
        self._rare = list(zip(dictionary.paradigm_prefixes[1:], rare, strict=True))

    def beyond(self, words: Spelled, which: Places) -> Places:
        """Give those of some words that may be forms of a paradigm with a prefix: no method here is for them."""
        found = [np.empty(0, dtype=np.intp)]
        for prefix, endings in self._rare:
            begin = which[[form.startswith(prefix) for form in words.pick(which)]]
            word, _, first = _ends(words, begin)
            hit, _ = endings.follow_spellings(words.signs, first, words.stop[word])
            found.append(word[hit])
        return np.unique(np.concatenate(found))

    def by_rest(self, words: Spelled, which: Places) -> Guesses:
        """Read words as words of the dictionary with some letters before them, as few as possible first."""
        n_skips = np.clip(words.length[which] - _MIN_REST, 0, _MAX_PREFIX)
        word, skip = np.repeat(which, n_skips), _counted(n_skips)
        hit, group, groups = self._lexicon.read(words.signs, words.first[word] + skip, words.stop[word])
        order = np.lexsort((skip[hit], word[hit]))
        hit, group = hit[order], group[order]
        place, reading = groups.of(group)
        rule = groups.rule[reading]
        kept = np.flatnonzero(self._productive(rule))
        hit = hit[place[kept]]
        return Guesses(word[hit], skip[hit], rule[kept])

    def by_ending(self, words: Spelled, which: Places) -> tuple[Guesses, Places]:
        """Read words as most words with the same ending are read.

        Returns
        -------
        Guesses
            Readings.
        ndarray of int
            Words with readings of equal weight, one with «е» and one with «ё» in the ending: their order is not known.
        """
        word, ending, first = _ends(words, which[words.length[which] >= _MIN_WORD])
        hit, node = self._endings.follow_spellings(words.signs, first, words.stop[word])
        nodes, place = distinct(node)
        group, groups, count = self._read_endings(nodes)
        hit, group = hit[group[place] >= 0], group[place][group[place] >= 0]
        longest = np.zeros(len(words.forms), dtype=np.intp)
        np.maximum.at(longest, word[hit], ending[hit])
        kept = np.flatnonzero(ending[hit] == longest[word[hit]])
        place, reading = groups.of(group[kept])
        # One word may have several endings now, all of one length: some with «ё».
        word, spelling = word[hit[kept[place]]], kept[place]
        order = np.lexsort((-count[reading], word))
        word, spelling, reading = word[order], spelling[order], reading[order]
        equal = (np.diff(word) == 0) & (np.diff(count[reading]) == 0) & (np.diff(spelling) != 0)
        return Guesses(word, np.zeros(len(word), dtype=np.intp), groups.rule[reading]), np.unique(word[1:][equal])

    def _read_endings(self, nodes: Places) -> tuple[Places, Groups, Places]:
        """Give the group of productive readings of each ending, -1 where there is none; the groups; all counts."""
        # The bits, but for the last two, are the count and then, 16 each, the paradigm and the place in it.
        owner, value = self._endings.values(nodes, 11)
        count, paradigm = value >> 34, value >> 18 & 0xFFFF
        rule = self._rules.number(paradigm, value >> 2 & 0xFFFF)
        tag = self._rules.tag[rule]
        # Of readings with the same tag and paradigm the first one counts.
        _, first = np.unique((owner << 16 | paradigm) << 16 | tag, return_index=True)
        kept = np.sort(first)
        kept = kept[self._productive(rule[kept])]
        start = np.flatnonzero(np.diff(owner[kept], prepend=-1))
        group = np.full(len(nodes), -1, dtype=np.intp)
        group[owner[kept][start]] = np.arange(len(start))
        return group, Groups(start, rule[kept]), count[kept]

    def _productive(self, rule: Places) -> Truths:
        productive: Truths = self._tags.allows[PRODUCTIVE, self._rules.tag[rule]]
        return productive


def _ends(words: Spelled, which: Places) -> tuple[Places, Places, Places]:
    """Give all endings of words: the word, the length, and where in the text it begins."""
    sizes = np.minimum(words.length[which], _MAX_ENDING)
    word, ending = np.repeat(which, sizes), _counted(sizes)
    return word, ending, words.stop[word] - 1 - ending


def _counted(sizes: Places) -> Places:
    """Count from one to each size, one after the other."""
    return np.arange(1, sizes.sum() + 1) - np.repeat(np.cumsum(sizes) - sizes, sizes)
