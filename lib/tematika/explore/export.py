"""Export: a view as a report page, a table as CSV, a figure as PNG and SVG, settings as a command."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import polars as pl

from tematika.explore.workbench import Workbench
from tematika.settings import Settings
from tematika.themes.result import SortedCorpus


def write_csv(table: pl.DataFrame, path: Path) -> Path:
    """Write a table as CSV for spreadsheets: UTF-8 with a byte order mark, lists joined by commas."""
    path.parent.mkdir(parents=True, exist_ok=True)
    flat = table.with_columns(
        pl.col(name).list.join(", ") for name, dtype in table.schema.items() if dtype == pl.List(pl.String)
    )
    simple = [name for name, dtype in flat.schema.items() if not dtype.is_nested()]
    flat.select(simple).write_csv(path, include_bom=True)
    return path


def write_page(workbench: Workbench, view: SortedCorpus, path: Path) -> Path:
    """Write a view as a page like that of a report, in one file.

    Raises
    ------
    NoArticlesError
        When the view is empty.
    """
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    from tematika.report import sections
    from tematika.report.page import render_page

    lang = workbench.settings.lang
    report = sections.prepare_report(workbench.with_deciding_words(view), lang)
    parts = (sections.masthead, sections.shares, sections.timeline, sections.themes, sections.articles)
    shown: list[Any] = [sections.Style(), *(part(report) for part in parts)]
    outputs = [new_output("display_data", data=one._repr_mimebundle_()) for one in shown]  # type: ignore[no-untyped-call]
    cells = [new_code_cell(id=f"part-{n}", outputs=[output]) for n, output in enumerate(outputs)]  # type: ignore[no-untyped-call]
    path.parent.mkdir(parents=True, exist_ok=True)
    page = render_page(new_notebook(cells=cells), lang, "Tematika")  # type: ignore[no-untyped-call]
    path.write_text(page, encoding="utf-8")
    return path


def command(settings: Settings) -> str:
    """Return the command line that makes a report with these settings."""
    plain, default = settings.model_dump(mode="json"), Settings().model_dump(mode="json")
    changed = [f"-p {shlex.quote(f'{name}={_text(value)}')}" for name, value in plain.items()
               if value != default[name] and name != "articles"]  # fmt: skip
    return " ".join(["tematika report", *map(shlex.quote, plain["articles"]), *changed])


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
