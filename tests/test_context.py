"""Where a run works: what the environment says of it, and what child processes are told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tematika.core.context import RunContext
from tematika.core.paths import PROJECT

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("environment", [{}, {"TEMATIKA_RUN": ""}])
def test_notebooks_opened_by_hand_share_a_folder_and_a_cache(environment: dict[str, str]) -> None:
    context = RunContext.from_environment(environment, TODAY)
    assert context.run_folder == PROJECT / "reports" / "desk"
    assert context.reports == PROJECT / "reports"
    assert context.cache == PROJECT / "reports" / ".stages"
    assert (context.archive, context.dask_address, context.fresh) == ("archive", "", False)


def test_a_folder_set_by_hand_has_no_cache_unless_one_is_named(tmp_path: Path) -> None:
    own = {"TEMATIKA_RUN": str(tmp_path / "run")}
    assert RunContext.from_environment(own, TODAY).cache is None
    assert RunContext.from_environment(own, TODAY).reports == tmp_path
    assert RunContext.from_environment(own | {"TEMATIKA_CACHE": "kept"}, TODAY).cache == Path("kept")


def test_a_command_keeps_results_among_its_reports_or_where_the_environment_says(tmp_path: Path) -> None:
    for own in ({}, {"TEMATIKA_RUN": str(tmp_path / "run")}):
        assert RunContext.from_environment(own, TODAY, tmp_path).cache == tmp_path / ".stages"
        assert RunContext.from_environment(own | {"TEMATIKA_CACHE": "kept"}, TODAY, tmp_path).cache == Path("kept")


def test_a_child_reads_the_same_context(tmp_path: Path) -> None:
    context = RunContext(
        run_folder=tmp_path / "run",
        reports=tmp_path,
        archive="s3://bucket/archive",
        today=TODAY,
        cache=tmp_path / "cache",
        dask_address="tcp://host:8786",
    )
    assert RunContext.from_environment(context.to_environment(), TODAY) == context
    events = tmp_path / "events"
    RunContext.from_environment(context.to_environment(events), TODAY).progress("articles", 1, 1)
    assert events.read_text() == '{"label": "articles", "done": 1, "total": 1}\n'
