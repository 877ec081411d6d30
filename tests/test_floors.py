"""The package is built in floors, and nothing imports what is above it."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "lib" / "tematika"

FLOORS = {
    "__init__": 0,
    "errors": 0,
    "progress": 0,
    "provenance": 0,
    "secrecy": 0,
    "settings": 0,
    "variables": 0,
    "corpus": 1,
    "language": 2,
    "themes": 3,
    "reporting": 4,
    "alongside": 5,
    "archiving": 5,
    "asking": 5,
    "backfill": 5,
    "cache": 5,
    "checking": 5,
    "children": 5,
    "cli": 5,
    "cluster": 5,
    "comparing": 5,
    "doctor": 5,
    "drafting": 5,
    "explore": 5,
    "failing": 5,
    "fanout": 5,
    "finding": 5,
    "history": 5,
    "feeds": 5,
    "ingest": 5,
    "kernels": 5,
    "lab": 5,
    "learning": 5,
    "making": 5,
    "manifests": 5,
    "manual": 5,
    "meter": 5,
    "notebooks": 5,
    "notices": 5,
    "ordering": 5,
    "origin": 5,
    "parts": 5,
    "plan": 5,
    "poison": 5,
    "quality": 5,
    "reading": 5,
    "runner": 5,
    "runs": 5,
    "schedule": 5,
    "scoring": 5,
    "shelving": 5,
    "sorting": 5,
    "stages": 5,
    "supervisor": 5,
    "sweep": 5,
    "tables": 5,
    "tableview": 5,
    "unattended": 5,
}
ONLY_IN = {
    "distributed": {"cluster.py", "fanout.py"},
    "deltalake": {"corpus/store.py"},
    "papermill": {"runner.py"},
    "nbclient": {"runner.py"},
    "filelock": {"corpus/locking.py"},
    "lingua": {"corpus/neighbours.py"},
    "pymorphy3": {"language/lemmas.py"},
    "urllib3": {"corpus/fetching.py"},
}
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def imports(module: str) -> Iterator[str]:
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    folder = Path(module).parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ("tematika", *folder)[: 1 + len(folder) + 1 - node.level] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def floor(name: str) -> int:
    return FLOORS[name.removesuffix(".py")]


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_down(module):
    own = floor(module.split("/")[0])
    ours = [name.split(".") for name in imports(module) if name.split(".")[0] == "tematika"]
    # `from tematika import __version__` asks for a name, not for a module.
    above = [".".join(name) for name in ours if len(name) > 1 and name[1] in FLOORS and FLOORS[name[1]] > own]
    assert not above


@pytest.mark.parametrize("module", MODULES)
def test_a_library_with_traps_is_used_in_one_place(module):
    used = {name.split(".")[0] for name in imports(module)}
    strays = {name for name in used & ONLY_IN.keys() if module not in ONLY_IN[name]}
    assert not strays


def test_every_module_has_a_floor():
    assert {name.split("/")[0].removesuffix(".py") for name in MODULES} <= FLOORS.keys()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import papermill.execute", ["papermill.execute"]),
        ("from tematika.themes import model", ["tematika.themes.model"]),
        ("from . import records", ["tematika.corpus.records"]),
        ("from ..themes import model", ["tematika.themes.model"]),
        ("def late():\n    from tematika import cli", ["tematika.cli"]),
    ],
)
def test_the_test_sees_imports_of_all_kinds(source, found, tmp_path, monkeypatch):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "module.py").write_text(source)
    monkeypatch.setattr(f"{__name__}.PACKAGE", tmp_path)
    assert list(imports("corpus/module.py")) == found


def test_git_does_not_ignore_the_package():
    if not (ROOT / ".git").exists():
        pytest.skip("not a git repository")
    paths = [f"lib/tematika/{module}" for module in MODULES]
    ignored = subprocess.run(["git", "check-ignore", *paths], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ignored.stdout == ""
