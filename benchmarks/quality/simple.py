"""Rivals that need no more than counts of words and scikit-learn."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, LatentDirichletAllocation, TruncatedSVD
from sklearn.feature_extraction.text import TfidfTransformer, TfidfVectorizer
from sklearn.preprocessing import normalize

from quality.exchange import Task

_SVD_NAMED = 100
_SVD_CLUSTERS = 50


def tfidf(task: Task) -> sp.csr_array:
    """Sublinear TF-IDF of the lemmas, rows of length one."""
    return sp.csr_array(TfidfTransformer(sublinear_tf=True).fit_transform(task.counts))


def seed_columns(task: Task, variant: str) -> list[list[int]]:
    """Terms that the seed words of each theme stand for."""
    return [theme["columns"] for theme in task.about["variants"][variant]]


def any_seed(task: Task, variant: str) -> NDArray[np.float64]:
    return (task.seed_counts[variant] > 0).astype(np.float64)


def density(task: Task, variant: str) -> NDArray[np.float64]:
    """Seed words for each word."""
    words = np.asarray(task.counts.sum(axis=1)).ravel() + 1
    return np.asarray(task.seed_counts[variant] / words[:, None])


def cosine(task: Task, variant: str) -> NDArray[np.float64]:
    """Cosine to a text of nothing but the seed words, in TF-IDF."""
    weights = tfidf(task)
    return np.asarray((weights @ _questions(task, variant).T).toarray())


def cosine_svd(task: Task, variant: str, seed: int) -> NDArray[np.float64]:
    """Add the cosine in the space of a truncated SVD."""
    weights, questions = tfidf(task), _questions(task, variant)
    svd = TruncatedSVD(_SVD_NAMED, random_state=seed)
    latent = normalize(svd.fit_transform(weights))
    return np.asarray((weights @ questions.T).toarray() + latent @ normalize(svd.transform(questions)).T)


def k_means_raw(task: Task, seed: int) -> NDArray[np.int64]:
    """k-means on TF-IDF of words as written."""
    matrix = TfidfVectorizer(min_df=2, sublinear_tf=True).fit_transform(task.texts)
    return k_means(matrix, task.about["number"], seed)


def k_means_lemmas(task: Task, seed: int) -> NDArray[np.int64]:
    return k_means(tfidf(task), task.about["number"], seed)


def k_means_svd(task: Task, seed: int) -> NDArray[np.int64]:
    latent = TruncatedSVD(_SVD_CLUSTERS, random_state=seed).fit_transform(tfidf(task))
    return k_means(normalize(latent), task.about["number"], seed)


def nmf(task: Task, seed: int) -> NDArray[np.int64]:
    model = NMF(task.about["number"], init="nndsvdar", random_state=seed, max_iter=300, tol=1e-3)
    return np.asarray(model.fit_transform(tfidf(task)).argmax(axis=1))


def lda(task: Task, seed: int) -> NDArray[np.int64]:
    model = LatentDirichletAllocation(task.about["number"], learning_method="online", random_state=seed)
    return np.asarray(model.fit_transform(task.counts).argmax(axis=1))


def k_means(matrix: Any, number: int, seed: int) -> NDArray[np.int64]:
    """Cut rows by k-means, the best of three starts."""
    return np.asarray(KMeans(number, n_init=3, random_state=seed).fit_predict(matrix), dtype=np.int64)


def _questions(task: Task, variant: str) -> sp.csr_array:
    """Seed words of each theme as a text, every word once, in TF-IDF: shape (n_themes, n_terms)."""
    columns = seed_columns(task, variant)
    rows = np.repeat(np.arange(len(columns)), [len(group) for group in columns])
    shape = (len(columns), len(task.terms))
    once = sp.csr_array((np.ones(len(rows)), (rows, np.concatenate(columns).astype(int))), shape=shape)
    return sp.csr_array(TfidfTransformer(sublinear_tf=True).fit(task.counts).transform(once))
