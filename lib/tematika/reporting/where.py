"""Themes by source and by region: how much of what each writes, or of what is written on each, is on which theme."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from markupsafe import Markup

from tematika.language.places import Region, gazetteer
from tematika.reporting.crosstab import cross
from tematika.reporting.model import ArticleView, Report, ThemeView
from tematika.reporting.rendering import render
from tematika.reporting.section import Section
from tematika.reporting.tiles import tile_map

# So many columns of numbers can be read side by side.
_SOURCES = 6
_FEWEST_OF_SOURCE = 10
_REGIONS = 12
_THEMES_OF_REGION = 3
# Of fewer regions a map says nothing that their list does not.
_FEWEST_ON_MAP = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A region: its name, its articles, and its largest themes with how many of them."""

    name: str
    n: int
    themes: tuple[tuple[ThemeView, int], ...]


def sources(report: Report) -> Section:
    """Show themes by source."""
    w = report.words
    table = cross(report.articles, report.in_steady_order(), _source_of, _SOURCES, _FEWEST_OF_SOURCE)
    worth_it = len(table.groups) > 1 and not report.thin
    html = render(
        "sources",
        w=w,
        table=table if worth_it else None,
        lead=_sources_lead(report, worth_it),
        rest=w("sources.rest", n=w.count("sources", table.rest), articles=w.count("articles", table.rest_articles))
        if worth_it and table.rest
        else "",
    )
    return Section("by-source", w.text("sources.title"), str(html))


def regions(report: Report) -> Section:
    """Show which regions the articles are about, and on which themes."""
    w = report.words
    counts = Counter(code for article in report.articles for code in article.regions)
    placed = sum(bool(article.regions) for article in report.articles)
    places = [_place(report, code, counts[code]) for code in sorted(counts, key=lambda code: (-counts[code], code))]
    drawn = len(counts) >= _FEWEST_ON_MAP and not report.thin
    alt = w("regions.alt", parts=w.listing(f"{place.name} {place.n}" for place in places[:_REGIONS])).unescape()
    html = render(
        "regions",
        w=w,
        lead=w("regions.lead", n=w.count("articles", placed), total=len(report.articles))
        if counts
        else w("regions.none"),
        map=tile_map(w, counts, alt) if drawn else "",
        first=places[:_REGIONS],
        others=places[_REGIONS:],
    )
    return Section("by-region", w.text("regions.title"), str(html))


def _source_of(article: ArticleView) -> tuple[str, ...]:
    return (article.source,) if article.source else ()


def _sources_lead(report: Report, worth_it: bool) -> Markup:
    w = report.words
    if worth_it:
        return w("sources.lead")
    if not report.sources:
        return w("sources.none")
    return w("sources.one" if len(report.sources) == 1 else "sources.few")


def _place(report: Report, code: str, n: int) -> Place:
    by_uid = report.by_uid()
    of_theme = Counter(uid for article in report.articles if code in article.regions for uid in article.themes)
    largest = sorted(of_theme, key=lambda uid: (-of_theme[uid], uid))[:_THEMES_OF_REGION]
    return Place(name_of(report, code), n, tuple((by_uid[uid], of_theme[uid]) for uid in largest))


def name_of(report: Report, code: str) -> str:
    """Name a region in the report's language; one that the gazetteer does not know, by its code."""
    region: Region | None = next((one for one in gazetteer() if one.code == code), None)
    if region is None:
        return code
    return region.ru if report.words.lang == "ru" else region.en
