"""The files beside the page: tables as CSV, figures as SVG and PNG; and the section that links to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from markupsafe import Markup

from tematika.report.data import dates
from tematika.report.html.environment import render
from tematika.report.i18n import Translator
from tematika.report.sections.section import SECTION_MIME, Section

if TYPE_CHECKING:
    # Their imports take most of a second.
    from tematika.report.charts.specs import Plot
    from tematika.report.data.model import Report

ARTICLES, PASSAGES = "data/articles.csv", "data/passages.csv"
FIGURES = "figures"
ENDINGS = ("svg", "png")
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
    """Show links to the tables, figures and notebooks beside the page; its line is the foot of each figure."""
    w, placed = report.words, report.timeline.placed
    span = dates.days_of_articles(w, [one for one in report.articles if one.article_id in placed])
    parts = [part for part in (span, w.count("articles", len(report.articles))) if part]
    foot = w("downloads.foot", what=Markup(", ").join(parts)).striptags()
    return Section("downloads", w.text("downloads.title"), str(_links(w, (), None)), line=foot)


def _links(w: Translator, plots: Sequence[Plot], folder: Path | None) -> Markup:
    """Return links to the files of a run's folder that exist, with the sizes of tables and figures.

    Without a folder they are links to all files, without sizes.
    """

    def existing(paths: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        # The manifest is written after the page.
        return [
            (path, name)
            for path, name in paths
            if folder is None or path == "manifest.json" or (folder / path).is_file()
        ]

    def sized(path: str) -> tuple[str, str]:
        return path, w.size((folder / path).stat().st_size) if folder else ""

    tables = [(sized(path), w.text(f"downloads.{name}")) for path, name in existing(TABLES)]
    run = [((path, ""), w.text(f"downloads.{name}")) for path, name in existing(RUN)]
    figures = []
    for plot in plots:
        paths = existing([(f"{FIGURES}/{plot.name}.{ending}", "") for ending in ENDINGS])
        if paths:
            figures.append((plot.title, [sized(path) for path, _ in paths]))
    return render("downloads", w=w, tables=tables, figures=figures, run=run)


def fill_downloads(notebook: Mapping[str, Any], w: Translator, folder: Path) -> None:
    """Change the downloads section of an executed notebook to the files that exist in the run's folder."""
    for data in section_outputs(notebook):
        if data[SECTION_MIME]["slug"] == "downloads":
            data["text/html"] = str(_links(w, plots_of(notebook), folder))


def write_tables(data: Path) -> None:
    """Write articles and passages as CSV beside their Parquet files, in batches.

    The files are UTF-8 with a byte order mark for spreadsheets. A cell that a spreadsheet would take for a formula
    begins with an apostrophe; lists are joined by semicolons; scores have a column for each theme.

    Parameters
    ----------
    data : Path
        Folder of a run's tables; missing ones are left out.
    """
    for name, columns in (("articles", _ARTICLES), ("passages", _PASSAGES)):
        file = data / f"{name}.parquet"
        if file.is_file():
            _flatten(pl.scan_parquet(file, glob=False), columns).sink_csv(data / f"{name}.csv", include_bom=True)


def _flatten(table: pl.LazyFrame, columns: tuple[str, ...]) -> pl.LazyFrame:
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
    """Write the figures of an executed notebook as SVG and PNG files; make the folder if there are any."""
    # The import of matplotlib is slow.
    from tematika.report.charts.export import write_figure_files

    abouts = [data[SECTION_MIME] for data in section_outputs(notebook)]
    foot = next((str(about["line"]) for about in abouts if about["slug"] == "downloads"), "")
    write_figure_files(plots_of(notebook), foot, folder)


def plots_of(notebook: Mapping[str, Any]) -> list[Plot]:
    """Return the plots of an executed notebook, in the order of the page."""
    plots = [plot for data in section_outputs(notebook) for plot in data[SECTION_MIME].get("plots", ())]
    if not plots:
        return []
    from tematika.report.charts.specs import PLOTS

    return PLOTS.validate_python(plots)


def section_outputs(notebook: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the data of the outputs that are sections, by MIME type."""
    outputs = [output.get("data", {}) for cell in notebook["cells"] for output in cell.get("outputs", ())]
    return [data for data in outputs if SECTION_MIME in data]
