"""The map of passages: a still picture, and what the page's script needs to tell of each point."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from markupsafe import Markup

from tematika.reporting.catalogue import LARGEST
from tematika.reporting.colours import REST
from tematika.reporting.model import Point, Report, ThemeView
from tematika.reporting.packing import pack
from tematika.reporting.plots import Cloud, Clouds, Plot
from tematika.reporting.rendering import render
from tematika.reporting.section import Section

# Of fewer passages there is no map, only dots.
_FEWEST = 30
_RADIUS = 200
_MARGIN = 14


@dataclass(frozen=True, slots=True)
class Dots:
    """The points of one theme as a path of dots, how many there are, and the number that the theme has on the rim."""

    view: ThemeView | None
    number: int
    path: str
    n: int


def passages(report: Report) -> Section:
    """Show where passages lie between the themes."""
    w, title = report.words, report.words.text("map.title")
    drawn = len(report.points) >= _FEWEST and len(report.themes) > 1 and not report.thin
    n = w.count("map_passages", len(report.points))
    html = render(
        "passages",
        w=w,
        drawn=drawn,
        lead=w("map.lead", n=n, total=report.n_passages) if drawn else w("map.few"),
        dots=_dots(report) if drawn else [],
        rest=REST,
        anchors=_anchors(report) if drawn else [],
        edge=_RADIUS + _MARGIN,
        radius=_RADIUS,
        packed=_packed(report) if drawn else "",
    )
    return Section("passages", title, str(html), plots=_plots(report, title) if drawn else ())


def _plots(report: Report, title: str) -> tuple[Plot, ...]:
    """Give the map as it is drawn beside the page: themes first in the order of their numbers, then the rest."""
    w, known = report.words, report.by_uid()
    of_theme: dict[str | None, list[tuple[float, float]]] = defaultdict(list)
    for one in report.points:
        of_theme[one.uid if one.uid in known else None].append((one.x, one.y))

    def cloud(view: ThemeView, number: int) -> Cloud:
        points = tuple(of_theme[view.theme.uid])
        place = report.theme_places[view.theme.uid]
        return Cloud(view.title, w.number(len(points)), number, view.slot, points, place)

    clouds = [cloud(view, number) for number, view in enumerate(report.in_steady_order(), start=1)]
    rest = tuple(of_theme[None])
    clouds.append(Cloud(w.text("text.no_theme"), w.number(len(rest)), 0, REST, rest, None))
    return (Plot("passages", title, w.text("map.caption"), w.text("map.alt"), Clouds(tuple(clouds))),)


def _dots(report: Report) -> list[Dots]:
    of_theme: dict[str | None, list[Point]] = defaultdict(list)
    known = report.by_uid()
    for point in report.points:
        of_theme[point.uid if point.uid in known else None].append(point)
    ordered: list[ThemeView | None] = [None, *report.in_steady_order()]
    found = [(view, of_theme[view.theme.uid if view else None]) for view in ordered]
    return [
        Dots(view, number, "".join(f"M{_at(one.x, one.y)}h0" for one in points), len(points))
        for number, (view, points) in enumerate(found)
    ]


def _anchors(report: Report) -> list[tuple[ThemeView, int, str]]:
    """Give each theme with its number and the place of its mark, a little outside the circle."""
    out = (_RADIUS + _MARGIN / 2) / _RADIUS
    numbered = enumerate(report.in_steady_order(), start=1)
    places = ((view, number, report.theme_places[view.theme.uid]) for number, view in numbered)
    return [(view, number, _at(out * x, out * y)) for view, number, (x, y) in places]


def _at(x: float, y: float) -> str:
    return f"{x * _RADIUS:.0f} {-y * _RADIUS:.0f}"


def _packed(report: Report) -> Markup:
    """Pack the points; articles by their place in the catalogue."""
    number = {article.article_id: k for k, article in enumerate(report.articles[:LARGEST])}
    points = report.points
    columns = {
        "x": [round(one.x * _RADIUS) for one in points],
        "y": [round(-one.y * _RADIUS) for one in points],
        "article": [number.get(one.article.article_id, -1) for one in points],
        "text": [one.text for one in points],
    }
    return pack(columns)
