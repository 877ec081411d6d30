"""What labels teach about articles that have none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.gaussian_process import GaussianProcessClassifier
from sklearn.gaussian_process.kernels import ConstantKernel, DotProduct, Exponentiation

from tematika.themes.lessons import learn_lessons
from tematika.themes.said import NO, OPEN, YES
from tematika.themes.thresholds import RATE

EAST, NORTH, BETWEEN = [1.0, 0.0], [0.0, 1.0], [np.sqrt(0.5), np.sqrt(0.5)]


def moved(labels: dict[tuple[float, float], int], rows: list[list[float]], times: float = 1.0) -> NDArray[np.float64]:
    """Shares of 0.4 after labels of articles that lie there."""
    said = np.array(list(labels.values()), dtype=np.int8)[:, None]
    lessons = learn_lessons(np.array(list(labels)), np.full(said.shape, times), said)
    return lessons.moved(np.full((len(rows), 1), 0.4), np.array(rows)).ravel()


def test_what_speaks_alike_is_judged_alike() -> None:
    east, between, north = moved({(1.0, 0.0): YES}, [EAST, BETWEEN, NORTH])
    assert east > between > north > 0.4
    east, between, north = moved({(1.0, 0.0): NO}, [EAST, BETWEEN, NORTH])
    assert east < between < north < 0.4
    # What says something else learns next to nothing.
    assert north == pytest.approx(0.4, rel=0.05)


def test_labels_that_surprise_teach_more() -> None:
    expected = moved({(1.0, 0.0): YES}, [EAST], times=3)
    surprising = moved({(1.0, 0.0): YES}, [EAST], times=0.3)
    assert 0.4 < expected[0] < surprising[0]


def test_labels_of_the_same_add_up() -> None:
    lessons = [
        learn_lessons(np.tile(EAST, (n, 1)), np.ones((n, 1)), np.full((n, 1), NO, dtype=np.int8)) for n in (1, 3, 9)
    ]
    shares = [one.moved(np.array([[0.4]]), np.array([EAST]))[0, 0] for one in lessons]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[2]


def test_a_label_that_leaves_a_theme_open_teaches_nothing_about_it() -> None:
    said = np.array([[YES, OPEN]], dtype=np.int8)
    lessons = learn_lessons(np.array([EAST]), np.ones((1, 2)), said)
    shares = lessons.moved(np.full((1, 2), 0.4), np.array([EAST]))
    assert shares[0, 0] > 0.4
    assert shares[0, 1] == pytest.approx(0.4)


def test_without_labels_shares_stay() -> None:
    lessons = learn_lessons(np.zeros((0, 2)), np.zeros((0, 1)), np.zeros((0, 1), dtype=np.int8))
    assert lessons.moved(np.array([[0.4]]), np.array([EAST])) == pytest.approx(np.array([[0.4]]))


@pytest.mark.slow
def test_many_labels_are_thinned_out_and_still_teach() -> None:
    rows = np.tile(EAST, (3_000, 1))
    lessons = learn_lessons(rows, np.ones((3_000, 1)), np.full((3_000, 1), NO, dtype=np.int8))
    assert len(lessons.rows) < 3_000
    assert lessons.moved(np.array([[0.4]]), np.array([EAST]))[0, 0] < 0.2


@given(
    st.lists(
        st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 9), st.sampled_from([YES, OPEN, NO])), max_size=9
    )
)
def test_shares_stay_shares_whatever_is_said(told: list[tuple[float, float, float, int]]) -> None:
    table = np.array(told).reshape(-1, 4)
    rows = table[:, :2] / np.maximum(1e-9, np.linalg.norm(table[:, :2], axis=1, keepdims=True))
    lessons = learn_lessons(rows, table[:, 2:3], table[:, 3:].astype(np.int8))
    shares = lessons.moved(np.array([[0.0], [0.3], [1.0]]), np.array([EAST, NORTH, BETWEEN]))
    assert np.all((shares >= 0) & (shares <= 1))
    assert shares[0, 0] == 0


def test_it_is_the_gaussian_process_of_scikit_learn() -> None:
    """Where nothing is expected either way, scikit-learn's classifier finds the same order and the same sides."""
    rng = np.random.default_rng(0)
    angle = rng.uniform(0, np.pi / 2, 40)
    rows, has = np.stack([np.cos(angle), np.sin(angle)], axis=1), angle > 0.8
    # Odds of one to one: the share at which what is carried by share balances the odds at the threshold.
    even = np.full((40, 1), np.exp(0.4 / RATE))
    lessons = learn_lessons(rows, even, np.where(has, YES, NO).astype(np.int8)[:, None])
    kernel = ConstantKernel(0.05, "fixed") + ConstantKernel(1.5, "fixed") * Exponentiation(
        DotProduct(0.0, sigma_0_bounds="fixed"), 2
    )
    theirs = GaussianProcessClassifier(kernel, optimizer=None).fit(rows, has)
    ours = RATE * np.log(lessons.moved(np.full((40, 1), 0.1), rows).ravel() / 0.1)
    f_star = theirs.base_estimator_.kernel_(rows, rows) @ (has - theirs.base_estimator_.pi_)
    assert ours == pytest.approx(f_star, abs=1e-3)
