"""Tables kept between notebooks: valid for one key, never half written."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

from tematika.pipeline.stages import corpus_key, keep_tables, kept_tables, themes_key
from tematika.settings import Settings

NAMES = ("articles", "passages", "removals")


def frames(number: int) -> dict[str, pl.LazyFrame]:
    return {name: pl.LazyFrame({"text": [f"{name} {number}"]}) for name in NAMES}


def first_article(tables: dict[str, pl.LazyFrame] | None) -> str | None:
    return tables["articles"].collect()["text"][0] if tables else None


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


def test_kept_tables_come_back_for_their_key_only(run: Path) -> None:
    assert kept_tables(run / "data", "one") is None
    keep_tables(frames(1), run / "data", "one")
    assert first_article(kept_tables(run / "data", "one")) == "articles 1"
    assert kept_tables(run / "data", "two") is None
    keep_tables(frames(2), run / "data", "two")
    assert first_article(kept_tables(run / "data", "two")) == "articles 2"
    assert kept_tables(run / "data", "one") is None


def test_folders_do_not_mix(run: Path) -> None:
    keep_tables(frames(1), run / "data", "one")
    keep_tables(frames(2), run / "stage", "one")
    assert first_article(kept_tables(run / "data", "one")) == "articles 1"
    assert first_article(kept_tables(run / "stage", "one")) == "articles 2"


def test_the_key_does_not_lie_beside_published_data(run: Path) -> None:
    keep_tables(frames(1), run / "data", "one")
    assert sorted(file.name for file in (run / "data").iterdir()) == [f"{name}.parquet" for name in NAMES]


def test_an_old_key_does_not_vouch_for_half_written_tables(run: Path) -> None:
    keep_tables(frames(1), run / "data", "one")
    broken = frames(2)
    del broken["removals"]
    with pytest.raises(KeyError):
        keep_tables(broken, run / "data", "two")
    assert kept_tables(run / "data", "one") is None
    assert kept_tables(run / "data", "two") is None


@pytest.mark.parametrize("name", NAMES)
def test_a_table_that_was_deleted_is_made_again(run: Path, name: str) -> None:
    keep_tables(frames(1), run / "data", "one")
    (run / "data" / f"{name}.parquet").unlink()
    assert kept_tables(run / "data", "one") is None


@pytest.mark.parametrize("torn", ["", '"on', "one", "\x00"])
def test_a_torn_key_is_no_key(run: Path, torn: str) -> None:
    keep_tables(frames(1), run / "data", "one")
    (run / "stage" / "data.key.json").write_text(torn, encoding="utf-8")
    assert kept_tables(run / "data", "one") is None


def test_keys_stay_while_nothing_changes(articles: Path) -> None:
    assert corpus_key(settings(articles)) == corpus_key(settings(articles))
    assert themes_key(settings(articles)) == themes_key(settings(articles))
    assert corpus_key(settings(articles, seed=1)) == corpus_key(settings(articles))
    assert themes_key(settings(articles, lang="ru")) == themes_key(settings(articles))


@pytest.mark.parametrize(
    "option",
    [{"seed": 1}, {"discovered": 3}, {"outliers": False}, {"max_terms": 500}, {"threshold": 0.3}],
)
def test_a_parameter_changes_the_key_of_themes(articles: Path, option: dict[str, object]) -> None:
    assert themes_key(settings(articles, **option)) != themes_key(settings(articles))


def test_the_period_changes_both_keys(articles: Path) -> None:
    assert corpus_key(settings(articles, period="2026")) != corpus_key(settings(articles))
    assert themes_key(settings(articles, period="2026")) != themes_key(settings(articles))


def test_the_files_change_both_keys(articles: Path) -> None:
    seen = {corpus_key(settings(articles))}
    (articles / "b.txt").write_text("Завод закрыт.", encoding="utf-8")
    seen.add(corpus_key(settings(articles)))
    (articles / "b.txt").write_text("Завод закрыт на зиму.", encoding="utf-8")
    seen.add(corpus_key(settings(articles)))
    os.utime(articles / "b.txt", ns=(1, 1))
    seen.add(corpus_key(settings(articles)))
    assert len(seen) == 4


def test_the_folder_given_changes_both_keys_as_refs_begin_there(articles: Path) -> None:
    assert corpus_key(settings(articles.parent)) != corpus_key(settings(articles))
    assert themes_key(settings(articles.parent)) != themes_key(settings(articles))


def test_the_themes_file_changes_the_key_of_themes(articles: Path, tmp_path: Path) -> None:
    themes = tmp_path / "themes.toml"
    themes.write_text("[[theme]]\n", encoding="utf-8")
    before = themes_key(settings(articles, themes=str(themes)))
    themes.write_text("[[theme]] \n", encoding="utf-8")
    assert themes_key(settings(articles, themes=str(themes))) != before
    assert corpus_key(settings(articles, themes=str(themes))) == corpus_key(settings(articles))
