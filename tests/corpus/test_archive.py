"""What the archive keeps, and what its readers see."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from tematika.corpus.archive.archive import SIGNATURES_SCHEMA, UNDATED, Archive, Batch, add_adjacent_months, month_of
from tematika.corpus.archive.delta import Table
from tematika.corpus.archive.maintenance import compact, count_by_source_and_month, count_rows, size_in_bytes
from tematika.corpus.schemas import ARTICLES_SCHEMA, PASSAGES_SCHEMA, REMOVALS_SCHEMA
from tematika.errors import LockedError, ParameterError, TematikaError

NOBODY_WAITS = 0.0


def batch(*articles: tuple[str, datetime | None]) -> Batch:
    rows = [
        {"article_id": name, "ref": f"{name}.txt", "published": published, "text": f"Текст {name}."}
        for name, published in articles
    ]
    names = [name for name, _ in articles]
    return Batch(
        pl.DataFrame(rows, schema={**ARTICLES_SCHEMA}),
        pl.DataFrame([{"article_id": name, "ordinal": n} for name in names for n in (1, 0)], schema=PASSAGES_SCHEMA),
        pl.DataFrame([{"article_id": name, "start": 9, "rule": "byline"} for name in names], schema=REMOVALS_SCHEMA),
        pl.DataFrame([{"article_id": name, "words": 1} for name in names], schema=SIGNATURES_SCHEMA),
    )


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Two batches over two months, and one article without a date."""
    archive = Archive(str(tmp_path / "archive"))
    archive.append(batch(("b", datetime(2026, 10, 31)), ("a", datetime(2026, 11, 1))), 1)
    archive.append(batch(("c", None)), 2)
    return archive


def ids(table: pl.LazyFrame) -> list[str]:
    return table.select("article_id").collect().to_series().to_list()


def leave_orphan(archive: Archive, attempt: int = 99) -> None:
    """Write what an attempt leaves that was killed before its articles."""
    place = {"month": pl.lit("2026-10"), "attempt": pl.lit(attempt, pl.Int64)}
    archive.tables["passages"].append(batch(("z", None)).passages.with_columns(**place))


def test_an_archive_that_is_not_there_is_empty(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path / "none"))
    contents = archive.read()
    assert (archive.version(), contents.version, ids(contents.articles), ids(contents.passages)) == (0, 0, [], [])
    assert count_rows(archive) == {"articles": 0, "passages": 0, "removals": 0, "forms": 0, "version": 0}
    assert not (tmp_path / "none").exists()


def test_tables_come_back_as_they_went_in(archive: Archive) -> None:
    contents = archive.read()
    for table, schema in (
        (contents.articles, ARTICLES_SCHEMA),
        (contents.passages, PASSAGES_SCHEMA),
        (contents.removals, REMOVALS_SCHEMA),
    ):
        assert table.collect_schema() == pl.Schema({**schema, "month": pl.String()})
    one = batch(("a", datetime(2026, 11, 1))).articles
    assert contents.articles.filter(pl.col("article_id") == "a").drop("month").collect().equals(one)
    assert ids(contents.articles) == ["a", "b", "c"]
    assert contents.passages.select("article_id", "ordinal").collect().rows() == [
        ("a", 0), ("a", 1), ("b", 0), ("b", 1), ("c", 0), ("c", 1),
    ]  # fmt: skip


def test_a_table_of_word_forms_from_an_earlier_release_stays_and_is_counted(archive: Archive) -> None:
    former = pl.DataFrame({"form": ["порту", "порту", "вера"], "lemma": ["порт", "порт", "вера"]})
    Table(f"{archive.location}/forms", former.schema, by_month=False).append(former)
    files = sorted(Path(archive.location, "forms").rglob("*"))
    compact(archive, keep_hours=0)
    assert sorted(Path(archive.location, "forms").rglob("*")) == files
    assert count_rows(archive)["forms"] == 2
    assert ids(archive.read().articles) == ["a", "b", "c"]


def test_months_apart(archive: Archive) -> None:
    november = archive.read(months=["2026-11"])
    assert ids(november.articles) == ids(november.removals) == ["a"]
    assert ids(archive.read(months=[UNDATED, "2026-10"]).articles) == ["b", "c"]
    assert ids(archive.read(months=[]).articles) == []


def test_an_old_version_stays_as_it_was(archive: Archive) -> None:
    old = archive.read(version=1)
    archive.append(batch(("d", datetime(2026, 10, 2))), 3)
    compact(archive, keep_hours=0)
    for contents in (old, archive.read(version=1)):
        assert contents.version == 1
    again = archive.read(version=1)
    assert ids(again.articles) == ids(again.removals) == ["a", "b"]
    assert ids(archive.read(version=0).articles) == []
    assert ids(archive.read().articles) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("version", [-1, 3])
def test_a_version_that_never_was(archive: Archive, version: int) -> None:
    with pytest.raises(ParameterError, match=rf"no version {version}; its versions are 0 to 2"):
        archive.read(version=version)


def test_a_reader_at_work_does_not_see_what_comes_in(archive: Archive) -> None:
    contents = archive.read()
    archive.append(batch(("d", datetime(2026, 10, 2))), 3)
    assert ids(contents.articles) == ["a", "b", "c"]
    assert set(ids(contents.passages)) == {"a", "b", "c"}


def test_broken_off_attempts_do_not_show_and_go(archive: Archive) -> None:
    leave_orphan(archive)
    assert "z" not in ids(archive.read().passages)
    assert archive.orphans() == {"passages": [99], "removals": [], "signatures": []}
    before = archive.read().passages.collect()
    assert compact(archive, keep_hours=0).orphans == 1
    assert archive.orphans() == {"passages": [], "removals": [], "signatures": []}
    assert archive.read().passages.collect().equals(before)
    assert "z" not in ids(archive.tables["passages"].scan())


