"""What tests of schedules share: somebody's working folder."""

from __future__ import annotations

import os
import sys

import pytest

ARTICLE = "Порт принял первый поезд\n\nСостав с удобрениями прибыл в порт утром и был разгружен за четыре часа.\n"


@pytest.fixture
def desk(tmp_path, monkeypatch, make_notebook):
    """A working folder with an article, a notebook, and a home of its own."""
    folder = tmp_path / "a desk"
    (folder / "news").mkdir(parents=True)
    (folder / "news" / "1.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    make_notebook(tmp_path / "notebooks" / "1_stage.ipynb", "1 / 1", parameters="period = 'all'")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("TEMATIKA_NOTEBOOKS", str(tmp_path / "notebooks"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("TEMATIKA_REPORTS", raising=False)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path.endswith("lib")))
    return folder
