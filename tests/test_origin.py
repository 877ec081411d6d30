"""Where a report's articles come from."""

from __future__ import annotations

import json
import os
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from IPython.core.interactiveshell import InteractiveShell

from stories import STORIES, write_stories, write_themes
from tematika.core import fingerprints
from tematika.core.context import current_context
from tematika.core.period import parse_period
from tematika.corpus.archive.archive import Archive
from tematika.errors import NoArticlesError, ParameterError
from tematika.pipeline import former_calls, request
from tematika.pipeline import inputs as origin_module
from tematika.pipeline.ingest import ingest
from tematika.pipeline.inputs import ArchiveSlice, Files, source_of
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
        source_of(Settings(), ALL, os.environ["TEMATIKA_ARCHIVE"])
    place.mkdir()
    for settings in (Settings(), Settings(period="2026-W45"), Settings(as_of=3)):
        with pytest.raises(NoArticlesError, match=r"/archive: the archive is empty; .*tematika ingest") as caught:
            request.resolve(settings, current_context())
        assert caught.value.exit_code == 3


@pytest.mark.usefixtures("archive")
def test_a_notebook_run_by_hand_says_so_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    shell = InteractiveShell()
    with pytest.raises(NoArticlesError) as caught:
        former_calls.read_corpus(Settings())
    with redirect_stdout(StringIO()) as shown:
        try:
            raise caught.value
        except NoArticlesError:
            shell.showtraceback()
    [line] = shown.getvalue().splitlines()
    assert "archive: the archive is empty; put articles in with tematika ingest ARTICLES" in line


