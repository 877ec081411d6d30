"""From texts to TF-IDF: lemmas of this project beside scikit-learn on raw words.

Same texts, same words, same process and one core for all; medians of alternating rounds. Warm means that the lemma of
every form is known already.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from itertools import islice

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfVectorizer

from _data import need, records
from _tables import goal, show
from tematika.language.lemma_stream import LemmaStream, read_stream
from tematika.language.terms import Terms, find_lemmas, find_terms
from tematika.language.tokens import WORD
from tematika.themes.features import article_idf, normalize_rows, sublinear_tfidf

N_ARTICLES = 7_000
ROUNDS = 5


def tfidf(texts: list[str], find: Callable[[LemmaStream], Terms]) -> sp.csr_array:
    """Rows of length one, weighted as the themes are."""
    counts = find(read_stream(texts)).counts()
    idf = article_idf(counts, np.arange(len(texts), dtype=np.int32), len(texts))
    return normalize_rows(sublinear_tfidf(counts, idf))


def raw_words(texts: list[str]) -> sp.csr_array:
    return TfidfVectorizer(token_pattern=WORD.pattern, sublinear_tf=True).fit_transform(texts)


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def alternating(works: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each, all of them taking turns."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            seconds[name].append(timed(work))
    return {name: statistics.median(values) for name, values in seconds.items()}


def main() -> None:
    texts = [record["text"] for record in islice(records(need("clusters/nplus1.jsonl.gz")), N_ARTICLES)]
    print(f"{len(texts)} articles, {sum(map(len, texts)) / 1e6:.1f} million characters")
    read_stream(texts)
    warm = alternating(
        {
            "lemmas, warm": lambda: tfidf(texts, find_lemmas),
            "lemmas and collocations, warm": lambda: tfidf(texts, find_terms),
            "TfidfVectorizer, raw words": lambda: raw_words(texts),
        },
        ROUNDS,
    )
    raw = warm["TfidfVectorizer, raw words"]
    rows = [[name, f"{value:.2f} s", f"{value / raw:.2f}"] for name, value in warm.items()]
    show(["from texts to TF-IDF", "time", "of that of raw words"], rows)
    goal("warm lemma TF-IDF, part of TfidfVectorizer's time on raw words", warm["lemmas, warm"] / raw, most=0.4)


if __name__ == "__main__":
    main()
