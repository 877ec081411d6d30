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
    """Show the title, the period, the number of articles, and whether the report is complete."""
    w, outside = report.words, report.timeline.outside
    completeness = assess_completeness(report)
    reasons = Markup("; ").join(completeness.reasons)
    status = w("status.complete" if completeness.complete else "status.partial", reasons=reasons)
    outside_ids = {a.article_id for a in outside}
    n_outside, outside_span = w.count("articles", len(outside)), dates.days_of_articles(w, outside)
    html = render(
        "masthead",
        w=w,
        report=report,
        span=dates.days_of_articles(w, [a for a in report.articles if a.article_id not in outside_ids]),
        outside=w("masthead.outside", n=n_outside, span=outside_span) if outside else "",
        invented=_sample_note(report),
        n_named=sum(view.theme.named for view in report.themes),
        status=status,
    )
    return Section("top", "", str(html), line=status.striptags())


def _sample_note(report: Report) -> Markup | str:
    """Return a note that articles belong to the sample corpus, empty if none does."""
    w, n = report.words, sum(article.article_id in sample_ids() for article in report.articles)
    if n == len(report.articles):
        return w("masthead.sample")
    return w("masthead.partly_sample", n=w.count("articles", n)) if n else ""


def findings(report: Report) -> Section:
    """Show three to five sentences with numbers and links."""
    w = report.words
    html = render("findings", w=w, sentences=finding_sentences(report))
    return Section("findings", w.text("findings.title"), str(html))


def shares(report: Report) -> Section:
    """Show how large each theme is, as bars and as a table."""
    w, title = report.words, report.words.text("shares.title")
    overlapping = any(len(article.themes) > 1 for article in report.articles)
    lead = w("shares.lead" if overlapping else "shares.lead_single", n=w.count("articles", len(report.articles)))
    figure, plots = Markup(), tuple[Plot, ...]()
    if not report.thin:
        bars = _bars(report)
        parts = [w("shares.alt_part", theme=bar.label, share=bar.words) for bar in bars]
        alt = w("shares.alt", parts=Markup(", ").join(parts)).unescape()
        figure = shares_figure(bars, alt)
        plots = (Plot("shares", title, lead.striptags(), alt, Shares(tuple(bars))),)
    html = render("shares", w=w, report=report, lead=lead, figure=figure)
    return Section("shares", title, str(html), plots=plots)


def _bars(report: Report) -> list[ShareBar]:
    w, n_unassigned = report.words, len(report.unassigned)

    def bar(label: str, n: int, slot: int) -> ShareBar:
        share = n / len(report.articles)
        return ShareBar(label, share, f"{w.percent(share)} ({w.number(n)})", slot)

    bars = [bar(view.title, len(view.articles), view.slot) for view in report.themes if view.articles]
    return [*bars, bar(w.text("shares.unassigned"), n_unassigned, REST)] if n_unassigned else bars
