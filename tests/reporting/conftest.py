"""Reports made once for all tests, from corpora written in code."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from report_notebook import notebook
from samples import article, corpus, ten_weeks

from tematika.report.page import render_page
from tematika.themes.result import ThemedCorpus

WHERE = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


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
