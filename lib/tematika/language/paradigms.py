"""The dictionary's tags and paradigms as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tematika.language.automaton import Places, Truths
from tematika.language.lemmas import NAME_TAGS, PROPER_TAGS, part_of_speech

# What readings are asked for. A guess leans on words of open classes only; pymorphy3 calls these productive.
ANY, COMMON, PRODUCTIVE, PRODUCTIVE_COMMON = range(4)


_TELLING = PROPER_TAGS | {"Apro", "Anum", "LATN"}


class _Facts(NamedTuple):
    allows: tuple[bool, bool, bool, bool]
    pos: str
    name: bool
    place: bool


class Tags:
    """What lemmas need of tags, by number: first the dictionary's, then those that its analyser makes for other things.

    Attributes
    ----------
    allows : ndarray of bool
        Row by row for `ANY`, `COMMON` and so on, whether a tag belongs there.
    pos : ndarray of str
        Part of speech.
    name, place : ndarray of bool
        Whether a tag is one of personal names, of places.
    """

    def __init__(self, tags: Iterable[Any]) -> None:
        self._tags: list[Any] = []
        self._numbers: dict[str, int] = {}
        self._facts: dict[frozenset[str], _Facts] = {}
        self._agreements: dict[int, frozenset[str]] = {}
        self.allows: Truths = np.empty((4, 0), dtype=bool)
        self.pos: NDArray[np.object_] = np.empty(0, dtype=object)
        self.name: Truths = np.empty(0, dtype=bool)
        self.place: Truths = np.empty(0, dtype=bool)
        self._add(list(tags))

    def number(self, tag: Any) -> int:
        """Give the number of a tag; a new tag gets one."""
        number = self._numbers.get(str(tag))
        if number is None:
            self._add([tag])
            number = len(self._tags) - 1
        return number

    def names(self) -> list[str]:
        """Give all tags as pymorphy3 writes them."""
        return [str(tag) for tag in self._tags]

    def agreement(self, number: int) -> frozenset[str]:
        """Tell what both halves of a word have in common if both are inflected; nothing for no part of speech."""
        if number not in self._agreements:
            self._agreements[number] = self._agreement(self._tags[number])
        return self._agreements[number]

    def _agreement(self, tag: Any) -> frozenset[str]:
        if str(tag).replace(" ", ",").split(",")[0] not in tag.PARTS_OF_SPEECH:
            return frozenset()
        features = tag.PARTS_OF_SPEECH | tag.NUMBERS | tag.CASES | tag.PERSONS | tag.TENSES
        cases = {"gen1": "gent", "loc1": "loct"}
        return frozenset(cases.get(grammeme, grammeme) for grammeme in tag.grammemes & features)

    def _add(self, tags: Sequence[Any]) -> None:
        for tag in tags:
            self._numbers[str(tag)] = len(self._tags)
            self._tags.append(tag)
        facts = [self._facts_of(tag) for tag in tags]
        self.allows = np.concatenate([self.allows, np.array([fact.allows for fact in facts]).T], axis=1)
        self.pos = np.append(self.pos, np.array([fact.pos for fact in facts], dtype=object))
        self.name = np.append(self.name, np.array([fact.name for fact in facts]))
        self.place = np.append(self.place, np.array([fact.place for fact in facts]))

    def _facts_of(self, tag: Any) -> _Facts:
        # Of thousands of tags most differ in case and number only.
        telling = tag.grammemes & (tag.PARTS_OF_SPEECH | _TELLING)
        if telling not in self._facts:
            common, productive = not PROPER_TAGS & telling, tag.is_productive()
            allows = (True, common, productive, productive and common)
            self._facts[telling] = _Facts(allows, part_of_speech(tag), bool(NAME_TAGS & telling), "Geox" in telling)
        return self._facts[telling]


class Rules:
    """How forms become lemmas: a rule for each form of each paradigm, numbered through.

    Attributes
    ----------
    tag : ndarray of int
        The tag of a form that the rule is for.
    """

    def __init__(self, dictionary: Any) -> None:
        sizes = np.array([len(paradigm) // 3 for paradigm in dictionary.paradigms])
        flat = np.concatenate([np.frombuffer(p, dtype=np.uint16) for p in dictionary.paradigms]).astype(np.intp)
        # Each paradigm lists the suffixes of its forms, then their tags, then prefixes; the lemma is its first form.
        self._start = np.cumsum(sizes) - sizes
        size, start = np.repeat(sizes, sizes), np.repeat(self._start, sizes)
        index = np.arange(len(start)) - start
        suffix, prefix = flat[3 * start + index], flat[3 * start + index + 2 * size]
        self.tag: Places = flat[3 * start + index + size]
        suffixes = np.array([suffix.replace("ё", "е") for suffix in dictionary.suffixes], dtype=object)
        prefixes = np.array(dictionary.paradigm_prefixes, dtype=object)
        # The first form is taken as it is.
        changed = index > 0
        self._cut_tail = np.where(changed, _lengths(suffixes)[suffix], 0)
        self._cut_head = np.where(changed, _lengths(prefixes)[prefix], 0)
        self._tail = np.where(changed, suffixes[flat[3 * start]], "")
        self._head = np.where(changed, prefixes[flat[3 * start + 2 * size]], "")
        self._at_head = (self._cut_head > 0) | (self._head != "")

    def number(self, paradigm: Places, index: Places) -> Places:
        """Give the numbers of the rules for some forms of paradigms."""
        rules: Places = self._start[paradigm] + index
        return rules

    def lemmas(self, forms: Sequence[str], skip: Places, rules: Places) -> list[str]:
        """Make lemmas of forms.

        Parameters
        ----------
        forms : sequence of str
            Folded.
        skip : ndarray of int
            How many letters at the beginning of each are to stay as they are and are unknown to the rule.
        rules : ndarray of int
            A rule for each form.
        """
        length = np.fromiter(map(len, forms), dtype=np.intp, count=len(forms))
        stop = np.maximum(length - self._cut_tail[rules], skip)
        made = [form[:end] + tail for form, end, tail in zip(forms, stop.tolist(), self._tail[rules], strict=True)]
        for which in np.flatnonzero(self._at_head[rules]).tolist():
            form, kept, rule = forms[which], int(skip[which]), rules[which]
            stem = form[kept + self._cut_head[rule] : stop[which]]
            made[which] = form[:kept] + self._head[rule] + stem + self._tail[rule]
        return made


def _lengths(texts: NDArray[np.object_]) -> Places:
    return np.fromiter(map(len, texts), dtype=np.intp, count=len(texts))
