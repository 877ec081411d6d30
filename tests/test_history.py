"""A report follows the last one before it on the same stream, and calls its themes by their names."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from stories import STORIES, Story, write_stories, write_themes
from tematika.corpus.profile import CorpusProfile, build_profile, profile_from_dict
from tematika.pipeline.former_calls import read_corpus, sort_corpus
from tematika.pipeline.history import HISTORY_FILE, History, HistoryEntry, find_history, write_history
from tematika.settings import Settings
from tematika.themes.result import ThemedCorpus
from tematika.themes.tracking import KnownTheme

OWN = CorpusProfile("2026-10-18", 100, ("a", "b", "c"), {"Курьер": 0.6, "Вестник": 0.4})
LAST_WEEK = replace(OWN, until="2026-10-11")
GAS = KnownTheme("d1", "Газ", {"газ": 1.0}, 3)


def put(reports: Path, name: str, standing: CorpusProfile, *known: KnownTheme) -> None:
    """Leave a report on the shelf, as far as its history goes."""
    data = reports / name / "data"
    data.mkdir(parents=True)
    themes = {one.uid: {"title": {"ru": one.title}, "named": False, "articles": one.articles} for one in known}
    write_history(data, HistoryEntry(standing, History(), (), known, themes))
    (reports / name / "manifest.json").write_text("{}", encoding="utf-8")


def test_an_empty_shelf_has_nothing_to_follow(tmp_path: Path) -> None:
    assert find_history(tmp_path / "reports", OWN) == History(None, "first")


def test_the_last_report_before_is_followed(tmp_path: Path) -> None:
    put(tmp_path, "week-40", replace(OWN, until="2026-10-04"))
    put(tmp_path, "week-41", LAST_WEEK, GAS)
    put(tmp_path, "week-43", replace(OWN, until="2026-10-25"))
    found = find_history(tmp_path, OWN)
    assert (found.follows, found.why, found.known) == ("week-41", None, (GAS,))
    assert found.before == {"all": 100, "themes": {"d1": {"title": {"ru": "Газ"}, "named": False, "articles": 3}}}


def test_a_report_on_the_same_articles_is_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "the-same-in-russian", OWN)
    assert find_history(tmp_path, OWN).follows is None


def test_fewer_articles_up_to_the_same_day_came_before(tmp_path: Path) -> None:
    put(tmp_path, "smaller", replace(OWN, articles=90))
    assert find_history(tmp_path, OWN).follows == "smaller"


def test_other_articles_cannot_be_compared_with(tmp_path: Path) -> None:
    put(tmp_path, "elsewhere", CorpusProfile("2026-10-01", 5, ("x", "y"), {"Чужая газета": 1.0}))
    found = find_history(tmp_path, OWN)
    assert (found.follows, found.why, found.known) == (None, "other articles", ())


def test_the_same_files_are_the_same_stream_whoever_wrote_them(tmp_path: Path) -> None:
    put(tmp_path, "before", replace(LAST_WEEK, sources={}))
    assert find_history(tmp_path, replace(OWN, sources={})).follows == "before"


@pytest.mark.parametrize("broken", ["", "{}", '{"standing": 1}', "[]", '{"standing": {"until": "", "articles": "x"}}'])
def test_a_damaged_report_is_passed_over(tmp_path: Path, broken: str) -> None:
    put(tmp_path, "week-40", replace(OWN, until="2026-10-04"))
    put(tmp_path, "week-41", LAST_WEEK)
    (tmp_path / "week-41" / "data" / HISTORY_FILE).write_text(broken, encoding="utf-8")
    assert find_history(tmp_path, OWN).follows == "week-40"


def test_the_desk_of_an_analyst_is_no_report(tmp_path: Path) -> None:
    put(tmp_path, "desk", LAST_WEEK)
    (tmp_path / "desk" / "manifest.json").unlink()
    assert find_history(tmp_path, OWN).follows is None


def test_a_standing_is_of_the_period_and_survives_json() -> None:
    articles = pl.LazyFrame(
        {
            "ref": ["a", "b", "c"],
            "source": ["Курьер", "Курьер", None],
            "published": [datetime(2026, 10, 1), datetime(2026, 10, 18, 23), datetime(2026, 11, 1)],
            "copy_of": pl.Series([None, None, None], dtype=pl.String),
            "in_period": [True, True, False],
        }
    )
    standing = build_profile(articles)
    assert (standing.until, standing.articles, standing.sources) == ("2026-10-18", 2, {"Курьер": 1.0})
    assert profile_from_dict(json.loads(json.dumps(asdict(standing)))) == standing


def test_articles_without_dates_have_a_standing() -> None:
    standing = build_profile(undated(("a", None, None, None, True)))
    assert (standing.until, standing.articles, standing.sources) == ("", 1, {})


def test_reprints_do_not_count() -> None:
    assert build_profile(undated(("a", None, None, None, True), ("b", None, None, "x", True))).articles == 1


def undated(*rows: tuple[str | bool | None, ...]) -> pl.LazyFrame:
    schema: dict[str, Any] = {
        "ref": pl.String,
        "source": pl.String,
        "published": pl.Datetime("us"),
        "copy_of": pl.String,
        "in_period": pl.Boolean,
    }
    return pl.LazyFrame(rows, schema=schema, orient="row")


def sort(place: Path, name: str, monkeypatch: pytest.MonkeyPatch, *stories: Story) -> ThemedCorpus:
    write_stories(place / "stories.jsonl", stories)
    write_themes(place / "themes.toml")
    run = place / "reports" / name
    monkeypatch.setenv("TEMATIKA_RUN", str(run))
    settings = Settings(articles=(str(place / "stories.jsonl"),), themes=str(place / "themes.toml"), discovered=3)
    result = sort_corpus(settings, read_corpus(settings))
    (run / "manifest.json").write_text("{}", encoding="utf-8")
    return result


def test_more_articles_and_the_themes_are_called_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = sort(tmp_path, "first", monkeypatch, *STORIES[:-2])
    last = max(story.day for story in STORIES)
    later = [replace(story, day=last + 1) for story in STORIES[-2:]]
    second = sort(tmp_path, "second", monkeypatch, *STORIES[:-2], *later)
    told = second.facts["history"]
    assert isinstance(told, dict)
    assert told["follows"] == "first"
    assert first.facts["history"]["follows"] is None  # type: ignore[index]  # as above
    kept = [event["uid"] for event in told["events"] if event["kind"] == "kept"]
    before = {theme.uid for theme in first.themes if not theme.named}
    assert kept
    assert set(kept) <= before & {theme.uid for theme in second.themes}


@pytest.mark.slow
def test_made_again_a_report_follows_what_it_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    last = max(story.day for story in STORIES)
    sort(tmp_path, "first", monkeypatch, *STORIES[:-2])
    data = tmp_path / "reports" / "first" / "data"
    before = {file.name: file.read_bytes() for file in data.iterdir()}
    sort(tmp_path, "second", monkeypatch, *STORIES[:-2], replace(STORIES[-1], day=last + 1))
    sort(tmp_path, "first", monkeypatch, *STORIES[:-2])
    assert {file.name: file.read_bytes() for file in data.iterdir()} == before
