"""Results kept between notebooks: valid for what they were made of, never half written."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

from stories import STORIES, write_stories
from tematika.core.context import current_context
from tematika.pipeline import former_calls, request, stages, themes_step
from tematika.settings import Settings
from tematika.themes.result import ThemedCorpus

NAMES = ("articles", "passages", "removals")


@pytest.fixture(autouse=True)
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("TEMATIKA_RUN", str(tmp_path / "run"))
    return tmp_path / "run"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("Порт открыт.", encoding="utf-8")
    return folder


def settings(articles: Path, **options: object) -> Settings:
    return Settings.model_validate({"articles": (str(articles),), "themes": "none", **options})


def resolved(articles: Path, **options: object) -> request.Request:
    return request.resolve(settings(articles, **options), current_context())


def corpus_key(articles: Path, **options: object) -> str:
    return stages.corpus_fingerprint(resolved(articles, **options)).key


def themes_key(articles: Path, **options: object) -> str:
    return stages.themes_fingerprint(resolved(articles, **options), "c", "").key


def valid(articles: Path, **options: object) -> ThemedCorpus | None:
    """What the run's folder holds for this request."""
    return themes_step._load_valid(resolved(articles, **options), current_context())


def make(articles: Path, **options: object) -> ThemedCorpus:
    return former_calls.load_sorted(settings(articles, **options))


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    return write_stories(tmp_path / "stories.jsonl", STORIES[:4])


def test_results_come_back_for_what_they_were_made_of_only(stories: Path) -> None:
    assert valid(stories) is None
    made = make(stories)
    kept = valid(stories)
    assert kept is not None
    assert kept.articles.equals(made.articles)
    assert valid(stories, seed=1) is None
    make(stories, seed=1)
    assert valid(stories, seed=1) is not None
    assert valid(stories) is None


def test_marks_do_not_lie_beside_published_data(stories: Path, run: Path) -> None:
    make(stories)
    assert sorted(file.name for file in (run / "data").iterdir()) == sorted(
        [*(f"{name}.parquet" for name in NAMES), "history.json", "quality.json", "themes.json"]
    )


def test_an_old_mark_does_not_hold_for_half_written_results(stories: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(stories)

    def broken(_: dict[str, pl.LazyFrame], folder: Path) -> None:
        (folder / "articles.parquet").write_bytes(b"PAR1")
        raise ZeroDivisionError

    monkeypatch.setattr(themes_step, "write_tables", broken)
    with pytest.raises(ZeroDivisionError):
        make(stories, seed=1)
    assert valid(stories) is None
    assert valid(stories, seed=1) is None


@pytest.mark.parametrize("name", NAMES)
def test_a_table_that_was_deleted_is_made_again(stories: Path, run: Path, name: str) -> None:
    make(stories)
    (run / "data" / f"{name}.parquet").unlink()
    assert valid(stories) is None


@pytest.mark.parametrize("torn", ["", '"on', "[]", "{}", "\x00"])
def test_a_torn_mark_is_no_mark(stories: Path, run: Path, torn: str) -> None:
    make(stories)
    (run / "stage" / "themes.json").write_text(torn, encoding="utf-8")
    assert valid(stories) is None


def test_keys_stay_while_nothing_changes(articles: Path) -> None:
    assert corpus_key(articles) == corpus_key(articles)
    assert themes_key(articles) == themes_key(articles)
    assert corpus_key(articles, seed=1) == corpus_key(articles)
    assert themes_key(articles, lang="ru") == themes_key(articles)


@pytest.mark.parametrize(
    "option",
    [{"seed": 1}, {"discovered": 3}, {"outliers": False}, {"max_terms": 500}, {"threshold": 0.3}],
)
def test_a_parameter_changes_the_key_of_themes(articles: Path, option: dict[str, object]) -> None:
    assert themes_key(articles, **option) != themes_key(articles)


def test_the_files_change_the_key_and_their_times_do_not(articles: Path) -> None:
    seen = {corpus_key(articles)}
    (articles / "b.txt").write_text("Завод закрыт.", encoding="utf-8")
    seen.add(corpus_key(articles))
    (articles / "b.txt").write_text("Завод закрыт на зиму.", encoding="utf-8")
    seen.add(corpus_key(articles))
    (articles / "b.txt").write_text("Завод открыт на зиму.", encoding="utf-8")
    seen.add(corpus_key(articles))
    os.utime(articles / "b.txt", ns=(1, 1))
    seen.add(corpus_key(articles))
    assert len(seen) == 4


def test_the_folder_given_changes_the_key_as_refs_begin_there(articles: Path) -> None:
    assert corpus_key(articles.parent) != corpus_key(articles)
