"""Named themes as an estimator."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp
from conventions import checks_of
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from threadpoolctl import threadpool_limits

from tematika.themes.features import CONTEXT, add_context, normalize_rows
from tematika.themes.latent_space import fit_latent_vectors
from tematika.themes.named.estimator import SeededThemes

N_TERMS = 12
# Terms 0 to 4 go with theme 0, terms 5 to 9 with theme 1, the rest with neither; then three seed words a theme, and one
# to avoid.
SEEDS = [[12, 13, 14], [15, 16, 17]]
AVOID = [[18], []]


def many_units() -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Fifty articles of four units: twenty of either theme with seed words in three units of four, ten of none."""
    draw = np.random.default_rng(7)
    units = np.zeros((200, 19))
    articles = np.repeat(np.arange(50), 4).astype(np.int32)
    for unit, article in enumerate(articles):
        theme = min(int(article) // 20, 2)
        terms = [range(5), range(5, 10), range(10, 12)][theme]
        units[unit, draw.choice(list(terms), 2, replace=False)] = draw.uniform(0.5, 1, 2)
        if theme < 2 and unit % 4:
            units[unit, draw.choice(SEEDS[theme], 2, replace=False)] = draw.uniform(0.3, 0.6, 2)
    return units, articles


def fitted(**parameters: Any) -> SeededThemes:
    units, articles = many_units()
    return SeededThemes(SEEDS, AVOID, n_terms=N_TERMS, **parameters).fit(units, groups=articles)


MANY_LABELS = "predict gives a column of booleans for each theme, as a passage can have two"


@checks_of(
    SeededThemes(),
    SeededThemes(seed_columns=[[0]], n_terms=1),
    but={"check_estimator_sparse_array": MANY_LABELS, "check_estimator_sparse_matrix": MANY_LABELS},
)
def test_scikit_learn_conventions(estimator: Any, check: Any) -> None:
    check(estimator)


def test_parameters_are_stored_as_given_and_cloned() -> None:
    model = SeededThemes(SEEDS, AVOID, n_terms=N_TERMS, C=2.0)
    assert model.seed_columns is SEEDS
    assert model.avoid_columns is AVOID
    copy = clone(fitted(C=2.0))
    assert copy.get_params() == model.get_params()
    assert not [name for name in vars(copy) if name.endswith("_")]
    assert model.set_params(threshold=0.5).threshold == 0.5


@pytest.mark.parametrize("wrong", [{"C": 0}, {"threshold": 1.5}, {"context": -1}, {"n_terms": 2.5}, {"n_terms": -1}])
def test_parameters_that_cannot_be(wrong: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError), match=next(iter(wrong))):
        fitted().set_params(**wrong).fit(np.ones((3, 19)))


def test_what_is_not_fitted_says_so() -> None:
    model = SeededThemes(SEEDS)
    for method in (model.transform, model.predict):
        with pytest.raises(NotFittedError):
            method(np.ones((2, 19)))
    with pytest.raises(NotFittedError):
        model.importance()


def test_without_examples_enough_seed_words_decide_alone() -> None:
    units = np.array([[1.0, 0, 0.9, 0], [0, 1, 0.1, 0], [0, 1, 0, 0], [0, 0, 0, 0]])
    model = SeededThemes([[2, 3]]).fit(units)
    assert model.n_examples_.tolist() == [0]
    scores = model.transform(units).ravel()
    assert scores[0] == 1
    assert 0 < scores[1] < 0.35
    assert scores[2:].tolist() == [0, 0]
    assert model.predict(units).ravel().tolist() == [True, False, False, False]


def test_words_to_avoid_speak_against_a_theme() -> None:
    units = np.array([[1.0, 0.5, 0.0], [1.0, 0.5, 0.3], [1.0, 0.5, 2.0]])
    plain, less, none = SeededThemes([[1]], [[2]], n_terms=1).fit(units).transform(units).ravel()
    assert plain > less > none == 0


def test_contrast_takes_from_every_theme_of_the_article() -> None:
    units = np.array([[1.0, 0.6, 0, 0, 0], [1, 0.6, 0.9, 0.9, 0.9], [1, 0, 0, 0, 0], [1, 0.6, 0, 0, 0]])
    model = SeededThemes([[1]], contrast_columns=[2, 3, 4], n_terms=1).fit(units)
    alone = model.transform(units).ravel()
    assert alone[0] == alone[3] > alone[1] > 0
    assert alone[2] == 0
    together = model.transform(units, groups=np.array([0, 1, 1, 1], dtype=np.int32)).ravel()
    assert together[3] < alone[3]
    assert model.coef_.shape == (1, 1)
    assert model.importance()[0, 2:].tolist() == [0, 0, 0]


def test_learnt_words_bring_in_units_without_seed_words() -> None:
    units, _ = many_units()
    model = fitted()
    assert (model.n_examples_ > 0).all()
    bare = units[::4]
    assert not bare[:, N_TERMS:].any()
    scores = model.transform(bare)
    own = np.array([scores[:20, 0], scores[20:40, 1]])
    foreign = np.array([scores[:20, 1], scores[20:40, 0]])
    assert own.min() > max(foreign.max(), scores[40:].max())
    assert (model.coef_[0, :5] > 0).all()
    assert (model.coef_[1, 5:10] > 0).all()


