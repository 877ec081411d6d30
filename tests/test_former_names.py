"""Notebooks of earlier releases import modules by the names that these had."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

from stories import STORIES, write_stories, write_themes
from tematika.core.former_names import FORMER_NAMES


@pytest.mark.parametrize(("former", "today"), FORMER_NAMES.items())
def test_a_former_name_is_the_module_of_today(former: str, today: str) -> None:
    assert importlib.import_module(former) is importlib.import_module(today)


def test_the_imports_of_an_old_notebook_work() -> None:
    cell = "from tematika import reading, sorting\nfrom tematika.tableview import show\n"
    cell += "from tematika.reporting import sections\nfrom tematika.explore import look, teach, trying\n"
    cell += "from tematika.explore.desk import open_desk\nfrom tematika.explore.journal import Shelf\n"
    cell += "from tematika.explore import helping, mapping\nfrom tematika.explore.widgets import lay_out\n"
    namespace: dict[str, object] = {}
    exec(cell, namespace)  # noqa: S102 - what a notebook does
    names = "reading sorting show sections look teach trying helping mapping open_desk Shelf lay_out"
    assert set(names.split()) <= namespace.keys()


OLD_CELLS = """
from tematika.settings import settings_from_notebook

settings = settings_from_notebook(globals())
---
from tematika import explore, reading
from tematika.tableview import show

corpus = reading.read_corpus(settings)
show(explore.corpus_summary(corpus))
---
from tematika import explore, reading, sorting
from tematika.tableview import show

corpus = reading.load_corpus(settings)
found = sorting.sort_corpus(settings, corpus)
show(explore.theme_summary(found))
---
from tematika import sorting
from tematika.reporting import sections

report = sections.prepare_report(sorting.load_sorted(settings), settings.lang)
masthead = sections.masthead(report)
"""


def test_the_cells_of_old_notebooks_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMATIKA_RUN", str(tmp_path / "run"))
    monkeypatch.delenv("TEMATIKA_CACHE", raising=False)
    namespace: dict[str, Any] = {
        "articles": [str(write_stories(tmp_path / "stories.jsonl"))],
        "themes": str(write_themes(tmp_path / "themes.toml")),
        "period": "2026-09",
    }
    for cell in OLD_CELLS.split("---"):
        exec(cell, namespace)  # noqa: S102 - what a notebook does
    assert namespace["corpus"].articles.height == namespace["found"].articles.height == len(STORIES)
    assert "2026" in namespace["masthead"].html


def test_a_name_that_never_was_stays_unknown() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"tematika\.nothing"):
        importlib.import_module("tematika.nothing")
