"""Habits of a source are told from what it writes about."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from tematika.themes.named.source_style import source_specific_terms

# Terms: a habit of «Курьер», a subject of both, a rare word of «Курьер», a word that nobody uses.
HABIT, SUBJECT, RARE, UNUSED = range(4)


def corpus(n_courier: int, n_herald: int) -> tuple[sp.csr_array, list[str | None]]:
    rows = np.zeros((n_courier + n_herald, 4))
    rows[:n_courier:2, HABIT] = 0.7
    rows[::2, SUBJECT] = 0.2
    rows[:2, RARE] = 1.0
    return sp.csr_array(rows), ["Курьер"] * n_courier + ["Вестник"] * n_herald


def test_what_one_source_alone_says_all_the_time_is_its_style() -> None:
    assert source_specific_terms(*corpus(40, 60)).tolist() == [True, False, False, False]


def test_a_source_by_itself_has_no_style() -> None:
    assert not source_specific_terms(*corpus(40, 0)).any()


def test_few_articles_have_no_habits() -> None:
    assert not source_specific_terms(*corpus(10, 60)).any()


def test_a_word_that_others_take_up_is_no_habit() -> None:
    had, sources = corpus(40, 60)
    rows = had.toarray()
    rows[40:46, HABIT] = 1.0
    assert not source_specific_terms(sp.csr_array(rows), sources).any()


def test_articles_of_unknown_source_are_nobodys() -> None:
    had, sources = corpus(40, 60)
    unknown: list[str | None] = [None] * len(sources)
    assert not source_specific_terms(had, unknown).any()
    assert source_specific_terms(had, [*sources[:40], *unknown[40:]]).tolist() == [True, False, False, False]
