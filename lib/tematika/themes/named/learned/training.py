"""Weights of named themes learned from labelled articles, and how good they are on collections left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.errors import LabelsError
from tematika.language.gazetteer import find_places
from tematika.language.lemma_stream import LemmaStream, read_stream
from tematika.language.lemmas import NAME_TAGS, lemmas_of_seed, parse
from tematika.language.personal_names import count_introduced, is_personal_name
from tematika.language.tokens import tokens
from tematika.themes.annotations import NEGATIVE, POSITIVE, UNLABELLED
from tematika.themes.definitions import ThemeDefinition
from tematika.themes.named.learned.article_terms import (
    PLACE,
    SEED,
    Occurrences,
    group_by_article,
    seed_feature_names,
    seed_features,
)
from tematika.themes.named.learned.estimator import (
    FEWEST_POSITIVE,
    LearnedThemes,
    expected_calibration_error,
    truncate,
)
from tematika.themes.seed_words import find_seeds
from tematika.themes.theme_weights import ThemeWeights
from tematika.themes.types import Units

# Probability from which an article carries a theme: about half of the F1 that is reached (Lipton et al. 2014).
DECISION = 0.4
# Terms that each theme keeps in the file.
MOST_TERMS = 3_500
# A word in Latin letters has to stand in so many collections: most are names of somebody or something.
_FEWEST_FOR_LATIN = 3
# Where no collections are known, articles are left out in so many folds.
_FOLDS = 5
_FEWEST_OF_SOURCE = 20
# Names of media, and words that tell who publishes: they say nothing of themes, and a corpus has its own.
_MEDIA = (
    "риа тасс интерфакс коммерсант коммерсантъ ведомость ведомости лента lenta рбк регнум regnum известие известия "
    "форбс forbes газета.ru лентаруть спутник sputnik белта belta рамблер rambler дзен ura фонтанка fontanka mail "
    "reuters рейтер рейтерс bloomberg блумберг afp франс-пресс wsj cnn bbc би-би-си медуза интерфакс-запад прайм "
    "nplus1 metalinfo металлоснабжение vedomosti interfax guardian times politico axios newsweek bild spiegel figaro "
    "scmp nyt infoline rt post journal daily review telegram vk youtube youtube-канал telegram-канал телеграм-канал "
    "фото фотография тезис гос подписаться подписчик"
)


@dataclass(frozen=True)
class Examples:
    """Labelled articles, described.

    Attributes
    ----------
    terms : list of str
    values : csr_array of shape (n_articles, n_terms)
    seeds : ndarray of shape (n_articles, n_seed_features)
    labels : ndarray of int8, shape (n_articles, n_themes)
        `POSITIVE`, `NEGATIVE` or `UNLABELLED`.
    groups : ndarray of str, shape (n_articles,)
        The collection of each article.
    unfit : frozenset of str
        Words that have no weight, as they name persons or media.
    """

    terms: list[str]
    values: sp.csr_array
    seeds: NDArray[np.float64]
    labels: NDArray[np.int8]
    groups: NDArray[Any]
    unfit: frozenset[str] = frozenset()

    @property
    def matrix(self) -> sp.csr_array:
        """Terms and seed features side by side."""
        return sp.csr_array(sp.hstack([self.values, sp.csr_array(self.seeds)], format="csr"))


def describe_articles(
    units: Units, definitions: Sequence[ThemeDefinition], labels: NDArray[np.int8], groups: NDArray[Any]
) -> Examples:
    """Describe labelled articles.

    Parameters
    ----------
    units : Units
        Of all articles, labelled or not.
    definitions : sequence of ThemeDefinition
    labels : ndarray of int8, shape (n_articles, n_themes)
    groups : ndarray of str, shape (n_articles,)
        The collection of each article; empty for those without a label, which are left out.
    """
    stream = read_stream(units.texts)
    words = [word for theme in definitions for word in (*theme.seeds, *theme.avoid, *theme.contrast)]
    hits = find_seeds(stream, tuple(dict.fromkeys(words)))
    by_article = group_by_article(units)
    occurrences = Occurrences(stream, find_places(stream), hits)
    rows = np.flatnonzero((groups != "") & (np.bincount(units.article, minlength=units.n_articles) > 0))
    values = occurrences.values(by_article)[rows]
    unfit = _media(units.sources) | _personal_names(stream, units.texts)
    unfit |= {lemma for lemma in stream.lemmas if _is_name(lemma)}
    kept = [at for at, term in enumerate(occurrences.names) if term[0] == SEED or unfit.isdisjoint(term.split(" "))]
    return Examples(
        [occurrences.names[at] for at in kept],
        sp.csr_array(values[:, kept]),
        seed_features(stream, hits, definitions, by_article)[rows],
        labels[rows],
        groups[rows],
        unfit,
    )


def with_vectors(
    examples: Examples, vectors: Mapping[str, NDArray[np.float32]]
) -> tuple[Examples, NDArray[np.float32] | None]:
    """Return the examples with the terms that can have a weight, and the vectors of these terms.

    Terms of one article that have no vector are dropped, and so are words in Latin letters in few collections. Words
    that have a vector and stand in no article are added, for what is learned from their neighbours holds for them.
    """
    n_articles = np.bincount(examples.values.indices, minlength=len(examples.terms))
    n_groups = _n_groups(examples)
    kept = [
        at
        for at, term in enumerate(examples.terms)
        if (n_articles[at] > 1 or term in vectors) and (n_groups[at] >= _FEWEST_FOR_LATIN or not _is_latin(term))
    ]
    unknown = set(vectors) - set(examples.terms) - examples.unfit - _media(())
    unseen = sorted(word for word in unknown if not _is_latin(word) and not _is_name(word))
    terms = [*(examples.terms[at] for at in kept), *unseen]
    nothing = sp.csr_array((examples.values.shape[0], len(unseen)))
    values = sp.csr_array(sp.hstack([examples.values[:, kept], nothing], format="csr"))
    smaller = replace(examples, terms=terms, values=values)
    if not vectors:
        return smaller, None
    zero = np.zeros_like(next(iter(vectors.values())))
    return smaller, np.array([vectors.get(term, zero) for term in terms], dtype=np.float32)


def group_examples(collections: Sequence[str | None], sources: Sequence[str | None]) -> tuple[NDArray[Any], str]:
    """Return what is left out in turn, and the name of that: collection, source or fold.

    Parameters
    ----------
    collections : sequence of str or None
        The collection of each article; None for articles without a label.
    sources : sequence of str or None
        Who published it.
    """
    labelled = [name is not None for name in collections]
    if len({name for name in collections if name is not None}) > 1:
        return np.array([name or "" for name in collections]), "collection"
    sizes = Counter(source for source, own in zip(sources, labelled, strict=True) if own)
    if len(sizes) > 1 and None not in sizes and min(sizes.values()) >= _FEWEST_OF_SOURCE:
        return np.array([source if own else "" for source, own in zip(sources, labelled, strict=True)]), "source"
    folds = np.cumsum(labelled) % _FOLDS
    return np.where(labelled, np.char.add("fold ", (folds + 1).astype(str)), ""), "fold"


def learnable(examples: Examples) -> NDArray[np.bool_]:
    """Return which themes have labels enough, whichever group is left out."""
    enough = np.ones(examples.labels.shape[1], dtype=np.bool_)
    for name in np.unique(examples.groups):
        out = examples.groups == name
        labels, groups = examples.labels[~out], _at_least_two(examples.groups[~out])
        # The figures leave out a group, and the calibration inside them another one.
        for inner in np.unique(groups):
            rest = labels[groups != inner]
            enough &= ((rest == POSITIVE).sum(axis=0) >= FEWEST_POSITIVE) & (rest == NEGATIVE).any(axis=0)
    return enough


def learn_weights(
    examples: Examples,
    definitions: Sequence[ThemeDefinition],
    vectors: Mapping[str, NDArray[np.float32]],
    left_out: str,
    most_terms: int = MOST_TERMS,
) -> ThemeWeights:
    """Learn weights, and measure them on groups left out.

    Parameters
    ----------
    examples : Examples
    definitions : sequence of ThemeDefinition
    vectors : mapping of str to ndarray
        Vectors of words, which need not be given.
    left_out : str
        What the groups are, for the card.
    most_terms : int
        How many terms a theme keeps.

    Raises
    ------
    LabelsError
        When no theme has labels enough.
    """
    enough = learnable(examples)
    if not enough.any():
        raise LabelsError(
            f"has too few labels: outside of any two groups, a theme needs {FEWEST_POSITIVE} articles that carry it",
            "",
            "label more articles of more collections",
        )
    themes = [definition.id for definition, own in zip(definitions, enough, strict=True) if own]
    examples, of_terms = with_vectors(replace(examples, labels=examples.labels[:, enough]), vectors)
    model = _fit(examples, of_terms)
    n_terms, size = len(examples.terms), column_lengths(examples)
    terms = truncate(model.weights_[:n_terms], size, most_terms)
    used = np.flatnonzero(np.round(terms, 2).any(axis=1))
    return ThemeWeights(
        themes=tuple(themes),
        terms=tuple(examples.terms[at] for at in used),
        term_weights=terms[used],
        seeds=tuple(seed_feature_names(definitions)),
        seed_weights=model.weights_[n_terms:],
        intercept=model.intercept_,
        decision=DECISION,
        card=_card(examples, model, left_out_probabilities(examples, of_terms), themes, left_out),
    )


def left_out_probabilities(examples: Examples, vectors: NDArray[np.float32] | None) -> NDArray[np.float64]:
    """Return probabilities of articles, each by a model learned and calibrated without its group."""
    probability, matrix = np.zeros(examples.labels.shape), examples.matrix
    for group in np.unique(examples.groups):
        out = examples.groups == group
        model = LearnedThemes(n_terms=len(examples.terms), vectors=vectors)
        model.fit(matrix[~out], examples.labels[~out], _at_least_two(examples.groups[~out]))
        probability[out] = model.predict_proba(matrix[out])
    return probability


def column_lengths(examples: Examples) -> NDArray[np.float64]:
    """Return the Euclidean length of each term's column; a term in no article counts like that of a single one."""
    squares = np.asarray(examples.values.multiply(examples.values).sum(axis=0)).ravel()
    return np.asarray(np.sqrt(np.maximum(squares, np.median(squares[squares > 0]))))


