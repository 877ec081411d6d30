"""What lies beside the page for other programs: tables as CSV, figures as SVG; and the section that leads to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from tematika.reporting import colours
from tematika.reporting.model import Report
from tematika.reporting.rendering import render
from tematika.reporting.section import SECTION_MIME, Section

ARTICLES, PASSAGES = "data/articles.csv", "data/passages.csv"
FIGURES = "figures"
# As the page links to them: all of these lie beside it.
LINKS = (
    (ARTICLES, "articles"), (PASSAGES, "passages"), ("data/articles.parquet", "articles"),
    ("data/passages.parquet", "passages"), ("data/removals.parquet", "removals"), ("data/themes.json", "themes"),
    ("manifest.json", "manifest"), ("notebooks/3_report.ipynb", "notebook"), ("figures/shares.svg", "shares"),
    ("figures/timeline.svg", "timeline"),
)  # fmt: skip

_ARTICLES = (
    "article_id", "ref", "source", "title", "url", "published", "published_precision", "published_stated", "copy_of",
    "themes", "cluster", "regions",
)  # fmt: skip
_PASSAGES = ("article_id", "ordinal", "start", "end", "kind", "text", "themes", "cluster", "stuffed")
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = r"^[=+\-@\t\r\n]"
_DRAWING = re.compile(r'<svg class="fig[^>]*? viewBox="([^"]+)".*?</svg>', re.DOTALL)
# What a small chart shows stands above it in the page.
_CAPTION = re.compile(r'<div class="panel"><p><(?:a|span) class="chip[^>]*>([^<]+)<')
_GAP = 24
_COLUMNS = 3


def downloads(report: Report) -> Section:
    """Lead to the tables, figures and notebooks beside the page."""
    w = report.words
    absent = set()
    if report.thin:
        absent |= {"shares", "timeline"}
    if len(report.timeline.bins) < 2:
        absent.add("timeline")
    links = [(path, name) for path, name in LINKS if name not in absent]
    return Section("downloads", w.text("downloads.title"), str(render("downloads", w=w, links=links)))


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
            table = pl.scan_parquet(file)
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
    """Write the drawings of an executed report as SVG files that stand alone, in the colours of the light page.

    Parameters
    ----------
    notebook : mapping
        The executed notebook.
    folder : Path
        Made if there is anything to put into it.
    """
    for slug, html in _sections(notebook):
        drawings = list(_DRAWING.finditer(html)) if slug in {"shares", "timeline", "by-region", "passages"} else []
        if drawings:
            folder.mkdir(exist_ok=True)
            captions = _CAPTION.findall(html) or [""] * len(drawings)
            (folder / f"{slug}.svg").write_text(
                _alone([(one[0], one[1]) for one in drawings], captions), encoding="utf-8"
            )


def _sections(notebook: Mapping[str, Any]) -> list[tuple[str, str]]:
    outputs = [output.get("data", {}) for cell in notebook["cells"] for output in cell.get("outputs", ())]
    return [(data[SECTION_MIME]["slug"], "".join(data["text/html"])) for data in outputs if SECTION_MIME in data]


def _alone(drawings: list[tuple[str, str]], captions: list[str]) -> str:
    """Put drawings into one file, side by side in rows, with the colours that the page would give them."""
    sizes = [[float(number) for number in box.split()[2:]] for _, box in drawings]
    wide, high = (max(size[axis] for size in sizes) + _GAP for axis in (0, 1))
    columns = min(_COLUMNS, len(drawings))
    placed = "".join(
        f'<text x="{k % columns * wide}" y="{k // columns * high + _GAP - 8}" font-size="11">{captions[k]}</text>'
        + svg.replace(
            '<svg class="', f'<svg x="{k % columns * wide}" y="{k // columns * high + _GAP}" class="', 1
        ).replace("viewBox", f'width="{sizes[k][0]}" height="{sizes[k][1]}" viewBox', 1)
        for k, (svg, _) in enumerate(drawings)
    )
    width, height = columns * wide, -(-len(drawings) // columns) * high
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><style>{_style()}</style>'
        f'<rect width="100%" height="100%" fill="#fff"/>{placed}</svg>\n'
    )


def _style() -> str:
    slots = "".join(
        f".f{slot}{{fill:{colour}}}.c{slot}{{--theme:{colour}}}" for slot, colour in enumerate(colours.LIGHT)
    )
    shades = ("#f6f5f2", "#edf0f4", "#dde5ee", "#c8d4e3", "#b1c2d7", "#98aecb")
    heat = "".join(f".h{step}{{fill:{shade}}}" for step, shade in enumerate(shades))
    return (
        "text{font-family:sans-serif}.f-ink{fill:#1b1d21}.f-muted{fill:#666c75}.f-line{fill:#e3e4e6}.f-none{fill:none}"
        ".s-ink{stroke:#1b1d21}.s-muted{stroke:#666c75}.s-line,.rim{stroke:#e3e4e6}.rim,.dots{fill:none}"
        ".dots{stroke:var(--theme);stroke-width:5;stroke-linecap:round;opacity:.72}"
        ".place circle{fill:#fff;stroke:var(--theme);stroke-width:2}.place text,.tile text{text-anchor:middle}"
        f".place text{{font-size:9.5px}}.tile text{{font-size:8.5px}}{slots}{heat}"
    )
