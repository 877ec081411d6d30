"""``tematika quality`` on articles and on finished reports, with and without labels."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stories import STORIES, write_stories, write_themes
from tematika.cli.app import run
from tematika.pipeline.former_calls import read_corpus, sort_corpus
from tematika.pipeline.themes_step import QUALITY_FILE
from tematika.runs.library.ownership import MANIFEST
from tematika.settings import Settings

ENERGETIC = [story for story in STORIES if story.about == ("energy",)]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quality")
    write_stories(folder / "stories.jsonl")
    write_themes(folder / "themes.toml")
    rows = [{"ref": story.ref, "themes": [t for t in story.about if t in {"energy", "rail"}]} for story in STORIES]
    first, second = (STORIES.index(story) for story in ENERGETIC[:2])
    rows[first]["themes"] = ["rail"]
    rows[second] |= {"themes": [], "may": ["energy"]}
    rows.append({"ref": "somewhere else", "themes": ["rail"]})
    (folder / "checked.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def finished(place: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a report, as the notebooks leave them."""
    folder = tmp_path_factory.mktemp("report")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEMATIKA_RUN", str(folder))
        settings = Settings(articles=(str(place / "stories.jsonl"),), themes=str(place / "themes.toml"))
        sort_corpus(settings, read_corpus(settings))
    (folder / MANIFEST).write_text("{}", encoding="utf-8")
    return folder


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    assert run(["quality", *map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_articles_and_their_report_are_told_the_same_of(place, finished, tmp_path, capsys):
    arguments = (place / "stories.jsonl", "--themes", place / "themes.toml", "--out", tmp_path)
    of_articles, of_report = told(capsys, *arguments), told(capsys, finished)
    assert of_articles == of_report
    assert of_articles["labels"] is None
    assert of_articles["quality"] == json.loads((finished / "data" / QUALITY_FILE).read_text(encoding="utf-8"))


def test_labels_are_scored_and_wrong_articles_named(place, finished, capsys):
    labels = told(capsys, finished, "--labels", place / "checked.jsonl")["labels"]
    assert labels["articles"]["n"] == len(STORIES)
    assert labels["passages"] is None
    assert labels["unknown"] == ["somewhere else"]
    assert labels["n_wrong"] == 1
    wrong = labels["wrong"][0]
    assert (wrong["ref"], wrong["added"], wrong["missed"]) == (ENERGETIC[0].ref, ["energy"], ["rail"])
    energy = labels["articles"]["themes"][0]
    # The second story's energy is not scored, the first is found and should not be.
    assert (energy["found"] - 1, energy["recall"]) == (energy["labelled"], 1)


def test_labels_of_passages(finished, tmp_path, capsys):
    labels = tmp_path / "labels.tsv"
    labels.write_text(f"ref\tpassage\tthemes\n{STORIES[0].ref}\t1\tenergy\n{STORIES[0].ref}\t99\tenergy\n")
    found = told(capsys, finished, "--labels", labels)["labels"]
    assert found["articles"] is None
    assert found["passages"]["n"] == 1
    assert found["unknown"] == [f"{STORIES[0].ref}, passage 99"]


def test_tables_for_people(place, finished, capsys):
    assert run(["quality", str(finished), "--labels", str(place / "checked.jsonl"), "--limit", "0"]) == 0
    shown = capsys.readouterr().out
    for words in ("comes back", "macro-F1", f"{len(STORIES)} labelled articles", "somewhere else", "and 1 more"):
        assert words in shown
    assert ENERGETIC[0].title not in shown


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ('{"ref": "a", "themes": ["railway"]}', "labels.jsonl, line 1: unknown theme 'railway'; did you mean rail?"),
        ('{"ref": "a", "themes": []}', "labels: none of 1 labels is about these articles; refs look like"),
    ],
)
def test_labels_that_cannot_be_used(finished, tmp_path, capsys, labels, said):
    (tmp_path / "labels.jsonl").write_text(labels, encoding="utf-8")
    assert run(["quality", str(finished), "--labels", str(tmp_path / "labels.jsonl")]) == 2
    error = capsys.readouterr()
    assert error.out == ""
    assert said in error.err


def test_a_report_is_named_alone(place, finished, capsys):
    assert run(["quality", str(finished), str(place / "stories.jsonl")]) == 2
    assert "is a finished report; name it alone" in capsys.readouterr().err


def test_a_report_without_its_data(tmp_path, capsys):
    (tmp_path / MANIFEST).write_text("{}", encoding="utf-8")
    assert run(["quality", str(tmp_path)]) == 2
    assert "lacks articles.parquet, passages.parquet" in capsys.readouterr().err
