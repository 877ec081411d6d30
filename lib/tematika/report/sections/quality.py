"""Quality of the data, method, parameters and versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tematika.report.data.coverage import days_of_sources, summarise_sources
from tematika.report.data.model import Report
from tematika.report.html.environment import render
from tematika.report.rerun import command
from tematika.report.sections.articles import listed_articles
from tematika.report.sections.days import days_chart
from tematika.report.sections.section import Section

# Rows of any list in these sections.
ROWS = 100
PRECISIONS = ("minute", "day", "month", "unknown")


def quality(report: Report) -> Section:
    """Show what is known about dates, reprints, removals, sources and files."""
    w, listed = report.words, listed_articles(report)
    precisions = Counter("unknown" if a.published is None else a.precision for a in report.articles)
    sources = days_of_sources(report)
    days = days_chart(report, sources)
    html = render(
        "quality",
        w=w,
        report=report,
        limit=ROWS,
        precisions=[(name, precisions[name]) for name in PRECISIONS if precisions[name]],
        undated=[a for a in listed if a.published is None],
        removed=w(
            "quality.removals_lead",
            n=w.count("removals", sum(rule.n for rule in report.removals)),
            characters=w.count("characters", sum(rule.characters for rule in report.removals)),
        ),
        sources=summarise_sources(report, sources),
        days=days,
        listed={article.anchor for article in listed},
        encodings=sorted(report.facts.encodings.items()),
        quarantine=_quarantine(report),
    )
    return Section("quality", w.text("quality.title"), str(html), plots=days.plots if days else ())


def _quarantine(report: Report) -> list[tuple[str, int, list[str]]]:
    """Return for each reason its words, the number of files and records, and the names of some."""
    w, quarantine = report.words, report.facts.set_aside
    rows = []
    for reason, language, n in quarantine.counts:
        words = w.text(f"aside.{reason}") + (f": {w.text(f'languages.{language}')}" if language else "")
        names = [ref for ref, why, detail in quarantine.items if why == reason and language in {"", None, detail}]
        rows.append((words, n, names[:ROWS]))
    return rows


def method(report: Report) -> Section:
    """Describe in about ten lines how articles become themes."""
    w, facts = report.words, report.facts
    terms = w("method.terms")
    if facts.n_terms is not None and facts.n_components is not None:
        terms += " " + w("method.terms_numbers", n_terms=facts.n_terms, n_components=facts.n_components)
    lines = [w(f"method.{name}") for name in ("read", "clean", "reprints")]
    lines += [w("method.passages", n=report.n_passages), w("method.lemmas"), terms]
    learned = [view for view in report.themes if view.theme.uid in facts.learned]
    by_seeds = len(learned) < sum(view.theme.named for view in report.themes) or not learned
    lines += [w("method.named")] if by_seeds else []
    lines += [w("method.learned", themes=", ".join(view.title for view in learned))] if learned else []
    lines += [w(f"method.{name}") for name in ("found", "rest")]
    lines += [w("method.articles")] if by_seeds else []
    if facts.n_learnt_from is not None and facts.n_learnt_from != facts.n_in_reach:
        lines.append(w("method.sample", n=w.count("articles", facts.n_learnt_from)))
    lines.append(w("method.trends"))
    if facts.seed is not None:
        lines.append(w("method.seed", seed=str(facts.seed)))
    thresholds = [
        (view, facts.thresholds[view.theme.uid]) for view in report.themes if view.theme.uid in facts.thresholds
    ]
    html = render("method", w=w, lines=lines, thresholds=thresholds)
    return Section("method", w.text("method.title"), str(html))


@dataclass(frozen=True, slots=True)
class PairsTable:
    """A table of pairs, collapsed if it is long."""

    title: str
    left: str
    right: str
    rows: Sequence[tuple[str, str]]
    folded: bool = False


def parameters(report: Report) -> Section:
    """Show the run's parameters, other recorded numbers and the files read."""
    w, facts = report.words, report.facts
    name, value = w.text("parameters.name"), w.text("parameters.value")
    inputs = [(file.ref, file.sha256[:16]) for file in facts.inputs[: ROWS * 5]]
    file, sha256 = w.text("parameters.file"), w.text("parameters.sha256")
    tables = [
        PairsTable("", name, value, _pairs(report, facts.parameters)),
        PairsTable(w.text("parameters.facts"), name, value, _pairs(report, facts.other_numbers())),
        PairsTable(w.text("parameters.inputs"), file, sha256, inputs, folded=True),
    ]
    lead = w("parameters.lead")
    if again := command(facts.parameters, facts.archive_version):
        pattern = Markup(' {}</p><pre class="again"><code>{}</code></pre><p class="lead">')
        lead += pattern.format(w("parameters.again"), again)
    return _provenance(report, "parameters", tables, lead)


def versions(report: Report) -> Section:
    """Show the versions of the packages and the revision of the project."""
    w, facts = report.words, report.facts
    rows = _pairs(report, facts.versions)
    if facts.revision:
        rows = [(w.text("versions.revision"), facts.revision), *rows]
    table = PairsTable("", w.text("versions.package"), w.text("versions.version"), rows)
    return _provenance(report, "versions", [table], Markup())


def _provenance(report: Report, slug: str, tables: Iterable[PairsTable], lead: Markup) -> Section:
    w, title = report.words, report.words.text(f"{slug}.title")
    filled = [table for table in tables if table.rows]
    lead = lead if filled else w(f"{slug}.none")
    return Section(slug, title, str(render("provenance", w=w, slug=slug, title=title, lead=lead, blocks=filled)))


def _pairs(report: Report, values: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(name, _format(report, value)) for name, value in values.items()]


def _format(report: Report, value: object) -> str:
    w = report.words
    if isinstance(value, bool):
        return w.text("parameters.yes" if value else "parameters.no")
    if isinstance(value, (list, tuple)):
        return ", ".join(str(item) for item in value) or w.text("parameters.default")
    return w.text("parameters.default") if value in ("", None) else str(value)
