"""What is read from notebooks, and what is taken out of them."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from tematika.core.redaction import patterns_of
from tematika.errors import CellFailedError, ThemesError
from tematika.runs.notebooks.documents import (
    cell_error,
    check_ran,
    declared_parameters,
    imported_modules,
    read_notebook,
    scrub,
)

v4 = nbformat.v4


def notebook(*cells):
    return v4.new_notebook(cells=list(cells))


def code(source, **more):
    return v4.new_code_cell(source, **more)


def test_declared_parameters():
    source = "a = 1  # one\nb: str = ''\nc, d = 1, 2\nprint(a)\nif a:\n    e = 2"
    cells = notebook(code("z = 1"), code(source, metadata={"tags": ["parameters"]}))
    assert declared_parameters(cells) == ["a", "b"]
    assert declared_parameters(notebook(code("a = 1"))) == []


def test_imported_modules():
    sources = ["import a.b, c as d", "from e import f\nfrom g.h import (i, j)", "%matplotlib inline\nimport k", "x = 1"]
    found = imported_modules(notebook(v4.new_markdown_cell("import no"), *map(code, sources)))
    assert found == ["a.b", "c", "e", "e.f", "g.h", "g.h.i", "g.h.j"]


def test_a_cell_that_never_ran_is_found():
    good = notebook(code("1", execution_count=1), code("  "), v4.new_markdown_cell("x"))
    check_ran(good, "n")
    with pytest.raises(CellFailedError, match="n, cell late: the cell was never run"):
        check_ran(notebook(code("1", execution_count=1), code("2", id="late")), "n")


def test_an_error_of_ours_keeps_its_kind_and_other_names_do_not():
    cell = code("x", id="c")
    assert type(cell_error("n", cell, "ThemesError", "f: bad; mend", [])) is ThemesError
    for name in ("ValueError", "Exception", "annotations", "__doc__"):
        assert type(cell_error("n", cell, name, "bad", [])) is CellFailedError


def test_the_message_of_an_error_is_one_line_of_some_length():
    error = cell_error("n", code("x", id="c"), "ValueError", "many\nlines " + "x" * 1000, ["\x1b[31mred\x1b[0m"])
    assert str(error).startswith("n, cell c: ValueError: many lines xxx")
    assert len(str(error)) < 500
    assert error.__notes__ == ["red"]


def test_scrubbing():
    here = Path("/srv/project")
    output = {
        "text/plain": "/srv/project/a /srv/projects/b '/srv/project' x/srv/project/c /srv/d hush-hush",
        "image/png": "/srv/e",
    }
    cell = code("1", execution_count=1, outputs=[v4.new_output("display_data", data=output)])
    cell.metadata.update(tags=[], papermill={"duration": 1}, execution={"a": "b"})
    injected = code("period = '\\u0432'", id="random", metadata={"tags": ["injected-parameters"]})
    document = notebook(cell, injected)
    document.metadata["papermill"] = {"start_time": "now"}
    patterns = patterns_of({here: "", Path("/srv"): "~", Path("/"): "never"}, ["hush-hush"])
    scrub(document, {"period": "всё"}, patterns)
    data = document.cells[0].outputs[0].data
    assert data["text/plain"] == "a ~/projects/b '' x/srv/project/c ~/d ***"
    assert data["image/png"] == "/srv/e"
    assert document.cells[0].metadata == {}
    assert document.metadata == {}
    assert (injected.id, injected.source) == ("injected-parameters", "period = 'всё'")
    nbformat.validate(document)


def test_reading(tmp_path):
    nbformat.write(notebook(code("1", id="one")), tmp_path / "n.ipynb")
    assert read_notebook(tmp_path / "n.ipynb").cells[0].id == "one"
