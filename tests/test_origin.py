"""Where a report's articles come from."""

from __future__ import annotations

import json
import os
from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from IPython.core.interactiveshell import InteractiveShell

from stories import STORIES, write_stories, write_themes
from tematika.core.fingerprints import Input, input_of
from tematika.core.period import parse_period
from tematika.corpus.archive.archive import Archive
from tematika.errors import NoArticlesError, ParameterError
from tematika.pipeline import corpus_step, themes_step
from tematika.pipeline import inputs as origin_module
from tematika.pipeline.ingest import ingest
from tematika.pipeline.inputs import Archived, Files, origin_of
from tematika.pipeline.request import prepare_run
from tematika.settings import Settings

ALL = parse_period("all", date(2026, 11, 20))
LATE = "Газ пошёл в дома ещё одного посёлка. Газопровод строили год, котельная оставит уголь и другое топливо."


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.setenv("TEMATIKA_RUN", str(tmp_path / "run"))
    monkeypatch.setenv("TEMATIKA_ARCHIVE", str(tmp_path / "archive"))
    write_stories(tmp_path / "stories.jsonl")
    write_themes(tmp_path / "themes.toml")
    return Archive(str(tmp_path / "archive"))


@pytest.fixture
def filled(archive: Archive, tmp_path: Path) -> Archive:
    ingest([tmp_path / "stories.jsonl"], archive)
    return archive


def add(archive: Archive, folder: Path, day: str) -> None:
    row = {"id": f"late-{day}", "date": day, "title": "Ещё один посёлок с газом", "text": LATE}
    path = folder / f"{day}.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    ingest([path], archive)


@pytest.mark.usefixtures("archive")
def test_no_archive_and_an_empty_one_are_errors_of_their_own(tmp_path: Path) -> None:
    place = tmp_path / "archive"
    with pytest.raises(NoArticlesError, match=r"/archive: there is no archive; check TEMATIKA_ARCHIVE .*ingest"):
        origin_of(Settings(), ALL)
    place.mkdir()
    for settings in (Settings(), Settings(period="2026-W45"), Settings(as_of=3)):
        with pytest.raises(NoArticlesError, match=r"/archive: the archive is empty; .*tematika ingest") as caught:
            prepare_run(settings, date(2026, 11, 20))
        assert caught.value.exit_code == 3


@pytest.mark.usefixtures("archive")
def test_a_notebook_run_by_hand_says_so_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    shell = InteractiveShell()
    with pytest.raises(NoArticlesError) as caught:
        corpus_step.load_corpus(Settings())
    with redirect_stdout(StringIO()) as shown:
        try:
            raise caught.value
        except NoArticlesError:
            shell.showtraceback()
    [line] = shown.getvalue().splitlines()
    assert "archive: the archive is empty; put articles in with tematika ingest ARTICLES" in line


@pytest.mark.usefixtures("filled")
def test_files_that_are_named_come_first(tmp_path: Path) -> None:
    origin = origin_of(Settings(articles=(str(tmp_path / "stories.jsonl"),)), ALL)
    assert isinstance(origin, Files)
    assert [one.ref for one in origin.inputs] == ["stories.jsonl"]


