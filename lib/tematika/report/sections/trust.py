"""How far the themes can be trusted: stability, coherence of their words, overlap of the named themes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tematika.report.charts.figures import curve_figure
from tematika.report.charts.specs import Curve, CurveDot, Plot
from tematika.report.data.model import Report, ThemeView
from tematika.report.html.environment import render
from tematika.report.sections.section import Section
from tematika.themes.evaluation.quality import SHAKY, STABLE, Quality


@dataclass(frozen=True, slots=True)
class QualityRow:
    """The verdict on a theme, and its figures in words."""

    view: ThemeView
    verdict: str
    figures: Sequence[str]


def trust(report: Report) -> Section:
    """Show the quality of each theme and explain what a good value is."""
    w, quality = report.words, report.quality
    dots = _dots(report, quality) if quality else []
    alt = _curve_alt(report, dots)
    html = render(
        "trust",
        w=w,
        lines=_lines(report, quality) if quality else [w("trust.none")],
        rows=_rows(report, quality) if quality else [],
        shared=_shared(report, quality) if quality else [],
        curve=curve_figure(dots, alt) if dots else "",
        points=quality.curve if quality else (),
    )
    plot = Plot("number-of-themes", w.text("trust.curve"), w.text("trust.curve_lead"), alt, Curve(tuple(dots)))
    return Section("trust", w.text("trust.title"), str(html), plots=(plot,) if dots else ())


def _lines(report: Report, quality: Quality) -> list[Markup]:
    w, label_scores = report.words, _label_scores(report)
    articles = w.percent(1 - len(report.unassigned) / len(report.articles))
    passages = w.percent(1 - report.n_passages_unassigned / max(1, report.n_passages))
    lines = [
        w("trust.lead_judged" if label_scores else "trust.lead"),
        w("trust.covered", articles=articles, passages=passages),
    ]
    if quality.same is None:
        lines.append(w("trust.few"))
    else:
        runs, n = w.count("times", quality.runs), quality.run_articles
        lines.append(w("trust.relearnt", runs=runs, n=n, same=w.percent(quality.same)))
        lines.append(w("trust.stability_note", firm=w.decimal(STABLE), weak=w.decimal(SHAKY)))
    lines.append(w("trust.coherence_note"))
    if quality.coherence_across is not None:
        lines[-1] += " " + w("trust.across", across=w.decimal(quality.coherence_across))
    return [*lines, w("trust.own_note"), *label_scores]


def _label_scores(report: Report) -> list[Markup]:
    """Return a sentence on the agreement of named themes with labels, if there are enough labels."""
    w, scores, views = report.words, report.facts.labels, report.by_uid()
    if scores is None or scores.macro_f1 is None or scores.low is None or scores.high is None:
        return []
    parts = [
        w("trust.judged_part", theme=views[theme.uid].title, f1=w.decimal(theme.f1))
        for theme in scores.themes
        if theme.f1 is not None and theme.uid in views
    ]
    f1, low, high = (w.decimal(value) for value in (scores.macro_f1, scores.low, scores.high))
    n = w.count("articles", scores.n)
    return [w("trust.judged", n=n, f1=f1, low=low, high=high, parts=Markup(", ").join(parts))]


def _rows(report: Report, quality: Quality) -> list[QualityRow]:
    w, views = report.words, report.by_uid()

    def decimal(value: float | None) -> str:
        return "–" if value is None else w.decimal(value)

    return [
        QualityRow(
            views[theme.uid],
            w.text(f"trust.verdict_{quality.verdict(theme)}"),
            (decimal(theme.stability), decimal(theme.coherence), w.percent(theme.own_words)),
        )
        for theme in quality.themes
        if theme.uid in views
    ]


def _shared(report: Report, quality: Quality) -> list[tuple[ThemeView, tuple[int, ...]]]:
    """Return the named themes with the numbers of articles they share; nothing if there is only one."""
    views = report.by_uid()
    named = [views.get(theme.uid) for theme in quality.themes if theme.named]
    pairs = [
        (view, tuple(n for n, other in zip(counts, named, strict=True) if other))
        for view, counts in zip(named, quality.together, strict=True)
        if view
    ]
    return pairs if len(pairs) > 1 else []


def _dots(report: Report, quality: Quality) -> list[CurveDot]:
    w = report.words
    chosen = sum(not theme.named for theme in quality.themes)
    return [
        CurveDot(point.stability, w.number(point.themes), w.decimal(point.stability), point.themes == chosen)
        for point in quality.curve
    ]


def _curve_alt(report: Report, dots: Sequence[CurveDot]) -> str:
    w = report.words
    parts = Markup(", ").join(w("trust.curve_part", n=dot.label, stability=dot.words) for dot in dots)
    chosen = next((dot.label for dot in dots if dot.taken), "–")
    return w("trust.curve_alt", parts=parts, n=chosen).unescape()
