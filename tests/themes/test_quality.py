"""Figures of a sorting, and what they say."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from sorted_stories import passages_of

from stories import STORIES, THEMES
from tematika.language.lemma_stream import read_stream
from tematika.themes.describe import describe_themes
from tematika.themes.evaluation.measure import FEWEST_ARTICLES, measure_quality
from tematika.themes.evaluation.quality import CurvePoint, Quality, quality_as_plain, quality_from_plain
from tematika.themes.model import fit_themes
from tematika.themes.types import Options

NAMED = [definition.id for definition in THEMES]


def measure(stories, counted=None) -> Quality:
    units, options = passages_of(stories), Options()
    sorting = fit_themes(units, THEMES, options)[1]
    themes = describe_themes(sorting, units, THEMES)
    told = np.ones(len(stories), dtype=bool) if counted is None else counted
    return measure_quality(units, sorting, themes, THEMES, options, told)


@pytest.fixture(scope="module")
def quality() -> Quality:
    return measure(STORIES)


def test_counts_are_those_of_the_stories(quality):
    of_named = [sum(uid in story.about for story in STORIES) for uid in NAMED]
    both = sum(set(NAMED) <= set(story.about) for story in STORIES)
    assert [theme.articles for theme in quality.themes if theme.named] == of_named
    assert quality.together == ((of_named[0], both), (both, of_named[1]))
    assert quality.articles == len(STORIES)
    assert 0 <= quality.unassigned_articles <= quality.articles


def test_words_of_a_theme_go_together_better_than_those_of_different_themes(quality):
    for theme in quality.themes:
        assert theme.coherence > quality.coherence_across
        assert 0 < theme.own_words <= 1
    assert 0 < quality.diversity <= 1


def test_clear_themes_come_back(quality):
    assert all(theme.stability >= 0.75 for theme in quality.themes if theme.named)
    assert quality.same > 0.5
    assert quality.runs == 3
    assert quality.run_articles == len(STORIES) // 2


def test_measuring_twice_gives_the_same(quality):
    assert measure(STORIES) == quality


def test_of_few_articles_nothing_is_learnt_again():
    few = measure(STORIES[: FEWEST_ARTICLES - 1])
    assert few.same is None
    assert few.runs == 0
    assert all(theme.stability is None and few.verdict(theme) == "unknown" for theme in few.themes)


def test_articles_outside_of_the_period_are_not_told_of():
    counted = np.arange(len(STORIES)) < 26
    told = measure(STORIES, counted)
    assert told.articles == 26
    assert sum(theme.articles for theme in told.themes) <= sum(len(set(s.about)) for s in STORIES[:26]) + 26
    assert told.run_articles == len(STORIES) // 2


def test_plain_values_and_back(quality):
    with_curve = replace(quality, curve=(CurvePoint(2, 0.5), CurvePoint(3, 0.75)))
    for one in (quality, with_curve):
        plain = json.loads(json.dumps(quality_as_plain(one)))
        assert quality_from_plain(plain) == one
        # Reports of earlier releases say how much another seed changes.
        assert quality_from_plain({**plain, "same_seed": 1.0}) == one


@pytest.mark.parametrize(
    ("stability", "coherence", "said"),
    [(0.8, 0.3, "firm"), (0.7, 0.3, "fair"), (0.5, 0.3, "weak"), (0.9, 0.0, "weak"), (None, 0.3, "unknown")],
)
def test_verdicts(quality, stability, coherence, said):
    judged = replace(quality, coherence_across=0.02)
    assert judged.verdict(replace(quality.themes[0], stability=stability, coherence=coherence)) == said


def test_units_of_some_articles():
    units = passages_of(STORIES)
    some = units.of_articles(np.array([2, 5]))
    assert list(some.texts) == [
        text for number in (2, 5) for text in (STORIES[number].title, *STORIES[number].paragraphs)
    ]
    assert set(some.article.tolist()) == {0, 1}
    assert some.n_articles == 2
    assert read_stream(some.texts).n_texts == len(some.leads) == len(some.apart)
