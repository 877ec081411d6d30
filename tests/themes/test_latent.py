"""Singular vectors of rows of weights."""

from __future__ import annotations

import inspect
import subprocess
import sys

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from tematika.themes.latent_space import project, singular_vectors


def repeated() -> sp.csr_array:
    """Twelve different rows, each three times, and some that are empty: far fewer directions than rows."""
    rows = sp.random_array((12, 80), density=0.2, rng=np.random.default_rng(1), format="csr")
    return sp.csr_array(sp.vstack([rows, rows, rows, sp.csr_array((5, 80))]))


@pytest.mark.parametrize("shape", [(30, 90), (90, 30)])
def test_they_are_those_of_a_dense_decomposition(shape: tuple[int, int]) -> None:
    rows = sp.random_array(shape, density=0.3, rng=np.random.default_rng(2), format="csr")
    assert isinstance(rows, sp.csr_array)
    found = singular_vectors(rows, 8)
    exact = np.linalg.svd(rows.toarray(), full_matrices=False)[2][:8]
    np.testing.assert_allclose(np.abs(found @ exact.T), np.eye(8), atol=1e-8)
    assert (found.max(axis=1) >= -found.min(axis=1)).all()


def test_rows_that_are_alike_leave_no_more_directions_than_there_are() -> None:
    rows = repeated()
    found = singular_vectors(rows, 30)
    assert len(found) == 12
    np.testing.assert_allclose(rows @ found.T @ found, rows.toarray(), atol=1e-9)
    np.testing.assert_allclose(singular_vectors(rows[:36], 30), found, atol=1e-9)


@pytest.mark.slow
def test_another_process_finds_the_same_to_the_last_digit() -> None:
    packages = "import sys\nimport numpy as np\nimport scipy.sparse as sp"
    needed = f"{packages}\nfrom tematika.themes.latent_space import singular_vectors"
    told = "sys.stdout.write(singular_vectors(repeated(), 30).tobytes().hex())"
    script = f"{needed}\n{inspect.getsource(repeated)}\n{told}"
    runs = [
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True) for _ in range(2)
    ]
    assert runs[0].stdout == runs[1].stdout


@pytest.mark.parametrize("rows", [np.zeros((5, 7)), np.ones((1, 7)), np.zeros((0, 7)), np.ones((5, 1))])
def test_what_says_nothing_has_none(rows: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> None:
    assert singular_vectors(sp.csr_array(rows), 3).shape == (0, rows.shape[1])
    assert project(sp.csr_array(rows), np.zeros((0, rows.shape[1]))).shape == (len(rows), 0)


def test_weights_that_are_nothing_are_left_alone() -> None:
    rows = repeated()
    silent = sp.csr_array((np.zeros_like(rows.data), rows.indices, rows.indptr), shape=rows.shape)
    assert singular_vectors(silent, 3).shape == (0, 80)
    assert silent.nnz == rows.nnz


@given(st.integers(1, 40), st.integers(0, 1000))
def test_they_are_of_length_one_and_at_right_angles(number: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    rows = sp.random_array((int(chance.integers(2, 25)), 20), density=0.2, rng=chance, format="csr")
    found = singular_vectors(rows, number)
    assert len(found) <= number
    np.testing.assert_allclose(found @ found.T, np.eye(len(found)), atol=1e-9)
