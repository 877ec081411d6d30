"""Coherence of words, and whether they are a theme's own."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tematika.themes.evaluation.coherence import coherence, diversity, own_words, pairwise_npmi

BINARY = arrays(np.float64, st.tuples(st.integers(1, 30), st.integers(2, 5)), elements=st.sampled_from([0.0, 1.0]))


def npmi_of(columns: list[list[int]]) -> np.ndarray:
    return pairwise_npmi(sp.csr_array(np.array(columns, dtype=float).T))


def test_words_that_always_meet_words_that_never_do_and_words_at_random():
    always = [1] * 50 + [0] * 50
    never = [0] * 50 + [1] * 50
    half = [1, 0] * 50
    found = npmi_of([always, always, never, half])
    assert found[0, 1] > 0.9
    assert found[0, 2] < -0.6
    assert abs(found[0, 3]) < 0.05


def test_rare_words_that_never_meet_tell_nothing():
    rare, other = [1] + [0] * 99, [0, 1] + [0] * 98
    assert abs(npmi_of([rare, other])[0, 1]) < 0.01
    frequent, apart = [1] * 40 + [0] * 60, [0] * 60 + [1] * 40
    assert npmi_of([frequent, apart])[0, 1] < -0.5


def test_words_that_do_not_occur_and_words_that_stand_everywhere():
    found = npmi_of([[0, 0, 0], [1, 1, 1], [1, 1, 1]])
    assert np.isnan(found[0]).all()
    assert found[1, 2] == 0


@given(BINARY)
def test_it_is_symmetric_and_between_minus_one_and_one(present):
    found = pairwise_npmi(sp.csr_array(present))
    known = found[~np.isnan(found)]
    assert np.allclose(found, found.T, equal_nan=True)
    assert ((known >= -1) & (known <= 1)).all()


def test_within_themes_and_across():
    npmi = np.array([[1, 0.6, 0.1, 0.2], [0.6, 1, -0.1, 0.0], [0.1, -0.1, 1, 0.4], [0.2, 0.0, 0.4, 1]])
    found = coherence(npmi, [[0, 1], [2, 3], [0]])
    assert found.of_theme[:2] == pytest.approx([0.6, 0.4])
    assert np.isnan(found.of_theme[2])
    # The third theme's only word is the first theme's, too: beside that one it stands with the other word alone.
    across = [0.1, 0.2, -0.1, 0.0, 0.1, 0.2]
    assert found.across == pytest.approx(np.mean(across))
    assert np.isnan(coherence(npmi, [[0, 1]]).across)


def test_own_words_and_diversity():
    assert own_words([[0, 1, 2], [2, 3], []]) == [2 / 3, 0.5, 1.0]
    assert diversity([[0, 1, 2], [2, 3], []]) == 4 / 5
    assert diversity([[]]) == 1.0
