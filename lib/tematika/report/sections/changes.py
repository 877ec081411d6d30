"""The section on what changed since the report before, and its one line for the shelf."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from tematika.report.data.changes import KINDS, Comparison, ThemeChange, compare_with_previous, match_level
from tematika.report.data.model import Report
from tematika.report.html.environment import render
from tematika.report.sections.section import Section
from tematika.report.sections.sentences import theme_link

# So many of a kind are told; the table has all.
TOLD = 6
_IN_LINE = 2
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
    """Tell what is new, grown, shrunk, gone, split, merged or back again, or why that cannot be told."""
    w, found = report.words, compare_with_previous(report)
    compared = found is not None and bool(found.follows)
    html = render(
        "changes",
        w=w,
        found=found,
        lead=_lead(report, found),
        told=_told(report, found) if found else [],
        rows=[_row(report, one) for one in found.differences] if found and compared else [],
    )
    return Section("changes", w.text("since.title"), str(html), line=change_line(report))


def change_line(report: Report) -> str:
    """Say what changed in one line of plain text; nothing where reports cannot be compared."""
    w, found = report.words, compare_with_previous(report)
    if found is None or not found.follows:
        return ""
    said = []
    for kind in KINDS:
        titles = [one.title for one in found.of(kind)]
        if kind != "steady" and titles:
            named = [*titles[:_IN_LINE], *([f"+{len(titles) - _IN_LINE}"] if len(titles) > _IN_LINE else [])]
            said.append(f"{w.text(f'since.line_{kind}')}: {', '.join(named)}")
    line = "; ".join(said) or w.text("since.line_steady")
    return line[:1].upper() + line[1:]


def _lead(report: Report, found: Comparison | None) -> Markup:
    w = report.words
    if found is None:
        return w("since.unknown")
    if not found.follows:
        return w("since.other" if found.why == "other articles" else "since.first")
    link = Markup('<a href="../{name}/index.html">{name}</a>').format(name=found.follows)
    return w("since.lead", name=link, n=w.count("articles", found.total), now=w.count("articles", len(report.articles)))


def _told(report: Report, found: Comparison) -> list[tuple[str, Markup]]:
    """Give a sign and a sentence for each theme that did more than chance would."""
    w = report.words
    said = []
    for kind in KINDS[:-1]:
        themes = found.of(kind)
        said += [(_SIGNS[kind], _sentence(report, one)) for one in themes[:TOLD]]
        if len(themes) > TOLD:
            rest = w.count("changed_so", len(themes) - TOLD)
            said.append((_SIGNS[kind], w("since.more", n=rest, what=w.text(f"since.line_{kind}"))))
    steady = len(found.of("steady"))
    if steady:
        said.append(("=", w("since.steady", n=w.count("unchanged_themes", steady))))
    return said


def _sentence(report: Report, one: ThemeChange) -> Markup:
    w = report.words
    theme = theme_link(report, one.view) if one.view else w("text.theme", theme=_russian(report, one.title))
    change = one.change
    return w(
        f"since.{one.kind}",
        theme=theme,
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
    unpaired = w("since.same_id" if one.before and one.now else "since.none")
    return ChangeRow(
        one,
        w.text(f"since.line_{one.kind}"),
        f"{w.number(one.before)} ({then})",
        f"{w.number(one.now)} ({now})",
        _match(report, one) or unpaired,
    )


def _russian(report: Report, title: str) -> Markup:
    """Mark a theme's title as Russian where the page is not."""
    if report.words.lang == "ru":
        return Markup("{}").format(title)
    return Markup('<span lang="ru">{}</span>').format(title)
