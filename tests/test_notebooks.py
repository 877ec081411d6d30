"""The committed notebooks keep to the rules that make them readable, mergeable and runnable anywhere."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from tematika.settings import Settings

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
STAGES = ["1_corpus.ipynb", "2_themes.ipynb", "3_report.ipynb"]
PATHS = sorted({*FOLDER.glob("*.ipynb"), *(FOLDER / name for name in STAGES)})
LONGEST_CELL = 8

every_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
every_stage = pytest.mark.parametrize("path", [FOLDER / name for name in STAGES], ids=lambda path: path.stem)


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def code_cells(path):
    return [cell for cell in read(path)["cells"] if cell["cell_type"] == "code"]


def source(cell):
    return "".join(cell["source"])


def is_parameters(cell):
    return "parameters" in cell["metadata"].get("tags", [])


@every_notebook
def test_nothing_of_a_run_is_committed(path):
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code_cells(path))
    metadata = read(path)["metadata"]
    assert metadata["kernelspec"]["name"] == "python3"
    assert metadata.keys() <= {"kernelspec", "language_info"}


@every_notebook
def test_cells_have_names_and_a_narrative_goes_with_them(path):
    cells = read(path)["cells"]
    # A random id is eight hex digits or longer; one chosen by hand says something.
    assert [cell["id"] for cell in cells if not re.fullmatch(r"[a-z][a-z0-9-]*", cell["id"])] == []
    assert [cell["id"] for cell in cells if re.fullmatch(r"[0-9a-f-]{8,}", cell["id"])] == []
    assert len({cell["id"] for cell in cells}) == len(cells)
    assert cells[0]["cell_type"] == "markdown"


@every_notebook
def test_cells_are_short_and_only_call(path):
    for cell in code_cells(path):
        if not is_parameters(cell):
            assert len(source(cell).splitlines()) <= LONGEST_CELL, cell["id"]
        tree = ast.parse(source(cell))
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
        assert not [node for node in ast.walk(tree) if isinstance(node, kinds)], cell["id"]


@every_notebook
def test_no_path_and_no_clock(path):
    for cell in code_cells(path):
        tree = ast.parse(source(cell))
        texts = [
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        assert not [text for text in texts if "/" in text or "\\" in text], cell["id"]
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not names & {"now", "today", "time", "datetime", "perf_counter", "monotonic"}, cell["id"]


@every_stage
def test_the_parameters_cell_says_what_settings_say(path):
    first, second = code_cells(path)[:2]
    assert is_parameters(first)
    # As JSON has no tuples, a notebook is given lists.
    defaults = Settings().model_dump(mode="json")
    fields = Settings.model_fields.items()
    expected = [f"{name} = {defaults[name]!r}  # {field.description}".replace("'", '"') for name, field in fields]
    assert source(first).replace("'", '"').splitlines() == expected
    assert "open_request(globals())" in source(second)
