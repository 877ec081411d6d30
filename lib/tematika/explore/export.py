"""Export: a view as a report page, a table as CSV, a figure as PNG and SVG, settings as a command."""

from __future__ import annotations

import io
import shlex
from pathlib import Path
from typing import Any

import polars as pl
from markupsafe import Markup
from matplotlib import rc_context
from matplotlib.figure import Figure

from tematika.explore.workbench import Workbench
from tematika.settings import Settings
from tematika.themes.result import ThemedCorpus

# Salt and metadata make equal figures equal bytes.
_SVG_STYLE: dict[Any, str] = {"svg.hashsalt": "tematika", "svg.fonttype": "none"}
_SVG_METADATA = {"Date": None, "Creator": None}


def write_csv(table: pl.DataFrame, path: Path) -> Path:
    """Write a table as CSV for spreadsheets: UTF-8 with a byte order mark, lists joined by commas."""
    path.parent.mkdir(parents=True, exist_ok=True)
    flat = table.with_columns(
        pl.col(name).list.join(", ") for name, dtype in table.schema.items() if dtype == pl.List(pl.String)
    )
    simple = [name for name, dtype in flat.schema.items() if not dtype.is_nested()]
    flat.select(simple).write_csv(path, include_bom=True)
    return path


def write_page(workbench: Workbench, view: ThemedCorpus, path: Path) -> Path:
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
    # nbformat has no types: hence the three silenced checks.
    outputs = [new_output("display_data", data=one._repr_mimebundle_()) for one in shown]  # type: ignore[no-untyped-call]
    cells = [new_code_cell(id=f"part-{n}", outputs=[output]) for n, output in enumerate(outputs)]  # type: ignore[no-untyped-call]
    path.parent.mkdir(parents=True, exist_ok=True)
    page = render_page(new_notebook(cells=cells), lang, "Tematika")  # type: ignore[no-untyped-call]
    path.write_text(page, encoding="utf-8")
    return path


def save_figure(figure: Figure, folder: Path, name: str) -> tuple[Path, Path]:
    """Write a figure as PNG and SVG and return both paths; equal figures yield equal bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    png, svg = folder / f"{name}.png", folder / f"{name}.svg"
    figure.savefig(png, dpi=150, metadata={"Software": None})
    with rc_context(_SVG_STYLE):
        figure.savefig(svg, metadata=_SVG_METADATA)
    return png, svg


def as_svg(figure: Figure) -> Markup:
    """Return a figure as SVG for a page; equal figures yield equal text."""
    buffer = io.StringIO()
    with rc_context(_SVG_STYLE):
        figure.savefig(buffer, format="svg", metadata=_SVG_METADATA)
    svg = buffer.getvalue()
    return Markup(svg[svg.index("<svg") :])  # noqa: S704 - written by matplotlib, which escapes texts


def command(settings: Settings) -> str:
    """Return the command line that makes a report with these settings."""
    plain, default = settings.model_dump(mode="json"), Settings().model_dump(mode="json")
    changed = [f"-p {shlex.quote(f'{name}={_text(value)}')}" for name, value in plain.items()
               if value != default[name] and name != "articles"]  # fmt: skip
    return " ".join(["tematika report", *map(shlex.quote, plain["articles"]), *changed])


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
