"""Directions in a latent space: from what a theme is not to what it is."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.themes.latent_space import fit_axis, fit_components, project

N = 20


def two_vocabularies() -> sp.csr_array:
    """Forty rows: twenty use terms 0 to 5, twenty terms 6 to 11, each some of them."""
    draw = np.random.default_rng(3)
    rows = np.zeros((2 * N, 12))
    for row in range(2 * N):
        begin = 0 if row < N else 6
        rows[row, begin + draw.choice(6, 3, replace=False)] = 1.0
    return sp.csr_array(rows)


def first(n: int) -> NDArray[np.bool_]:
    return np.arange(2 * N) < n


def test_rows_that_share_no_word_with_the_examples_are_found_by_what_goes_together() -> None:
    rows = two_vocabularies()
    latent = project(rows, fit_components(rows, 2))
    found = fit_axis(latent, first(3), ~first(N))
    assert found is not None
    part = found.position(latent)
    assert part[:N].min() > 0.5
    assert part[N:].max() < 0.5


def test_parts_lie_between_nothing_and_all() -> None:
    rows = two_vocabularies()
    latent = project(rows, fit_components(rows, 4))
    found = fit_axis(latent, first(N), ~first(N))
    assert found is not None
    part = found.position(latent)
    assert part.min() >= 0
    assert part.max() <= 1


def test_there_is_no_direction_to_where_one_is() -> None:
    latent = np.ones((2 * N, 2)) / np.sqrt(2)
    assert fit_axis(latent, first(3), ~first(3)) is None


def test_nothing_to_learn_from_gives_no_space() -> None:
    assert fit_components(sp.csr_array((5, 7)), 3).shape == (0, 7)
    assert fit_components(sp.csr_array(np.ones((1, 7))), 3).shape == (0, 7)


def test_the_space_is_the_same_each_time() -> None:
    rows = two_vocabularies()
    np.testing.assert_array_equal(fit_components(rows, 5), fit_components(rows, 5))
