"""Notebooks of earlier releases import modules by the names that these had."""

from __future__ import annotations

import importlib

import pytest

from tematika.core.former_names import FORMER_NAMES


@pytest.mark.parametrize(("former", "today"), FORMER_NAMES.items())
def test_a_former_name_is_the_module_of_today(former: str, today: str) -> None:
    assert importlib.import_module(former) is importlib.import_module(today)


def test_the_imports_of_an_old_notebook_work() -> None:
    cell = "from tematika import reading, sorting\nfrom tematika.tableview import show\n"
    cell += "from tematika.reporting import sections\nfrom tematika.explore import look, teach, trying\n"
    namespace: dict[str, object] = {}
    exec(cell, namespace)  # noqa: S102 - what a notebook does
    assert {"reading", "sorting", "show", "sections", "look", "teach", "trying"} <= namespace.keys()


def test_a_name_that_never_was_stays_unknown() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"tematika\.nothing"):
        importlib.import_module("tematika.nothing")
