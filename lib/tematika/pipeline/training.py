"""Weights of named themes learned from files of labels and articles."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tematika.core.context import RunContext
from tematika.errors import LabelsError, ParameterError
from tematika.pipeline.corpus_step import read_corpus
from tematika.pipeline.request import resolve
from tematika.pipeline.units import units_of
from tematika.settings import NO_THEMES, check_settings
from tematika.themes.annotations import Label, Labels, read_labels
from tematika.themes.definitions import load_themes
from tematika.themes.named.learned.training import Examples, describe_articles, group_examples, learn_weights
from tematika.themes.theme_weights import ThemeWeights

Vectors = Mapping[str, NDArray[np.float32]]


def train_weights(
    labels: Path, articles: Sequence[str], themes: Path, vectors: Path | None, context: RunContext
) -> ThemeWeights:
    """Learn the weights of the themes of a themes file.

    Parameters
    ----------
    labels : Path
        See `tematika.themes.annotations`; ``set`` may name each article's collection.
    articles : sequence of str
        Files and folders.
    themes : Path
    vectors : Path or None
        A file of numpy with the arrays ``words`` and ``vectors``.
    context : RunContext

    Raises
    ------
    LabelsError, NoArticlesError, ParameterError, ThemesError
        When a file cannot be used, or holds too few labels.
    """
    definitions = load_themes(themes)
    known = read_labels(labels, [theme.id for theme in definitions])
    examples, left_out = read_examples(known, articles, themes, context)
    if not len(examples.groups):
        raise LabelsError("names none of the articles", str(labels), "check that refs or article ids are those of them")
    return learn_weights(examples, definitions, load_vectors(vectors), left_out)


def read_examples(
    labels: Sequence[Label], articles: Sequence[str], themes: Path, context: RunContext
) -> tuple[Examples, str]:
    """Read and describe labelled articles as a report would; return them, and what their groups are."""
    definitions = load_themes(themes)
    corpus = read_corpus(resolve(check_settings({"articles": list(articles), "themes": NO_THEMES}), context), context)
    units, _ = units_of(corpus.articles, corpus.passages)
    of_articles = [label for label in labels if label.passage is None]
    values = Labels.of(of_articles, [theme.id for theme in definitions]).values
    collections = {label.name: label.collection for label in of_articles}
    names = [
        next((name for name in pair if name in collections), "")
        for pair in corpus.articles.select("ref", "article_id").iter_rows()
    ]
    none = (0,) * len(definitions)
    rows = np.array([values.get((name, None), none) for name in names], dtype=np.int8)
    groups, left_out = group_examples([collections.get(name) for name in names], units.sources)
    return describe_articles(units, definitions, rows, groups), left_out


def load_vectors(path: Path | None) -> Vectors:
    """Read vectors of words; none where no file is given.

    Raises
    ------
    ParameterError
        When the file holds no such arrays.
    """
    if path is None:
        return {}
    try:
        content = np.load(path)
        return dict(zip(content["words"].tolist(), content["vectors"].astype(np.float32), strict=True))
    except (OSError, ValueError, KeyError, IndexError, AttributeError, zipfile.BadZipFile):
        mend = "give a file of numpy (.npz) with the arrays words and vectors"
        raise ParameterError("holds no vectors of words", str(path), mend) from None
