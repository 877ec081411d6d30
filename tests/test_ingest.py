"""Ingest: nothing is lost, nothing doubled, however often it is repeated and wherever it is broken off."""

from __future__ import annotations

import json
import random
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import polars as pl
import pytest

from at_work import PATIENCE
from tematika.cli import app
from tematika.corpus.archive.archive import UNDATED, Archive
from tematika.corpus.archive.maintenance import compact
from tematika.corpus.articles import build_articles
from tematika.corpus.readers.quarantine import Quarantine
from tematika.corpus.readers.read import read_records
from tematika.corpus.schemas import articles_frame
from tematika.pipeline.ingest import IngestReport, ingest
from wire import Row, messy, stories, write

STORY = {**stories(1, seed=3)[0], "id": "story"}


def content(archive: Archive) -> dict[str, pl.DataFrame]:
    contents = archive.read()
    return {
        "articles": contents.articles.collect(),
        "passages": contents.passages.collect(),
        "removals": contents.removals.collect(),
        "signatures": contents.signatures.sort("article_id").collect(),
    }


def assert_same(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> None:
    for name, table in one.items():
        assert table.equals(other[name]), name


def take_in(folder: Path, rows: list[Row], name: str = "wire.jsonl", batch_size: int = 5_000) -> IngestReport:
    return ingest([write(folder / name, rows)], Archive(str(folder / "archive")), batch_size=batch_size)


def articles(folder: Path) -> pl.DataFrame:
    return Archive(str(folder / "archive")).read().articles.collect()


def row_of(table: pl.DataFrame, ref: str) -> Row:
    return table.row(by_predicate=pl.col("ref") == ref, named=True)


def command(folder: Path, *options: str) -> subprocess.Popen[str]:
    line = [sys.executable, "-P", "-m", "tematika.cli", "ingest", str(folder / "wire.jsonl")]
    return subprocess.Popen(
        [*line, "--archive", str(folder / "archive"), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_one_batch_is_what_building_gives(tmp_path: Path) -> None:
    rows = messy(stories(60))
    report = take_in(tmp_path, rows)
    built = build_articles(read_records([tmp_path / "wire.jsonl"]).records)
    table = articles_frame(built).sort("article_id")
    assert articles(tmp_path).drop("month").equals(table)
    copies = sum(article.copy_of is not None for article in built)
    assert report == IngestReport(len(rows), len(rows), copies, 0, Quarantine(), 1)
    assert copies > 3


def test_repeating_changes_nothing(tmp_path: Path) -> None:
    rows = messy(stories(60))
    take_in(tmp_path, rows, batch_size=25)
    before = content(Archive(str(tmp_path / "archive")))
    report = take_in(tmp_path, rows, batch_size=25)
    assert (report.new, report.known, report.version) == (0, len(rows), -(-len(rows) // 25))
    assert_same(before, content(Archive(str(tmp_path / "archive"))))


def test_only_what_is_new_comes_in(tmp_path: Path) -> None:
    rows = stories(30)
    take_in(tmp_path, rows[:20])
    report = take_in(tmp_path, rows)
    assert (report.read, report.new, report.known, report.version) == (30, 10, 20, 2)


@pytest.mark.slow
def test_size_of_batches_does_not_matter(tmp_path: Path) -> None:
    found = []
    for size in (7, 30, 5_000):
        folder = tmp_path / str(size)
        folder.mkdir()
        take_in(folder, stories(70), batch_size=size)
        found.append(content(Archive(str(folder / "archive"))))
    assert_same(found[0], found[1])
    assert_same(found[0], found[2])


def test_the_same_text_under_two_refs(tmp_path: Path) -> None:
    take_in(tmp_path, [STORY])
    later = {**STORY, "id": "other", "date": "2027-05-01"}
    assert take_in(tmp_path, [later]).reprints == 1
    assert take_in(tmp_path, [later, {**later, "text": f"  {later['text']}\n"}]).new == 1
    table = articles(tmp_path)
    first = row_of(table, STORY["id"])
    assert table["article_id"].n_unique() == table.height == 3
    assert {row_of(table, ref)["copy_of"] for ref in ("other", "other~2")} == {first["article_id"]}
    assert first["copy_of"] is None


@pytest.mark.parametrize(
    ("first", "second", "is_reprint"),
    [
        ("2026-09-30", "2026-10-01", True),
        ("2026-10-01", "2026-09-30", True),
        ("2026-12-31", "2027-01-01", True),
        ("2026-09-30", "2026-11-01", False),
        (None, None, True),
        (None, "2026-09-30", False),
    ],
)
def test_a_reprint_of_what_is_in_the_archive(
    tmp_path: Path, first: str | None, second: str | None, is_reprint: bool
) -> None:
    take_in(tmp_path, [{**STORY, "date": first}, *stories(5)])
    cut = STORY["text"].rpartition(". ")[0] + "."
    report = take_in(tmp_path, [{**STORY, "id": "cut", "date": second, "text": cut}])
    table = articles(tmp_path)
    original = row_of(table, STORY["id"])["article_id"]
    assert row_of(table, "cut")["copy_of"] == (original if is_reprint else None)
    assert report.reprints == is_reprint


def test_a_reprint_of_a_reprint_names_the_original(tmp_path: Path) -> None:
    for ref in ("one", "two", "three"):
        take_in(tmp_path, [{**STORY, "id": ref, "title": ref}])
    table = articles(tmp_path)
    original = row_of(table, "one")["article_id"]
    assert [row_of(table, ref)["copy_of"] for ref in ("one", "two", "three")] == [None, original, original]


def test_a_line_that_a_source_repeats_from_batch_to_batch(tmp_path: Path) -> None:
    line = "Читайте нас каждый день"
    day = {"date": "2026-10-05", "source": "Волна"}
    rows = [{**story, **day, "text": f"{story['text']}\n\n{line}"} for story in stories(4)]
    other = {**stories(1, seed=5)[0], "id": "other", "date": "2026-10-05", "source": "Курьер"}
    for row in (*rows, {**other, "text": f"{other['text']}\n\n{line}"}):
        take_in(tmp_path, [row])
    removals = Archive(str(tmp_path / "archive")).read().removals.filter(pl.col("rule") == "repeated-line").collect()
    with_line = articles(tmp_path).filter(pl.col("article_id").is_in(removals["article_id"].implode()))
    assert sorted(with_line["ref"]) == ["w2", "w3"]
    # Their text without the line is what later articles are compared with, and so is the line.
    cut = rows[3]["text"].replace(". ", ".\n", 1)
    assert take_in(tmp_path, [{**rows[3], "id": "again", "text": cut.replace(line, "")}]).reprints == 1


@pytest.mark.slow
def test_large_batches_go_over_the_cores(tmp_path: Path) -> None:
    rows = stories(1_000)
    take_in(tmp_path, rows)
    small = tmp_path / "small"
    small.mkdir()
    take_in(small, rows, batch_size=400)
    assert_same(content(Archive(str(tmp_path / "archive"))), content(Archive(str(small / "archive"))))


def test_what_cannot_be_read_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "1.jsonl").write_text("{", encoding="utf-8")
    write(tmp_path / "2.jsonl", stories(10))
    archive = Archive(str(tmp_path / "archive"))
    report = ingest([tmp_path / "1.jsonl", tmp_path / "2.jsonl"], archive, batch_size=5)
    assert archive.read().articles.collect().height == report.new == 10
    assert [(item.ref, item.reason) for item in report.quarantine.items] == [("1.jsonl, line 1", "broken")]


@pytest.mark.slow
def test_a_reader_sees_whole_batches(tmp_path: Path) -> None:
    path = write(tmp_path / "wire.jsonl", stories(120))
    archive = Archive(str(tmp_path / "archive"))
    writer = threading.Thread(target=lambda: ingest([path], Archive(archive.location), batch_size=5))
    writer.start()
    seen = [0]
    while writer.is_alive() or seen[-1] < 24:
        contents = archive.read()
        ids = contents.articles.select("article_id").collect()
        assert ids.height == 5 * contents.version
        for table in (contents.passages, contents.signatures):
            assert set(table.select("article_id").collect().to_series()) == set(ids.to_series())
        seen.append(contents.version)
    assert seen == sorted(seen)
    assert seen[-1] == 24


@pytest.mark.slow
def test_two_ingests_at_the_same_time(tmp_path: Path) -> None:
    rows = messy(stories(80))
    write(tmp_path / "wire.jsonl", rows)
    both = [command(tmp_path, "--batch", "10") for _ in range(2)]
    told = [process.communicate(timeout=PATIENCE) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(int(re.findall(r"\d+", out)[0]) for out, _ in told) == [0, len(rows)]
    alone = tmp_path / "alone"
    alone.mkdir()
    take_in(alone, rows, batch_size=10)
    assert_same(content(Archive(str(tmp_path / "archive"))), content(Archive(str(alone / "archive"))))


@pytest.mark.slow
def test_killed_at_twenty_moments_and_repeated(tmp_path: Path) -> None:
    rows = messy(stories(300))
    write(tmp_path / "wire.jsonl", rows)
    undisturbed = tmp_path / "undisturbed"
    undisturbed.mkdir()
    take_in(undisturbed, rows, batch_size=5)
    chance = random.Random(20)  # noqa: S311 - no secrets here
    archive = Archive(str(tmp_path / "archive"))
    versions, orphans = [0], 0
    for _ in range(20):
        process = command(tmp_path, "--batch", "5")
        wait_for_writing(process, tmp_path / "archive", versions[-1])
        time.sleep(chance.uniform(0, 0.2))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        versions.append(archive.version())
        orphans = sum(map(len, archive.orphans().values()))
    assert versions == sorted(versions)
    assert versions[-1] < -(-len(rows) // 5), "every kill has to hit an ingest at work"
    out, _ = command(tmp_path, "--batch", "5").communicate(timeout=PATIENCE)
    assert f"version {-(-len(rows) // 5)}" in out
    assert orphans > 0, "some kill has to come between two tables"
    assert_same(content(archive), content(Archive(str(undisturbed / "archive"))))
    compact(archive, keep_hours=0)
    assert archive.orphans() == {"passages": [], "removals": [], "signatures": []}
    assert_same(content(archive), content(Archive(str(undisturbed / "archive"))))


def wait_for_writing(process: subprocess.Popen[str], folder: Path, version: int) -> None:
    """Wait until a further file is written, so that the moments are not spent on starting Python."""
    before = len(list(folder.glob("passages/**/*.parquet")))
    while process.poll() is None and len(list(folder.glob("passages/**/*.parquet"))) <= before:
        time.sleep(0.005)
    assert process.poll() is None, version


class TestCommand:
    @pytest.fixture(autouse=True)
    def desk(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
        monkeypatch.delenv("TEMATIKA_ARCHIVE", raising=False)
        write(tmp_path / "wire.jsonl", [*stories(4), {**STORY, "id": "5"}, {**STORY, "id": "6"}])

    def test_ends_with_what_came_in(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert app.run(["ingest", "wire.jsonl"]) == 0
        assert app.run(["ingest", "wire.jsonl"]) == 0
        first, second = capsys.readouterr().out.splitlines()
        assert first == "new articles: 6 (reprints: 1), known already: 0; version 1"
        assert second == "new articles: 0, known already: 6; version 1"

    def test_counts_for_other_programs(self, capsys: pytest.CaptureFixture[str]) -> None:
        app.run(["ingest", "wire.jsonl"])
        capsys.readouterr()
        assert app.run(["archive", "--json"]) == 0
        numbers = json.loads(capsys.readouterr().out)
        assert list(numbers) == ["articles", "passages", "removals", "forms", "version"]
        assert (numbers["articles"], numbers["forms"], numbers["version"]) == (6, 0, 1)

    def test_shows_what_is_in_it(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert app.run(["archive"]) == 0
        assert "nothing in it yet" in capsys.readouterr().out
        app.run(["ingest", "wire.jsonl"])
        assert app.run(["archive"]) == 0
        out = capsys.readouterr().out
        assert "Articles by source" in out
        assert "2026-09" in out
        assert "archive: 6 articles, " in out

    def test_compacts_where_the_archive_is(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        for size in ("1", "6"):
            assert app.run(["ingest", "wire.jsonl", "--batch", size, "--archive", "store"]) == 0
        assert app.run(["archive", "compact", "--archive", "store", "--keep-days", "0"]) == 0
        assert "files became" in capsys.readouterr().out
        assert not (tmp_path / "archive").exists()

    def test_the_environment_names_the_archive(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TEMATIKA_ARCHIVE", str(tmp_path / "store"))
        assert app.run(["ingest", "wire.jsonl"]) == 0
        assert Archive(str(tmp_path / "store")).version() == 1

    def test_says_what_is_wrong(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert app.run(["ingest", "nothing"]) == 3
        assert app.run(["ingest"]) == 2
        assert app.run(["archive", "compact"]) == 2
        assert not (tmp_path / "archive").exists()
        with Archive("archive").writing(0, lambda: None):
            assert app.run(["ingest", "wire.jsonl", "--wait", "0"]) == 8
        assert app.run(["ingest", "wire.jsonl", "--archive", "wire.jsonl"]) == 2
        lines = capsys.readouterr().err.splitlines()
        assert lines[0] == "tematika: nothing: no such file or folder; check the path of the articles"
        assert lines[2] == "tematika: archive: no archive there; check --archive or TEMATIKA_ARCHIVE"
        assert lines[3].startswith("tematika: archive: another command is writing to it (process ")
        assert lines[3].endswith("; wait for it, or use --wait")
        assert len(lines) == 5


def test_the_undated_are_kept_apart(tmp_path: Path) -> None:
    take_in(tmp_path, [{**STORY, "date": None}])
    assert articles(tmp_path)["month"].to_list() == [UNDATED]
