"""Whether a report has all of its period: complete or partial, and what that rests on. No clock has a say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from tematika.report.data import dates
from tematika.report.data.coverage import FEWEST_DAYS, SourceDays, days_of_sources
from tematika.report.data.model import Report

# What is set aside for these reasons was meant to be read; another language, or no text at all, was not lost.
_LOST = frozenset({"broken", "too-large", "too-deep", "too-slow", "unsafe", "unreachable"})


@dataclass(frozen=True, slots=True)
class Completeness:
    """Whether nothing seems to be missing, and the reasons for saying so."""

    complete: bool
    reasons: tuple[Markup, ...]


def assess_completeness(report: Report) -> Completeness:
    """Tell whether articles fill the period, sources miss days, and all that was given could be read."""
    sources = days_of_sources(report)
    lacking = [*_edges(report, sources), *_silent(report, sources), *_lost(report)]
    if lacking:
        return Completeness(complete=False, reasons=tuple(lacking))
    return Completeness(complete=True, reasons=tuple(_grounds(report, sources)))


def _edges(report: Report, sources: Sequence[SourceDays]) -> list[Markup]:
    """Say how far articles stay behind the ends of the period, where that is longer than any pause between them."""
    w, (first, last), days = report.words, _span(report), _all_days(sources)
    if not days:
        return []
    pause = max((after - day).days - 1 for day, after in zip(days, [*days[1:], days[-1] + timedelta(1)], strict=True))
    said = []
    if first and (days[0] - first).days > pause:
        n = w.count("days", (days[0] - first).days)
        said.append(w("status.begins", day=dates.day_and_month(w, days[0]), n=n))
    if last and (last - days[-1]).days > pause and not report.facts.get("n_after_period"):
        n = w.count("days", (last - days[-1]).days)
        said.append(w("status.ends", day=dates.day_and_month(w, days[-1]), n=n))
    return said


def _silent(report: Report, sources: Sequence[SourceDays]) -> list[Markup]:
    n = sum(bool(one.silences) for one in sources)
    return [report.words("status.silent", n=report.words.count("silent_sources", n))] if n else []


def _lost(report: Report) -> list[Markup]:
    told = report.facts.get("set_aside")
    counts = told.get("counts", []) if isinstance(told, Mapping) else []
    n = sum(int(number) for reason, _, number in counts if reason in _LOST)
    return [report.words("status.lost", n=report.words.count("lost_files", n))] if n else []


def _grounds(report: Report, sources: Sequence[SourceDays]) -> list[Markup]:
    """Say why a report counts as complete, and what nobody can know."""
    w, (first, last), days = report.words, _span(report), _all_days(sources)
    known = bool(days) and (days[-1] - days[0]).days >= FEWEST_DAYS
    said = [w("status.filled")] if days and (first or last) else []
    return [*said, w("status.steady" if known else "status.short"), w("status.read")]


def _span(report: Report) -> tuple[date | None, date | None]:
    """Give the first and last day of the period, as far as it has any."""
    told = report.facts.get("span")
    days = told if isinstance(told, Mapping) else {}
    first, last = (date.fromisoformat(days[name]) if days.get(name) else None for name in ("first", "last"))
    return first, last


def _all_days(sources: Sequence[SourceDays]) -> list[date]:
    return sorted({day for one in sources for day in one.counts})
