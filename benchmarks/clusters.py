"""Discovered themes on news with editorial rubrics: adjusted Rand index at the true number of classes."""

from __future__ import annotations

import os
import tempfile
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfTransformer, TfidfVectorizer
from sklearn.metrics import adjusted_rand_score

from _data import need, records
from tematika.language.lemma_stream import read_stream
from tematika.language.terms import find_terms
from tematika.pipeline.former_calls import read_corpus, sort_corpus
from tematika.settings import check_settings

SEEDS = range(5)


def k_means(matrix: sp.csr_array, number: int, seed: int) -> Any:
    return KMeans(number, n_init=3, random_state=seed).fit_predict(matrix)


def measure(name: str) -> None:
    path = need(f"clusters/{name}.jsonl.gz")
    rows = records(path)
    labels = {row["id"]: row["label"] for row in rows if row["label"]}
    number = len(set(labels.values()))
    results: dict[str, list[float]] = {"tematika": []}
    for seed in SEEDS:
        settings = check_settings(
            {"articles": [str(path)], "themes": "none", "discovered": number, "outliers": False, "seed": seed}
        )
        articles = sort_corpus(settings, read_corpus(settings)).articles
        pairs = [
            (labels[ref], cluster) for ref, cluster in articles.select("ref", "cluster").iter_rows() if ref in labels
        ]
        results["tematika"].append(adjusted_rand_score(*zip(*pairs, strict=True)))

    labelled = [row for row in rows if row["label"]]
    truth = [row["label"] for row in labelled]
    texts = [f"{row.get('title') or ''}\n{row['text']}" for row in labelled]
    raw = TfidfVectorizer(min_df=2, sublinear_tf=True).fit_transform(texts)
    lemmas = TfidfTransformer(sublinear_tf=True).fit_transform(find_terms(read_stream(texts)).counts())
    for rival, matrix in (("k-means, raw words", raw), ("k-means, lemmas", lemmas)):
        results[rival] = [adjusted_rand_score(truth, k_means(matrix, number, seed)) for seed in SEEDS]

    print(f"{name}: {len(labels)} labelled articles, {number} rubrics, {len(SEEDS)} seeds")
    for rival, values in results.items():
        print(f"  {rival:22} adjusted Rand index {np.mean(values):.3f}, standard deviation {np.std(values):.3f}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TEMATIKA_RUN"] = folder
        for collection in ("lenta9", "nplus1"):
            measure(collection)
