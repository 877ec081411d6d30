"""Themes by source and by region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tematika.language.gazetteer import Region, gazetteer
from tematika.report.charts.figures import tiles_figure
from tematika.report.charts.specs import Matrix, MatrixHeader, MatrixRow, Plot, Tile, Tiles
from tematika.report.data.crosstab import Cell, Crosstab, cross_tabulate, shade, unshade_small_groups
from tematika.report.data.model import ArticleView, Report
from tematika.report.html.environment import TEMPLATES, render
from tematika.report.i18n import Translator
from tematika.report.sections.section import Section

# Columns of numbers that can be read side by side.
_SOURCES = 6
_FEWEST_OF_SOURCE = 10
_REGIONS = 15
_IN_FIGURE = 24
# Of fewer articles on a region the largest share means nothing.
_FEWEST_OF_REGION = 5
# Of fewer regions a map shows nothing that their list does not.
_FEWEST_ON_MAP = 5
_LETTERS_ON_MAP = 4


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region: its name, its articles, and a cell for each theme."""

    name: str
    n: int
    cells: tuple[Cell, ...]


def sources(report: Report) -> Section:
    """Show themes by source."""
    w, title = report.words, report.words.text("sources.title")
    table = cross_tabulate(report.articles, report.in_steady_order(), _source_of, _SOURCES, _FEWEST_OF_SOURCE)
    if len(table.groups) < 2 or report.thin:
        key = {0: "none", 1: "one"}.get(len(report.sources), "few")
        html = render("sources", w=w, table=None, lead=w(f"sources.{key}"), rest="")
        return Section("by-source", title, str(html))
    lead, n_rest = w("sources.lead"), w.count("sources", table.rest)
    rest = w("sources.rest", n=n_rest, articles=w.count("articles", table.rest_articles)) if table.rest else ""
    html = render("sources", w=w, table=table, lead=lead, rest=rest)
    rows = [
        MatrixRow(
            MatrixHeader(view.title, view.slot),
            tuple(w.percent(cell.share) if cell.n else "" for cell in cells),
            tuple(cell.step for cell in cells),
        )
        for view, cells in table.rows
    ]
    matrix = Matrix(tuple(MatrixHeader(name) for name in table.groups), tuple(rows))
    return Section("by-source", title, str(html), plots=(Plot("by-source", title, lead.striptags(), title, matrix),))


def _source_of(article: ArticleView) -> tuple[str, ...]:
    return (article.source,) if article.source else ()


def regions(report: Report) -> Section:
    """Show which regions the articles are about, and on which themes."""
    w, articles = report.words, report.articles
    counts = Counter(code for article in articles for code in article.regions)
    n_with_region = sum(bool(article.regions) for article in articles)
    table = cross_tabulate(articles, report.in_steady_order(), lambda one: one.regions, most=len(counts), fewest=1)
    table = unshade_small_groups(table, _FEWEST_OF_REGION)
    rows = _region_rows(report, table)
    drawn, tiles = len(counts) >= _FEWEST_ON_MAP and not report.thin, make_tiles(w, counts)
    alt = w("regions.alt", parts=w.listing(f"{row.name} {row.n}" for row in rows[:_REGIONS])).unescape()
    lead = w("regions.lead", n=w.count("articles", n_with_region), total=len(articles))
    html = render(
        "regions",
        w=w,
        lead=lead if counts else w("regions.none"),
        map=tiles_figure(tiles, alt) if drawn else "",
        views=[view for view, _ in table.rows],
        fewest=w.number(_FEWEST_OF_REGION),
        first=rows[:_REGIONS],
        others=rows[_REGIONS:],
    )
    map_plot = Plot("regions-map", w.text("regions.map"), w.text("regions.caption"), alt, Tiles(tiles))
    plots = (map_plot, *_regions_plot(report, table, rows)) if drawn else ()
    return Section("by-region", w.text("regions.title"), str(html), plots=plots)


def _region_rows(report: Report, table: Crosstab) -> list[RegionRow]:
    """Return the transposed table: a row for each region, a cell for each theme."""
    names = {region.code: _name(report.words, region) for region in gazetteer()}
    return [
        RegionRow(names.get(code, code), n, tuple(cells[k] for _, cells in table.rows))
        for k, (code, n) in enumerate(zip(table.groups, table.totals, strict=True))
    ]


def _regions_plot(report: Report, table: Crosstab, rows: Sequence[RegionRow]) -> tuple[Plot, ...]:
    w, title = report.words, report.words.text("regions.title")
    drawn = tuple(
        MatrixRow(
            MatrixHeader(f"{row.name} ({w.number(row.n)})"),
            tuple(w.number(cell.n) if cell.n else "" for cell in row.cells),
            tuple(cell.step for cell in row.cells),
        )
        for row in rows[:_IN_FIGURE]
    )
    columns = tuple(MatrixHeader(view.title, view.slot) for view, _ in table.rows)
    note = w("regions.matrix", fewest=w.number(_FEWEST_OF_REGION)).striptags()
    return (Plot("by-region", title, note, title, Matrix(columns, drawn)),) if columns else ()


@cache
def tile_positions() -> Mapping[str, tuple[int, int]]:
    """Return the column and row of each region's square by its code; the file leaves out the prefix ``RU-``."""
    lines = (TEMPLATES / "tiles.txt").read_text(encoding="utf-8").splitlines()
    cells = [(cell, (x, y)) for y, line in enumerate(lines) for x, cell in enumerate(line.split()) if cell != "."]
    return {code if "-" in code else f"RU-{code}": place for code, place in cells}


def make_tiles(words: Translator, counts: Mapping[str, int]) -> tuple[Tile, ...]:
    """Return the square of every region: each of one size, near where the region lies.

    ``counts`` holds the articles of each region by its code.
    """
    highest, places, tiles = max(counts.values(), default=0), tile_positions(), []
    for region in gazetteer():
        n, (column, row), name = counts.get(region.code, 0), places[region.code], _name(words, region)
        short = name.removeprefix("Республика ")[:_LETTERS_ON_MAP]
        tooltip = f"{name}: {words.count('articles', n).unescape()}"
        tiles.append(Tile(column, row, short, words.number(n) if n else "", shade(n, highest), tooltip))
    return tuple(tiles)


def _name(words: Translator, region: Region) -> str:
    return region.ru if words.lang == "ru" else region.en
