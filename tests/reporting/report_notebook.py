"""The report notebook, written without a kernel."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import nbformat

from tematika.report import sections
from tematika.themes.result import ThemedCorpus

ORDER = (
    "masthead", "findings", "changes", "shares", "timeline", "regions", "sources", "themes", "articles", "unassigned",
    "trust", "quality", "method", "downloads", "parameters", "versions",
)  # fmt: skip


def notebook(sorted_corpus: ThemedCorpus, lang: str, extra: Iterable[Any] = ()) -> nbformat.NotebookNode:
    """The report notebook as it looks after it ran."""
    report = sections.prepare_report(sorted_corpus, lang)
    shown = [sections.Style(), *(getattr(sections, name)(report) for name in ORDER)]
    injected = nbformat.v4.new_code_cell("secret_parameter = 'x'", metadata={"tags": ["injected-parameters"]})
    cells = [injected]
    for each in shown:
        output = nbformat.v4.new_output("display_data", data=each._repr_mimebundle_())
        cells.append(nbformat.v4.new_code_cell("hidden_code()", outputs=[output]))
    return nbformat.v4.new_notebook(cells=[*cells, *extra])
