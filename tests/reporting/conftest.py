"""Reports made once for all tests, from corpora written in code."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from typing import Any

import nbformat
import pytest
from samples import article, corpus, ten_weeks

from tematika.report import sections
from tematika.report.page import render_page
from tematika.themes.result import ThemedCorpus

ORDER = (
    "masthead", "findings", "changes", "shares", "timeline", "regions", "sources", "themes", "articles", "unassigned",
    "trust", "quality", "method", "downloads", "parameters", "versions",
)  # fmt: skip

WHERE = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def notebook(sorted_corpus: ThemedCorpus, lang: str, extra: Iterable[Any] = ()) -> nbformat.NotebookNode:
    """The report notebook as it looks after it ran."""
    report = sections.prepare_report(sorted_corpus, lang)
    shown = [sections.Style(), *(getattr(sections, name)(report) for name in ORDER)]
    injected = nbformat.v4.new_code_cell("secret_parameter = 'x'", metadata={"tags": ["injected-parameters"]})
    cells = [injected]
    for each in shown:
        output = nbformat.v4.new_output("display_data", data=each._repr_mimebundle_())
        cells.append(nbformat.v4.new_code_cell("hidden_code()", outputs=[output]))
    return nbformat.v4.new_notebook(cells=[*cells, *extra])


@pytest.fixture(scope="session")
def make_page() -> Callable[..., str]:
    def make(sorted_corpus: ThemedCorpus, lang: str = "en", extra: Iterable[Any] = ()) -> str:
        return render_page(notebook(sorted_corpus, lang, extra), lang, "Test report")

    return make


@pytest.fixture(scope="session", params=["en", "ru"])
def page(request: pytest.FixtureRequest, make_page: Callable[..., str]) -> str:
    return make_page(ten_weeks(), request.param)


@pytest.fixture(scope="session")
def thin_page(make_page: Callable[..., str]) -> str:
    rows = [article(number, theme) for number, theme in enumerate(["energy", "energy", "logistics", None])]
    return make_page(corpus(rows), "en")


@pytest.fixture(scope="module")
def browser():
    if WHERE is None:
        pytest.skip("no Chromium here; apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=WHERE, args=FLAGS)
        yield opened
        opened.close()
