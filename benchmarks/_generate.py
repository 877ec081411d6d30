"""Made-up corpora of any size: real sentences put together anew, with names, numbers and words that never were.

An article is made of paragraphs of other articles of one collection, in which names, figures and some words are
exchanged. New forms come in at the rate at which they do in the real texts: K and beta of Heaps' law are fitted on
these, read in order, and wherever the stream lags behind the curve, words are invented. A few articles are near copies.
`python benchmarks/_generate.py` prints how many distinct forms the stream has beside the real texts and the curve.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import numpy as np

from _invented import Invented
from _material import COLLECTIONS, LAW_FROM, SENTENCE_END, Material, Paragraph, count_forms, load_material
from _tables import show
from tematika.language.tokens import WORD, fold

YEAR = (datetime(2025, 1, 1), datetime(2026, 1, 1))
SOURCES_EACH = 3
LENGTH = 1_500
NEAR_COPIES = 0.02

_EXCHANGED = 0.5
_ENDING, _REMEMBERED = 4, 64
# Paragraphs that meet in an article come from about the same place of a collection; later less and less so.
_NEAR, _FAR = 100, 5_000
_COPIED = 500


def generate(
    material: Material, number: int, seed: int = 0, span: tuple[datetime, datetime] = YEAR
) -> Iterator[dict[str, str]]:
    """Yield articles in order of their dates, which are spread evenly over the span."""
    writer = _Writer(material, random.Random(seed))  # noqa: S311 - no secrets here
    start, end = span
    recent: list[dict[str, str]] = []
    for i in range(number):
        date = (start + (end - start) * i / number).isoformat(" ", "seconds")
        copy = recent and writer.chance.random() < NEAR_COPIES
        article = _near_copy(recent, writer.chance) if copy else writer.article()
        article |= {"id": f"made-up-{i:07d}", "date": date}
        yield article
        if not copy:
            recent[i % _COPIED : i % _COPIED + 1] = [article]


def write(path: Path, articles: Iterable[dict[str, str]]) -> None:
    """Write articles as they come."""
    with gzip.open(path, "wt", compresslevel=1, encoding="utf8") as file:
        file.writelines(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)


class _Writer:
    """Writes articles, and keeps count of the words and of the distinct forms in them."""

    def __init__(self, material: Material, chance: random.Random) -> None:
        self.chance = chance
        self._material = material
        self._invented = Invented(chance, material.forms)
        self._streams = [self._endless(some) for some in material.collections]
        weights = [sum(one.words for one in some) for some in material.collections]
        self._weights = np.array(weights) / sum(weights)
        self._due = np.zeros(len(weights))
        self._seen: set[str] = set()
        self._as_written: set[str] = set()
        self._used: set[int] = set()
        self._words = 0
        self._lacking = 0
        self._alike: dict[str, list[str]] = {}

    def article(self) -> dict[str, str]:
        """Write one, of the collection that is furthest behind."""
        collection = int(np.argmax(self._due))
        length, least = 0, LENGTH * self.chance.uniform(0.5, 1.25)
        paragraphs = []
        while length < least:
            paragraphs.append(self._fill(next(self._streams[collection])))
            length += len(paragraphs[-1])
        self._due += self._weights * length
        self._due[collection] -= length
        title = " ".join(paragraphs[-1].split()[:9]).rstrip(".,:;!?— ")
        source = f"source {collection * SOURCES_EACH + int(self.chance.random() * SOURCES_EACH) + 1}"
        return {"title": title, "text": "\n".join(paragraphs), "source": source}

    def _endless(self, paragraphs: tuple[Paragraph, ...]) -> Iterator[Paragraph]:
        near = _NEAR
        while True:
            order = sorted((i + self.chance.random() * near, i) for i in range(len(paragraphs)))
            yield from (paragraphs[i] for _, i in order)
            near = _FAR

    def _fill(self, paragraph: Paragraph) -> str:
        parts, words = paragraph
        # Paragraphs stay alive as long as the material does, so that their numbers are theirs alone.
        if id(paragraph) not in self._used:
            self._used.add(id(paragraph))
            self._seen.update(WORD.findall(fold(" ".join(parts[::2]))))
        self._words += words
        self._lacking = int(self._material.heaps.at(self._words)) - len(self._seen) - self._invented.forms
        filled = list(parts)
        for place in range(1, len(parts), 2):
            slot = parts[place]
            if slot[0].isdigit():
                filled[place] = self._figure(slot)
            elif slot[0].isupper():
                filled[place] = self._name(slot)
            else:
                filled[place] = self._word(slot)
        return "".join(filled)

    def _figure(self, slot: str) -> str:
        low = 10 ** (len(slot) - 1)
        return str(low + int(self.chance.random() * 9 * low)) if self.chance.random() < _EXCHANGED else slot

    def _name(self, slot: str) -> str:
        if self.chance.random() < _EXCHANGED:
            return self._kept(slot)
        return self._counted(slot, self._invented.name(slot, self._lacking > 0))

    def _word(self, slot: str) -> str:
        if self.chance.random() < _EXCHANGED:
            return self._counted(slot, self._invented.compound(slot, self._lacking > 0))
        # In the place of a word another that ends alike, mostly in the same part of speech and case.
        alike = self._alike.setdefault(slot[-_ENDING:], [])
        if len(alike) < _REMEMBERED:
            alike.append(slot)
            return self._kept(slot)
        place = int(self.chance.random() * _REMEMBERED)
        other, alike[place] = alike[place], slot
        return self._kept(other)

    def _counted(self, slot: str, form: str) -> str:
        if form == slot:
            return self._kept(slot)
        self._lacking -= 1
        return form

    def _kept(self, form: str) -> str:
        if form not in self._as_written:
            self._as_written.add(form)
            self._seen.add(fold(form))
        return form


def _near_copy(recent: list[dict[str, str]], chance: random.Random) -> dict[str, str]:
    """Another source's version of a recent article: its last sentence is missing."""
    article = chance.choice(recent)
    shorter = SENTENCE_END.split(article["text"])[-1]
    text = article["text"].removesuffix(shorter).rstrip() or article["text"]
    return article | {"text": text, "source": f"source {len(COLLECTIONS) * SOURCES_EACH + 1}"}


def check(material: Material, number: int, seed: int) -> None:
    """Print distinct forms of real texts, of the stream, and of the law."""
    k, beta = material.heaps
    print(f"Heaps' law, fitted on the real texts from {LAW_FROM:,} words: K = {k:.1f}, beta = {beta:.3f}")
    texts = (article["text"] for article in generate(material, number, seed))
    rows = []
    for place, (words, forms) in enumerate(count_forms(texts, set())):
        real = f"{material.growth[place][1]:,}" if place < len(material.growth) - 1 else "–"
        rows.append([f"{words:,}", f"{material.heaps.at(words):,.0f}", f"{forms:,}", real])
    show(["words", "law", "made-up news", "real texts"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000, help="how many [100000]")
    parser.add_argument("--seed", type=int, default=0, help="of all random numbers [0]")
    parser.add_argument("--out", type=Path, help="write them to this file (.jsonl.gz) instead of counting forms")
    given = parser.parse_args()
    material = load_material()
    if given.out:
        write(given.out, generate(material, given.articles, given.seed))
    else:
        check(material, given.articles, given.seed)


if __name__ == "__main__":
    main()
