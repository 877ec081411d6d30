"""Themes over time: a panel for each on one scale, and the sparklines of the cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tematika.report.charts.figures import POINTED_AT, panel_figure, spark_figure
from tematika.report.charts.specs import Panel, Panels, Plot, Series
from tematika.report.data import dates
from tematika.report.data.model import Report, ThemeView
from tematika.report.html.environment import render
from tematika.report.palette import REST
from tematika.report.sections.section import Section


@dataclass(frozen=True, slots=True)
class ThemePanel:
    """A small chart of a theme, or of all articles; ``usual`` is its usual share in words."""

    view: ThemeView | None
    n: int
    counts: Sequence[int]
    usual: str
    figure: Markup
    drawn: Panel


def timeline(report: Report) -> Section:
    """Show each theme by day, week, month, quarter or year, depending on the span."""
    w, time, title = report.words, report.timeline, report.words.text("timeline.title")
    drawable = not report.thin and len(time.bins) > 1
    panels = _panels(report) if drawable else []
    placed = [article for article in report.articles if article.article_id in time.placed]
    lead = w(f"timeline.lead_{time.unit}", span=dates.days_of_articles(w, placed)) if drawable else Markup()
    has_usual = any(view.movement.usual for view in report.themes)
    html = render(
        "timeline",
        w=w,
        lead=lead,
        panels=panels,
        columns=_labels(report),
        notes=_notes(report, has_usual=has_usual),
        has_usual=has_usual,
    )
    return Section("timeline", title, str(html), plots=_plots(report, panels, title, lead) if panels else ())


def _plots(report: Report, panels: Sequence[ThemePanel], title: str, lead: Markup) -> tuple[Plot, ...]:
    w, total = report.words, panels[0]
    note = lead + " " + w("timeline.usual") if any(panel.usual for panel in panels) else lead
    alt = w("timeline.alt", theme=title, parts=_describe(report, total.counts), n=total.n).unescape()
    return (Plot("timeline", title, note.striptags(), alt, Panels(tuple(panel.drawn for panel in panels))),)


def sparkline(report: Report, view: ThemeView) -> Markup:
    """Return a theme over time as small as a word; empty if there is nothing to see."""
    if report.thin or len(report.timeline.bins) < 2 or not any(view.counts):
        return Markup()
    alt = report.words("cards.spark_alt", parts=_describe(report, view.counts)).unescape()
    return spark_figure(_series(report, view.counts, view.slot), f"spark-{view.anchor}", alt)


def _labels(report: Report) -> list[str]:
    return [dates.period(report.words, each.first, report.timeline.unit) for each in report.timeline.bins]


def _notes(report: Report, *, has_usual: bool) -> list[Markup]:
    w, time, notes = report.words, report.timeline, []
    if any(each.partial for each in time.bins):
        notes.append(w("timeline.partial"))
    if has_usual:
        notes.append(w("timeline.usual"))
    if time.undated:
        key = "timeline.undated" if time.undated == 1 else "timeline.undated_many"
        notes.append(w(key, n=w.count("without_day", time.undated)))
    if time.outside:
        n = w.count("articles", len(time.outside))
        notes.append(w("timeline.outside", n=n, span=dates.days_of_articles(w, time.outside)))
    return notes


def _panels(report: Report) -> list[ThemePanel]:
    present = [view for view in report.in_steady_order() if any(view.counts)]
    highest = max((max(view.counts) for view in present), default=1)
    totals = [each.total for each in report.timeline.bins]
    total = _panel(report, None, totals, max(totals))
    return [total, *(_panel(report, view, view.counts, highest) for view in present)]


def _panel(report: Report, view: ThemeView | None, counts: Sequence[int], highest: int) -> ThemePanel:
    w, n = report.words, sum(counts)
    title, slot, anchor = (view.title, view.slot, view.anchor) if view else (w.text("timeline.all"), REST, "all")
    alt, share = w("timeline.alt", theme=title, parts=_describe(report, counts), n=n).unescape(), ""
    usual = view.movement.usual if view else ()
    if usual:
        low, _, high = (w.percent(quartile) for quartile in usual)
        share = low if low == high else f"{low} – {high}"
        alt += " " + w("timeline.alt_usual", share=share).unescape()
    series = _series(report, counts, slot, usual)
    figure = panel_figure(series, highest, f"panel-{anchor}", alt)
    return ThemePanel(view, n, counts, share, figure, Panel(title, w.number(n), series, highest))


def _series(report: Report, counts: Sequence[int], slot: int, usual: tuple[float, ...] = ()) -> Series:
    """Return the counts with their labels, and the usual shares as numbers of articles."""
    bins, labels = report.timeline.bins, _labels(report)
    tooltips = [f"{label}: {report.words.number(n)}" for label, n in zip(labels, counts, strict=True)]
    expected = []
    if usual:
        low, middle, high = usual
        expected = [(low * each.total, middle * each.total, high * each.total) for each in bins]
    return Series(counts, tooltips, labels[0], labels[-1], [each.partial for each in bins], slot, expected)


def _describe(report: Report, counts: Sequence[int]) -> str:
    """Return the counts as alternative text; of many only the highest, as the table has them all."""
    w, labels = report.words, _labels(report)
    if len(labels) > POINTED_AT and any(counts):
        peak = max(counts)
        return w("timeline.alt_most", when=labels[list(counts).index(peak)], n=peak).unescape()
    parts = [f"{label} {w.number(n)}" for label, n in zip(labels, counts, strict=True) if n]
    return ", ".join(parts) or w.text("timeline.alt_none")
