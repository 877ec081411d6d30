"""How far the themes can be trusted: what comes back, whether words belong together, what named themes share."""

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
    """A theme's line: the verdict, and figures in words."""

    view: ThemeView
    verdict: str
    figures: Sequence[str]


def trust(report: Report) -> Section:
    """Show the quality of each theme with plain words for what a good value is."""
    w, quality = report.words, report.quality
    dots = _dots(report, quality) if quality else []
    html = render(
        "trust",
        w=w,
        lines=_lines(report, quality) if quality else [w("trust.none")],
        rows=_rows(report, quality) if quality else [],
        shared=_shared(report, quality) if quality else [],
        curve=curve_figure(dots, _curve_alt(report, dots)) if dots else "",
        points=quality.curve if quality else (),
    )
    return Section("trust", w.text("trust.title"), str(html), plots=_plots(report, dots) if dots else ())


def _lines(report: Report, quality: Quality) -> list[Markup]:
    w = report.words
    judged = _judged(report)
    lines = [
        w("trust.lead_judged" if judged else "trust.lead"),
        w("trust.covered", articles=_covered(report), passages=_covered_passages(report)),
    ]
    if quality.same is None:
        lines.append(w("trust.few"))
    else:
        runs, n = w.count("times", quality.runs), quality.run_articles
        lines.append(w("trust.relearnt", runs=runs, n=n, same=w.percent(quality.same)))
        lines.append(w("trust.stability_note", firm=w.decimal(STABLE), weak=w.decimal(SHAKY)))
    across = quality.coherence_across
    lines.append(w("trust.coherence_note"))
    if across is not None:
        lines[-1] += " " + w("trust.across", across=w.decimal(across))
    return [*lines, w("trust.own_note"), *judged]


def _judged(report: Report) -> list[Markup]:
    """Say how often named themes are right by the labels that somebody gave, where there are enough."""
    told = report.facts.get("labels")
    if not isinstance(told, dict) or told["macro_f1"] is None:
        return []
    w = report.words
    views, parts = report.by_uid(), []
    for theme in told["themes"]:
        if theme["f1"] is not None and theme["uid"] in views:
            parts.append(w("trust.judged_part", theme=views[theme["uid"]].title, f1=w.decimal(theme["f1"])))
    n, low, high = w.count("articles", told["n"]), w.decimal(told["low"]), w.decimal(told["high"])
    f1 = w.decimal(told["macro_f1"])
    return [w("trust.judged", n=n, f1=f1, low=low, high=high, parts=Markup(", ").join(parts))]


def _covered(report: Report) -> str:
    return report.words.percent(1 - len(report.unassigned) / len(report.articles))


def _covered_passages(report: Report) -> str:
    return report.words.percent(1 - report.n_passages_unassigned / max(1, report.n_passages))


def _rows(report: Report, quality: Quality) -> list[QualityRow]:
    w, views = report.words, report.by_uid()
    return [
        QualityRow(
            views[theme.uid],
            w.text(f"trust.verdict_{quality.verdict(theme)}"),
            (_figure(report, theme.stability), _figure(report, theme.coherence), w.percent(theme.own_words)),
        )
        for theme in quality.themes
        if theme.uid in views
    ]


def _figure(report: Report, value: float | None) -> str:
    return "–" if value is None else report.words.decimal(value)


def _shared(report: Report, quality: Quality) -> list[tuple[ThemeView, tuple[int, ...]]]:
    """Named themes with the numbers of articles they share; nothing where there is a single one."""
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
    taken = next((dot.label for dot in dots if dot.taken), "–")
    return w("trust.curve_alt", parts=parts, n=taken).unescape()


def _plots(report: Report, dots: Sequence[CurveDot]) -> tuple[Plot, ...]:
    w = report.words
    title, note = w.text("trust.curve"), w.text("trust.curve_lead")
    return (Plot("number-of-themes", title, note, _curve_alt(report, dots), Curve(tuple(dots))),)
