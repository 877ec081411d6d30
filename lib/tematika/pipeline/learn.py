"""Themes learnt from a corpus: named, recognised from earlier runs, and measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import polars as pl

from tematika.corpus.dedup.spam import drop_spam
from tematika.corpus.tables import Corpus
from tematika.pipeline.units import learning_set, units_of, with_labels
from tematika.settings import Settings, weights_path
from tematika.themes.annotations import Labels
from tematika.themes.definitions import ThemeDefinition
from tematika.themes.describe import describe_themes
from tematika.themes.evaluation.measure import measure_quality
from tematika.themes.evaluation.metrics import label_scores
from tematika.themes.evaluation.quality import CurvePoint, quality_as_plain
from tematika.themes.model import fit_themes
from tematika.themes.named.thresholds import assign_themes
from tematika.themes.result import Theme
from tematika.themes.scoring import ThemeModel
from tematika.themes.theme_weights import load_weights
from tematika.themes.tracking import Event, KnownTheme, match_themes, present_signatures, signatures
from tematika.themes.types import Options

# Among the facts of a sorted corpus; on disk it has a file of its own.
QUALITY = "quality"


@dataclass(frozen=True)
class FitResult:
    """What was learnt from a corpus.

    Attributes
    ----------
    themes : tuple of Theme
    facts : dict of str to object
        What is told of how they were found, their quality among it.
    signatures : tuple of mapping of str to float
        What the discovered themes are recognised by.
    events : tuple of Event
        What became of the themes of earlier runs.
    """

    themes: tuple[Theme, ...]
    facts: dict[str, Any]
    signatures: tuple[Mapping[str, float], ...]
    events: tuple[Event, ...]


def find_themes(
    settings: Settings,
    corpus: Corpus,
    definitions: list[ThemeDefinition],
    known: Sequence[KnownTheme],
    labels: Labels,
) -> tuple[ThemeModel, FitResult]:
    """Learn themes, name them, recognise them, and measure what they are worth.

    Parameters
    ----------
    settings : Settings
    corpus : Corpus
    definitions : list of ThemeDefinition
        The named themes.
    known : sequence of KnownTheme
        Discovered themes of earlier runs; those that were there in the last one are kept where they can be.
    labels : Labels
        They decide where they speak, and teach nothing about other articles.
    """
    articles, passages = drop_spam(*learning_set(corpus))
    units, place = units_of(articles, passages)
    units = with_labels(units, place, articles, passages, labels)
    options = options_of(settings)
    model, sorting = fit_themes(units, definitions, options, present_signatures(known))
    themes = describe_themes(sorting, units, definitions, _sources(articles), known)
    signs = signatures(sorting.term_centers, sorting.terms.names)
    quality = replace(
        measure_quality(units, sorting, themes, definitions, options, articles["in_period"].to_numpy()),
        curve=tuple(CurvePoint(point.number, round(point.mean, 4)) for point in model.stability),
    )
    learnt = _learnt_facts(settings, corpus, articles.height, model, themes) | {QUALITY: quality_as_plain(quality)}
    by_themselves = assign_themes(sorting.article_scores[:, : len(definitions)], model.levels)
    judged = label_scores([one.id for one in definitions], units.labels, by_themselves, options.seed)
    if judged:
        learnt |= {"labels": asdict(judged)}
    return model, FitResult(themes, learnt, tuple(signs), match_themes(known, signs).events)


def options_of(settings: Settings) -> Options:
    """Return the options of the sorting, with the learned weights where there are some."""
    weights = weights_path(settings)
    return Options(
        discovered=settings.discovered,
        outliers=settings.outliers,
        threshold=settings.threshold,
        max_terms=settings.max_terms,
        phrases=settings.phrases,
        stop_words=settings.stop_words,
        seed=settings.seed,
        weights=load_weights(weights) if weights else None,
    )


def _sources(articles: pl.DataFrame) -> list[str]:
    return sorted(articles["source"].drop_nulls().unique().to_list())


def _learnt_facts(
    settings: Settings, corpus: Corpus, n_learnt_from: int, model: ThemeModel, themes: tuple[Theme, ...]
) -> dict[str, Any]:
    named = [theme.uid for theme in themes if theme.named]
    reached = corpus.scan("articles").select(pl.len(), (~pl.col("in_period")).sum().alias("outside")).collect()
    return {
        "n_terms": len(model.weighting.idf),
        "n_components": model.n_components,
        "thresholds": {uid: round(float(t), 4) for uid, t in zip(named, model.thresholds, strict=True)},
        "learned": [named[k] for k in model.learned.columns] if model.learned else [],
        "passage_threshold": round(settings.threshold or model.named.threshold, 4),
        "seed": settings.seed,
        "n_outside_period": int(reached["outside"][0]),
        "n_in_reach": int(reached["len"][0]),
        "n_learnt_from": n_learnt_from,
    }
