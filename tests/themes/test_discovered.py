"""Themes nobody named, as an estimator."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp
from conventions import checks_of
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.metrics import adjusted_rand_score

from tematika.themes.discovered.estimator import DiscoveredThemes

SIZES = (30, 20, 10)


def three_themes(noise: float = 0.05) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Sixty rows that use ten words each of three vocabularies, and a little of everything."""
    draw = np.random.default_rng(11)
    truth = np.repeat([0, 1, 2], SIZES)
    rows = draw.uniform(0, noise, (60, 45))
    for row, theme in enumerate(truth):
        rows[row, draw.choice(np.arange(15) + 15 * theme, 10, replace=False)] = draw.uniform(0.5, 1, 10)
    order = draw.permutation(60)
    return rows[order], truth[order]


@checks_of(DiscoveredThemes(), DiscoveredThemes(n_themes=3), DiscoveredThemes(n_themes=2, level=0.0), but={})
def test_scikit_learn_conventions(estimator: Any, check: Any) -> None:
    check(estimator)


def test_parameters_are_stored_as_given_and_cloned() -> None:
    rows, _ = three_themes()
    model = DiscoveredThemes(n_themes=3, level=0.5, random_state=4).fit(rows)
    copy = clone(model)
    assert copy.get_params() == model.get_params()
    assert not [name for name in vars(copy) if name.endswith("_")]
    fitted = {name for name in vars(model) if name.endswith("_")}
    assert fitted >= {"components_", "cluster_centers_", "threshold_", "labels_"}
    assert model.n_features_in_ == 45
    assert model.set_params(level=0.1).level == 0.1


@pytest.mark.parametrize(
    "wrong", [{"n_themes": 0}, {"n_components": 0}, {"level": 1.5}, {"smallest": 0}, {"most": 0.5}]
)
def test_parameters_that_cannot_be(wrong: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError), match=next(iter(wrong))):
        DiscoveredThemes(**wrong).fit(np.ones((9, 3)))


def test_what_is_not_fitted_says_so() -> None:
    for method in (DiscoveredThemes().transform, DiscoveredThemes().predict):
        with pytest.raises(NotFittedError):
            method(np.ones((2, 2)))


@pytest.mark.parametrize("n_themes", [3, None])
def test_themes_are_found_the_largest_first(n_themes: int | None) -> None:
    rows, truth = three_themes()
    model = DiscoveredThemes(n_themes=n_themes).fit(rows)
    np.testing.assert_array_equal(model.labels_, truth)
    np.testing.assert_allclose(np.linalg.norm(model.cluster_centers_, axis=1), 1)


@pytest.mark.parametrize("n_themes", [1, 2, 5, 9])
def test_the_number_asked_for_is_the_number_given(n_themes: int) -> None:
    rows, _ = three_themes(noise=0.5)
    model = DiscoveredThemes(n_themes=n_themes, level=0.0).fit(rows)
    assert sorted(set(model.labels_.tolist())) == list(range(n_themes))
    sizes = np.bincount(model.labels_)
    assert (np.diff(sizes) <= 0).all()


def test_no_more_themes_than_different_rows() -> None:
    rows = np.repeat(np.eye(3, 12), 4, axis=0)
    model = DiscoveredThemes(n_themes=8, level=0.0).fit(rows)
    assert len(model.cluster_centers_) == 3
    assert adjusted_rand_score(np.repeat([0, 1, 2], 4), model.labels_) == 1


def test_small_clusters_are_dissolved_unless_the_number_is_given() -> None:
    rows, truth = three_themes()
    few = np.flatnonzero(truth < 2).tolist() + np.flatnonzero(truth == 2)[:2].tolist()
    free = DiscoveredThemes(smallest=5).fit(rows[few])
    assert len(free.cluster_centers_) == 2
    assert len(DiscoveredThemes(n_themes=3, smallest=5).fit(rows[few]).cluster_centers_) == 3


def test_rows_with_other_words_are_left_out_and_with_level_0_nothing_is() -> None:
    rows, _ = three_themes()
    strangers = np.zeros((3, 45))
    # A row of everything alike, a row with nothing in it, and a row against all.
    strangers[0], strangers[2] = 0.01, -1
    assert DiscoveredThemes(n_themes=3).fit(rows).predict(strangers[1:]).tolist() == [-1, -1]
    everything = DiscoveredThemes(n_themes=3, level=0.0).fit(rows).predict(np.vstack([rows, strangers]))
    assert (everything >= 0).all()


