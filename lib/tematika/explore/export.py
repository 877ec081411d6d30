"""Out: the current view as a report page, a selection as CSV, and the command that makes a report like the desk."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import polars as pl

from tematika.explore.workbench import Desk
from tematika.settings import Settings
from tematika.themes.result import ThemedCorpus


def write_csv(table: pl.DataFrame, path: Path) -> Path:
    """Write a table for spreadsheets: UTF-8 with a mark that they know it by, lists with commas between."""
    path.parent.mkdir(parents=True, exist_ok=True)
    flat = table.with_columns(
        pl.col(name).list.join(", ") for name, dtype in table.schema.items() if dtype == pl.List(pl.String)
    )
    simple = [name for name, dtype in flat.schema.items() if not dtype.is_nested()]
    flat.select(simple).write_csv(path, include_bom=True)
    return path


def write_page(desk: Desk, found: ThemedCorpus, path: Path) -> Path:
    """Write what is looked at as a page like that of a report, in one file.

    Raises
    ------
    NoArticlesError
        When nothing is in view.
    """
    import nbformat

    from tematika.report import sections
    from tematika.report.page import render_page

    lang = desk.settings.lang
    report = sections.prepare_report(desk.with_deciding_words(found), lang)
    parts = (sections.masthead, sections.shares, sections.timeline, sections.themes, sections.articles)
    bundles = [sections.Style()._repr_mimebundle_(), *(part(report)._repr_mimebundle_() for part in parts)]
    cells = [
        {
            "cell_type": "code",
            "execution_count": 1,
            "id": f"part-{number}",
            "source": "",
            "metadata": {},
            "outputs": [_output(bundle)],
        }
        for number, bundle in enumerate(bundles)
    ]
    plain = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.from_dict(plain)  # type: ignore[no-untyped-call]  # nbformat has few types
    page = render_page(notebook, lang, "Tematika")
    path.write_text(page, encoding="utf-8")
    return path


def command(settings: Settings) -> str:
    """Give the command that makes a report with these settings: what is tried is kept by running it."""
    plain, usual = settings.model_dump(mode="json"), Settings().model_dump(mode="json")
    changed = [f"-p {shlex.quote(f'{name}={_text(value)}')}" for name, value in plain.items()
               if value != usual[name] and name != "articles"]  # fmt: skip
    return " ".join(["tematika report", *map(shlex.quote, plain["articles"]), *changed])


def _output(bundle: dict[str, Any]) -> dict[str, Any]:
    return {"output_type": "display_data", "data": bundle, "metadata": {}}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
