"""From files to the tables of the corpus."""

from __future__ import annotations

import json
import os
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from stories import STORIES, write_stories
from tematika.corpus.schemas import ARTICLES_SCHEMA, REMOVALS_SCHEMA
from tematika.corpus.tables import Corpus
from tematika.errors import NoArticlesError, ParameterError
from tematika.pipeline import former_calls
from tematika.settings import Settings

UNDATED = "Мельницу у пруда починили\n\nКолесо снова крутится, муку мелют по пятницам, гостей пускают бесплатно.\n"
CHROME = "Пруд очистили от ряски\n\nПодписаться\n\nВода стала прозрачной, рыбаки вернулись на мостки к вечеру.\n"


@pytest.fixture(autouse=True)
def _run_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMATIKA_RUN", str(tmp_path / "run"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    write_stories(made / "stories.jsonl")
    (made / "mill.txt").write_text(UNDATED, encoding="utf-8")
    (made / "pond.txt").write_text(CHROME, encoding="utf-8")
    return made


def settings(folder: Path, **given: Any) -> Settings:
    return Settings(articles=(str(folder),), **given)


def test_columns_and_types(folder: Path) -> None:
    corpus = former_calls.read_corpus(settings(folder))
    assert corpus.articles.schema == {**ARTICLES_SCHEMA, "in_period": pl.Boolean()}
    assert corpus.removals.schema == REMOVALS_SCHEMA
    assert corpus.passages.schema == {
        "article_id": pl.String(), "ordinal": pl.Int64(), "start": pl.Int64(), "end": pl.Int64(), "kind": pl.String(),
        "text": pl.String(), "stuffed": pl.Boolean(),
    }  # fmt: skip


def test_all_articles_are_there_with_what_their_files_state(folder: Path) -> None:
    articles = former_calls.read_corpus(settings(folder)).articles
    assert articles.height == len(STORIES) + 2
    assert articles["in_period"].all()
    assert {"mill.txt", "pond.txt", STORIES[0].ref} <= {ref.rpartition("#")[2] for ref in articles["ref"]}
    first = articles.filter(pl.col("title") == STORIES[0].title).to_dicts()[0]
    assert first["published"] == datetime(2026, 9, 1, 9, 30)
    assert first["published_precision"] == "minute"
    assert first["source"] == "Пробный листок"
    mill = articles.filter(pl.col("ref") == "mill.txt").to_dicts()[0]
    assert (mill["published"], mill["published_precision"]) == (None, "unknown")


def test_offsets_point_into_the_articles_text(folder: Path) -> None:
    corpus = former_calls.read_corpus(settings(folder))
    texts = dict(corpus.articles.select("article_id", "text").iter_rows())
    for table in (corpus.passages, corpus.removals):
        assert table.height
        for row in table.iter_rows(named=True):
            assert texts[row["article_id"]][row["start"] : row["end"]] == row["text"]
    assert corpus.removals["text"].to_list() == ["Подписаться"]
    assert "Подписаться" not in "".join(corpus.passages["text"])
    for _, rows in corpus.passages.group_by("article_id", maintain_order=True):
        assert rows["ordinal"].to_list() == list(range(rows.height))
        assert rows["start"].is_sorted()


def test_a_period_marks_its_articles_and_keeps_the_others(folder: Path) -> None:
    corpus = former_calls.read_corpus(settings(folder, period="2026-09-03..2026-09-05"))
    assert corpus.articles.height == len(STORIES) + 2
    inside = corpus.articles.filter(pl.col("in_period"))
    assert sorted(moment.day for moment in inside["published"]) == [3, 4, 5]
    assert corpus.passages["article_id"].n_unique() == corpus.articles.height


def test_a_period_without_articles_says_when_there_are_some(folder: Path) -> None:
    with pytest.raises(NoArticlesError) as caught:
        former_calls.read_corpus(settings(folder, period="2024-05"))
    said = str(caught.value)
    assert "2024-05" in said
    assert f"none of {len(STORIES) + 2} articles" in said
    assert "from 2026-09-01 to 2026-09-30" in said
    assert caught.value.exit_code == 3
    assert not [path for path in Path(os.environ["TEMATIKA_RUN"]).rglob("*") if path.is_file()]


