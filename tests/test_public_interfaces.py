"""Of other packages only what they promise to keep is used."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import tematika

PACKAGE = Path(tematika.__file__).parent
# Names of types alone, for the checker; and how scikit-learn's own estimators declare their parameters.
KNOWN = {"typer._click", "sklearn.utils._param_validation"}


def private_imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            package, *parts = name.split(".")
            if package not in {"tematika", "__future__"} and any(part.startswith("_") for part in parts):
                yield name


def private_attributes(tree: ast.Module) -> Iterator[str]:
    """Yield private names that are asked of an attribute: ``self.manager._async_start_kernel``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_async_"):
            yield node.attr


def test_no_private_name_of_another_package_is_used() -> None:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")]
    found = {name for tree in trees for name in private_imports(tree)}
    assert {name for name in found if not name.startswith(tuple(KNOWN))} == set()
    assert [name for tree in trees for name in private_attributes(tree)] == []


def test_the_test_sees_them() -> None:
    tree = ast.parse(
        "from joblib._dask import Batch\nimport joblib._dask\nfrom joblib import _dask\nm.x._async_start()"
    )
    assert set(private_imports(tree)) == {"joblib._dask", "joblib._dask.Batch"}
    assert list(private_attributes(tree)) == ["_async_start"]