def figures(probability: NDArray[np.float64], labels: NDArray[np.int8], decision: float) -> dict[str, float]:
    """Return F1, precision, recall and calibration error of one theme; what is open counts neither way."""
    known = labels != UNLABELLED
    truth, positive = labels[known] == POSITIVE, probability[known] >= decision
    right = int((truth & positive).sum())
    return {
        "f1": round(2 * right / max(1, int(truth.sum() + positive.sum())), 2),
        "precision": round(right / max(1, int(positive.sum())), 2),
        "recall": round(right / max(1, int(truth.sum())), 2),
        "calibration_error": round(expected_calibration_error(probability[known], truth), 3),
    }


def _at_least_two(groups: NDArray[Any]) -> NDArray[Any]:
    """Return groups as they are, or folds of a single one."""
    return groups if len(np.unique(groups)) > 1 else np.arange(len(groups)) % _FOLDS


def _fit(examples: Examples, vectors: NDArray[np.float32] | None) -> LearnedThemes:
    model = LearnedThemes(n_terms=len(examples.terms), vectors=vectors)
    return model.fit(examples.matrix, examples.labels, examples.groups)


def _card(
    examples: Examples, model: LearnedThemes, probability: NDArray[np.float64], themes: Sequence[str], left_out: str
) -> dict[str, Any]:
    names = np.unique(examples.groups).tolist()
    rows = {name: examples.groups == name for name in names} | {"all": np.ones(len(examples.groups), dtype=np.bool_)}
    return {
        "left_out": left_out,
        "articles": {name: int(own.sum()) for name, own in rows.items()},
        "labels": {theme: model.n_labels_[k].tolist() for k, theme in enumerate(themes)},
        "figures": {
            theme: {name: figures(probability[own, k], examples.labels[own, k], DECISION) for name, own in rows.items()}
            for k, theme in enumerate(themes)
        },
        "vectors": model.vectors is not None,
    }


