"""Named and discovered themes on thirty short articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score
from sorted_stories import passages_of, sort
from threadpoolctl import threadpool_limits

from stories import ABSENT, ENERGY, NAMED, RAIL, STORIES, THEMES, Story
from tematika.errors import NoArticlesError
from tematika.themes.definitions import ThemeDefinition
from tematika.themes.model import fit_themes
from tematika.themes.types import Assignments, Options, Units

IDS = tuple(theme.id for theme in THEMES)


def one(text: str) -> Units:
    return Units([text], np.zeros(1, dtype=np.int32), np.ones(1, dtype=bool), np.zeros(1, dtype=bool), 1)


@pytest.fixture(scope="module")
def sorting() -> Assignments:
    return sort(STORIES, THEMES)


def themes_of(rows: Any) -> list[set[str]]:
    return [{uid for uid, has in zip(IDS, row, strict=True) if has} for row in rows.tolist()]


def test_named_themes_are_right(sorting: Assignments) -> None:
    assert themes_of(sorting.article_named) == [set(story.about) & NAMED for story in STORIES]


def test_a_passage_can_have_two_themes(sorting: Assignments) -> None:
    units = passages_of(STORIES)
    both = [i for i, story in enumerate(STORIES) if set(story.about) == NAMED]
    assert both
    for article in both:
        _, body = np.flatnonzero(units.article == article)
        assert themes_of(sorting.unit_named)[body] == NAMED


def test_what_fits_no_named_theme_is_discovered_or_left(sorting: Assignments) -> None:
    unnamed = [i for i, story in enumerate(STORIES) if story.about in {("field",), ("stage",)}]
    found = sorting.article_best[unnamed]
    assert adjusted_rand_score([STORIES[i].about[0] for i in unnamed], found) == 1
    assert (found >= len(THEMES)).all()
    strangers = [i for i, story in enumerate(STORIES) if story.about == ("none",)]
    assert sorting.article_best[strangers].tolist() == [-1, -1]
    units = passages_of(STORIES)
    assert (sorting.unit_best[np.isin(units.article, strangers)] == -1).all()


def test_with_outliers_off_everything_has_a_cluster() -> None:
    everything = sort(STORIES, THEMES, outliers=False)
    assert (everything.unit_best >= 0).all()
    assert (everything.article_best >= 0).all()
    assert themes_of(everything.article_named) == [set(story.about) & NAMED for story in STORIES]


@pytest.mark.parametrize("number", [1, 2, 4, 7])
def test_without_named_themes_there_are_as_many_clusters_as_asked_for(number: int) -> None:
    found = sort(STORIES, (), discovered=number, outliers=False)
    assert set(found.article_best.tolist()) == set(range(number))
    assert found.article_scores.shape == (30, number)
    assert found.article_named.shape == (30, 0)


def test_without_named_themes_the_subjects_are_found() -> None:
    found = sort(STORIES, (), discovered=4, outliers=False)
    plain = [i for i, story in enumerate(STORIES) if len(story.about) == 1 and story.about != ("none",)]
    assert adjusted_rand_score([STORIES[i].about[0] for i in plain], found.article_best[plain]) > 0.9


def test_nothing_is_discovered_when_nothing_shall_be() -> None:
    only_named = sort(STORIES, THEMES, discovered=0)
    assert only_named.article_scores.shape == (30, 2)
    assert (only_named.article_best < 2).all()
    assert only_named.term_centers.shape[0] == 0


def test_an_articles_theme_is_carried_by_a_unit_of_it() -> None:
    units = passages_of(STORIES)
    for threshold in (0.0, 0.1, 0.6):
        found = sort(STORIES, THEMES, threshold=threshold)
        shown = np.stack([np.bincount(units.article, found.unit_named[:, k], 30) > 0 for k in range(2)], axis=1)
        assert (shown >= found.article_named).all()


def test_a_title_that_stands_apart_counts_but_does_not_show_a_theme() -> None:
    units = passages_of(STORIES)
    title = "Газ, нефть, уголь и топливо для электростанции"
    faint = ["Встреча прошла в столице.", "Гостям показали старый город и крепость.", "Вечером был ужин."]
    texts = [*units.texts, *faint, title]
    article = np.append(units.article, np.full(4, 30, dtype=np.int32))
    apart = np.arange(len(texts)) == len(texts) - 1
    leads = np.concatenate([units.leads, [True, False, False, True]])
    found = fit_themes(Units(texts, article, leads, apart, 31), THEMES, Options())[1]
    assert themes_of(found.article_named)[30] == {"energy"}
    assert found.unit_named[-4:-1, 0].sum() == 1


def test_scores_are_shares_and_the_best_is_the_highest_carried(sorting: Assignments) -> None:
    for scores in (sorting.unit_scores, sorting.article_scores):
        assert np.isfinite(scores).all()
        assert ((scores >= 0) & (scores <= 1)).all()
    carried = np.where(sorting.article_named, sorting.article_scores[:, :2], -1)
    has = sorting.article_named.any(axis=1)
    np.testing.assert_array_equal(sorting.article_best[has], carried[has].argmax(axis=1))


def test_seed_words_that_no_article_has_do_no_harm(sorting: Assignments) -> None:
    assert sorting.seeds.missing() == [*ABSENT["energy"], *ABSENT["rail"], *ENERGY.avoid]
    bare = [
        ThemeDefinition(theme.id, theme.title, tuple(seed for seed in theme.seeds if seed not in ABSENT[theme.id]))
        for theme in THEMES
    ]
    without = sort(STORIES, bare)
    np.testing.assert_array_equal(without.article_named, sorting.article_named)
    np.testing.assert_allclose(without.article_scores, sorting.article_scores)
    nothing = ThemeDefinition("space", {"en": "Space", "ru": "Космос"}, ("орбита", "спутник*"))
    more = sort(STORIES, [*THEMES, nothing])
    np.testing.assert_array_equal(more.article_named[:, :2], sorting.article_named)
    assert not more.article_named[:, 2].any()


def test_words_to_avoid_speak_against_a_theme() -> None:
    story = Story("x", 1, "Приборы на крыше", ("Парниковый газ копится, парниковый газ считают приборы.",), ())
    plain = ThemeDefinition(ENERGY.id, ENERGY.title, ENERGY.seeds)
    with_avoid = sort([*STORIES, story], [ENERGY]).article_scores[-1, 0]
    without_avoid = sort([*STORIES, story], [plain]).article_scores[-1, 0]
    assert with_avoid < without_avoid


def test_a_higher_threshold_gives_fewer_themes() -> None:
    counts = [sort(STORIES, THEMES, threshold=threshold).article_named.sum() for threshold in (0.05, 0.5, 0.95, 1.0)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


def assert_same(first: Assignments, second: Assignments) -> None:
    for name in ("unit_scores", "unit_named", "unit_best", "article_scores", "article_named", "article_best", "means"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name), err_msg=name)


def test_the_same_twice_and_with_any_number_of_threads(sorting: Assignments) -> None:
    assert_same(sort(STORIES, THEMES), sorting)
    for threads in (1, 2):
        with threadpool_limits(limits=threads):
            assert_same(sort(STORIES, THEMES), sorting)


def test_the_order_of_articles_does_not_matter(sorting: Assignments) -> None:
    shuffled = sort(STORIES[::-1], THEMES)
    np.testing.assert_array_equal(shuffled.article_named[::-1], sorting.article_named)
    np.testing.assert_allclose(shuffled.article_scores[::-1, :2], sorting.article_scores[:, :2], atol=1e-6)
    assert Counter(shuffled.article_best.tolist()) == Counter(sorting.article_best.tolist())


def test_one_article_and_few_words() -> None:
    alone = fit_themes(one("Поезд ушёл по железной дороге, вагоны пустые."), THEMES, Options())[1]
    assert themes_of(alone.article_named) == [{"rail"}]
    assert fit_themes(one("Поезд."), [RAIL], Options(outliers=False))[1].article_best.tolist() == [0]


def _places(text: str, *seeds: str) -> Assignments:
    theme = ThemeDefinition("places", {"en": "Places", "ru": "Места"}, seeds)
    return fit_themes(one(text), [theme], Options())[1]


def test_the_name_of_a_region_says_where_and_not_what() -> None:
    where = "В Курской области и в Татарстане нашли редкую бабочку с голубыми крыльями."
    assert _places(where, "@region", "губернатор").article_scores[0, 0] == 0
    what = "Редкую бабочку нашли в Курской области, и губернатор показал её гостям из дальних стран."
    backed, alone = _places(what, "@region", "губернатор"), _places(what, "губернатор")
    assert alone.article_scores[0, 0] < backed.article_scores[0, 0] <= 2 * alone.article_scores[0, 0]


@pytest.mark.parametrize("text", ["", "12 и 13", "…"])
@pytest.mark.parametrize("themes", [THEMES, ()])
def test_no_words_are_an_error_that_says_so(text: str, themes: Sequence[ThemeDefinition]) -> None:
    with pytest.raises(NoArticlesError, match="no words"):
        fit_themes(one(text), themes, Options())[1]


def test_a_habit_of_one_source_weighs_nothing() -> None:
    subjects = ("пекарня печёт хлеб", "лодка плывёт рекой", "школа учит детей", "трактор пашет поле")
    texts = [f"Сегодня {subjects[n % 4]}." + " Читайте гороскоп." * (n < 25) for n in range(50)]
    article = np.arange(50, dtype=np.int32)
    sources = ["Курьер"] * 25 + ["Вестник"] * 25
    units = Units(texts, article, np.ones(50, dtype=bool), np.zeros(50, dtype=bool), 50, sources=sources)
    weighting = fit_themes(units, (), Options(discovered=2))[0].weighting
    weights = dict(zip(weighting.vocabulary.names, weighting.idf.tolist(), strict=True))
    assert weights["гороскоп"] == 0
    assert weights["хлеб"] > 0
