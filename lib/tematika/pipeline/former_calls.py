"""The two steps as notebooks of earlier releases call them: with settings alone, each call resolves them by itself."""

from __future__ import annotations

from tematika.corpus.tables import Corpus
from tematika.pipeline import corpus_step, themes_step
from tematika.pipeline.request import open_settings
from tematika.settings import Settings
from tematika.themes.result import ThemedCorpus


def read_corpus(settings: Settings) -> Corpus:
    """Return the corpus of these settings, see `tematika.pipeline.corpus_step.read_corpus`."""
    return corpus_step.read_corpus(*open_settings(settings))


load_corpus = read_corpus


def sort_corpus(settings: Settings, corpus: Corpus) -> ThemedCorpus:
    """Sort a corpus into themes, see `tematika.pipeline.themes_step.sort_corpus`."""
    return themes_step.sort_corpus(corpus, *open_settings(settings))


def load_sorted(settings: Settings) -> ThemedCorpus:
    """Return the sorted corpus of these settings, see `tematika.pipeline.themes_step.load_sorted`."""
    return themes_step.load_sorted(*open_settings(settings))
