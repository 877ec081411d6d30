"""Readings of many word forms at once, found in pymorphy3's dictionary by the rules of its analyser."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from tematika.language.answers import NO_TAG, Answers
from tematika.language.automaton import Places, Truths
from tematika.language.endings import Guesser, Guesses
from tematika.language.halves import Half, read_halves
from tematika.language.lemmas import KNOWN_PREFIXES, PARTICLES, analyzer, parse
from tematika.language.lexicon import NO_RULE, Lexicon
from tematika.language.paradigms import PRODUCTIVE, PRODUCTIVE_COMMON, Rules, Tags
from tematika.language.spelled import CYRILLIC, HYPHEN, LATIN, OTHER, Spelled

_MIN_REST = 3
# By their first two letters; all have that many.
_PREFIXES = {
    begin: sorted((prefix for prefix in KNOWN_PREFIXES if prefix.startswith(begin)), key=len)
    for begin in {prefix[:2] for prefix in KNOWN_PREFIXES}
}
# These are numbers to Python, and so to pymorphy3.
_LATIN_NUMBERS = frozenset({"inf", "infinity", "nan"})


class Lemmatiser:
    """Answers for many forms; what is rare it asks of pymorphy3 form by form."""

    def __init__(self) -> None:
        dictionary = analyzer().dictionary
        self.tags = Tags(dictionary.gramtab)
        self._rules = Rules(dictionary)
        # Which rules give readings of each kind.
        self._allows = self.tags.allows[:, self._rules.tag]
        self._lexicon = Lexicon(analyzer(), self.tags, self._rules)
        self._guesser = Guesser(dictionary, self._lexicon, self.tags, self._rules)
        self._latin, self._unknown = (self.tags.number(analyzer().TagClass(name)) for name in ("LATN", "UNKN"))

    def answer(self, forms: Sequence[str], wanted: tuple[int, int]) -> Answers:
        """Read forms.

        Parameters
        ----------
        forms : sequence of str
            Folded.
        wanted : tuple of int
            Which readings the rows of the answers are to give, as `tematika.language.paradigms.ANY` and `COMMON`.

        Returns
        -------
        Answers
            All are settled.
        """
        words, answers = Spelled(forms), Answers(len(forms), self.tags, wanted)
        self._ask(words, np.flatnonzero(~_plain(words)), answers)
        # In the order of pymorphy3: each way of reading is for the words that none before could read.
        self._look_up(words, answers)
        self._take_latin(words, answers)
        self._ask(words, self._lexicon.in_corpus(words, answers.open()), answers)
        self._read_halves(words, answers)
        self._cut_prefixes(words, answers)
        self._ask(words, self._guesser.beyond(words, answers.open()), answers)
        self._guess(words, answers)
        unread = answers.open()
        for row in range(2):
            answers.put(row, unread, words.pick(unread), self._unknown)
        return answers

    def _ask(self, words: Spelled, which: Places, answers: Answers) -> None:
        """Let pymorphy3 read some words."""
        for word in which.tolist():
            answers.put_readings(word, self._parse(words.forms[word]))

    def _parse(self, form: str) -> list[tuple[str, int]]:
        readings = [(reading.normal_form.replace("ё", "е"), self.tags.number(reading.tag)) for reading in parse(form)]
        return readings or [(form, self._unknown)]

    def _look_up(self, words: Spelled, answers: Answers) -> None:
        """Settle the words of the dictionary."""
        which, group, groups = self._lexicon.read_likeliest(words, answers.open())
        likeliest, common = (groups.first(self._allows[wanted])[group] for wanted in answers.wanted)
        self._put(answers, 0, words, which, likeliest)
        answers.lemma[1, which], answers.tag[1, which] = answers.lemma[0, which], answers.tag[0, which]
        other = np.flatnonzero(common != likeliest)
        answers.tag[1, which[other]] = NO_TAG
        self._put(answers, 1, words, which[other], common[other])
        answers.settled[which] = True

    def _put(self, answers: Answers, row: int, words: Spelled, which: Places, rule: Places) -> None:
        which, rule = which[rule != NO_RULE], rule[rule != NO_RULE]
        self._put_guesses(answers, row, words, Guesses(which, np.zeros(len(which), dtype=np.intp), rule))

    def _put_guesses(self, answers: Answers, row: int, words: Spelled, guesses: Guesses) -> None:
        lemmas = self._rules.lemmas(words.pick(guesses.word), guesses.skip, guesses.rule)
        answers.put(row, guesses.word, lemmas, self._rules.tag[guesses.rule])

    def _take_latin(self, words: Spelled, answers: Answers) -> None:
        """Settle words in Latin script."""
        which = answers.open()
        which = which[(words.kinds[which] & CYRILLIC) == 0]
        for row in range(2):
            answers.put(row, which, words.pick(which), self._latin)
        answers.settled[which] = True

    def _read_halves(self, words: Spelled, answers: Answers) -> None:
        """Settle words with one hyphen whose second half, at least, can be read."""
        which = answers.open()
        which = which[(words.kinds[which] & HYPHEN) > 0]
        special = np.array([_is_special(form) for form in words.pick(which)], dtype=bool)
        self._ask(words, which[special], answers)
        halves = {
            word: words.forms[word].split("-") for word in which[~special].tolist() if _has_halves(words.forms[word])
        }
        readings = self._read_all(sorted({half for pair in halves.values() for half in pair}))
        for word, (left, right) in halves.items():
            # Without a reading of the second half there is none of the whole.
            if readings[right]:
                answers.put_readings(word, read_halves(left, readings[left], readings[right]))

    def _read_all(self, forms: Sequence[str]) -> dict[str, list[Half]]:
        """Give all readings of some forms, likeliest first, but for those that are no part of speech."""
        words = Spelled(forms)
        which, group, groups = self._lexicon.read_likeliest(words, np.arange(len(forms)))
        readings: dict[str, list[Half]] = {form: [] for form in forms}
        word, place = groups.of(group)
        known = Guesses(which[word], np.zeros(len(word), dtype=np.intp), groups.rule[place])
        # Signs and Latin letters alone are no part of speech.
        unknown = np.setdiff1d(np.flatnonzero(words.kinds & (CYRILLIC | OTHER)), which)
        odd = np.array([bool(_cuts(form)) for form in words.pick(unknown)], dtype=bool) | ~_plain(words)[unknown]
        guessed = unknown[~odd]
        special = np.union1d(self._lexicon.in_corpus(words, guessed), self._guesser.beyond(words, guessed))
        guessed = np.setdiff1d(guessed, special)
        by_ending, ambiguous = self._guesser.by_ending(words, guessed)
        for guesses in (known, self._guesser.by_rest(words, guessed), by_ending):
            forms_read = words.pick(guesses.word)
            lemmas = self._rules.lemmas(forms_read, guesses.skip, guesses.rule)
            for form, lemma, tag in zip(forms_read, lemmas, self._rules.tag[guesses.rule].tolist(), strict=True):
                readings[form].append((lemma, tag, self.tags.agreement(tag)))
        for form in words.pick(np.concatenate([unknown[odd], special, ambiguous])):
            readings[form] = [(lemma, tag, self.tags.agreement(tag)) for lemma, tag in self._parse(form)]
        return {form: [half for half in found if half[2]] for form, found in readings.items()}

    def _guess(self, words: Spelled, answers: Answers) -> None:
        """Settle words by analogy with others."""
        which = answers.open()
        by_rest = self._guesser.by_rest(words, which)
        allowed = self._allows[[PRODUCTIVE, PRODUCTIVE_COMMON]]
        for row in range(2):
            self._put_guesses(answers, row, words, by_rest.first(allowed[row]))
        lacking = which[(answers.tag[:, which] == NO_TAG).any(axis=0)]
        by_ending, ambiguous = self._guesser.by_ending(words, lacking)
        for row in range(2):
            first = by_ending.first(allowed[row])
            self._put_guesses(answers, row, words, first.of(answers.tag[row, first.word] == NO_TAG))
        answers.settled[which] = answers.tag[0, which] != NO_TAG
        self._ask(words, ambiguous, answers)

    def _cut_prefixes(self, words: Spelled, answers: Answers) -> None:
        """Settle words that begin with a known prefix, longer prefixes first."""
        cuts = {word: _cuts(words.forms[word]) for word in answers.open().tolist()}
        cuts = {word: prefixes for word, prefixes in cuts.items() if prefixes}
        while cuts:
            longest = {word: prefixes.pop() for word, prefixes in cuts.items()}
            rests = {word: words.forms[word][len(prefix) :] for word, prefix in longest.items()}
            distinct = sorted(set(rests.values()))
            number = {rest: number for number, rest in enumerate(distinct)}
            found = self.answer(distinct, (PRODUCTIVE, PRODUCTIVE_COMMON))
            for word, prefix in longest.items():
                answers.adopt(word, prefix, found, number[rests[word]])
            cuts = {word: prefixes for word, prefixes in cuts.items() if prefixes and answers.lacks(word)}


@cache
def lemmatiser() -> Lemmatiser:
    """Make the lemmatiser, once."""
    return Lemmatiser()


def _plain(words: Spelled) -> Truths:
    """Which words are Cyrillic, or Latin and no numbers."""
    kinds = words.kinds
    letter = words.signs.first[words.first]
    latin = (kinds & (LATIN | CYRILLIC) == LATIN) & (letter >= ord("a")) & (letter <= ord("z"))
    which = np.flatnonzero(latin)
    latin[which] = [form not in _LATIN_NUMBERS for form in words.pick(which)]
    plain: Truths = (kinds & OTHER == 0) & (latin | (kinds & CYRILLIC > 0))
    return plain


def _is_special(form: str) -> bool:
    """Whether a form may be an adverb such as «по-моему», or have a particle such as «-то»."""
    return form.startswith("по-") or form.endswith(PARTICLES)


def _has_halves(form: str) -> bool:
    """Whether a form has one hyphen, inside, that belongs to no known prefix."""
    return form.count("-") == 1 and not form.startswith("-") and not form.endswith("-") and not _prefixes(form)


def _prefixes(form: str) -> list[str]:
    """Give the known prefixes of a form, shorter ones first."""
    return [prefix for prefix in _PREFIXES.get(form[:2], ()) if form.startswith(prefix)]


def _cuts(form: str) -> list[str]:
    """Give the known prefixes of a form that leave enough of it, shorter ones first."""
    return [prefix for prefix in _prefixes(form) if len(form) >= len(prefix) + _MIN_REST]
