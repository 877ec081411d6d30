"""Teaching: what is kept in the files, who was first, what is undone, and that the desk and the next report obey."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.errors import ChangedError, LabelsError, ParameterError, ThemesError
from tematika.explore import compare, edits, labels_file, questions, themes_file
from tematika.explore.change_log import ChangeLog
from tematika.explore.workbench import Workbench
from tematika.pipeline.former_calls import read_corpus, sort_corpus
from tematika.settings import Settings
from tematika.themes.annotations import Label

FILE = """# kept by the workbench
[[theme]]  # the first
id = "mill"
title = { en = "Mills", ru = "Мельницы" }
seeds = [
    "мельница", "мука",  # what they make
    "жёрнов",
]

[[theme]]
id = "bees"
title = "Пчёлы"
seeds = ["пчела", "мёд"]
avoid = ["мёд с луной"]
"""


def themes(text: str) -> dict[str, dict[str, Any]]:
    return {theme["id"]: theme for theme in tomllib.loads(text)["theme"]}


def test_seed_words_come_and_go_and_comments_stay() -> None:
    text = themes_file.drop_seeds(themes_file.add_seeds(FILE, "mill", ["помол", "мука"]), "mill", ["жёрнов"])
    assert themes(text)["mill"]["seeds"] == ["мельница", "мука", "помол"]
    for comment in ("# kept by the workbench", "# the first", "# what they make"):
        assert comment in text
    assert list(themes(text)) == ["mill", "bees"]


@given(st.lists(st.text("абвгд", min_size=2, max_size=6), unique=True, max_size=5))
def test_adding_and_dropping_gives_the_same_words(words: list[str]) -> None:
    text = themes_file.drop_seeds(themes_file.add_seeds(FILE, "bees", words), "bees", words)
    assert themes(text) == themes(FILE)


def test_the_last_seed_word_cannot_go() -> None:
    with pytest.raises(ThemesError, match="empty list"):
        themes_file.drop_seeds(FILE, "bees", ["пчела", "мёд"])
    with pytest.raises(ThemesError, match="no such theme"):
        themes_file.add_seeds(FILE, "wasps", ["оса"])


def test_a_title_in_one_language() -> None:
    text = themes_file.rename(themes_file.rename(FILE, "bees", "Bees", "en"), "mill", "Помол", "ru")
    assert themes(text)["bees"]["title"] == {"en": "Bees", "ru": "Пчёлы"}
    assert themes(text)["mill"]["title"] == {"en": "Mills", "ru": "Помол"}


@pytest.mark.parametrize(
    ("title", "uid"),
    [("Лес, огонь", "les_ogon"), ("Bees", "bees_2"), ("2024", "theme_2024"), ("«»", "theme"), ("Щука", "shchuka")],
)
def test_ids_are_made_of_titles(title: str, uid: str) -> None:
    assert themes_file.fresh_id(title, ["bees"]) == uid


def test_what_is_said_last_counts() -> None:
    text = labels_file.mark("", Label("a", frozenset({"mill"})))
    text = labels_file.mark(text, Label("a", frozenset({"bees"}), frozenset({"mill"})))
    assert [json.loads(line) for line in text.splitlines()] == [
        {"article_id": "a", "themes": ["bees"], "may": ["mill"]}
    ]


def test_one_theme_is_judged_and_the_others_stay_open() -> None:
    text = labels_file.mark_one("", "a", 3, ("mill", False), ["mill", "bees"])
    assert json.loads(text) == {"article_id": "a", "passage": 3, "themes": [], "may": ["bees"]}
    text = labels_file.mark_one(text, "a", 3, ("bees", True), ["mill", "bees"])
    assert json.loads(text) == {"article_id": "a", "passage": 3, "themes": ["bees"]}
    with pytest.raises(LabelsError, match="no JSON lines"):
        labels_file.mark("ref\tthemes\na\tmill\n", Label("a", frozenset()))


def test_labels_follow_themes_that_are_merged_and_do_not_speak_of_new_ones() -> None:
    text = labels_file.mark("", Label("a", frozenset({"mill", "bees"})))
    text = labels_file.mark(text, Label("b", frozenset({"bees"}), frozenset({"mill"})))
    merged = [json.loads(line) for line in labels_file.rename_theme(text, "mill", "bees").splitlines()]
    assert [row["themes"] for row in merged] == [["bees"], ["bees"]]
    assert merged[1]["may"] == []
    opened = [json.loads(line) for line in labels_file.open_theme(text, "wax").splitlines()]
    assert [row["may"] for row in opened] == [["wax"], ["mill", "wax"]]


def test_a_change_is_looked_at_then_kept_then_undone(workbench: Workbench, log: ChangeLog) -> None:
    now = log.read()
    change = edits.change_seeds(now, "rail", drop=["вагон", "поезд"])
    moved = compare.moved(workbench, change.apply(workbench))
    assert "goes" in set(moved.filter(pl.col("theme") == "rail")["change"])
    assert log.read() == now
    change.save(log)
    assert "вагон" not in themes(log.read().themes)["rail"]["seeds"]
    assert log.read().themes.startswith("# ours\n")
    assert [logged.what for logged in log.changes()] == ["rail: - вагон, - поезд"]
    assert log.undo().what == "rail: - вагон, - поезд"
    assert log.read() == now
    with pytest.raises(ParameterError, match="nothing to undo"):
        log.undo()


def test_who_comes_second_is_told_who_was_first(log: ChangeLog) -> None:
    now = log.read()
    mine, yours = edits.change_seeds(now, "rail", ["дрезина"]), edits.change_seeds(now, "rail", ["тендер"])
    logged = yours.save(log)
    with pytest.raises(ChangedError, match=f"{logged.who} was first .rail: . тендер.") as told:
        mine.save(log)
    assert "\n" not in str(told.value)
    assert told.value.exit_code == 8
    assert "дрезина" not in log.read().themes
    log.themes.write_text(log.read().themes + "# by hand\n", encoding="utf-8")
    with pytest.raises(ChangedError, match="somebody edited"):
        log.undo()


def test_nobody_undoes_what_somebody_else_did(log: ChangeLog, monkeypatch: pytest.MonkeyPatch) -> None:
    edits.change_seeds(log.read(), "rail", ["дрезина"]).save(log)
    monkeypatch.setenv("JUPYTERHUB_USER", "anna")
    edits.change_seeds(log.read(), "energy", ["мазут"]).save(log)
    monkeypatch.setenv("JUPYTERHUB_USER", "boris")
    with pytest.raises(ChangedError, match=r"not yours: anna made it .energy: . мазут."):
        log.undo()
    monkeypatch.setenv("JUPYTERHUB_USER", "anna")
    assert log.undo().action == {"did": "seeds", "theme": "energy", "changes": "+ мазут"}


def test_a_journal_of_old_is_read(log: ChangeLog) -> None:
    edits.change_seeds(log.read(), "rail", ["дрезина"]).save(log)
    journal = log.themes.with_name(".themes.journal.jsonl")
    row = json.loads(journal.read_text(encoding="utf-8"))
    del row["told"]
    journal.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert [logged.what for logged in log.changes()] == ["rail: + дрезина"]
    assert log.undo().action == {}


def test_verdicts_on_passages_are_told_and_learnt_when_asked_for(workbench: Workbench, log: ChangeLog) -> None:
    row = workbench.corpus.passages.filter(pl.col("themes").list.contains("rail")).row(0, named=True)
    place = (row["article_id"], row["ordinal"])
    # Comments make no difference: there is nothing to learn.
    assert edits.as_saved(workbench, log) is workbench
    edits.mark_passage(log.read(), *place, "rail", right=False).save(log)
    assert edits.verdicts(log.read().annotations(), row["article_id"], "", row["ordinal"]) == {"rail": False}
    taught = edits.as_saved(workbench, log).found.passages
    here = (pl.col("article_id") == place[0]) & (pl.col("ordinal") == place[1])
    assert "rail" not in taught.filter(here)["themes"][0]
    log.undo()
    assert edits.verdicts(log.read().annotations(), row["article_id"], "", row["ordinal"]) == {}


@pytest.mark.parametrize("title", ["", "  "])
def test_no_theme_loses_its_title(log: ChangeLog, title: str) -> None:
    now = log.read()
    with pytest.raises(ParameterError, match="has no title"):
        edits.rename(now, "rail", title, "ru")
    with pytest.raises(ParameterError, match="has no title"):
        edits.split(now, "energy", ["торф"], title)
    with pytest.raises(ParameterError, match="names no words"):
        edits.change_seeds(now, "rail")


def test_a_discovered_theme_gets_a_name(workbench: Workbench, log: ChangeLog) -> None:
    uid = next(theme.uid for theme in workbench.themes if not theme.named)
    members = set(workbench.corpus.articles.filter(pl.col("cluster") == uid)["article_id"])
    change = edits.promote(log.read(), workbench, uid, "Новая тема")
    after = change.apply(workbench)
    assert [one.id for one in change.after.definitions()][-1] == "novaya_tema"
    assert uid not in after.uids
    assert set(after.uids) == {"novaya_tema", *workbench.uids} - {uid}
    named = after.corpus.articles.filter(pl.col("themes").list.contains("novaya_tema"))
    assert len(members & set(named["article_id"])) > len(members) / 2
    with pytest.raises(ParameterError, match="no discovered theme"):
        edits.promote(log.read(), workbench, "rail")


def test_themes_are_renamed_merged_and_split(workbench: Workbench, log: ChangeLog) -> None:
    now = log.read()
    assert edits.rename(now, "rail", "Пути", "ru").apply(workbench).themes[1].title["ru"] == "Пути"
    merged = edits.merge(now, "energy", "rail")
    assert [one.id for one in merged.after.definitions()] == ["energy"]
    assert "вагон" in merged.after.definitions()[0].seeds
    split = edits.split(now, "energy", ["торф", "уголь"], "Торф и уголь").after.definitions()
    assert split[-1].seeds == ("торф", "уголь")
    assert "торф" not in split[0].seeds
    with pytest.raises(ParameterError, match="cannot be split"):
        edits.split(now, "energy", ["нет такого"], "Ничего")
    with pytest.raises(ParameterError, match="cannot be merged"):
        edits.merge(now, "energy", "energy")


def test_words_are_suggested_from_the_corpus(workbench: Workbench) -> None:
    words = edits.suggest(workbench, "rail")
    assert words.height
    assert words["weight"].is_sorted(descending=True)
    assert not {"вагоны", "поезда", "локомотивы"} & set(words["word"])
    assert (words["articles"] > 0).all()


def test_labels_are_obeyed(workbench: Workbench, log: ChangeLog) -> None:
    carried = workbench.corpus.articles.filter(pl.col("themes").list.contains("rail"))["article_id"].to_list()
    wrong, other = carried[0], workbench.corpus.articles.filter(pl.col("themes").list.len() == 0)["article_id"][0]
    edits.mark(log.read(), Label(wrong, frozenset({"energy"}))).save(log)
    edits.mark_passage(log.read(), other, 1, "rail", right=True).save(log)
    after = edits.as_saved(workbench, log).found
    rows = dict(after.articles.select("article_id", "themes").iter_rows())
    assert rows[wrong] == ["energy"]
    passages = after.passages.filter(pl.col("article_id") == wrong)
    assert not passages["themes"].list.contains("rail").any()
    assert passages["themes"].list.contains("energy").any()
    marked = after.passages.filter((pl.col("article_id") == other) & (pl.col("ordinal") == 1))
    assert "rail" in marked["themes"][0]


def test_a_report_obeys_labels_and_says_by_which_it_was_made(
    settings: Settings, workbench: Workbench, log: ChangeLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = workbench.corpus.articles.filter(pl.col("themes").list.contains("rail"))["article_id"][0]
    before = log.read().themes
    edits.mark(log.read(), Label(wrong, frozenset())).save(log)
    taught = settings.model_copy(update={"themes": str(log.themes)})
    monkeypatch.setenv("TEMATIKA_RUN", str(tmp_path / "run"))
    found = sort_corpus(taught, read_corpus(taught))
    assert found.articles.filter(pl.col("article_id") == wrong)["themes"].to_list() == [[]]
    ignored = sort_corpus(taught.model_copy(update={"labels": "none"}), read_corpus(taught))
    assert "rail" in ignored.articles.filter(pl.col("article_id") == wrong)["themes"][0]
    assert before == log.read().themes


def test_questions_are_about_what_nobody_labelled(workbench: Workbench, log: ChangeLog) -> None:
    asked = questions.questions(workbench, 5)
    assert len({one.article_id for one in asked}) == 5
    edits.mark(log.read(), asked[0].answer(frozenset({"rail"}))).save(log)
    after = edits.as_saved(workbench, log)
    assert questions.count_labelled(after) == 1
    assert asked[0].article_id not in {one.article_id for one in questions.questions(after, 30)}
    assert all(one.uncertain in {"rail", "energy"} for one in asked)


def test_a_cell_with_the_names_of_earlier_releases_runs(workbench: Workbench, log: ChangeLog) -> None:
    change = edits.change_seeds(log.read(), "rail", ["дрезина"])
    assert compare.moved(workbench, change.on(workbench)).equals(compare.moved(workbench, change.apply(workbench)))
    assert change.keep(log) == log.changes()[-1]
    assert workbench.found is workbench.corpus