def _media(sources: Iterable[str | None]) -> frozenset[str]:
    """Return lemmas of the names of media, those of the articles among them."""
    words = [token.form for source in sources if source for token in tokens(source)] + _MEDIA.split()
    return frozenset(_MEDIA.split()).union(*(lemmas_of_seed(word) for word in set(words)))


def _personal_names(stream: LemmaStream, texts: Sequence[str]) -> frozenset[str]:
    """Return the lemmas of a stream that are names of persons, as they stand in the texts."""
    known = count_introduced(texts)
    rows = np.flatnonzero(stream.content)
    rows = rows[np.argsort(stream.word[rows], kind="stable")]
    words, begins = np.unique(stream.word[rows], return_index=True)
    names = set()
    for word, own in zip(words.tolist(), np.split(rows, begins[1:]), strict=True):
        surfaces = [texts[stream.text[at]][stream.start[at] : stream.end[at]] for at in own[:: max(1, len(own) // 50)]]
        if any(surface[:1].isupper() for surface in surfaces) and is_personal_name(
            surfaces, known, max(1, len(own) // 50)
        ):
            names.add(stream.lemmas[word])
    return frozenset(names)


def _is_name(word: str) -> bool:
    """Return whether a word is a personal name first of all, or may be one as the dictionary does not have it."""
    readings = parse(word)
    names = [bool(NAME_TAGS & reading.tag.grammemes) for reading in readings]
    return names[0] or (any(names) and not any(reading.is_known for reading in readings))


def _is_latin(term: str) -> bool:
    words = (word for word in term.split(" ") if word[0] not in SEED + PLACE[0])
    return any("a" <= letter <= "z" for word in words for letter in word)


def _n_groups(examples: Examples) -> NDArray[np.int64]:
    """Return in how many groups each term stands."""
    _, number = np.unique(examples.groups, return_inverse=True)
    rows = sp.coo_array(examples.values)
    pairs = np.unique(np.stack([number[rows.coords[0]], rows.coords[1]]), axis=1)
    return np.asarray(np.bincount(pairs[1], minlength=len(examples.terms)))
