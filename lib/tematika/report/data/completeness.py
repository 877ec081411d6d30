"""Whether a report has all articles of its period, and what that rests on; it does not depend on the time of day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from tematika.report.data import dates
from tematika.report.data.coverage import FEWEST_DAYS, SourceDays, days_of_sources
from tematika.report.data.model import Report

# What has these reasons was meant to be read; what is in another language or has no text was not lost.
_LOST = frozenset({"broken", "too-large", "too-deep", "too-slow", "unsafe", "unreachable"})


@dataclass(frozen=True, slots=True)
class Completeness:
    """Whether nothing seems to be missing, and the reasons."""

    complete: bool
    reasons: tuple[Markup, ...]


def assess_completeness(report: Report) -> Completeness:
    """Check whether articles fill the period, sources miss days, and all input could be read."""
    sources = days_of_sources(report)
    days = sorted({day for source in sources for day in source.counts})
    gaps = [*_edges(report, days), *_missing(report, sources)]
    if gaps:
        return Completeness(complete=False, reasons=tuple(gaps))
    w, span = report.words, report.facts.span
    enough = bool(days) and (days[-1] - days[0]).days >= FEWEST_DAYS
    filled = [w("status.filled")] if days and (span.first or span.last) else []
    reasons = (*filled, w("status.steady" if enough else "status.short"), w("status.read"))
    return Completeness(complete=True, reasons=reasons)


def _edges(report: Report, days: Sequence[date]) -> list[Markup]:
    """Return by how much articles miss the ends of the period, where that is longer than any pause between them."""
    w, span, reasons = report.words, report.facts.span, []
    if not days:
        return []
    pause = max((after - day).days - 1 for day, after in zip(days, [*days[1:], days[-1] + timedelta(1)], strict=True))
    if span.first and (late := (days[0] - span.first).days) > pause:
        reasons.append(w("status.begins", day=dates.day_and_month(w, days[0]), n=w.count("days", late)))
    # Where articles came after the period, it is over.
    if span.last and (early := (span.last - days[-1]).days) > pause and not report.facts.n_after_period:
        reasons.append(w("status.ends", day=dates.day_and_month(w, days[-1]), n=w.count("days", early)))
    return reasons


def _missing(report: Report, sources: Sequence[SourceDays]) -> list[Markup]:
    w = report.words
    n_silent = sum(bool(source.silences) for source in sources)
    n_lost = sum(n for reason, _, n in report.facts.set_aside.counts if reason in _LOST)
    reasons = [w("status.silent", n=w.count("silent_sources", n_silent))] if n_silent else []
    return [*reasons, w("status.lost", n=w.count("lost_files", n_lost))] if n_lost else reasons
