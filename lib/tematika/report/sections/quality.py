"""How good the data are and how the report was made: quality, method, parameters, versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tematika.report.data.coverage import days_of_sources, summarise_sources
from tematika.report.data.model import Report, ThemeView
from tematika.report.html.environment import render
from tematika.report.rerun import command
from tematika.report.sections.articles import listed_articles
from tematika.report.sections.days import days_chart
from tematika.report.sections.section import Section

ROWS = 100  # of any list in these sections
PRECISIONS = ("minute", "day", "month", "unknown")
HEADINGS_OF_THEIR_OWN = frozenset(
    {
        "parameters",
        "versions",
        "inputs",
        "thresholds",
        "encodings",
        "set_aside",
        "span",
        "n_after_period",
        "revision",
        "n_terms",
        "n_components",
        "n_outside_period",
        "n_in_reach",
        "n_learnt_from",
    }
)


def quality(report: Report) -> Section:
    """Show what is known about dates, reprints, removals, sources and files."""
    w = report.words
    precisions = Counter("unknown" if a.published is None else a.precision for a in report.articles)
    encodings = report.facts.get("encodings")
    sources = days_of_sources(report)
    days = days_chart(report, sources)
    html = render(
        "quality",
        w=w,
        report=report,
        limit=ROWS,
        precisions=[(name, precisions[name]) for name in PRECISIONS if precisions[name]],
        undated=[a for a in listed_articles(report) if a.published is None],
        removed=w(
            "quality.removals_lead",
            n=w.count("removals", sum(rule.n for rule in report.removals)),
            characters=w.count("characters", sum(rule.characters for rule in report.removals)),
        ),
        sources=summarise_sources(report, sources),
        days=days,
        listed={article.anchor for article in listed_articles(report)},
        encodings=sorted(encodings.items()) if isinstance(encodings, Mapping) else [],
        aside=_set_aside(report),
    )
    return Section("quality", w.text("quality.title"), str(html), plots=days.plots if days else ())


def _set_aside(report: Report) -> list[tuple[str, int, list[str]]]:
    """Give a row for each reason: its words, how many files and records, and the names of some."""
    w, told = report.words, report.facts.get("set_aside")
    if not isinstance(told, Mapping):
        return []
    rows = []
    for reason, language, n in told.get("counts", []):
        words = w.text(f"aside.{reason}") + (f": {w.text(f'languages.{language}')}" if language else "")
        same = [ref for ref, why, detail in told["items"] if why == reason and (not language or detail == language)]
        rows.append((words, int(n), same[:ROWS]))
    return rows


def method(report: Report) -> Section:
    """Say in about ten lines how articles become themes."""
    w, facts = report.words, report.facts
    numbers = {"n_terms": facts.get("n_terms"), "n_components": facts.get("n_components")}
    terms = w("method.terms")
    if all(isinstance(n, int) for n in numbers.values()):
        terms = terms + " " + w("method.terms_numbers", **numbers)
    lines = [w(f"method.{name}") for name in ("read", "clean", "reprints")]
    lines += [w("method.passages", n=report.n_passages), w("method.lemmas"), terms]
    lines += [w(f"method.{name}") for name in ("named", "found", "rest", "articles")]
    learnt_from, reached = facts.get("n_learnt_from"), facts.get("n_in_reach")
    if isinstance(learnt_from, int) and learnt_from != reached:
        lines.append(w("method.sample", n=w.count("articles", learnt_from)))
    lines.append(w("method.trends"))
    if "seed" in facts:
        lines.append(w("method.seed", seed=str(facts["seed"])))
    html = render("method", w=w, lines=lines, thresholds=_thresholds(report))
    return Section("method", w.text("method.title"), str(html))


@dataclass(frozen=True, slots=True)
class PairsTable:
    """A table of pairs; folded away if it is long."""

    title: str
    left: str
    right: str
    rows: Sequence[tuple[str, str]]
    folded: bool = False


def parameters(report: Report) -> Section:
    """Show the run's parameters, other recorded numbers and the files read."""
    w, facts = report.words, report.facts
    name, value = w.text("parameters.name"), w.text("parameters.value")
    given = facts.get("parameters")
    said = HEADINGS_OF_THEIR_OWN | (set(given) if isinstance(given, Mapping) else set())
    others = {key: fact for key, fact in facts.items() if key not in said and _is_plain(fact)}
    blocks = [
        PairsTable("", name, value, _pairs(report, given)),
        PairsTable(w.text("parameters.facts"), name, value, _pairs(report, others)),
        PairsTable(
            w.text("parameters.inputs"),
            w.text("parameters.file"),
            w.text("parameters.sha256"),
            _inputs(facts),
            folded=True,
        ),
    ]
    again = command(facts)
    lead = w("parameters.lead")
    if again:
        lead += Markup(' {}</p><pre class="again"><code>{}</code></pre><p class="lead">').format(
            w("parameters.again"), again
        )
    return _provenance(report, "parameters", blocks, lead)


def versions(report: Report) -> Section:
    """Show the versions of the packages and the revision of the project."""
    w, facts = report.words, report.facts
    rows = _pairs(report, facts.get("versions"))
    if facts.get("revision"):
        rows = [(w.text("versions.revision"), str(facts["revision"])), *rows]
    block = PairsTable("", w.text("versions.package"), w.text("versions.version"), rows)
    return _provenance(report, "versions", [block], Markup())


def _provenance(report: Report, slug: str, blocks: Iterable[PairsTable], lead: Markup) -> Section:
    w = report.words
    filled = [block for block in blocks if block.rows]
    said = lead if filled else w(f"{slug}.none")
    title = w.text(f"{slug}.title")
    return Section(slug, title, str(render("provenance", w=w, slug=slug, title=title, lead=said, blocks=filled)))


def _thresholds(report: Report) -> list[tuple[ThemeView, float]]:
    given = report.facts.get("thresholds")
    if not isinstance(given, Mapping):
        return []
    return [(view, float(given[view.theme.uid])) for view in report.themes if view.theme.uid in given]


def _pairs(report: Report, given: object) -> list[tuple[str, str]]:
    if not isinstance(given, Mapping):
        return []
    return [(str(name), _shown(report, value)) for name, value in given.items()]


def _inputs(facts: Mapping[str, object]) -> list[tuple[str, str]]:
    files = facts.get("inputs")
    if not isinstance(files, Sequence):
        return []
    known = [file for file in files[: ROWS * 5] if isinstance(file, Mapping)]
    return [(str(file["ref"]), str(file.get("sha256", ""))[:16]) for file in known]


def _shown(report: Report, value: object) -> str:
    w = report.words
    if isinstance(value, bool):
        return w.text("parameters.yes" if value else "parameters.no")
    if isinstance(value, (list, tuple)):
        return ", ".join(str(item) for item in value) or w.text("parameters.default")
    return w.text("parameters.default") if value in ("", None) else str(value)


def _is_plain(fact: object) -> bool:
    return isinstance(fact, (str, int, float, bool))
