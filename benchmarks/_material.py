"""Real texts as material: paragraphs whose names, figures and words can be exchanged, and the growth of their forms."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from _data import need, records
from tematika.language.tokens import WORD, fold

COLLECTIONS = (
    "scale/press_2025",
    "scale/leads_2000_2026",
    "scale/kremlin_2025",
    "clusters/nplus1",
    "clusters/lenta9",
)
# Below this number of words Heaps' law does not hold yet.
LAW_FROM = 100_000

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[«\"—–]?\s?[А-ЯЁ])")
_SENTENCES_A_PARAGRAPH = 3
_SHORTEST, _LONGEST = 30, 500
# A figure, a name that does not begin a sentence, a long word; none of them joined to another by a hyphen.
_SLOT = re.compile(r"(?<![\w-])(?:\d+|(?<=[а-яё,] )[А-ЯЁ][а-яё]{3,}|[а-яё]{7,})(?![\w-])")
_WORDS_A_SENTENCE = 3


class Paragraph(NamedTuple):
    """A few sentences: text and slots by turns, text first; how many words they have."""

    parts: tuple[str, ...]
    words: int


class Heaps(NamedTuple):
    """Distinct forms among `words` words: ``k * words ** beta``."""

    k: float
    beta: float

    def at(self, words: int) -> float:
        """Distinct forms among the first so many words."""
        return self.k * words**self.beta


@dataclass(frozen=True)
class Material:
    """What the stream is made of: paragraphs by collection, all real forms, and the growth of their number."""

    collections: tuple[tuple[Paragraph, ...], ...]
    forms: frozenset[str]
    heaps: Heaps
    growth: tuple[tuple[int, int], ...]


def load_material() -> Material:
    """Read the real texts."""
    collections = [[record["text"] for record in records(need(f"{name}.jsonl.gz"))] for name in COLLECTIONS]
    placed = [(place / len(texts), text) for texts in collections for place, text in enumerate(texts)]
    in_order = [text for _, text in sorted(placed, key=lambda pair: pair[0])]
    forms: set[str] = set()
    growth = tuple(count_forms(in_order, forms))
    law = np.log([point for point in growth if point[0] >= LAW_FROM])
    beta, log_k = np.polyfit(law[:, 0], law[:, 1], 1)
    chance = random.Random(0)  # noqa: S311 - no secrets here
    paragraphs = tuple(tuple(_paragraphs(texts, chance)) for texts in collections)
    return Material(paragraphs, frozenset(forms), Heaps(float(np.exp(log_k)), float(beta)), growth)


def count_forms(texts: Iterable[str], forms: set[str]) -> Iterator[tuple[int, int]]:
    """Yield words and distinct forms at ten to the power of 4, 4¼, 4½ and so on, and at the end."""
    words, power = 0, 4.0
    for text in texts:
        found = WORD.findall(fold(text))
        forms.update(found)
        words += len(found)
        if words >= 10**power:
            yield words, len(forms)
            power += 0.25
    yield words, len(forms)


def _paragraphs(texts: Iterable[str], chance: random.Random) -> Iterator[Paragraph]:
    known: set[str] = set()
    for text in texts:
        lines = [line for line in text.split("\n") if len(line) >= _SHORTEST]
        sentences = [some for line in lines for some in SENTENCE_END.split(line) if _SHORTEST <= len(some) <= _LONGEST]
        new = [sentence for sentence in dict.fromkeys(sentences) if sentence not in known]
        known.update(new)
        for start in range(0, len(new), _SENTENCES_A_PARAGRAPH):
            yield _cut(new[start : start + _SENTENCES_A_PARAGRAPH], chance)


def _cut(sentences: list[str], chance: random.Random) -> Paragraph:
    text = " ".join(sentences)
    slots = list(_SLOT.finditer(text))
    small = [slot for slot in slots if slot.group()[0].islower()]
    chosen = set(chance.sample(small, min(len(small), _WORDS_A_SENTENCE * len(sentences))))
    parts, end = [], 0
    for slot in slots:
        if slot.group()[0].islower() and slot not in chosen:
            continue
        parts += [text[end : slot.start()], slot.group()]
        end = slot.end()
    return Paragraph((*parts, text[end:]), len(WORD.findall(text)))
