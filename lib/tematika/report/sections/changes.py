"""What changed since the previous report, as a section and as one line for the library's index."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from tematika.report.data.changes import KINDS, Comparison, ThemeChange, compare_with_previous, match_level
from tematika.report.data.model import Report
from tematika.report.html.environment import render
from tematika.report.sections.section import Section
from tematika.report.sections.sentences import theme_link

# Sentences for themes of one kind; the table has all.
SENTENCES = 6
_TITLES_IN_LINE = 2
_SIGNS = {
    "new": "+", "named": "+", "reborn": "↺", "split": "↳", "grown": "▲", "shrunk": "▼", "merged": "→", "gone": "–",
    "dropped": "–",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A theme in the table: what became of it, its articles and shares in both reports, how sure the match is."""

    one: ThemeChange
    kind: str
    then: str
    now: str
    match: Markup


def changes(report: Report) -> Section:
    """Show which themes are new, grown, shrunk, gone, split, merged or back again, or why this is not known."""
    w, comparison = report.words, compare_with_previous(report)
    html = render(
        "changes",
        w=w,
        lead=_lead(report, comparison),
        sentences=_sentences(report, comparison) if comparison else [],
        rows=[_row(report, one) for one in comparison.themes] if comparison else [],
    )
    return Section("changes", w.text("since.title"), str(html), line=change_line(report))


def change_line(report: Report) -> str:
    """Return one line of plain text on what changed, empty if there is no previous report."""
    w, comparison = report.words, compare_with_previous(report)
    if comparison is None or not comparison.follows:
        return ""
    parts = []
    for kind in KINDS[:-1]:
        if titles := [one.title for one in comparison.of(kind)]:
            more = [f"+{len(titles) - _TITLES_IN_LINE}"] if len(titles) > _TITLES_IN_LINE else []
            parts.append(f"{w.text(f'since.line_{kind}')}: {', '.join([*titles[:_TITLES_IN_LINE], *more])}")
    line = "; ".join(parts) or w.text("since.line_steady")
    return line[:1].upper() + line[1:]


def _lead(report: Report, comparison: Comparison | None) -> Markup:
    w = report.words
    if comparison is None:
        return w("since.unknown")
    if not comparison.follows:
        return w("since.other" if comparison.why == "other articles" else "since.first")
    link = Markup('<a href="../{name}/index.html">{name}</a>').format(name=comparison.follows)
    before, now = w.count("articles", comparison.total), w.count("articles", len(report.articles))
    return w("since.lead", name=link, n=before, now=now)


def _sentences(report: Report, comparison: Comparison) -> list[tuple[str, Markup]]:
    """Return a sign and a sentence for each theme that changed by more than chance."""
    w, rows = report.words, []
    for kind in KINDS[:-1]:
        themes = comparison.of(kind)
        rows += [(_SIGNS[kind], _sentence(report, one)) for one in themes[:SENTENCES]]
        if len(themes) > SENTENCES:
            rest = w.count("changed_so", len(themes) - SENTENCES)
            rows.append((_SIGNS[kind], w("since.more", n=rest, what=w.text(f"since.line_{kind}"))))
    if steady := len(comparison.of("steady")):
        rows.append(("=", w("since.steady", n=w.count("unchanged_themes", steady))))
    return rows


def _sentence(report: Report, one: ThemeChange) -> Markup:
    w, change = report.words, one.change
    return w(
        f"since.{one.kind}",
        theme=theme_link(report, one.view) if one.view else w("text.theme", theme=_russian(report, one.title)),
        other=w("text.theme", theme=_russian(report, one.other)),
        n=w.count("articles", one.now),
        before=w.count("articles", one.before),
        now=w.percent(change.recent_share) if change else "",
        then=w.percent(change.before_share) if change else "",
        sure=_match(report, one),
        former=Markup(" ") + w("since.former", title=_russian(report, one.former)) if one.former else "",
    )


def _match(report: Report, one: ThemeChange) -> Markup:
    w = report.words
    if one.likeness is None:
        return Markup()
    return w("since.match", word=w.text(f"since.{match_level(one.likeness)}"), number=w.decimal(one.likeness))


def _row(report: Report, one: ThemeChange) -> ChangeRow:
    w, change = report.words, one.change
    then, now = (w.percent(change.before_share), w.percent(change.recent_share)) if change else ("", "")
    return ChangeRow(
        one,
        w.text(f"since.line_{one.kind}"),
        f"{w.number(one.before)} ({then})",
        f"{w.number(one.now)} ({now})",
        _match(report, one) or w("since.same_id" if one.before and one.now else "since.none"),
    )


def _russian(report: Report, title: str) -> Markup:
    """Mark a theme's title as Russian in an English page."""
    pattern = Markup("{}") if report.words.lang == "ru" else Markup('<span lang="ru">{}</span>')
    return pattern.format(title)
