"""A report on files adds them to the archive, and is made whatever becomes of that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from stories import STORIES, write_stories
from tematika.cli import app, archive_inputs
from tematika.cli.archive_inputs import add_to_archive
from tematika.core.context import current_context
from tematika.core.paths import SAMPLE
from tematika.core.period import parse_period
from tematika.corpus.archive.archive import Archive
from tematika.errors import ParameterError
from tematika.pipeline.inputs import ArchiveSlice, source_of
from tematika.settings import Settings

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with stories, and an archive that is not there yet."""
    write_stories(tmp_path / "stories.jsonl")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TEMATIKA_ARCHIVE", "store")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("TEMATIKA_DASK", "TEMATIKA_CACHE", "TEMATIKA_REPORTS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def notebook(desk: Path, make_notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook in place of the project's own."""
    (desk / "notebooks").mkdir()
    make_notebook(desk / "notebooks" / "1_stage.ipynb", "articles", parameters="articles = ()\nlang = 'en'")
    monkeypatch.setenv("TEMATIKA_NOTEBOOKS", str(desk / "notebooks"))


def refs() -> list[str]:
    return sorted(Archive("store").read().articles.select("ref").collect()["ref"])


@pytest.mark.slow
@pytest.mark.usefixtures("notebook")
def test_the_archive_knows_what_a_report_was_made_of(capsys: Captured) -> None:
    arguments = ["report", "stories.jsonl", "--themes", "none"]
    assert app.run(arguments) == 0
    assert capsys.readouterr().err == ""
    assert len(refs()) == len(STORIES)
    files = sorted(Path("store").rglob("*"))
    assert app.run(arguments) == 0
    assert app.run([*arguments, "--lang", "ru"]) == 0
    assert sorted(Path("store").rglob("*")) == files
    origin = source_of(Settings(), parse_period("all", date(2026, 11, 20)), "store")
    assert isinstance(origin, ArchiveSlice)
    assert origin.archive_version == 1


@pytest.mark.slow
@pytest.mark.usefixtures("notebook")
def test_a_report_does_not_fail_for_the_archive(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr(archive_inputs, "PATIENCE", 0.0)
    with Archive("store").writing(0, lambda: None):
        assert app.run(["report", "stories.jsonl", "--themes", "none"]) == 0
    told = capsys.readouterr()
    assert told.out.endswith("index.html\n")
    begun, _, rest = told.err.partition(" (process ")
    assert begun == "tematika: store: another command is writing to it"
    assert rest.endswith("; the report is made without adding its articles; add them later with tematika ingest\n")
    assert refs() == []


def test_a_place_where_no_archive_can_be(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setenv("TEMATIKA_ARCHIVE", "stories.jsonl")
    add_to_archive(["stories.jsonl"], current_context(), progress=None)
    told = capsys.readouterr().err
    assert told.startswith("tematika: stories.jsonl: cannot be written to")
    assert told.count("\n") == 1


def test_invented_news_stay_out() -> None:
    add_to_archive([str(SAMPLE)], current_context(), progress=None)
    add_to_archive([str(next(SAMPLE.rglob("*.*")))], current_context(), progress=None)
    add_to_archive([], current_context(), progress=None)
    assert not Path("store").exists()
    add_to_archive([str(SAMPLE), "stories.jsonl"], current_context(), progress=None)
    assert len(refs()) == len(STORIES)


def test_a_cluster_that_cannot_be_is_told() -> None:
    with pytest.raises(ParameterError, match="option --dask"):
        add_to_archive(["stories.jsonl"], replace(current_context(), dask_address="nowhere"), progress=None)
    assert not Path("store").exists()