def test_compacting_keeps_content_and_leaves_fewer_files(archive: Archive) -> None:
    for version in range(3, 8):
        archive.append(batch((f"d{version}", datetime(2026, 10, version))), version)
    before = {name: table.collect() for name, table in tables(archive).items()}
    bytes_before = size_in_bytes(archive)
    done = compact(archive, keep_hours=0)
    assert (done.files_before, done.files_after) == (32, 12)
    assert done.removed >= 20
    assert {name: table.collect().equals(before[name]) for name, table in tables(archive).items()} == dict.fromkeys(
        before, True
    )
    assert 0 < size_in_bytes(archive) != bytes_before


def test_old_files_stay_for_the_time_stated(archive: Archive) -> None:
    archive.append(batch(("d", datetime(2026, 10, 2))), 3)
    old = archive.read()
    assert compact(archive, keep_hours=1).removed == 0
    assert ids(old.articles) == ["a", "b", "c", "d"]


def test_counts_and_history(archive: Archive) -> None:
    assert count_rows(archive) == {"articles": 3, "passages": 6, "removals": 3, "forms": 0, "version": 2}
    assert archive.history().rows() == [(2, 1, None, None), (1, 2, "2026-10", "2026-11")]
    assert count_by_source_and_month(archive).rows() == [
        (None, "2026-10", 1, 0),
        (None, "2026-11", 1, 0),
        (None, UNDATED, 1, 0),
    ]


def test_one_writer_at_a_time(archive: Archive) -> None:
    waited: list[str] = []
    with archive.writing(NOBODY_WAITS, lambda: None):
        with (
            pytest.raises(LockedError, match="another command is writing"),
            archive.writing(0.3, lambda: waited.append("waits")),
        ):
            pass
        assert ids(archive.read().articles) == ["a", "b", "c"]
    with archive.writing(NOBODY_WAITS, lambda: None):
        assert waited == ["waits"]


def test_a_place_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(ParameterError, match="cannot be written to"),
        Archive(str(tmp_path / "file")).writing(NOBODY_WAITS, lambda: None),
    ):
        pass


def test_months_have_neighbours() -> None:
    assert add_adjacent_months(["2026-12", UNDATED]) == ["2026-11", "2026-12", "2027-01", UNDATED]
    assert add_adjacent_months([]) == []
    moments = pl.Series([datetime(2026, 3, 31, 23, 59), None, datetime(987, 1, 1)], dtype=pl.Datetime("us"))
    assert pl.select(month_of(pl.lit(moments))).to_series().to_list() == ["2026-03", UNDATED, "0987-01"]


def tables(archive: Archive) -> dict[str, pl.LazyFrame]:
    contents = archive.read()
    return {"articles": contents.articles, "passages": contents.passages, "removals": contents.removals}


def test_a_folder_given_as_url(tmp_path: Path) -> None:
    archive = Archive((tmp_path / "archive").as_uri())
    archive.append(batch(("a", None)), 1)
    assert not archive.is_local
    with archive.writing(NOBODY_WAITS, lambda: None):
        assert ids(archive.read().articles) == ["a"]
    assert size_in_bytes(archive) > 0
    assert not (tmp_path / "archive" / ".lock").exists()


def test_a_place_that_cannot_be_read(tmp_path: Path) -> None:
    log = tmp_path / "archive" / "articles" / "_delta_log"
    log.mkdir(parents=True)
    (log / f"{0:020}.json").write_text("nothing of the kind")
    with pytest.raises(TematikaError, match="articles: cannot be read"):
        Archive(str(tmp_path / "archive")).version()


MISREAD = ["a%20b", "архив%d0%bf", "Новости [2026]", "a]b", "a|b", "a^b", "a\\b", "a\nb", "month=2026"]


@pytest.mark.parametrize("name", MISREAD)
def test_a_folder_whose_name_would_be_misread(tmp_path: Path, name: str) -> None:
    archive = Archive(str(tmp_path / name / "archive"))
    assert archive.version() == 0
    assert archive.read().articles.collect().is_empty()
    with pytest.raises(ParameterError, match="in its path"), archive.writing(NOBODY_WAITS, lambda: None):
        pass
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", MISREAD)
def test_an_archive_that_was_moved_where_its_name_would_be_misread(tmp_path: Path, name: str) -> None:
    archive = Archive(str(tmp_path / "archive"))
    archive.append(batch(("a", datetime(2026, 10, 5))), 1)
    (tmp_path / "archive").rename(tmp_path / name)
    with pytest.raises(ParameterError, match="in its path"):
        Archive(str(tmp_path / name)).version()


@pytest.mark.parametrize(
    "name", ["архив новостей", "my archive", "100%", "a%zb", "a#b", "a?b", "a*b", "{a}", "a:b", "a@b", "a'b", "<a>"]
)
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    archive = Archive(str(tmp_path / name))
    archive.append(batch(("a", datetime(2026, 10, 5)), ("b", None)), 1)
    archive.append(batch(("c", datetime(2026, 11, 5))), 2)
    assert ids(archive.read().articles) == ["a", "b", "c"]
    assert ids(archive.read(months=["2026-10"]).articles) == ["a"]
    assert ids(archive.read(version=1).articles) == ["a", "b"]
    compact(archive, 0)
    assert ids(Archive(str(tmp_path / name)).read().articles) == ["a", "b", "c"]
