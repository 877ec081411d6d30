"""Modules under the names that they had in earlier releases, for users' own notebooks."""

from __future__ import annotations

import importlib
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

FORMER_NAMES = {
    "tematika.explore.desk": "tematika.explore.workbench",
    "tematika.explore.helping": "tematika.explore.questions",
    "tematika.explore.journal": "tematika.explore.change_log",
    "tematika.explore.look": "tematika.explore.filters",
    "tematika.explore.mapping": "tematika.explore.charts",
    "tematika.explore.out": "tematika.explore.export",
    "tematika.explore.teach": "tematika.explore.edits",
    "tematika.explore.trying": "tematika.explore.whatif",
    "tematika.parts": "tematika.corpus.tables",
    "tematika.reading": "tematika.pipeline.former_calls",
    "tematika.reporting": "tematika.report",
    "tematika.reporting.sections": "tematika.report.sections",
    "tematika.sorting": "tematika.pipeline.former_calls",
    "tematika.tableview": "tematika.explore.table_view",
}


class FormerNames(MetaPathFinder, Loader):
    """Finds a module by its former name and loads the one that stands for it today."""

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        """Return a spec for a former name, None for any other."""
        return ModuleSpec(fullname, self) if fullname in FORMER_NAMES else None

    def exec_module(self, module: ModuleType) -> None:
        """Replace the empty module by today's: the import system returns what is in `sys.modules`."""
        name = module.__name__
        sys.modules[name] = importlib.import_module(FORMER_NAMES[name])


def install() -> None:
    """Make former names importable."""
    if not any(isinstance(finder, FormerNames) for finder in sys.meta_path):
        # Before the finder of files: a folder that an upgrade left empty would pass for a package.
        sys.meta_path.insert(0, FormerNames())
