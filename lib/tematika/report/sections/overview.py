"""Masthead, findings and shares: what a reader takes away in half a minute."""

from __future__ import annotations

from markupsafe import Markup

from tematika.corpus.sample import sample_ids
from tematika.report.charts.figures import shares_figure
from tematika.report.charts.specs import Plot, ShareBar, Shares
from tematika.report.data import dates
from tematika.report.data.completeness import assess_completeness
from tematika.report.data.model import Report
from tematika.report.html.environment import render
from tematika.report.palette import REST
from tematika.report.sections.section import Section
from tematika.report.sections.sentences import finding_sentences


def masthead(report: Report) -> Section:
    """Title, period, the few numbers that say how much was read, and whether that is all there should be."""
    w, timeline = report.words, report.timeline
    status = status_words(report)
    outside = {a.article_id for a in timeline.outside}
    placed = [a for a in report.articles if a.published and a.article_id not in outside]
    html = render(
        "masthead",
        w=w,
        report=report,
        span=dates.days_of_articles(report.words, placed),
        outside=_outside(report),
        invented=_invented(report),
        n_named=sum(view.theme.named for view in report.themes),
        status=status,
    )
    return Section("top", "", str(html), line=status.striptags())


def _invented(report: Report) -> Markup | str:
    """Say that articles are those of the sample corpus; nothing where none is."""
    w = report.words
    n = sum(article.article_id in sample_ids() for article in report.articles)
    if not n:
        return ""
    if n == len(report.articles):
        return w("masthead.sample")
    return w("masthead.partly_sample", n=w.count("articles", n))


def status_words(report: Report) -> Markup:
    """Say whether the report is complete or partial, and what that rests on."""
    w, found = report.words, assess_completeness(report)
    reasons = Markup("; ").join(found.reasons)
    return w("status.complete" if found.complete else "status.partial", reasons=reasons)


def findings(report: Report) -> Section:
    """Three to five sentences with numbers and links."""
    w = report.words
    html = render("findings", w=w, sentences=finding_sentences(report))
    return Section("findings", w.text("findings.title"), str(html))


def shares(report: Report) -> Section:
    """How large each theme is, as bars and as a table."""
    w = report.words
    overlapping = sum(len(a.themes) for a in report.articles) > sum(bool(a.themes) for a in report.articles)
    lead = w("shares.lead" if overlapping else "shares.lead_single", n=w.count("articles", len(report.articles)))
    title, figure = w.text("shares.title"), Markup()
    plots: tuple[Plot, ...] = ()
    if not report.thin:
        bars = _bars(report)
        parts = [w("shares.alt_part", theme=bar.label, share=bar.words) for bar in bars]
        alt = w("shares.alt", parts=Markup(", ").join(parts)).unescape()
        figure = shares_figure(bars, alt)
        plots = (Plot("shares", title, lead.striptags(), alt, Shares(tuple(bars))),)
    html = render("shares", w=w, report=report, lead=lead, figure=figure)
    return Section("shares", title, str(html), plots=plots)


def _bars(report: Report) -> list[ShareBar]:
    w = report.words
    bars = [
        ShareBar(view.title, view.share, f"{w.percent(view.share)} ({w.number(len(view.articles))})", view.slot)
        for view in report.themes
        if view.articles
    ]
    rest = len(report.unassigned)
    share = rest / len(report.articles)
    if rest:
        words = f"{w.percent(share)} ({w.number(rest)})"
        bars.append(ShareBar(w.text("shares.unassigned"), share, words, REST))
    return bars


def _outside(report: Report) -> Markup:
    w, outside = report.words, report.timeline.outside
    if not outside:
        return Markup()
    return w(
        "masthead.outside", n=w.count("articles", len(outside)), span=dates.days_of_articles(report.words, outside)
    )
