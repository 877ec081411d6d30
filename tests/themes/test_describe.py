"""What themes are called."""

from __future__ import annotations

import pytest
from sorted_stories import passages_of, sort

from stories import ABSENT, STORIES, THEMES
from tematika.language.tokens import tokens
from tematika.language.word_families import same_family
from tematika.themes.describe import describe_themes
from tematika.themes.types import Assignments


@pytest.fixture(scope="module")
def sorting() -> Assignments:
    return sort(STORIES, THEMES)


def test_themes_are_described_by_words_of_theirs(sorting: Assignments) -> None:
    energy, rail, *found = describe_themes(sorting, passages_of(STORIES), THEMES)
    assert [energy.uid, rail.uid] == ["energy", "rail"]
    assert energy.named
    assert rail.title == {"en": "Rail", "ru": "Рельсы"}
    assert {theme.uid: theme.missing_seeds for theme in (energy, rail)} == ABSENT
    assert {"электростанция", "топливо"} & {term for term, _ in energy.terms}
    assert {"вагоны", "поезд"} <= {term for term, _ in rail.terms}
    assert len(found) == 2
    assert not any(theme.named or theme.missing_seeds for theme in found)
    titles = [set(theme.title["ru"].lower().split(", ")) for theme in found]
    assert any(title & {"урожай", "зерно", "поле", "поля", "комбайн", "комбайны", "агроном"} for title in titles)
    assert any(title & {"спектакль", "актёры", "режиссёр", "премьера", "зрители"} for title in titles)
    for theme in (energy, rail, *found):
        weights = [weight for _, weight in theme.terms]
        assert weights == sorted(weights, reverse=True)
        assert all(0 < weight <= 1 for weight in weights)


def test_a_discovered_theme_is_called_the_same_when_found_again(sorting: Assignments) -> None:
    first = describe_themes(sorting, passages_of(STORIES), THEMES)
    shuffled = STORIES[::-1]
    again = describe_themes(sort(shuffled, THEMES), passages_of(shuffled), THEMES)
    assert {theme.uid for theme in first} == {theme.uid for theme in again}
    assert len({theme.uid for theme in first}) == len(first)


def test_titles_differ_and_say_nothing_twice(sorting: Assignments) -> None:
    found = [theme for theme in describe_themes(sorting, passages_of(STORIES), THEMES) if not theme.named]
    titles = [theme.title["ru"] for theme in found]
    assert len(set(titles)) == len(titles)
    for title in titles:
        words = [token.form for token in tokens(title)]
        assert 2 <= len(words) <= 5
        assert not any(same_family(one, other) for i, one in enumerate(words) for other in words[:i])


def test_names_of_sources_are_no_words_of_themes(sorting: Assignments) -> None:
    def words_of(*sources: str) -> set[str]:
        themes = describe_themes(sorting, passages_of(STORIES), THEMES, sources)
        return {term for theme in themes for term, _ in theme.terms}

    assert "топливо" in words_of("Вестник степи")
    assert "топливо" not in words_of("Вестник топлива")
