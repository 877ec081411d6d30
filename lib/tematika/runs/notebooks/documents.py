"""Notebooks as documents: what they declare, what they import, whether they ran, and what must not stay in them."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tematika import errors
from tematika.core.redaction import Patterns, clean
from tematika.errors import CellFailedError, TematikaError

PARAMETERS = "parameters"
INJECTED = "injected-parameters"

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "application/pdf"})
_LONGEST_MESSAGE = 300

Notebook = Any  # nbformat's NotebookNode: nested dicts whose keys are attributes too
Cell = Any


def read_notebook(path: Path) -> Notebook:
    """Read a notebook file."""
    make_nbformat_light()
    import nbformat

    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call] # nbformat has no types


def write_notebook(notebook: Notebook, path: Path) -> None:
    """Write a notebook file, the same bytes for the same content."""
    import nbformat

    nbformat.write(notebook, path)  # type: ignore[no-untyped-call] # nbformat has no types


def make_nbformat_light() -> None:
    """Save most of a second when nbformat or anything that builds on it is imported next.

    They import jsonschema, which makes rfc3987_syntax, where that is installed, compile a grammar of IRIs. No notebook
    has any to check, and jsonschema does without.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type] # None is how Python marks a missing module


def declared_parameters(notebook: Notebook) -> list[str]:
    """Names assigned in the cell tagged ``parameters``; none where there is no such cell."""
    for cell in notebook["cells"]:
        if PARAMETERS in cell["metadata"].get("tags", []):
            return list(_assigned(ast.parse(cell["source"])))
    return []


def imported_modules(notebook: Notebook) -> list[str]:
    """Names that may be modules in the import statements of the code cells, in their order.

    A notebook as plain JSON, with its sources in lists of lines, will do.
    """
    names: dict[str, None] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            names.update(dict.fromkeys(_imports("".join(cell["source"]))))
    return list(names)


def check_ran(notebook: Notebook, name: str) -> None:
    """Judge a run from the cells, for the notebook's metadata may say ``completed`` after a crash.

    Raises
    ------
    CellFailedError
        Where a cell has an error among its outputs, or a cell with code was never executed.
    """
    for cell in _code_cells(notebook):
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                raise cell_error(name, cell, output["ename"], output["evalue"], output["traceback"])
    for cell in _code_cells(notebook):
        if cell["execution_count"] is None:
            raise CellFailedError("the cell was never run", where(name, cell), "an earlier cell ended the notebook")


def cell_error(name: str, cell: Cell, kind: str, message: str, traceback: Sequence[str]) -> TematikaError:
    """Return the error of a cell in one line, with its traceback as a note.

    An error of ours stays what it is, for its message already says what, where and how to mend it.
    """
    known = getattr(errors, kind, None)
    if isinstance(known, type) and issubclass(known, TematikaError):
        error: TematikaError = known(message)
    else:
        line = " ".join(f"{kind}: {message}".rstrip(": ").split())
        line = line if len(line) <= _LONGEST_MESSAGE else line[:_LONGEST_MESSAGE] + "…"
        error = CellFailedError(line, where(name, cell), "open the notebook in JupyterLab to look into it")
    error.add_note(_ANSI.sub("", "\n".join(traceback)))
    return error


def where(name: str, cell: Cell) -> str:
    """Return the name of a cell for people."""
    return f"{name}, cell {cell['id']}"


def scrub(notebook: Notebook, parameters: Mapping[str, Any], patterns: Patterns) -> None:
    """Remove, in place, what differs from run to run or describes the machine.

    Parameters
    ----------
    notebook : NotebookNode
        An executed notebook.
    parameters : mapping of str to object
        What was injected; it is written again in readable letters, papermill writes Cyrillic as codes.
    patterns : list of (re.Pattern, str)
        What must not stay in outputs, and what stands for it; see `tematika.core.redaction.patterns_of`.
    """
    notebook["metadata"].pop("papermill", None)
    for cell in notebook["cells"]:
        cell["metadata"].pop("papermill", None)
        cell["metadata"].pop("execution", None)
        if INJECTED in cell["metadata"].get("tags", []):
            cell["id"] = INJECTED
            cell["source"] = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
            cell["metadata"]["jupyter"] = {"source_hidden": True}
        if not cell["metadata"].get("tags", ["some"]):
            del cell["metadata"]["tags"]
    for cell in _code_cells(notebook):
        cell["outputs"] = [_cleaned(output, patterns) for output in cell["outputs"]]


def _code_cells(notebook: Notebook) -> Iterator[Cell]:
    return (cell for cell in notebook["cells"] if cell["cell_type"] == "code" and cell["source"].strip())


def _assigned(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def _imports(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a magic command, or an error that the run itself will tell
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _cleaned(value: object, patterns: Patterns) -> object:
    if isinstance(value, str):
        return clean(value, patterns)
    if isinstance(value, list):
        return [_cleaned(item, patterns) for item in value]
    if isinstance(value, dict):
        for key in value.keys() - _PICTURES:
            value[key] = _cleaned(value[key], patterns)
    return value
