"""Which numbers of themes are found again in halves of the articles."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from tematika.themes.discovered.estimator import DiscoveredThemes
from tematika.themes.discovered.n_themes import Stability, stability_curve, stable_numbers

TRUTH = np.repeat(np.arange(5), 30)


def by_residue(some: NDArray[np.intp]) -> Mapping[int, NDArray[np.int64]]:
    """Clusters that hang on the row alone, and clusters that hang on its place among the rows drawn."""
    return {2: TRUTH[some] % 2, 3: np.arange(len(some)) % 3}


def vocabularies() -> NDArray[np.float64]:
    """A hundred and fifty rows, each with eight of its theme's twelve words and some of everybody's."""
    draw = np.random.default_rng(3)
    rows = draw.uniform(0, 0.15, (150, 60))
    for row, theme in enumerate(TRUTH):
        rows[row, draw.choice(np.arange(12) + 12 * theme, 8, replace=False)] = draw.uniform(0.5, 1, 8)
    return rows


def test_what_hangs_on_the_rows_is_found_again_and_what_hangs_on_the_draw_is_not() -> None:
    steady, by_chance = stability_curve(by_residue, len(TRUTH))
    assert (steady.number, steady.mean, steady.sd) == (2, 1.0, 0.0)
    assert by_chance.number == 3
    assert abs(by_chance.mean) < 0.1


def test_a_number_that_halves_do_not_allow_is_not_on_the_curve() -> None:
    def only_whole(some: NDArray[np.intp]) -> Mapping[int, NDArray[np.int64]]:
        return by_residue(some) if len(some) == len(TRUTH) else {2: by_residue(some)[2]}

    assert [agreement.number for agreement in stability_curve(only_whole, len(TRUTH))] == [2]


def test_the_same_rows_give_the_same_curve() -> None:
    assert stability_curve(by_residue, 90) == stability_curve(by_residue, 90)


def test_small_differences_mean_nothing() -> None:
    curve = [Stability(4, 0.90, 0.1), Stability(5, 0.70, 0.1), Stability(6, 0.87, 0.1)]
    assert stable_numbers(curve) == [4, 6]


@pytest.mark.slow
def test_the_number_of_themes_is_one_that_halves_agree_on() -> None:
    model = DiscoveredThemes().fit(vocabularies())
    assert max(model.stability_, key=lambda agreement: agreement.mean).number == 5
    np.testing.assert_array_equal(np.unique(model.labels_), np.arange(5))


@pytest.mark.parametrize(("n_themes", "n_rows"), [(3, 150), (None, 60)])
def test_no_curve_where_the_number_is_given_or_rows_are_few(n_themes: int | None, n_rows: int) -> None:
    assert DiscoveredThemes(n_themes=n_themes).fit(vocabularies()[:n_rows]).stability_ == ()
