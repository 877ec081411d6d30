"""What the dictionary, and the corpus counted for it, say of many words at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tematika.language.automaton import Automaton, Places, Signs, Truths
from tematika.language.paradigms import Rules, Tags
from tematika.language.spelled import Spelled

NO_RULE = -1
_FAR = 1 << 40
# Sorting is faster than marking if there are this many times fewer numbers than places.
_SPARSE = 64


class Groups(NamedTuple):
    """Readings of words, as rules; words that are read alike share a group.

    Attributes
    ----------
    start : ndarray of int
        Where in ``rule`` each group begins. No group is empty.
    rule : ndarray of int
        The readings, group by group.
    """

    start: Places
    rule: Places

    def sizes(self) -> Places:
        """Give the number of readings in each group."""
        return np.diff(self.start, append=len(self.rule))

    def of(self, groups: Places) -> tuple[Places, Places]:
        """Give the readings of some groups one after the other: place in ``groups``, and place in ``rule``."""
        sizes = self.sizes()[groups]
        which = np.repeat(np.arange(len(groups)), sizes)
        return which, np.arange(len(which)) + (self.start[groups] - np.cumsum(sizes) + sizes)[which]

    def first(self, allowed: Truths) -> Places:
        """Give the first rule of each group that is allowed, `NO_RULE` where none is."""
        if not len(self.start):
            return self.start
        places = np.where(allowed[self.rule], np.arange(len(self.rule)), _FAR)
        place = np.minimum.reduceat(places, self.start)
        return np.where(place < _FAR, self.rule[np.minimum(place, len(self.rule) - 1)], NO_RULE)


class Lexicon:
    """The words of the dictionary, and how often its corpus has seen each of their readings."""

    def __init__(self, analyzer: Any, tags: Tags, rules: Rules) -> None:
        folder = Path(analyzer.dictionary.path)
        self._words = Automaton(folder / "words.dawg")
        self._seen = Automaton(folder / "p_t_given_w.intdawg")
        self._analyzer = analyzer
        self._rules = rules
        self._tag_names = Spelled(tags.names())

    def read(self, text: Signs, first: Places, stop: Places) -> tuple[Places, Places, Groups]:
        """Look words up; an «е» in them may be a «ё».

        Parameters
        ----------
        text, first, stop : ndarray
            Where the words, with `SEPARATOR` after them, stand.

        Returns
        -------
        which, group : ndarray
            The words that the dictionary has, and the group of each.
        groups : Groups
            Their readings in the order of the dictionary.
        """
        which, node = self._words.follow_spellings(text, first, stop)
        several = np.bincount(which, minlength=len(first)) > 1
        node, which = node[~several[which]], which[~several[which]]
        nodes, group = distinct(node)
        # Of 36 bits, the first 16 are the paradigm, the next 16 the place in it.
        owner, value = self._words.values(nodes, 6)
        rules = [self._rules.number(value >> 20, value >> 4 & 0xFFFF)]
        sizes = [np.bincount(owner, minlength=len(nodes))]
        ambiguous = np.flatnonzero(several)
        for word in ambiguous.tolist():
            rules.append(self._rules_of(text.slice(first[word], stop[word] - 1)))
            sizes.append(np.array([len(rules[-1])]))
        group = np.concatenate([group, len(nodes) + np.arange(len(ambiguous))])
        size = np.concatenate(sizes)
        return np.concatenate([which, ambiguous]), group, Groups(np.cumsum(size) - size, np.concatenate(rules))

    def read_likeliest(self, words: Spelled, which: Places) -> tuple[Places, Places, Groups]:
        """Look some words up, as `read` does; readings that the corpus has seen more often come first."""
        found, group, groups = self.read(words.signs, words.first[which], words.stop[which])
        return which[found], *self._rank(words, which[found], group, groups)

    def _rank(self, words: Spelled, which: Places, group: Places, groups: Groups) -> tuple[Places, Groups]:
        """Order the readings of words by their frequency in the corpus; to the groups there are, new ones are added."""
        ambiguous = np.flatnonzero(groups.sizes()[group] > 1)
        found, node = self._in_corpus(words, which[ambiguous])
        changed = ambiguous[found]
        pairs, pair = distinct_pairs(group[changed], node)
        old, node = pairs
        owner, place = groups.of(old)
        rule = groups.rule[place]
        names, tag = self._tag_names, self._rules.tag[rule]
        seen, leaf = self._seen.follow(names.signs, names.first[tag], names.stop[tag] - 1, node[owner])
        count = np.zeros(len(rule), dtype=np.intp)
        count[seen] = self._seen.numbers(leaf)
        order = np.lexsort((-count, owner))
        group = group.copy()
        group[changed] = len(groups.start) + pair
        size = groups.sizes()[old]
        start = np.concatenate([groups.start, len(groups.rule) + np.cumsum(size) - size])
        return group, Groups(start, np.concatenate([groups.rule, rule[order]]))

    def in_corpus(self, words: Spelled, which: Places) -> Places:
        """Give those of some words that the corpus knows, whether or not the dictionary does."""
        return which[self._in_corpus(words, which)[0]]

    def _in_corpus(self, words: Spelled, which: Places) -> tuple[Places, Places]:
        """Which of the words the corpus has seen, and the node that the names of their tags follow."""
        first = words.signs.first.copy()
        first[words.stop - 1] = ord(":")
        return self._seen.follow(Signs(first, words.signs.second), words.first[which], words.stop[which])

    def _rules_of(self, word: str) -> Places:
        """Give the readings of a word that the dictionary has with «е» and with «ё»."""
        spellings = self._analyzer.dictionary.words.similar_item_values(word, self._analyzer.char_substitutes)
        values = np.array([value for spelling in spellings for value in spelling], dtype=np.intp)
        return self._rules.number(values[:, 0], values[:, 1])


def distinct(numbers: Places) -> tuple[Places, Places]:
    """Give the distinct numbers, ascending, and for each number its place among them; for numbers of some millions."""
    size = int(numbers.max(initial=-1)) + 1
    if len(numbers) < size // _SPARSE:
        return np.unique(numbers, return_inverse=True)
    there = np.zeros(size, dtype=bool)
    there[numbers] = True
    found = np.flatnonzero(there)
    place = np.empty(size, dtype=np.int32)
    place[found] = np.arange(len(found))
    return found, place[numbers].astype(np.intp)


def distinct_pairs(left: Places, right: Places) -> tuple[tuple[Places, Places], Places]:
    """Give the distinct pairs of numbers, and for each pair its place among them."""
    pairs, place = np.unique(left << 32 | right, return_inverse=True)
    return (pairs >> 32, pairs & 0xFFFF_FFFF), place
