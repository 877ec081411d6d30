"""Themes over time: a panel for each on one scale, and the sparklines of the cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from tematika.report.charts import specs
from tematika.report.charts.figures import POINTED_AT, panel_figure, spark_figure
from tematika.report.charts.specs import Series
from tematika.report.data import dates
from tematika.report.data.model import Bin, Report, ThemeView
from tematika.report.html.environment import render
from tematika.report.palette import REST
from tematika.report.sections.section import Section


@dataclass(frozen=True, slots=True)
class ThemePanel:
    """One small chart: of a theme, or of all articles."""

    view: ThemeView | None
    n: int
    counts: Sequence[int]
    usual: str
    figure: Markup
    drawn: specs.Panel


def timeline(report: Report) -> Section:
    """Draw each theme by day, week, month, quarter or year, whichever the span asks for."""
    w, time = report.words, report.timeline
    drawable = not report.thin and len(time.bins) > 1
    panels = _panels(report) if drawable else []
    lead = _lead(report) if drawable else Markup()
    html = render(
        "timeline",
        w=w,
        lead=lead,
        panels=panels,
        columns=[bin_label(report, each) for each in time.bins],
        notes=_notes(report),
        has_usual=any(view.movement.usual for view in report.themes),
    )
    title = w.text("timeline.title")
    return Section("timeline", title, str(html), plots=_plots(report, panels, title, lead))


def _plots(report: Report, panels: Sequence[ThemePanel], title: str, lead: Markup) -> tuple[specs.Plot, ...]:
    if not panels:
        return ()
    notes = [note for note in (report.words("timeline.usual"),) if any(panel.usual for panel in panels)]
    note = Markup(" ").join([lead, *notes]).striptags()
    whole = panels[0]
    alt = report.words("timeline.alt", theme=title, parts=_spoken(report, whole.counts), n=whole.n).unescape()
    return (specs.Plot("timeline", title, note, alt, specs.Panels(tuple(panel.drawn for panel in panels))),)


def sparkline(report: Report, view: ThemeView) -> Markup:
    """Draw a theme over time as small as a word; nothing where there is nothing to see."""
    if report.thin or len(report.timeline.bins) < 2 or not any(view.counts):
        return Markup()
    alt = report.words("cards.spark_alt", parts=_spoken(report, view.counts)).unescape()
    return spark_figure(_series(report, view.counts, view.slot), f"spark-{view.anchor}", alt)


def bin_label(report: Report, each: Bin) -> str:
    """Name a period of the timeline briefly."""
    return dates.period(report.words, each.first, report.timeline.unit)


def _lead(report: Report) -> Markup:
    time = report.timeline
    placed = [article for article in report.articles if article.article_id in time.placed]
    return report.words(f"timeline.lead_{time.unit}", span=dates.days_of_articles(report.words, placed))


def _notes(report: Report) -> list[Markup]:
    w, time = report.words, report.timeline
    notes = []
    if any(each.partial for each in time.bins):
        notes.append(w("timeline.partial"))
    if any(view.movement.usual for view in report.themes):
        notes.append(w("timeline.usual"))
    if time.undated:
        key = "timeline.undated" if time.undated == 1 else "timeline.undated_many"
        notes.append(w(key, n=w.count("without_day", time.undated)))
    if time.outside:
        n = w.count("articles", len(time.outside))
        notes.append(w("timeline.outside", n=n, span=dates.days_of_articles(report.words, time.outside)))
    return notes


def _panels(report: Report) -> list[ThemePanel]:
    time = report.timeline
    present = [view for view in report.in_steady_order() if any(view.counts)]
    highest = max((max(view.counts) for view in present), default=1)
    totals = [each.total for each in time.bins]
    whole = _panel(report, None, totals, max(totals))
    return [whole, *(_panel(report, view, view.counts, highest) for view in present)]


def _usually(report: Report, view: ThemeView) -> str:
    """Say from which share to which half of the earlier bins lay."""
    if not view.movement.usual:
        return ""
    low, _, high = (report.words.percent(share) for share in view.movement.usual)
    return low if low == high else f"{low} – {high}"


def _panel(report: Report, view: ThemeView | None, counts: Sequence[int], highest: int) -> ThemePanel:
    w, n = report.words, sum(counts)
    title = view.title if view else w.text("timeline.all")
    usual = view.movement.usual if view else ()
    usually = _usually(report, view) if view else ""
    alt = w("timeline.alt", theme=title, parts=_spoken(report, counts), n=n).unescape()
    if usually:
        alt += " " + w("timeline.alt_usual", share=usually).unescape()
    series = replace(_series(report, counts, view.slot if view else REST), usual=_expected(report, usual))
    figure = panel_figure(series, highest, f"panel-{view.anchor if view else 'all'}", alt)
    return ThemePanel(view, n, counts, usually, figure, specs.Panel(title, w.number(n), series, highest))


def _expected(report: Report, usual: tuple[float, ...]) -> list[tuple[float, float, float]]:
    """Give for each bin as many articles as usual shares of it are."""
    if not usual:
        return []
    low, middle, high = usual
    return [(low * each.total, middle * each.total, high * each.total) for each in report.timeline.bins]


def _series(report: Report, counts: Sequence[int], slot: int) -> Series:
    w, bins = report.words, report.timeline.bins
    labels = [bin_label(report, each) for each in bins]
    tooltips = [f"{label}: {w.number(n)}" for label, n in zip(labels, counts, strict=True)]
    return Series(counts, tooltips, labels[0], labels[-1], [each.partial for each in bins], slot)


def _spoken(report: Report, counts: Sequence[int]) -> str:
    w, bins = report.words, report.timeline.bins
    if len(bins) > POINTED_AT and any(counts):
        # Nobody listens to so many numbers; the table has them.
        peak = max(counts)
        return w("timeline.alt_most", when=bin_label(report, bins[list(counts).index(peak)]), n=peak).unescape()
    labels = [bin_label(report, each) for each in bins]
    said = [f"{label} {w.number(n)}" for label, n in zip(labels, counts, strict=True) if n]
    return ", ".join(said) or w.text("timeline.alt_none")
