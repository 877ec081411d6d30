"""Masthead, findings and shares: what a reader takes away in half a minute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from tematika.reporting import dates, figures
from tematika.reporting.colours import REST
from tematika.reporting.model import ArticleView, Report
from tematika.reporting.rendering import render
from tematika.reporting.section import Section
from tematika.reporting.sentences import say_findings


def masthead(report: Report) -> Section:
    """Title, period, and the few numbers that say how much was read."""
    w, timeline = report.words, report.timeline
    outside = {a.article_id for a in timeline.outside}
    placed = [a for a in report.articles if a.published and a.article_id not in outside]
    html = render(
        "masthead",
        w=w,
        report=report,
        span=period_words(report, placed),
        outside=_outside(report),
        n_named=sum(view.theme.named for view in report.themes),
    )
    return Section("top", "", str(html))


def findings(report: Report) -> Section:
    """Three to five sentences with numbers and links."""
    w = report.words
    html = render("findings", w=w, sentences=say_findings(report))
    return Section("findings", w.text("findings.title"), str(html))


def shares(report: Report) -> Section:
    """How large each theme is, as bars and as a table."""
    w = report.words
    overlapping = sum(len(a.themes) for a in report.articles) > sum(bool(a.themes) for a in report.articles)
    html = render(
        "shares",
        w=w,
        report=report,
        lead=w("shares.lead" if overlapping else "shares.lead_single", n=w.count("articles", len(report.articles))),
        figure="" if report.thin else _shares_figure(report),
    )
    return Section("shares", w.text("shares.title"), str(html))


def _shares_figure(report: Report) -> Markup:
    w = report.words
    bars = [
        figures.ShareBar(view.title, view.share, f"{w.percent(view.share)} ({w.number(len(view.articles))})", view.slot)
        for view in report.themes
        if view.articles
    ]
    rest = len(report.unassigned)
    share = rest / len(report.articles)
    if rest:
        words = f"{w.percent(share)} ({w.number(rest)})"
        bars.append(figures.ShareBar(w.text("shares.unassigned"), share, words, REST))
    parts = [w("shares.alt_part", theme=bar.label, share=bar.words) for bar in bars]
    return figures.shares_figure(bars, w("shares.alt", parts=Markup(", ").join(parts)).unescape())


def _outside(report: Report) -> Markup:
    w, outside = report.words, report.timeline.outside
    if not outside:
        return Markup()
    return w("masthead.outside", n=w.count("articles", len(outside)), span=period_words(report, outside))


def period_words(report: Report, articles: Sequence[ArticleView]) -> Markup:
    """Give the days or months from the first to the last of these articles, in words."""
    days: list[date] = sorted(a.published.date() for a in articles if a.published)
    if not days:
        return Markup()
    if any(a.precision == "month" for a in articles):
        first, last = dates.month(report.words, days[0]), dates.month(report.words, days[-1])
        return first if first == last else Markup("{}\u00a0– {}").format(first, last)
    return dates.span(report.words, days[0], days[-1])
