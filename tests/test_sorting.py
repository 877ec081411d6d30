"""From the corpus to the data of a run."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from stories import ABSENT, NAMED, STORIES, THEMES, Story, write_stories, write_themes
from tematika.corpus import tables
from tematika.errors import NoArticlesError, ParameterError, ThemesError
from tematika.pipeline import former_calls, scoring, units
from tematika.settings import Settings
from tematika.themes.definitions import load_themes
from tematika.themes.result import ThemedCorpus

BY_REF = {story.ref: story for story in STORIES}
REPRINTED = max((story for story in STORIES if story.about == ("rail",)), key=lambda story: len(story.text))
TELLING_TITLE = "Газ, нефть, уголь и топливо для электростанции"
FAINT = (
    "Встреча прошла вчера в столице, подробности гости обсудят позже.",
    "Хозяева показали гостям старый город и крепость под открытым небом.",
    "Вечером был ужин, после него делегация вернулась в гостиницу пешком.",
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sorting")
    write_stories(folder / "stories.jsonl")
    write_themes(folder / "themes.toml")
    return folder


@pytest.fixture(autouse=True)
def _run_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMATIKA_RUN", str(tmp_path / "run"))


def settings(place: Path, **given: Any) -> Settings:
    return Settings(**({"articles": (str(place / "stories.jsonl"),), "themes": str(place / "themes.toml")} | given))


def sort(chosen: Settings) -> ThemedCorpus:
    return former_calls.sort_corpus(chosen, former_calls.read_corpus(chosen))


@pytest.fixture(scope="module")
def found(place: Path, tmp_path_factory: pytest.TempPathFactory) -> ThemedCorpus:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEMATIKA_RUN", str(tmp_path_factory.mktemp("run")))
        return sort(settings(place))


def run_data() -> Path:
    return Path(os.environ["TEMATIKA_RUN"]) / "data"


def test_articles_carry_their_themes(found: ThemedCorpus) -> None:
    carried = {ref: set(themes) for ref, themes in found.articles.select("ref", "themes").iter_rows()}
    assert carried == {ref: set(story.about) & NAMED for ref, story in BY_REF.items()}
    for row in found.articles.iter_rows(named=True):
        scores = [row["theme_scores"][uid] for uid in row["themes"]]
        assert scores == sorted(scores, reverse=True)
        assert row["cluster"] == row["themes"][0] if row["themes"] else row["cluster"] not in NAMED


def test_the_files_of_a_run(place: Path) -> None:
    made = sort(settings(place))
    uids = [theme.uid for theme in made.themes]
    articles = pl.read_parquet(run_data() / "articles.parquet")
    assert articles.equals(made.articles)
    expected = {
        "article_id": pl.String(), "ref": pl.String(), "source": pl.String(), "title": pl.String(),
        "published": pl.Datetime("us"), "published_precision": pl.String(), "copy_of": pl.String(),
        "themes": pl.List(pl.String()), "theme_scores": pl.Struct(dict.fromkeys(uids, pl.Float64())),
        "cluster": pl.String(), "regions": pl.List(pl.String()),
    }  # fmt: skip
    assert {name: articles.schema[name] for name in expected} == expected
    passages = pl.read_parquet(run_data() / "passages.parquet")
    assert passages.equals(made.passages)
    expected = {
        "article_id": pl.String(), "ordinal": pl.Int64(), "start": pl.Int64(), "end": pl.Int64(), "kind": pl.String(),
        "text": pl.String(), "themes": pl.List(pl.String()), "cluster": pl.String(),
        "scores": pl.Struct(dict.fromkeys(uids, pl.Float64())),
    }  # fmt: skip
    assert {name: passages.schema[name] for name in expected} == expected
    removals = pl.read_parquet(run_data() / "removals.parquet")
    assert removals.columns == ["article_id", "start", "end", "rule", "text"]
    told = json.loads((run_data() / "themes.json").read_text(encoding="utf-8"))
    assert [theme["uid"] for theme in told["themes"]] == uids
    assert uids[:2] == ["energy", "rail"]
    assert str(place) not in json.dumps(told, ensure_ascii=False)


def test_values_stay_in_their_ranges(found: ThemedCorpus) -> None:
    uids = {theme.uid for theme in found.themes}
    for table, scores in ((found.articles, "theme_scores"), (found.passages, "scores")):
        values = table[scores].struct.unnest()
        assert set(values.columns) == uids
        assert values.select(pl.all().is_between(0, 1).all()).row(0) == (True,) * len(uids)
        assert set(table["cluster"].drop_nulls()) <= uids
        assert table["themes"].null_count() == 0
        assert set(table["themes"].explode().drop_nulls()) <= NAMED


def test_deciding_words_stand_in_the_article_and_nearly_all_in_the_passage(found: ThemedCorpus) -> None:
    texts = dict(found.articles.select("article_id", "text").iter_rows())
    met, inside = set(), []
    for row in found.passages.iter_rows(named=True):
        own = {*row["themes"], row["cluster"]}
        for word in row["deciding"]:
            assert word["theme"] in own
            assert word["start"] < word["end"]
            inside.append(row["start"] <= word["start"] and word["end"] <= row["end"])
            said = texts[row["article_id"]][word["start"] : word["end"]]
            assert said == said.strip()
            assert said[0].isalpha()
            met.add(said.lower())
    assert {"поезд", "вагонов", "нефти", "электростанции", "железной дороге"} <= met
    assert sum(inside) > 0.8 * len(inside)


def test_an_articles_theme_is_shown_by_a_passage_even_if_its_title_alone_tells_it(place: Path, tmp_path: Path) -> None:
    odd = Story("odd", 30, TELLING_TITLE, FAINT, ("energy",))
    write_stories(tmp_path / "stories.jsonl", (*STORIES, odd))
    made = sort(settings(place, articles=(str(tmp_path / "stories.jsonl"),)))
    shown = made.passages.group_by("article_id").agg(pl.col("themes").explode().alias("shown"))
    joined = made.articles.join(shown, on="article_id")
    assert joined.height == len(STORIES) + 1
    assert joined.filter(pl.col("ref") == "odd")["themes"].to_list() == [["energy"]]
    for themes, passages in joined.select("themes", "shown").iter_rows():
        assert set(themes) <= set(passages)


@pytest.fixture(scope="module")
def with_reprint(place: Path, tmp_path_factory: pytest.TempPathFactory) -> ThemedCorpus:
    folder = tmp_path_factory.mktemp("reprint")
    copy = Story("copy", 30, "Как сообщили коллеги", REPRINTED.paragraphs, REPRINTED.about)
    write_stories(folder / "stories.jsonl", (*STORIES, copy))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEMATIKA_RUN", str(folder / "run"))
        return sort(settings(place, articles=(str(folder / "stories.jsonl"),)))


def test_a_reprint_has_its_originals_themes_and_no_passages(with_reprint: ThemedCorpus, found: ThemedCorpus) -> None:
    articles = with_reprint.articles
    columns = ["themes", "theme_scores", "cluster"]
    copy = articles.filter(pl.col("ref") == "copy")
    original = articles.filter(pl.col("ref") == REPRINTED.ref)
    assert copy["copy_of"].to_list() == original["article_id"].to_list()
    assert copy["themes"].to_list() == [["rail"]]
    assert copy.select(columns).equals(original.select(columns))
    assert copy["article_id"][0] not in with_reprint.passages["article_id"].to_list()
    assert copy["article_id"][0] in with_reprint.removals["article_id"].to_list()
    # Counting nowhere, it moves nothing but the number of articles that words are rare among.
    others = articles.filter(pl.col("ref") != "copy")
    assert others.select("ref", "themes").equals(found.articles.select("ref", "themes"))


def test_a_period_keeps_its_articles_and_learns_from_all(place: Path, found: ThemedCorpus) -> None:
    made = sort(settings(place, period="2026-09-05..2026-09-12"))
    assert [moment.day for moment in made.articles["published"]] == list(range(5, 13))
    ids = set(made.articles["article_id"])
    assert set(made.passages["article_id"]) == ids
    assert set(made.removals["article_id"]) <= ids
    assert made.facts["n_outside_period"] == len(STORIES) - 8
    assert made.themes == found.themes
    assert made.facts["thresholds"] == found.facts["thresholds"]
    same = found.articles.filter(pl.col("article_id").is_in(list(ids)))
    columns = ["article_id", "themes", "theme_scores", "cluster"]
    assert made.articles.select(columns).equals(same.select(columns))
    columns = ["article_id", "ordinal", "themes", "scores", "deciding"]
    same = found.passages.filter(pl.col("article_id").is_in(list(ids)))
    assert made.passages.select(columns).equals(same.select(columns))


def test_a_period_may_hold_a_reprint_without_its_original(place: Path, tmp_path: Path) -> None:
    copy = Story("copy", 30, "Как сообщили коллеги", REPRINTED.paragraphs, REPRINTED.about)
    write_stories(tmp_path / "stories.jsonl", (*STORIES, copy))
    made = sort(settings(place, articles=(str(tmp_path / "stories.jsonl"),), period="2026-09-30"))
    assert set(made.articles["ref"]) == {"30", "copy"}
    assert made.articles.filter(pl.col("ref") == "copy")["themes"].to_list() == [["rail"]]


def assert_equal(first: ThemedCorpus, second: ThemedCorpus) -> None:
    for name in ("articles", "passages", "removals"):
        mine, other = getattr(first, name), getattr(second, name)
        assert mine.schema == other.schema
        assert mine.equals(other)
    assert first.themes == second.themes
    assert first.facts == second.facts


@pytest.mark.parametrize(
    "given", [{}, {"themes": "none", "discovered": 3}, {"discovered": 0}, {"period": "2026-09-08"}]
)
def test_what_was_sorted_is_loaded_again(place: Path, given: dict[str, Any]) -> None:
    made = sort(settings(place, **given))
    assert_equal(former_calls.load_sorted(settings(place, **given)), made)


def test_sorting_twice_gives_the_same(place: Path, found: ThemedCorpus) -> None:
    assert_equal(sort(settings(place)), found)
    assert_equal(former_calls.load_sorted(settings(place)), found)


@pytest.mark.slow
def test_in_parts_over_processes_it_is_the_same(
    place: Path, with_reprint: ThemedCorpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "PART", 12)
    monkeypatch.setattr(tables, "HELD", 0)
    monkeypatch.setattr(scoring, "FEWEST_FOR_ALL_CORES", 0)
    copy = Story("copy", 30, "Как сообщили коллеги", REPRINTED.paragraphs, REPRINTED.about)
    write_stories(tmp_path / "stories.jsonl", (*STORIES, copy))
    chosen = settings(place, articles=(str(tmp_path / "stories.jsonl"),))
    corpus = former_calls.read_corpus(chosen)
    assert len(corpus.parts) == 3
    made = former_calls.sort_corpus(chosen, corpus)
    for name in ("articles", "passages", "removals"):
        assert getattr(made, name).equals(getattr(with_reprint, name)), name
    assert made.themes == with_reprint.themes


def test_of_many_articles_a_sample_is_learnt_from(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "LEARNT_FROM", 20)
    corpus = former_calls.read_corpus(settings(place, period="2026-09-05..2026-09-12"))
    articles, passages = units.learning_set(corpus)
    assert articles.height == 20
    assert articles["in_period"].sum() == 8
    assert set(passages["article_id"]) == set(articles["article_id"])
    outside = corpus.articles.filter(~pl.col("in_period"))["article_id"].sort().head(12)
    assert set(outside) < set(articles["article_id"])
    everything = former_calls.read_corpus(settings(place))
    assert (
        units.learning_set(everything)[0]["article_id"].sort().equals(everything.articles["article_id"].sort().head(20))
    )
    made = former_calls.sort_corpus(settings(place), everything)
    assert made.facts["n_learnt_from"] == 20
    assert made.articles.height == len(STORIES)
    right = {ref: set(story.about) & NAMED for ref, story in BY_REF.items()}
    told = {ref: set(themes) for ref, themes in made.articles.select("ref", "themes").iter_rows()}
    assert sum(told[ref] == right[ref] for ref in right) >= 25


def test_without_notebooks_before_it_everything_is_made(place: Path, found: ThemedCorpus) -> None:
    assert_equal(former_calls.load_sorted(settings(place)), found)
    assert (run_data() / "articles.parquet").is_file()


@pytest.mark.parametrize("change", [{"discovered": 3}, {"outliers": False}, {"threshold": 0.9}, {"period": "2026-09"}])
def test_a_changed_parameter_makes_it_anew(place: Path, found: ThemedCorpus, change: dict[str, Any]) -> None:
    sort(settings(place))
    loaded = former_calls.load_sorted(settings(place, **change))
    assert loaded.facts["parameters"] != found.facts["parameters"]
    parameters: Any = loaded.facts["parameters"]
    assert {name: parameters[name] for name in change} == change
    assert_equal(loaded, sort(settings(place, **change)))


def test_a_changed_themes_file_or_article_makes_it_anew(place: Path, tmp_path: Path) -> None:
    themes, articles = tmp_path / "themes.toml", tmp_path / "stories.jsonl"
    chosen = settings(place, themes=str(write_themes(themes)), articles=(str(write_stories(articles)),))
    sort(chosen)
    write_themes(themes, THEMES[1:])
    assert [theme.uid for theme in former_calls.load_sorted(chosen).themes if theme.named] == ["rail"]
    write_stories(articles, STORIES[:20])
    assert former_calls.load_sorted(chosen).articles.height == 20


def test_the_language_is_no_reason_to_sort_again_but_is_told(place: Path) -> None:
    made = sort(settings(place))
    told = run_data() / "themes.json"
    before = told.stat().st_mtime_ns
    loaded = former_calls.load_sorted(settings(place, lang="ru"))
    assert told.stat().st_mtime_ns == before
    assert loaded.articles.equals(made.articles)
    parameters: Any = made.facts["parameters"]
    assert loaded.facts["parameters"] == parameters | {"lang": "ru"}


def test_seed_words_that_no_article_has_are_named(found: ThemedCorpus) -> None:
    assert {theme.uid: theme.missing_seeds for theme in found.themes if theme.named} == ABSENT


def test_outliers_off_leaves_nothing_unassigned(place: Path) -> None:
    made = sort(settings(place, outliers=False))
    assert made.articles["cluster"].null_count() == 0
    assert made.passages["cluster"].null_count() == 0


def test_without_themes_file_there_are_clusters_only(place: Path) -> None:
    made = sort(settings(place, themes="none", discovered=4, outliers=False))
    assert len(made.themes) == 4
    assert made.articles["cluster"].n_unique() == 4
    assert set(made.articles["themes"].list.len()) == {0}
    assert not any(theme.named for theme in made.themes)


def test_nothing_to_sort_into(place: Path) -> None:
    with pytest.raises(ParameterError, match="discovered=0") as caught:
        sort(settings(place, themes="none", discovered=0))
    assert caught.value.exit_code == 2


def test_a_themes_file_that_cannot_be_used(place: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_bytes(b"\xff\xfe")
    for path in (tmp_path / "no.toml", bad):
        for step in (sort, former_calls.load_sorted):
            with pytest.raises(ThemesError, match=path.name):
                step(settings(place, themes=str(path)))
    assert not run_data().exists()


def test_articles_without_a_word(place: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("2026\n\n12, 13 и 14\n", encoding="utf-8")
    with pytest.raises(NoArticlesError, match="no words"):
        sort(settings(place, articles=(str(tmp_path / "a.txt"),)))


@pytest.mark.parametrize("number", [1, 2])
def test_one_article_or_two(place: Path, tmp_path: Path, number: int) -> None:
    write_stories(tmp_path / "few.jsonl", STORIES[:number])
    for given in ({}, {"themes": "none"}, {"outliers": False}):
        chosen = settings(place, articles=(str(tmp_path / "few.jsonl"),), **given)
        assert_equal(former_calls.load_sorted(chosen), sort(chosen))


def test_the_themes_of_the_tests_are_what_they_were_written_from(place: Path) -> None:
    assert load_themes(place / "themes.toml") == list(THEMES)
