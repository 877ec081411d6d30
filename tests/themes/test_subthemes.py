"""Discovered themes within named ones, and the parts of large named themes."""

from __future__ import annotations

import numpy as np
import pytest
from sorted_stories import passages_of, sort

from stories import STORIES, THEMES, Story
from tematika.themes.describe import describe_themes
from tematika.themes.subthemes import MIN_ARTICLES, find_parents, find_subthemes

N = 40


def around(carrying: int, n: int = 10) -> tuple[np.ndarray, np.ndarray]:
    """Scores and named themes of articles: the first `n` are near the discovered theme, some carry the named one."""
    scores, named = np.zeros((N, 2)), np.zeros((N, 1), dtype=bool)
    scores[:n, 1] = 0.9
    named[:carrying, 0] = True
    return scores, named


@pytest.mark.parametrize(("carrying", "parent"), [(9, 0), (7, 0), (5, None), (0, None)])
def test_a_theme_belongs_where_most_articles_around_it_belong(carrying: int, parent: int | None) -> None:
    assert find_parents(*around(carrying)) == [parent]


def test_a_named_theme_that_nearly_all_articles_carry_is_no_parent_of_all() -> None:
    scores, named = around(8)
    assert find_parents(scores, named) == [0]
    named[10:] = True
    assert find_parents(scores, named) == [None]


def test_few_articles_around_say_nothing() -> None:
    assert find_parents(*around(5, n=5)) == [0]
    assert find_parents(*around(4, n=4)) == [None]


def test_articles_that_are_far_from_it_do_not_count() -> None:
    scores, named = around(9)
    scores[:, 1] /= 2
    assert find_parents(scores, named) == [None]


def test_nothing_named_or_discovered() -> None:
    assert find_parents(np.zeros((3, 0)), np.zeros((3, 0), dtype=bool)) == []
    assert find_parents(np.ones((3, 2)), np.zeros((3, 0), dtype=bool)) == [None, None]
    assert find_parents(np.ones((3, 2)), np.zeros((3, 2), dtype=bool)) == []


COAL = ("Шахта", "угольный пласт", "шахтёры", "забой", "обогатительная фабрика", "штрек")
WIND = ("Ветропарк", "лопасть", "ветроустановка", "мачта", "ветер", "ротор")


def about(words: tuple[str, ...], n: int) -> Story:
    """One article of a kind, its words in an order of its own."""
    turned = [*words[n % 3 :], *words[: n % 3]]
    first = f"Топливо и электростанция: {turned[0]}, {turned[1]} и {turned[2]} в смете номер {n}."
    second = f"Энергия: {turned[3]}, {turned[4]} и {turned[5]}, топливо для электростанции."
    return Story(f"{words[0]}{n}", n % 28 + 1, f"{turned[0]} и {turned[4]}", (first, second), ("energy",))


MANY = (*STORIES, *(about(words, n) for n in range(MIN_ARTICLES) for words in (COAL, WIND)))


@pytest.mark.slow
def test_a_large_theme_has_parts_with_names_of_their_own() -> None:
    units, sorting = passages_of(MANY), sort(MANY, THEMES)
    parts = find_subthemes(sorting, units, 0)
    assert len(parts) >= 2
    kinds = [
        {word for article in part for word in ("Шахта", "Ветропарк") if word in MANY[article].ref} for part in parts
    ]
    assert sorted(map(sorted, kinds[:2])) == [["Ветропарк"], ["Шахта"]]
    energy = describe_themes(sorting, units, THEMES)[0]
    assert [part.n_articles for part in energy.parts] == [len(part) for part in parts]
    titles = " ".join(part.title for part in energy.parts).lower()
    assert "шахт" in titles
    assert "ветр" in titles


def test_a_small_theme_has_no_parts() -> None:
    units, sorting = passages_of(STORIES), sort(STORIES, THEMES)
    assert find_subthemes(sorting, units, 0) == []
    assert all(not theme.parts and theme.parent is None for theme in describe_themes(sorting, units, THEMES))