def test_a_single_theme_leaves_out_what_has_none_of_its_words() -> None:
    rows = np.zeros((6, 4))
    rows[:, :2] = 1
    alone = np.array([[1.0, 0, 0, 0], [0, 0, 1, 1], [0, 0, 0, 0]])
    assert DiscoveredThemes(n_themes=1).fit(rows).predict(alone).tolist() == [0, -1, -1]
    assert DiscoveredThemes(n_themes=1, level=0.0).fit(rows).predict(alone).tolist() == [0, 0, 0]


def test_a_higher_level_leaves_more_out() -> None:
    rows, _ = three_themes(noise=0.6)
    left = [(DiscoveredThemes(n_themes=3, level=level).fit(rows).labels_ < 0).sum() for level in (0.0, 0.5, 0.95, 1.0)]
    assert left[0] == 0
    assert left == sorted(left)


@pytest.mark.parametrize(
    "rows",
    [np.ones((9, 4)), np.zeros((9, 4)), np.eye(9), np.vstack([np.zeros((5, 4)), np.ones((5, 4))]), np.ones((2, 1))],
    ids=["constant", "empty", "all different", "half empty", "one word"],
)
@pytest.mark.parametrize("n_themes", [None, 3])
def test_odd_input_gives_numbers(rows: NDArray[np.float64], n_themes: int | None) -> None:
    for level in (0.0, 0.95):
        model = DiscoveredThemes(n_themes=n_themes, level=level).fit(rows)
        cosine = model.transform(rows)
        assert np.isfinite(cosine).all()
        assert ((cosine >= 0) & (cosine <= 1)).all()
        assert set(model.labels_) <= set(range(-1, len(model.cluster_centers_)))


def test_fit_predict_is_fit_then_predict_and_fit_transform_is_fit_then_transform() -> None:
    rows, _ = three_themes(noise=0.5)
    model = DiscoveredThemes().fit(rows)
    np.testing.assert_array_equal(DiscoveredThemes().fit_predict(rows), model.predict(rows))
    np.testing.assert_array_equal(model.labels_, model.predict(rows))
    np.testing.assert_array_equal(DiscoveredThemes().fit_transform(rows), model.transform(rows))


def test_a_seed_gives_the_same_every_time() -> None:
    rows, _ = three_themes(noise=0.9)
    first, second = (DiscoveredThemes(n_themes=4, random_state=5).fit(rows) for _ in range(2))
    np.testing.assert_array_equal(first.cluster_centers_, second.cluster_centers_)
    np.testing.assert_array_equal(first.labels_, second.labels_)


def test_sparse_and_dense_input_give_the_same() -> None:
    rows, _ = three_themes()
    kept = rows.copy()
    dense = DiscoveredThemes(n_themes=3).fit(rows)
    for container in (sp.csr_array, sp.csc_array, sp.csr_matrix):
        sparse = DiscoveredThemes(n_themes=3).fit(container(rows))
        np.testing.assert_array_equal(sparse.labels_, dense.labels_)
        np.testing.assert_allclose(sparse.transform(container(rows)), dense.transform(rows), atol=1e-9)
    np.testing.assert_array_equal(rows, kept)


def test_permuted_rows_give_permuted_themes() -> None:
    rows, _ = three_themes()
    model = DiscoveredThemes(n_themes=3).fit(rows)
    order = np.random.default_rng(5).permutation(len(rows))
    np.testing.assert_array_equal(DiscoveredThemes(n_themes=3).fit(rows[order]).labels_, model.labels_[order])


def test_earlier_themes_are_kept_where_new_ones_are_not_clearly_better() -> None:
    rows, truth = three_themes(noise=0.5)
    merged = np.where(truth == 2, 1, truth)
    halves = np.stack([rows[merged == theme].mean(axis=0) for theme in (0, 1)])
    free = DiscoveredThemes(n_themes=3, level=0.0).fit(rows)
    again = DiscoveredThemes(n_themes=3, level=0.0).fit(rows, centers=free.term_centers_)
    np.testing.assert_array_equal(again.labels_, free.labels_)
    # Two themes for three clear vocabularies are far from as good as three.
    clear, _ = three_themes()
    assert len(DiscoveredThemes(n_themes=3, level=0.0).fit(clear, centers=halves).cluster_centers_) == 3


def test_what_is_new_is_made_of_what_earlier_themes_leave() -> None:
    rows, truth = three_themes()
    old = truth < 2
    before = DiscoveredThemes(n_themes=2).fit(rows[old])
    after = DiscoveredThemes(n_themes=3).fit(rows, centers=before.term_centers_)
    assert len(after.cluster_centers_) == 3
    pairs = set(zip(before.labels_.tolist(), after.labels_[old].tolist(), strict=True))
    assert len(pairs) == 2
