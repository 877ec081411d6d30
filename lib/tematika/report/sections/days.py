"""Days of sources as strips, with a low bar where a day is missing, and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tematika.report.charts.figures import strip_figure
from tematika.report.charts.specs import Plot, Strip, Strips
from tematika.report.data import dates
from tematika.report.data.coverage import Calendar, SourceDays, make_calendar
from tematika.report.data.crosstab import shade
from tematika.report.data.model import Report

# Numbers of the largest sources that are shown as strips, and as columns of numbers.
_STRIPS, _COLUMNS = 20, 8
# Numbers of days, in a strip and as rows of numbers, before there are weeks or longer periods instead.
_DAYS_DRAWN, _ROWS = 92, 31
_MARKS = 5


@dataclass(frozen=True, slots=True)
class DayRow:
    """A period: the articles of all sources; those of each of the largest, and whether a day of it is missing."""

    label: str
    n: int
    cells: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True)
class DaysChart:
    """Sources by day: strips with labels of time below them, a table, and the words around both."""

    title: str
    begins: str
    lead: Markup
    strips: tuple[tuple[SourceDays, Markup], ...]
    marks: tuple[str, ...]
    columns: tuple[SourceDays, ...]
    rows: tuple[DayRow, ...]
    plots: tuple[Plot, ...]


def days_chart(report: Report, sources: Sequence[SourceDays]) -> DaysChart | None:
    """Return the days of the largest sources; None if there are too few days or articles."""
    w, calendar, table = report.words, make_calendar(sources, _DAYS_DRAWN), make_calendar(sources, _ROWS)
    if calendar is None or table is None or report.thin:
        return None
    highest = max(n for _, counts, _ in calendar.rows for n in counts)
    title, lead = w.text(f"quality.by_{calendar.unit}"), w(f"quality.days_lead_{calendar.unit}")
    n_columns = len(calendar.firsts)
    marks = tuple((at, _label(report, calendar, at)) for at in sorted({k * n_columns // _MARKS for k in range(_MARKS)}))
    strips, drawn = [], []
    for one, counts, missing in calendar.rows[:_STRIPS]:
        name, n = one.source or w.text("quality.no_source"), w.count("articles", one.counts.total())
        strip = Strip(name, w.number(sum(counts)), tuple(shade(n, highest) for n in counts), missing)
        alt = w("quality.strip_alt", source=name, n=n, gaps=len(missing)).unescape()
        drawn.append(strip)
        strips.append((one, strip_figure(strip, alt)))
    alt = w("quality.days_alt", n=w.count("sources", len(drawn))).striptags()
    return DaysChart(
        title=title,
        lead=lead,
        strips=tuple(strips),
        marks=tuple(label for _, label in marks),
        begins=w.text(f"quality.begins_{table.unit}"),
        columns=tuple(one for one, _, _ in table.rows[:_COLUMNS]),
        rows=_rows(report, table),
        plots=(Plot("days", title, lead.striptags(), alt, Strips(tuple(drawn), marks)),),
    )


def _rows(report: Report, calendar: Calendar) -> tuple[DayRow, ...]:
    return tuple(
        DayRow(
            _label(report, calendar, k),
            sum(counts[k] for _, counts, _ in calendar.rows),
            tuple((counts[k], k in missing) for _, counts, missing in calendar.rows[:_COLUMNS]),
        )
        for k in range(len(calendar.firsts))
    )


def _label(report: Report, calendar: Calendar, at: int) -> str:
    """Return the name of a column, with the year of a day if the calendar has several."""
    first = calendar.firsts[at]
    label = dates.period(report.words, first, calendar.unit)
    several = len({one.year for one in calendar.firsts}) > 1
    return f"{label}\u00a0{first.year}" if several and calendar.unit in {"day", "week"} else label
