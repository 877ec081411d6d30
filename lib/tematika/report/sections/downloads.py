"""What lies beside the page: tables as CSV, figures as SVG and PNG; and the section that leads to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from markupsafe import Markup

from tematika.report.data import dates
from tematika.report.html.environment import render
from tematika.report.i18n import Words
from tematika.report.sections.section import SECTION_MIME, Section

if TYPE_CHECKING:
    # For its name alone: what it stands on takes most of a second to import.
    from tematika.report.charts.specs import Plot
    from tematika.report.data.model import Report

ARTICLES, PASSAGES = "data/articles.csv", "data/passages.csv"
FIGURES = "figures"
ENDINGS = ("svg", "png")
# As the page links to them.
TABLES = (
    (ARTICLES, "articles"), (PASSAGES, "passages"), ("data/articles.parquet", "articles"),
    ("data/passages.parquet", "passages"), ("data/removals.parquet", "removals"), ("data/themes.json", "themes"),
)  # fmt: skip
RUN = (
    ("notebooks/1_corpus.ipynb", "corpus_notebook"), ("notebooks/2_themes.ipynb", "themes_notebook"),
    ("notebooks/3_report.ipynb", "notebook"), ("manifest.json", "manifest"),
)  # fmt: skip

LINKS = (*TABLES, *RUN)

_ARTICLES = (
    "article_id", "ref", "source", "title", "url", "published", "published_precision", "published_stated", "copy_of",
    "themes", "cluster", "regions",
)  # fmt: skip
_PASSAGES = ("article_id", "ordinal", "start", "end", "kind", "text", "themes", "cluster", "stuffed")
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = r"^[=+\-@\t\r\n]"


def downloads(report: Report) -> Section:
    """Lead to the tables, figures and notebooks beside the page; its line stands below each figure."""
    w = report.words
    told = [one for one in report.articles if one.article_id in report.timeline.placed]
    parts = [dates.days_of_articles(w, told), w.count("articles", len(report.articles))]
    foot = w("downloads.foot", what=Markup(", ").join(part for part in parts if part)).striptags()
    return Section("downloads", w.text("downloads.title"), str(links(w, (), None)), line=foot)


def links(w: Words, plots: Sequence[tuple[str, str]], folder: Path | None) -> Markup:
    """Say what lies beside the page.

    Parameters
    ----------
    w : Words
    plots : sequence of (str, str)
        Name and title of each figure.
    folder : Path or None
        The run's folder: what is not in it is not linked to, and what its tables and figures weigh is said. None: not
        known yet.
    """
    tables = [(_link(w, path, folder), w.text(f"downloads.{name}")) for path, name in TABLES if _there(path, folder)]
    run = [(_link(w, path, None), w.text(f"downloads.{name}")) for path, name in RUN if _there(path, folder)]
    figures = []
    for name, title in plots:
        paths = [f"{FIGURES}/{name}.{ending}" for ending in ENDINGS]
        figures.append((title, [_link(w, path, folder) for path in paths if _there(path, folder)]))
    return render("downloads", w=w, tables=tables, figures=[one for one in figures if one[1]], run=run)


def with_links(notebook: Mapping[str, Any], w: Words, folder: Path) -> None:
    """Let the section of an executed report that leads to the files beside the page say which there are."""
    plots = [(plot.name, plot.title) for plot in plots_of(notebook)]
    for data in _section_outputs(notebook):
        if data[SECTION_MIME]["slug"] == "downloads":
            data["text/html"] = str(links(w, plots, folder))


def _there(path: str, folder: Path | None) -> bool:
    # The manifest tells of the page, and is written after it.
    return folder is None or path == "manifest.json" or (folder / path).is_file()


def _link(w: Words, path: str, folder: Path | None) -> tuple[str, str]:
    """Give a path with the size of what lies there, where that is known."""
    return path, w.size((folder / path).stat().st_size) if folder else ""


def write_tables(data: Path) -> None:
    """Write articles and passages as CSV beside their Parquet files, a part at a time.

    The files are UTF-8 with the mark that spreadsheets know it by. A cell that a spreadsheet would take for a formula
    begins with an apostrophe; lists are joined by semicolons; scores have a column for each theme.

    Parameters
    ----------
    data : Path
        Folder of a run's tables; those that are not there are left out.
    """
    for name, columns in (("articles", _ARTICLES), ("passages", _PASSAGES)):
        file = data / f"{name}.parquet"
        if file.is_file():
            table = pl.scan_parquet(file, glob=False)
            flat(table, columns).sink_csv(data / f"{name}.csv", include_bom=True)


def flat(table: pl.LazyFrame, columns: tuple[str, ...]) -> pl.LazyFrame:
    """Give columns of a table as cells of text and numbers, harmless to spreadsheets; scores behind them."""
    schema = table.collect_schema()
    cells = [_cell(name, schema[name]) for name in columns if name in schema]
    scores = schema.get("theme_scores")
    fields = scores.fields if isinstance(scores, pl.Struct) else []
    by_theme = [pl.col("theme_scores").struct.field(one.name).alias(f"score_{one.name}") for one in fields]
    return table.select(*cells, *by_theme)


def _cell(name: str, dtype: pl.DataType) -> pl.Expr:
    text = pl.col(name)
    if isinstance(dtype, pl.List):
        text = text.list.join("; ")
    elif isinstance(dtype, pl.Datetime):
        return text.dt.strftime("%Y-%m-%dT%H:%M")
    elif dtype != pl.String:
        return text
    return pl.when(text.str.contains(_FORMULA)).then(pl.lit("'") + text).otherwise(text).alias(name)


def write_figures(notebook: Mapping[str, Any], folder: Path) -> None:
    """Write the figures of an executed report as SVG and PNG files that stand alone, in the colours of the light page.

    Parameters
    ----------
    notebook : mapping
        The executed notebook.
    folder : Path
        Made if there is anything to put into it.
    """
    # It brings matplotlib.
    from tematika.report.charts.export import write_sheets

    abouts = [data[SECTION_MIME] for data in _section_outputs(notebook)]
    foot = next((str(about["line"]) for about in abouts if about["slug"] == "downloads"), "")
    write_sheets(plots_of(notebook), foot, folder)


def plots_of(notebook: Mapping[str, Any]) -> list[Plot]:
    """Give what the figures of an executed report show, in the order of the page."""
    told = [plot for data in _section_outputs(notebook) for plot in data[SECTION_MIME].get("plots", ())]
    if not told:
        return []
    from tematika.report.charts.specs import plots_from_plain

    return plots_from_plain(told)


def _section_outputs(notebook: Mapping[str, Any]) -> list[dict[str, Any]]:
    outputs = [output.get("data", {}) for cell in notebook["cells"] for output in cell.get("outputs", ())]
    return [data for data in outputs if SECTION_MIME in data]
