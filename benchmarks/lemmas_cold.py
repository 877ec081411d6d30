"""Lemmas of all word forms of a popular-science site, nothing known beforehand: the bulk lemmatiser beside pymorphy3.

Both have the dictionary loaded; what the lemmatiser makes of it for itself counts as its time. They take turns.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable

from _data import need, records
from _tables import goal, show
from tematika.language.bulk import lemmas_of
from tematika.language.lemmas import analyzer, lemma_of
from tematika.language.lemmatiser import lemmatiser
from tematika.language.tokens import tokens

RUNS = 5


def timed(work: Callable[[], object]) -> float:
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def cold(forms: list[str]) -> None:
    lemmatiser.cache_clear()
    lemmas_of(forms)


def plain_loop(forms: list[str]) -> list[object]:
    parse = analyzer().parse
    return [parse(form)[0] for form in forms]


def unequal(forms: list[str]) -> int:
    """Count the forms whose lemma, part of speech, name or place differ from pymorphy3's, with or without a capital."""
    table = lemmas_of(forms)
    return sum(
        any(table.of(number, capital) != lemma_of(form, capital) for capital in (True, False))
        for number, form in enumerate(forms)
    )


def main() -> None:
    texts = records(need("clusters/nplus1.jsonl.gz"))
    forms = sorted({token.form for text in texts for token in tokens(f"{text['title']}\n{text['text']}")})
    load = timed(analyzer)
    pairs = [(timed(lambda: cold(forms)), timed(lambda: plain_loop(forms))) for _ in range(RUNS)]
    ours, loop = (statistics.median(seconds) for seconds in zip(*pairs, strict=True))
    print(f"{len(forms):,} distinct forms of {len(texts):,} articles; pymorphy3 loads in {load:.2f} s, apart")
    rows = [
        ["`parse(form)[0]` in a loop", f"{loop:.2f} s", "1.0", "–"],
        ["tematika", f"{ours:.2f} s", f"{loop / ours:.1f}", f"{unequal(forms)} of {len(forms):,}"],
    ]
    show(["lemmas of all forms, cold", "time", "times faster", "unequal forms"], rows)
    goal("cold lemmas, times faster than `parse(word)[0]` in a loop", loop / ours, least=4)


if __name__ == "__main__":
    main()