def test_a_file_that_cannot_come_in_stops_nothing_and_is_not_hashed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, secret, locked = tmp_path / "in", tmp_path / "secret.txt", tmp_path / "in" / "locked.txt"
    folder.mkdir()
    for file in (folder / "good.txt", secret, locked, folder / "photo.jpg"):
        file.write_text(f"{LATE} {file.name}", encoding="utf-8")
    (folder / "link.txt").symlink_to(secret)
    (folder / "nowhere.txt").symlink_to(tmp_path / "none.txt")
    (folder / "to-locked.txt").symlink_to(locked)
    Path(os.fsdecode(bytes(folder) + b"/\xef\xee\xf0\xf2.txt")).write_text(LATE, encoding="utf-8")
    opened = Path.open

    # Who is root may read what has mode 000, so the mode alone would test nothing.
    def refuse(path: Path, *given: Any, **named: Any) -> Any:
        assert path.resolve() != secret
        if path.resolve() == locked:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *given, **named)

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setenv("TEMATIKA_RUN", str(tmp_path / "run"))
    run = prepare_run(Settings(articles=(str(folder),), themes="none"), date(2026, 11, 20))
    assert [one.ref for one in run.inputs] == ["good.txt", "photo.jpg", "\ufffd\ufffd\ufffd\ufffd.txt"]
    corpus = corpus_step.read_corpus(run.settings)
    assert sorted(corpus.articles["ref"]) == ["good.txt", "\ufffd\ufffd\ufffd\ufffd.txt"]
    assert {ref: reason for ref, reason, _ in corpus.set_aside["items"]} == {
        "link.txt": "unsafe",
        "nowhere.txt": "unsafe",
        "photo.jpg": "unknown-kind",
        "locked.txt": "broken",
        "to-locked.txt": "broken",
    }


def test_each_file_is_hashed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_stories(tmp_path / "stories.jsonl")
    hashed: list[str] = []

    def note(path: Path, ref: str) -> Input:
        hashed.append(ref)
        return input_of(path, ref)

    monkeypatch.setattr(origin_module, "input_of", note)
    origin = origin_of(Settings(articles=(str(tmp_path),)), ALL)
    assert origin.content()["files_of_paths"] == [len(origin.inputs)] == [1]
    assert hashed == ["stories.jsonl"]


@pytest.mark.usefixtures("filled")
def test_the_archive_gives_what_the_files_gave(tmp_path: Path) -> None:
    of_files = corpus_step.read_corpus(Settings(articles=(str(tmp_path / "stories.jsonl"),)))
    of_archive = corpus_step.read_corpus(Settings())
    assert of_archive.articles.equals(of_files.articles.sort("article_id"))
    assert of_archive.passages.equals(of_files.passages.sort("article_id", "ordinal"))
    assert of_archive.removals.equals(of_files.removals.sort("article_id", "start"))


@pytest.mark.slow
def test_an_old_report_is_made_again_to_the_byte(filled: Archive, tmp_path: Path) -> None:
    settings = Settings(as_of=1, themes=str(tmp_path / "themes.toml"))
    first = themes_step.sort_corpus(settings, corpus_step.load_corpus(settings))
    before = {path.name: path.read_bytes() for path in (tmp_path / "run" / "data").iterdir()}
    add(filled, tmp_path, "2026-10-30")
    newest = Settings(themes=str(tmp_path / "themes.toml"))
    assert themes_step.sort_corpus(newest, corpus_step.load_corpus(newest)).articles.height == first.articles.height + 1
    themes_step.sort_corpus(settings, corpus_step.load_corpus(settings))
    assert {path.name: path.read_bytes() for path in (tmp_path / "run" / "data").iterdir()} == before


def test_a_week_is_learnt_from_the_months_before_it(filled: Archive, tmp_path: Path) -> None:
    add(filled, tmp_path, "2026-12-14")
    add(filled, tmp_path, "2026-02-03")
    corpus = corpus_step.read_corpus(Settings(period="2026-W51"))
    assert corpus.articles["in_period"].sum() == 1
    assert "late-2026-02-03" not in corpus.articles["ref"].to_list()
    assert corpus.articles.height > 1
    found = themes_step.sort_corpus(Settings(period="2026-W51", themes=str(tmp_path / "themes.toml")), corpus)
    assert found.articles["ref"].to_list() == ["late-2026-12-14"]
    assert found.articles["themes"].to_list() == [["energy"]]


def test_a_run_is_fixed_to_a_version_and_named_by_what_is_in_it(filled: Archive, tmp_path: Path) -> None:
    today = date(2026, 11, 20)
    run = prepare_run(Settings(), today)
    assert (run.settings.as_of, run.archive_version) == (1, 1)
    add(filled, tmp_path, "2026-10-30")
    later = prepare_run(Settings(), today)
    assert later.archive_version == 2
    assert later.name != run.name
    assert prepare_run(Settings(as_of=1), today).name == run.name