@pytest.mark.usefixtures("filled")
def test_files_that_are_named_come_first(tmp_path: Path) -> None:
    origin = source_of(Settings(articles=(str(tmp_path / "stories.jsonl"),)), ALL, os.environ["TEMATIKA_ARCHIVE"])
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
    run = request.resolve(Settings(articles=(str(folder),), themes="none"), current_context())
    assert [one.ref for one in run.inputs] == ["good.txt", "photo.jpg", "\ufffd\ufffd\ufffd\ufffd.txt"]
    corpus = former_calls.read_corpus(run.settings)
    assert sorted(corpus.articles["ref"]) == ["good.txt", "\ufffd\ufffd\ufffd\ufffd.txt"]
    assert {ref: reason for ref, reason, _ in corpus.set_aside["items"]} == {
        "link.txt": "unsafe",
        "nowhere.txt": "unsafe",
        "photo.jpg": "unknown-kind",
        "locked.txt": "broken",
        "to-locked.txt": "broken",
    }


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of files that are read to be hashed."""
    names: list[str] = []
    remember = fingerprints.remember_hash

    def note(path: Path, state: fingerprints.FileState, sha256: str) -> None:
        names.append(path.name)
        remember(path, state, sha256)

    monkeypatch.setattr(fingerprints, "remember_hash", note)
    monkeypatch.setattr(fingerprints, "_NS_UNSETTLED", -1)
    return names


def test_each_file_is_hashed_once(tmp_path: Path, hashed: list[str]) -> None:
    write_stories(tmp_path / "stories.jsonl")
    origin = Files((tmp_path,))
    assert origin.content()["files_of_paths"] == [len(origin.inputs)] == [1]
    assert hashed == ["stories.jsonl"]


@pytest.mark.usefixtures("archive")
def test_notebooks_of_a_run_take_over_the_request_and_its_hashes(tmp_path: Path, hashed: list[str]) -> None:
    given = Settings(articles=(str(tmp_path / "stories.jsonl"),), themes=str(tmp_path / "themes.toml"))
    context = current_context()
    resolved = request.resolve(given, context)
    request.write_request(resolved, context)
    assert hashed == ["themes.toml", "stories.jsonl"]
    fingerprints._hashes.clear()
    hashed.clear()
    opened, _ = request.open_settings(resolved.settings)
    assert opened == resolved
    former_calls.sort_corpus(resolved.settings, former_calls.read_corpus(resolved.settings))
    assert hashed == []
    write_stories(tmp_path / "stories.jsonl", STORIES[:9])
    changed, _ = request.open_settings(resolved.settings)
    assert changed.name != resolved.name
    assert hashed == ["stories.jsonl"]


@pytest.mark.usefixtures("archive")
def test_notebooks_of_a_run_do_not_resolve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "_NS_UNSETTLED", -1)
    given = Settings(articles=(str(tmp_path / "stories.jsonl"),), themes="none", period="last-week")
    context = replace(current_context(), today=date(2026, 9, 14))
    resolved = request.resolve(given, context)
    request.write_request(resolved, replace(context, fresh=True))
    assert resolved.settings.period == "2026-W37"
    monkeypatch.setattr(request, "resolve", lambda *_: pytest.fail("resolved again"))
    # A day later it is another week; the notebooks are given the one that the command meant.
    monkeypatch.setattr(request, "current_context", lambda: replace(context, today=date(2026, 9, 21)))
    opened, its_context = request.open_settings(resolved.settings)
    assert opened == resolved
    assert its_context.fresh


@pytest.mark.usefixtures("filled")
def test_the_archive_gives_what_the_files_gave(tmp_path: Path) -> None:
    of_files = former_calls.read_corpus(Settings(articles=(str(tmp_path / "stories.jsonl"),)))
    of_archive = former_calls.read_corpus(Settings())
    assert of_archive.articles.equals(of_files.articles.sort("article_id"))
    assert of_archive.passages.equals(of_files.passages.sort("article_id", "ordinal"))
    assert of_archive.removals.equals(of_files.removals.sort("article_id", "start"))


@pytest.mark.slow
def test_an_old_report_is_made_again_to_the_byte(filled: Archive, tmp_path: Path) -> None:
    settings = Settings(as_of=1, themes=str(tmp_path / "themes.toml"))
    first = former_calls.sort_corpus(settings, former_calls.read_corpus(settings))
    before = {path.name: path.read_bytes() for path in (tmp_path / "run" / "data").iterdir()}
    add(filled, tmp_path, "2026-10-30")
    newest = Settings(themes=str(tmp_path / "themes.toml"))
    assert (
        former_calls.sort_corpus(newest, former_calls.read_corpus(newest)).articles.height == first.articles.height + 1
    )
    former_calls.sort_corpus(settings, former_calls.read_corpus(settings))
    assert {path.name: path.read_bytes() for path in (tmp_path / "run" / "data").iterdir()} == before


def test_a_week_is_learnt_from_the_months_before_it(filled: Archive, tmp_path: Path) -> None:
    add(filled, tmp_path, "2026-12-14")
    add(filled, tmp_path, "2026-02-03")
    corpus = former_calls.read_corpus(Settings(period="2026-W51"))
    assert corpus.articles["in_period"].sum() == 1
    assert "late-2026-02-03" not in corpus.articles["ref"].to_list()
    assert corpus.articles.height > 1
    found = former_calls.sort_corpus(Settings(period="2026-W51", themes=str(tmp_path / "themes.toml")), corpus)
    assert found.articles["ref"].to_list() == ["late-2026-12-14"]
    assert found.articles["themes"].to_list() == [["energy"]]


def test_a_run_is_fixed_to_a_version_and_named_by_what_is_in_it(filled: Archive, tmp_path: Path) -> None:
    run = request.resolve(Settings(), current_context())
    assert (run.settings.as_of, run.source.archive_version) == (1, 1)
    add(filled, tmp_path, "2026-10-30")
    later = request.resolve(Settings(), current_context())
    assert later.source.archive_version == 2
    assert later.name != run.name
    assert request.resolve(Settings(as_of=1), current_context()).name == run.name


@pytest.mark.usefixtures("filled")
def test_what_cannot_be() -> None:
    with pytest.raises(ParameterError, match=r"no version 5.*newest version is 1"):
        source_of(Settings(as_of=5), ALL, os.environ["TEMATIKA_ARCHIVE"])
    with pytest.raises(ParameterError, match="does not go with files"):
        source_of(Settings(as_of=1, articles=("x.txt",)), ALL, os.environ["TEMATIKA_ARCHIVE"])
    with pytest.raises(NoArticlesError, match="none of 0 articles"):
        former_calls.read_corpus(Settings(period="1999"))


def test_the_key_of_a_version_says_nothing_of_later_ones(filled: Archive, tmp_path: Path) -> None:
    origin = source_of(Settings(as_of=1), ALL, os.environ["TEMATIKA_ARCHIVE"])
    assert isinstance(origin, ArchiveSlice)
    key, inputs = origin.content(), origin.inputs
    add(filled, tmp_path, "2026-10-30")
    again = source_of(Settings(as_of=1), ALL, os.environ["TEMATIKA_ARCHIVE"])
    assert (again.content(), again.inputs) == (key, inputs)
    assert inputs[0].bytes == len(STORIES)


def test_undated_articles_belong_to_everything_only(archive: Archive, tmp_path: Path) -> None:
    rows = [{"id": "a", "text": LATE}, {"id": "b", "date": "2026-10-05", "text": "Поезд вышел вовремя. " + LATE[40:]}]
    path = tmp_path / "two.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    ingest([path], archive)
    assert former_calls.read_corpus(Settings()).articles["in_period"].to_list() == [True, True]
    week = former_calls.read_corpus(Settings(period="2026-W41")).articles
    assert week.filter(pl.col("in_period"))["ref"].to_list() == ["b"]


def test_a_large_background_is_sampled_and_the_sample_stays(
    filled: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(filled, tmp_path, "2026-10-30")
    week = Settings(period="2026-W44")
    everything = former_calls.read_corpus(week).articles
    monkeypatch.setattr(origin_module, "BACKGROUND_ARTICLES", 7)
    monkeypatch.setenv("TEMATIKA_RUN", str(tmp_path / "another"))
    some = former_calls.read_corpus(week)
    assert some.articles.height == 8
    assert some.articles.filter(pl.col("in_period"))["ref"].to_list() == ["late-2026-10-30"]
    background = everything.filter(~pl.col("in_period"))["article_id"].sort().head(7)
    assert set(background) < set(some.articles["article_id"])
    assert set(some.passages["article_id"]) <= set(some.articles["article_id"])
    assert former_calls.read_corpus(week).articles.equals(some.articles)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(("chunk", "number"), [(7, 7), (30, 3), (1000, 1)])
def test_chunks_hold_everything_once(chunk: int, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(Archive(str(tmp_path / "archive")), tmp_path, "2026-12-14")
    add(Archive(str(tmp_path / "archive")), tmp_path, "2026-02-03")
    monkeypatch.setattr(origin_module, "CHUNK", chunk)
    origin = source_of(Settings(), ALL, os.environ["TEMATIKA_ARCHIVE"])
    assert isinstance(origin, ArchiveSlice)
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
    found = former_calls.sort_corpus(settings, former_calls.read_corpus(settings))
    row = found.articles.row(0, named=True)
    assert row["copy_of"] is not None
    assert row["themes"] == []
    assert row["cluster"] is None
    assert found.passages.is_empty()
