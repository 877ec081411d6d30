"""Weights of themes from the command line: learned, checked, and part of what a run is made of."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from tematika.cli import app
from tematika.core.context import current_context
from tematika.pipeline.request import Request, resolve
from tematika.pipeline.stages import themes_fingerprint
from tematika.settings import check_settings

THEMES = '[[theme]]\nid = "energy"\ntitle = { en = "Energy", ru = "Энергетика" }\nseeds = ["нефть", "газ"]\n'
FUEL = ("Буровики подняли добычу", "Скважина дала нефть", "Газ пошёл по трубе", "Нефтяники пробурили пласт")
SPORT = ("Футболисты выиграли матч", "Вратарь отбил удар", "Судья назначил пенальти", "Команда сыграла вничью")
SETS = ("one", "two", "three")
WHEN = ("утром", "вечером", "ночью")
PLACES = ("на севере", "на юге", "за рекой", "у моря", "в степи", "за лесом", "на острове", "в долине")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three collections of articles on fuel and on sport, with their labels and a themes file."""
    monkeypatch.chdir(tmp_path)
    articles, labels = [], []
    for number, (place, when) in enumerate(product(PLACES, WHEN)):
        for themes, sentences in ((["energy"], FUEL), ([], SPORT)):
            first = sentences[number % len(sentences)]
            text = f"{first} {place} {when}. {sentences[(number + 1) % len(sentences)]} {place} в тот же день."
            ref = f"{number}-{len(themes)}"
            articles.append({"id": ref, "title": f"{first} {place} {when}", "text": text, "date": "2026-10-05"})
            labels.append({"ref": ref, "themes": themes, "set": SETS[number % len(SETS)]})
    for name, rows in (("articles.jsonl", articles), ("labels.jsonl", labels)):
        lines = (json.dumps(row, ensure_ascii=False) for row in rows)
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "my.toml").write_text(THEMES, encoding="utf-8")
    return tmp_path


def train(out: str) -> int:
    return app.run(["themes", "train", "labels.jsonl", "articles.jsonl", "--themes", "my.toml", "--out", out])


def resolved() -> Request:
    context = replace(current_context(), today=date(2026, 12, 1))
    return resolve(check_settings({"articles": ["articles.jsonl"], "themes": "my.toml", "labels": "none"}), context)


@pytest.mark.usefixtures("folder")
def test_what_is_learned_can_be_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert train("my.weights.tsv") == 0
    capsys.readouterr()
    assert app.run(["themes", "check", "my.weights.tsv"]) == 0
    shown = capsys.readouterr().out
    assert "energy" in shown
    assert "whose collection was left out" in shown
    assert app.run(["themes", "check", "my.toml"]) == 0
    assert "my.weights.tsv" in capsys.readouterr().out


def test_the_same_labels_make_the_same_file(folder: Path) -> None:
    assert train("my.weights.tsv") == train("again.weights.tsv") == 0
    assert (folder / "my.weights.tsv").read_bytes() == (folder / "again.weights.tsv").read_bytes()


def test_another_weights_file_is_another_run(folder: Path) -> None:
    without = resolved()
    assert train("my.weights.tsv") == 0
    learned = resolved()
    labels = (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    (folder / "labels.jsonl").write_text("\n".join(labels[:-1]), encoding="utf-8")
    assert train("my.weights.tsv") == 0
    changed = resolved()
    keys = {themes_fingerprint(request, "corpus", "history").key for request in (without, learned, changed)}
    assert len(keys) == len({request.name for request in (without, learned, changed)}) == 3


def test_a_file_that_is_none_of_ours_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "foreign.tsv").write_text("name\tprice\ntea\t3\n", encoding="utf-8")
    assert app.run(["themes", "check", "foreign.tsv"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "foreign.tsv" in said


def test_labels_of_other_articles_teach_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"ref": f"elsewhere-{number}", "themes": ["energy"]} for number in range(8)]
    (folder / "labels.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert train("my.weights.tsv") == 2
    assert "names none of the articles" in capsys.readouterr().err
    assert not (folder / "my.weights.tsv").exists()