@pytest.mark.usefixtures("filled")
def test_what_cannot_be() -> None:
    with pytest.raises(ParameterError, match=r"no version 5.*newest version is 1"):
        origin_of(Settings(as_of=5), ALL)
    with pytest.raises(ParameterError, match="does not go with files"):
        origin_of(Settings(as_of=1, articles=("x.txt",)), ALL)
    with pytest.raises(NoArticlesError, match="none of 0 articles"):
        corpus_step.read_corpus(Settings(period="1999"))


def test_the_key_of_a_version_says_nothing_of_later_ones(filled: Archive, tmp_path: Path) -> None:
    origin = origin_of(Settings(as_of=1), ALL)
    assert isinstance(origin, Archived)
    key, inputs = origin.key(), origin.inputs
    add(filled, tmp_path, "2026-10-30")
    again = origin_of(Settings(as_of=1), ALL)
    assert (again.key(), again.inputs) == (key, inputs)
    assert inputs[0].bytes == len(STORIES)


def test_undated_articles_belong_to_everything_only(archive: Archive, tmp_path: Path) -> None:
    rows = [{"id": "a", "text": LATE}, {"id": "b", "date": "2026-10-05", "text": "Поезд вышел вовремя. " + LATE[40:]}]
    path = tmp_path / "two.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    ingest([path], archive)
    assert corpus_step.read_corpus(Settings()).articles["in_period"].to_list() == [True, True]
    week = corpus_step.read_corpus(Settings(period="2026-W41")).articles
    assert week.filter(pl.col("in_period"))["ref"].to_list() == ["b"]


def test_a_large_background_is_sampled_and_the_sample_stays(
    filled: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(filled, tmp_path, "2026-10-30")
    week = Settings(period="2026-W44")
    everything = corpus_step.read_corpus(week).articles
    monkeypatch.setattr(origin_module, "BACKGROUND_ARTICLES", 7)
    some = corpus_step.read_corpus(week)
    assert some.articles.height == 8
    assert some.articles.filter(pl.col("in_period"))["ref"].to_list() == ["late-2026-10-30"]
    background = everything.filter(~pl.col("in_period"))["article_id"].sort().head(7)
    assert set(background) < set(some.articles["article_id"])
    assert set(some.passages["article_id"]) <= set(some.articles["article_id"])
    assert corpus_step.read_corpus(week).articles.equals(some.articles)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(("chunk", "number"), [(7, 7), (30, 3), (1000, 1)])
def test_chunks_hold_everything_once(chunk: int, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(Archive(str(tmp_path / "archive")), tmp_path, "2026-12-14")
    add(Archive(str(tmp_path / "archive")), tmp_path, "2026-02-03")
    monkeypatch.setattr(origin_module, "CHUNK", chunk)
    origin = origin_of(Settings(), ALL)
    assert isinstance(origin, Archived)
    chunks = [(contents.articles.collect(), contents.passages.collect()) for contents in origin.chunks()]
    assert len(chunks) == number
    ids = [set(articles["article_id"]) for articles, _ in chunks]
    assert sum(map(len, ids)) == len(set().union(*ids)) == len(STORIES) + 2
    for articles, passages in chunks:
        assert articles.height <= chunk
        assert articles["article_id"].is_sorted()
        assert set(passages["article_id"]) <= set(articles["article_id"])


def test_a_reprint_of_something_long_past_has_no_themes(filled: Archive, tmp_path: Path) -> None:
    add(filled, tmp_path, "2024-02-05")
    add(filled, tmp_path, "2026-10-30")
    settings = Settings(period="2026-W44", themes=str(tmp_path / "themes.toml"))
    found = themes_step.sort_corpus(settings, corpus_step.read_corpus(settings))
    row = found.articles.row(0, named=True)
    assert row["copy_of"] is not None
    assert row["themes"] == []
    assert row["cluster"] is None
    assert found.passages.is_empty()
