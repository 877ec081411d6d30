"""Themes by source and by region: how much of what each writes, or of what is written on each, is on which theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tematika.language.gazetteer import Region, gazetteer
from tematika.report.charts.figures import tiles_figure
from tematika.report.charts.specs import Matrix, MatrixHeader, MatrixRow, Plot, Tile, Tiles
from tematika.report.charts.tiles import make_tiles
from tematika.report.data.crosstab import Cell, Crosstab, cross_tabulate, unshade_small_groups
from tematika.report.data.model import ArticleView, Report
from tematika.report.html.environment import render
from tematika.report.sections.section import Section

# So many columns of numbers can be read side by side.
_SOURCES = 6
_FEWEST_OF_SOURCE = 10
_REGIONS = 15
_IN_FIGURE = 24
# Of fewer articles on a region the largest share would say nothing.
_FEWEST_OF_REGION = 5
# Of fewer regions a map says nothing that their list does not.
_FEWEST_ON_MAP = 5


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
    worth_it = len(table.groups) > 1 and not report.thin
    lead = _sources_lead(report, worth_it)
    html = render(
        "sources",
        w=w,
        table=table if worth_it else None,
        lead=lead,
        rest=w("sources.rest", n=w.count("sources", table.rest), articles=w.count("articles", table.rest_articles))
        if worth_it and table.rest
        else "",
    )
    return Section("by-source", title, str(html), plots=_sources_plot(report, table, lead) if worth_it else ())


def _sources_plot(report: Report, table: Crosstab, lead: Markup) -> tuple[Plot, ...]:
    w, title = report.words, report.words.text("sources.title")
    rows = [
        MatrixRow(
            MatrixHeader(view.title, view.slot),
            tuple(w.percent(cell.share) if cell.n else "" for cell in cells),
            tuple(cell.step for cell in cells),
        )
        for view, cells in table.rows
    ]
    columns = tuple(MatrixHeader(name) for name in table.groups)
    return (Plot("by-source", title, lead.striptags(), title, Matrix(columns, tuple(rows))),)


def regions(report: Report) -> Section:
    """Show which regions the articles are about, and on which themes."""
    w = report.words
    counts = Counter(code for article in report.articles for code in article.regions)
    placed = sum(bool(article.regions) for article in report.articles)
    table = cross_tabulate(
        report.articles, report.in_steady_order(), lambda one: one.regions, most=len(counts), fewest=1
    )
    table = unshade_small_groups(table, _FEWEST_OF_REGION)
    rows = _regions(report, table)
    drawn, tiles = len(counts) >= _FEWEST_ON_MAP and not report.thin, make_tiles(w, counts)
    alt = w("regions.alt", parts=w.listing(f"{row.name} {row.n}" for row in rows[:_REGIONS])).unescape()
    lead = w("regions.lead", n=w.count("articles", placed), total=len(report.articles)) if counts else ""
    html = render(
        "regions",
        w=w,
        lead=lead or w("regions.none"),
        map=tiles_figure(tiles, alt) if drawn else "",
        views=[view for view, _ in table.rows],
        fewest=w.number(_FEWEST_OF_REGION),
        first=rows[:_REGIONS],
        others=rows[_REGIONS:],
    )
    plots = (_map_plot(report, tiles, alt), *_regions_plot(report, table, rows)) if drawn else ()
    return Section("by-region", w.text("regions.title"), str(html), plots=plots)


def _map_plot(report: Report, tiles: tuple[Tile, ...], alt: str) -> Plot:
    w = report.words
    return Plot("regions-map", w.text("regions.map"), w.text("regions.caption"), alt, Tiles(tiles))


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


def _source_of(article: ArticleView) -> tuple[str, ...]:
    return (article.source,) if article.source else ()


def _sources_lead(report: Report, worth_it: bool) -> Markup:
    w = report.words
    if worth_it:
        return w("sources.lead")
    if not report.sources:
        return w("sources.none")
    return w("sources.one" if len(report.sources) == 1 else "sources.few")


def _regions(report: Report, table: Crosstab) -> list[RegionRow]:
    """Turn the table: a row for each region, a cell for each theme."""
    return [
        RegionRow(name_of(report, code), n, tuple(cells[k] for _, cells in table.rows))
        for k, (code, n) in enumerate(zip(table.groups, table.totals, strict=True))
    ]


def name_of(report: Report, code: str) -> str:
    """Name a region in the report's language; one that the gazetteer does not know, by its code."""
    region: Region | None = next((one for one in gazetteer() if one.code == code), None)
    if region is None:
        return code
    return region.ru if report.words.lang == "ru" else region.en