def test_a_period_when_nothing_is_dated(folder: Path) -> None:
    (folder / "stories.jsonl").unlink()
    with pytest.raises(NoArticlesError, match="--period all"):
        former_calls.read_corpus(settings(folder, period="2026-09"))


def test_nothing_to_read(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", tmp_path / "nowhere"):
        with pytest.raises((NoArticlesError, ParameterError), match=path.name):
            former_calls.read_corpus(settings(path))


def test_a_period_that_is_none(folder: Path) -> None:
    with pytest.raises(ParameterError, match="a while ago"):
        former_calls.read_corpus(settings(folder, period="a while ago"))


def test_a_reprint_has_a_row_and_no_passages(folder: Path) -> None:
    story = max(STORIES, key=lambda story: len(story.text))
    again = {"id": "copy", "title": story.title, "text": "\n\n".join(story.paragraphs), "date": "2026-10-02"}
    (folder / "copies.jsonl").write_text(json.dumps(again, ensure_ascii=False), encoding="utf-8")
    corpus = former_calls.read_corpus(settings(folder))
    reprint = corpus.articles.filter(pl.col("copy_of").is_not_null()).to_dicts()
    assert [row["ref"].rpartition("#")[2] for row in reprint] == ["copy"]
    original = corpus.articles.filter(pl.col("article_id") == reprint[0]["copy_of"]).to_dicts()[0]
    assert original["title"] == story.title
    assert reprint[0]["article_id"] not in corpus.passages["article_id"].to_list()
    rules = corpus.removals.filter(pl.col("article_id") == reprint[0]["article_id"])["rule"].unique().to_list()
    assert rules == ["reprint"]


def assert_equal(first: Corpus, second: Corpus) -> None:
    for name, table in first.tables.items():
        assert table.equals(second.tables[name]), name
        assert table.schema == second.tables[name].schema


def test_what_was_read_is_loaded_again(folder: Path) -> None:
    made = former_calls.read_corpus(settings(folder))
    assert_equal(former_calls.read_corpus(settings(folder)), made)
    assert_equal(former_calls.read_corpus(settings(folder)), made)


def test_what_was_kept_is_really_used(folder: Path) -> None:
    former_calls.read_corpus(settings(folder))
    kept = Path(os.environ["TEMATIKA_RUN"]) / "stage" / "corpus" / "articles-00000.parquet"
    changed = pl.read_parquet(kept).with_columns(title=pl.lit("из склада"))
    changed.write_parquet(kept)
    assert former_calls.read_corpus(settings(folder)).articles.equals(changed)
    assert former_calls.read_corpus(settings(folder, lang="ru")).articles.equals(changed)


def test_a_changed_file_or_period_makes_it_anew(folder: Path) -> None:
    former_calls.read_corpus(settings(folder))
    (folder / "mill.txt").write_text(UNDATED + "\nВ субботу мельник проведёт урок для школьников.\n", encoding="utf-8")
    assert "субботу" in "".join(former_calls.read_corpus(settings(folder)).passages["text"])
    (folder / "pond.txt").unlink()
    assert former_calls.read_corpus(settings(folder)).articles.height == len(STORIES) + 1
    assert former_calls.read_corpus(settings(folder, period="2026-09-07")).articles["in_period"].sum() == 1


def test_last_week_is_counted_from_today(tmp_path: Path) -> None:
    today = date.today()
    friday = today - timedelta(days=today.weekday() + 3)
    rows = [
        {
            "id": str(day),
            "text": f"{story.text} Написано для проверки.",
            "date": (friday + timedelta(days=day)).isoformat(),
        }
        for day, story in zip((-7, 0, 7), STORIES, strict=False)
    ]
    file = tmp_path / "weeks.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    articles = former_calls.read_corpus(settings(file, period="last-week")).articles
    assert articles.filter(pl.col("in_period"))["ref"].to_list() == ["0"]
