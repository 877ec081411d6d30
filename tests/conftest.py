"""What all tests share: toy notebooks, and the rule that a skipped test is a failure where nothing may be skipped."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tematika.runs.notebooks.documents import make_nbformat_light

make_nbformat_light()

import nbformat  # noqa: E402 - after make_nbformat_light, which is what saves the second

# How busy the machine is decides nothing.
hypothesis_settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("unhurried")

# Texts that may not be published, beside the repository.
SHARED = Path(__file__).resolve().parents[1].parent / "shared"

MakeNotebook = Callable[..., Path]


@pytest.fixture(scope="session")
def make_notebook() -> MakeNotebook:
    """Write a notebook of these code cells, named c1, c2, ..., after a parameters cell."""

    def make(path: Path, *cells: str, parameters: str = "period = 'all'") -> Path:
        new = nbformat.v4.new_code_cell
        first = new(parameters, id="parameters", metadata={"tags": ["parameters"]})
        rest = [new(source, id=f"c{number}") for number, source in enumerate(cells, start=1)]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(nbformat.v4.new_notebook(cells=[first, *rest], metadata={"kernelspec": kernel}), path)
        return path

    return make


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Find a file or folder of ../shared; the test is skipped where that is absent."""

    def find(name: str) -> Path:
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"../shared/{name} is not here")
        return path

    return find


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "shared" in getattr(item, "fixturenames", ()):
            item.add_marker("shared")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Tests that share a server or a cluster have to run in one process; pytest-xdist is known to have missed that."""
    if getattr(session.config.option, "loadgroup", False):
        scattered = [
            one.nodeid for one in session.items if one.get_closest_marker("xdist_group") and "@" not in one.nodeid
        ]
        if scattered:
            raise pytest.UsageError(f"pytest-xdist would scatter {scattered[0]}: see requirements-dev.txt")


@pytest.fixture(autouse=True)
def _environment_left_alone() -> Generator[None]:
    """What a test leaves in the environment would decide what the tests after it do, in this process alone."""
    before = _own_variables()
    yield
    assert _own_variables() == before


def _own_variables() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith("TEMATIKA_")}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_if_skipped(report)
    return report


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if not os.environ.get("TEMATIKA_NO_SKIPS") or not report.skipped or hasattr(report, "wasxfail"):
        return
    if "shared" in getattr(report, "keywords", ()) and not SHARED.exists():
        return
    report.outcome = "failed"
    report.longrepr = f"skipped, which TEMATIKA_NO_SKIPS forbids: {report.longrepr}"
