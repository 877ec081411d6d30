"""The pictures of docs/architecture.md show the code as it is."""

from __future__ import annotations

import subprocess
import sys

import pytest

import draw_architecture

REDRAW = "run .venv/bin/python docs/draw_architecture.py"


def test_the_layers_are_drawn_as_they_are() -> None:
    drawn = (draw_architecture.IMAGES / "layers.svg").read_text(encoding="utf-8")
    assert drawn == draw_architecture.draw_layers(), REDRAW


@pytest.mark.slow
def test_the_way_of_an_article_is_drawn_as_it_is() -> None:
    # In a process of its own: what this one has loaded and cached would hide calls.
    line = [sys.executable, draw_architecture.__file__, "--check"]
    checked = subprocess.run(line, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_package_has_its_line_in_the_tree() -> None:
    text = (draw_architecture.ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    tree = text[text.index("    lib/tematika/") : text.index("Beside it")].split()
    packages = {path.parent.name + "/" for path in draw_architecture.PACKAGE.rglob("__init__.py")} - {"tematika/"}
    assert packages <= set(tree)