def test_predictions_are_right_where_the_theme_is_plain() -> None:
    units, articles = many_units()
    said = fitted().predict(units, groups=articles)
    truth = np.stack([articles < 20, (articles >= 20) & (articles < 40)], axis=1)
    np.testing.assert_array_equal(said, truth)


def test_a_unit_can_have_two_themes() -> None:
    unit = np.zeros((1, 19))
    unit[0, [0, 1, 5, 6, *SEEDS[0], *SEEDS[1]]] = 0.5
    assert fitted().predict(unit).tolist() == [[True, True]]


def test_groups_give_context() -> None:
    units = np.zeros((2, 4))
    units[0, [0, 2, 3]], units[1, 1] = 1, 1
    model = SeededThemes([[2, 3]]).fit(units)
    alone, together = (model.transform(units, groups=np.array(g, dtype=np.int32)) for g in ([0, 1], [0, 0]))
    assert alone[1, 0] == 0 < together[1, 0] < together[0, 0]
    np.testing.assert_allclose(alone, model.transform(units * 1.3))


def test_scores_are_shares_and_never_nan() -> None:
    hostile = np.vstack([np.zeros((3, 19)), np.ones((3, 19)), np.full((2, 19), 1e9), np.full((1, 19), 1e-12)])
    for model in (fitted(), SeededThemes(SEEDS, AVOID).fit(hostile), SeededThemes(SEEDS).fit(np.zeros((2, 19)))):
        scores = model.transform(hostile)
        assert np.isfinite(scores).all()
        assert ((scores >= 0) & (scores <= 1)).all()
        assert model.predict(hostile).dtype == bool


def test_no_themes_and_no_terms() -> None:
    units = np.ones((3, 2))
    assert SeededThemes().fit(units).transform(units).shape == (3, 0)
    assert SeededThemes([[0], [1], []]).fit(units).predict(units).tolist() == [[True, True, False]] * 3


def test_sparse_and_dense_input_give_the_same() -> None:
    units, articles = many_units()
    kept = units.copy()
    dense = fitted()
    for container in (sp.csr_array, sp.csc_array, sp.coo_array, sp.csr_matrix):
        sparse = clone(dense).fit(container(units), groups=articles)
        np.testing.assert_array_equal(sparse.transform(container(units), articles), dense.transform(units, articles))
    np.testing.assert_array_equal(units, kept)


def test_fitting_again_gives_the_same() -> None:
    units, articles = many_units()
    np.testing.assert_array_equal(fitted().transform(units), fitted().transform(units))
    np.testing.assert_array_equal(fitted().fit(units, groups=articles).coef_, fitted().coef_)


def test_the_order_of_rows_does_not_matter() -> None:
    units, articles = many_units()
    order = np.random.default_rng(3).permutation(len(units))
    shuffled = SeededThemes(SEEDS, AVOID, n_terms=N_TERMS).fit(units[order], groups=articles[order])
    np.testing.assert_allclose(shuffled.transform(units), fitted().transform(units), atol=1e-3)


def test_importance_names_seed_words_and_learnt_words() -> None:
    model = fitted()
    importance = model.importance()
    assert importance.shape == (2, 19)
    assert (importance[0, SEEDS[0]] > 0).all()
    assert (importance[0, SEEDS[1]] == 0).all()
    assert (importance[0, :5] > importance[0, 5:12].max()).all()
    assert model.n_features_in_ == 19


@pytest.mark.parametrize("contrast", [None, [18]])
def test_units_that_are_placed_already_give_the_same_whatever_the_seed_words_are(contrast: list[int] | None) -> None:
    units, articles = many_units()
    terms = normalize_rows(add_context(sp.csr_array(units[:, :N_TERMS]), articles, CONTEXT))
    vectors = fit_latent_vectors(terms, articles, 150)
    for seeds in (SEEDS, [SEEDS[1], SEEDS[0][:2]]):
        anew = SeededThemes(seeds, AVOID, contrast, n_terms=N_TERMS).fit(units, groups=articles)
        again = SeededThemes(seeds, AVOID, contrast, n_terms=N_TERMS).fit(units, groups=articles, vectors=vectors)
        assert anew.n_examples_.any()
        np.testing.assert_array_equal(again.transform(units, articles, vectors), anew.transform(units, articles))
        np.testing.assert_array_equal(again.importance(), anew.importance())


def test_scores_do_not_hang_on_the_number_of_threads() -> None:
    chance = np.random.default_rng(8)
    units = sp.csr_array(sp.random_array((6000, 400), density=0.03, rng=chance))
    articles = np.repeat(np.arange(1500), 4).astype(np.int32)
    scores = []
    for threads in (1, 2):
        with threadpool_limits(limits=threads):
            model = SeededThemes([[390, 391, 392]], n_terms=380).fit(units, groups=articles)
            scores.append((model.transform(units, articles), model.importance()))
    assert model.n_examples_.all()
    for one, other in zip(*scores, strict=True):
        np.testing.assert_array_equal(one, other)
