"""What was learnt once scores anything, and each article by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sorted_stories import passages_of

from stories import STORIES, THEMES
from tematika.themes.model import fit_themes
from tematika.themes.scoring import ThemeModel, score_units
from tematika.themes.theme_weights import ThemeWeights
from tematika.themes.types import Assignments, Options, Units

OF_UNITS = ("unit_scores", "unit_named", "unit_best")
OF_ARTICLES = ("article_scores", "article_named", "article_best")
# Weights of one theme; the other one goes by its seed words.
WEIGHTS = ThemeWeights(
    themes=("energy",),
    terms=("газ", "нефть", "#газ", "@region in"),
    term_weights=np.array([[6.0], [6.0], [2.0], [-1.0]]),
    seeds=("density of seeds energy", "title of seeds energy"),
    seed_weights=np.array([[1.5], [1.0]]),
    intercept=np.array([-2.0]),
    decision=0.4,
)
OPTIONS: list[dict[str, Any]] = [
    {},
    {"outliers": False},
    {"discovered": 0},
    {"threshold": 0.6},
    {"weights": WEIGHTS},
    {"weights": WEIGHTS, "threshold": 0.6},
]


def learnt(**options: Any) -> tuple[ThemeModel, Assignments]:
    return fit_themes(passages_of(STORIES), THEMES, Options(**options))


def some(articles: list[int]) -> tuple[Units, list[int]]:
    """Give units of some stories, and which of all the units these are."""
    everything = passages_of(STORIES)
    rows = [row for article in articles for row in np.flatnonzero(everything.article == article).tolist()]
    return passages_of([STORIES[article] for article in articles]), rows


@pytest.mark.parametrize("options", OPTIONS)
def test_what_was_learnt_from_is_scored_as_it_was(options: dict[str, Any]) -> None:
    model, sorting = learnt(**options)
    again = score_units(model, passages_of(STORIES))
    for name in (*OF_UNITS, *OF_ARTICLES, "means", "importance"):
        np.testing.assert_allclose(getattr(again, name), getattr(sorting, name), atol=1e-12, err_msg=name)
    assert (again.weights - sorting.weights).count_nonzero() == 0
    for name in ("term", "text", "start", "end"):
        np.testing.assert_array_equal(getattr(again.terms, name), getattr(sorting.terms, name), err_msg=name)


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("articles", [[5], [3, 4, 12, 29], list(range(len(STORIES)))[::-1]])
def test_an_article_is_scored_by_itself(options: dict[str, Any], articles: list[int]) -> None:
    model, sorting = learnt(**options)
    units, rows = some(articles)
    part = score_units(model, units)
    for name in OF_UNITS:
        np.testing.assert_allclose(getattr(part, name), getattr(sorting, name)[rows], atol=1e-12, err_msg=name)
    for name in OF_ARTICLES:
        np.testing.assert_allclose(getattr(part, name), getattr(sorting, name)[articles], atol=1e-12, err_msg=name)


def test_what_has_no_known_word_fits_no_theme() -> None:
    model, _ = learnt()
    units = Units(["Xyz.", ""], np.array([0, 1], dtype=np.int32), np.ones(2, bool), np.zeros(2, bool), 2)
    found = score_units(model, units)
    assert found.unit_best.tolist() == [-1, -1]
    assert found.article_best.tolist() == [-1, -1]
    assert not found.article_named.any()


def test_nothing_to_score() -> None:
    model, sorting = learnt()
    nothing = score_units(model, Units([], np.zeros(0, dtype=np.int32), np.zeros(0, bool), np.zeros(0, bool), 0))
    for name in (*OF_UNITS, *OF_ARTICLES):
        assert getattr(nothing, name).shape == (0, *getattr(sorting, name).shape[1:])
    assert nothing.weights.shape == (0, sorting.weights.shape[1])


def test_learned_weights_decide_their_own_theme_alone() -> None:
    _, by_seeds = learnt(discovered=0)
    model, both = learnt(discovered=0, weights=WEIGHTS)
    own = [theme.id for theme in THEMES].index("energy")
    others = [k for k in range(len(THEMES)) if k != own]
    np.testing.assert_allclose(both.article_scores[:, others], by_seeds.article_scores[:, others], atol=1e-12)
    np.testing.assert_array_equal(both.article_named[:, others], by_seeds.article_named[:, others])
    np.testing.assert_array_equal(both.article_named[:, own], both.article_scores[:, own] >= WEIGHTS.decision)
    assert model.levels[own] == WEIGHTS.decision
    assert model.unit_levels[own] == pytest.approx(0.2 * WEIGHTS.decision)
    assert len(model.named.seed_columns) == len(others)


def test_a_threshold_of_the_user_decides_learned_themes_too() -> None:
    model, _ = learnt(discovered=0, weights=WEIGHTS, threshold=0.9)
    assert set(model.levels.tolist()) == set(model.unit_levels.tolist()) == {0.9}


def test_weights_of_other_themes_change_nothing() -> None:
    other = replace(WEIGHTS, themes=("courts",))
    for name in (*OF_UNITS, *OF_ARTICLES):
        plain, beside = (learnt(**options)[1] for options in ({}, {"weights": other}))
        np.testing.assert_array_equal(getattr(plain, name), getattr(beside, name))
    assert learnt(weights=other)[0].learned is None


def test_learned_themes_are_explained_by_what_speaks_for_them() -> None:
    model, sorting = learnt(discovered=0, weights=WEIGHTS)
    own = [theme.id for theme in THEMES].index("energy")
    worth = dict(zip(model.weighting.vocabulary.names, sorting.importance[own], strict=False))
    assert worth["нефть"] > 0
    assert {term for term, value in worth.items() if value > 0} == {"нефть", "газ"} & set(worth)
