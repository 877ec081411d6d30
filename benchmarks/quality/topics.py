"""Rivals that are libraries of their own: anchored CorEx, seeded LDA, BERTopic."""

from __future__ import annotations

from typing import Any

import numpy as np
from bertopic import BERTopic
from bertopic.backend import BaseEmbedder
from corextopic import corextopic
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize
from tomotopy import LDAModel
from umap import UMAP

from quality.embeddings import embed
from quality.exchange import Task
from quality.simple import k_means, seed_columns

# As many topics as in the measurements that this project began with; the first ones are the themes.
_TOPICS = 20
_ANCHOR_STRENGTH = 3
_LDA_ROUNDS = 500
# A word's prior in the topic that it is a seed of, and in the others.
_LDA_OWN, _LDA_OTHER = 1.0, 1e-4
_SMALLEST_TOPIC = 10


def corex(task: Task, variant: str, seed: int) -> NDArray[np.float64]:
    """Anchored CorEx: probability of each theme's topic."""
    names = [str(number) for number in range(len(task.terms))]
    anchors = [[str(column) for column in group] for group in seed_columns(task, variant)]
    model = corextopic.Corex(n_hidden=_TOPICS, seed=seed)
    present = (task.counts > 0).astype(np.float64).tocsr()
    model.fit(_matrix(present), words=names, anchors=anchors, anchor_strength=_ANCHOR_STRENGTH)
    return np.asarray(model.log_p_y_given_x[:, : len(anchors)])


def seeded_lda(task: Task, variant: str, seed: int) -> NDArray[np.float64]:
    """Give each article's share of the themes' topics by LDA whose topics' words have priors."""
    themes = seed_columns(task, variant)
    model = LDAModel(k=_TOPICS, seed=seed, min_cf=0)
    for words in _words(task):
        model.add_doc(words or ["-"])
    for topic, group in enumerate(themes):
        prior = [_LDA_OWN if k == topic else _LDA_OTHER for k in range(_TOPICS)]
        for column in group:
            model.set_word_prior(_joined(task.terms[column]), prior)
    # One worker: with several the result would change from run to run.
    model.train(_LDA_ROUNDS, workers=1)
    return np.array([document.get_topic_dist()[: len(themes)] for document in model.docs])


def zero_shot(task: Task, variant: str, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """Cosine of embeddings to those of the seed words, as a question."""
    questions = [", ".join(theme["words"]) for theme in task.about["variants"][variant]]
    return np.asarray(vectors @ _embedder().embed(questions).T, dtype=np.float64)


def guided_bertopic(task: Task, variant: str, vectors: NDArray[np.float32], seed: int) -> NDArray[np.float64]:
    """How much of its topic's weight the theme's seed words have; nothing for what BERTopic leaves out."""
    themes = seed_columns(task, variant)
    words = [[_joined(task.terms[column]) for column in group] for group in themes]
    model, topics = _bertopic(task, vectors, seed, words)
    vocabulary = model.vectorizer_model.vocabulary_
    columns = [[vocabulary[word] for word in group if word in vocabulary] for group in words]
    weights = normalize(model.c_tf_idf_)
    of_topic = np.stack([np.asarray(weights[:, group].sum(axis=1)).ravel() for group in columns], axis=1)
    # The first row is that of the articles left out, where there are any.
    first = -min(0, *topics)
    scores = of_topic[np.array(topics) + first]
    return np.where(np.array(topics)[:, None] >= 0, scores, 0.0)


def free_bertopic(task: Task, vectors: NDArray[np.float32], seed: int) -> NDArray[np.int64]:
    """BERTopic reduced to the true number of topics, what it leaves out put to the nearest one."""
    model, topics = _bertopic(task, vectors, seed, None)
    documents = _documents(task)
    wanted = task.about["number"] + (1 if -1 in topics else 0)
    model.reduce_topics(documents, nr_topics=wanted)
    found = model.reduce_outliers(documents, model.topics_, strategy="embeddings", embeddings=vectors)
    return np.array(found, dtype=np.int64)


def embedded_k_means(task: Task, vectors: NDArray[np.float32], seed: int) -> NDArray[np.int64]:
    return k_means(vectors, task.about["number"], seed)


class _Embedder(BaseEmbedder):  # type: ignore[misc]  # BERTopic ships no types
    """The embedding model as BERTopic asks for it."""

    def embed(self, documents: list[str], verbose: bool = False) -> NDArray[np.float32]:  # noqa: ARG002 - BERTopic's
        return embed(list(documents))


def _embedder() -> Any:
    return _Embedder()


def _bertopic(
    task: Task, vectors: NDArray[np.float32], seed: int, seed_words: list[list[str]] | None
) -> tuple[Any, list[int]]:
    model = BERTopic(
        language="multilingual",
        embedding_model=_embedder(),
        umap_model=UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed, n_jobs=1),
        vectorizer_model=CountVectorizer(tokenizer=str.split, token_pattern=None, lowercase=False),
        min_topic_size=_SMALLEST_TOPIC,
        seed_topic_list=seed_words,
    )
    topics, _ = model.fit_transform(_documents(task), embeddings=vectors)
    return model, list(topics)


def _documents(task: Task) -> list[str]:
    """Lemmas of each article in no order: what has a use for words here counts them."""
    return [" ".join(words) or "-" for words in _words(task)]


def _words(task: Task) -> list[list[str]]:
    names = [_joined(term) for term in task.terms]
    counts = task.counts
    ends = zip(counts.indptr[:-1], counts.indptr[1:], strict=True)
    return [
        [names[column] for at in range(begin, end) for column in [counts.indices[at]] * int(counts.data[at])]
        for begin, end in ends
    ]


def _joined(term: str) -> str:
    return term.replace(" ", "_")


def _matrix(counts: Any) -> Any:
    """CorEx multiplies with an asterisk, which arrays take for something else."""
    from scipy.sparse import csr_matrix

    return csr_matrix(counts)
