"""Days of sources as strips: dark where there is much, a low bar where a day is missing; and the same as a table."""

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

# So many sources are told apart, the largest: as strips, and as columns of numbers.
_STRIPS, _COLUMNS = 20, 8
# So many days are told apart before weeks, or longer periods, have to do: in a strip, and as rows of numbers.
_COLUMNS_DRAWN, _ROWS = 92, 31
_MARKS = 5


@dataclass(frozen=True, slots=True)
class TableRow:
    """A period: articles of all sources; of each of the largest, and whether a day of it seems to be missing."""

    label: str
    n: int
    cells: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True)
class Days:
    """What the page shows of sources by day: strips, marks of time below them, a table, and words about both."""

    title: str
    begins: str
    lead: Markup
    strips: tuple[tuple[SourceDays, Markup], ...]
    marks: tuple[str, ...]
    columns: tuple[SourceDays, ...]
    rows: tuple[TableRow, ...]
    plots: tuple[Plot, ...]


def days_chart(report: Report, sources: Sequence[SourceDays]) -> Days | None:
    """Draw the days of the largest sources; None where there are no days to speak of."""
    w, calendar = report.words, make_calendar(sources, _COLUMNS_DRAWN)
    table = make_calendar(sources, _ROWS)
    if calendar is None or table is None or report.thin:
        return None
    highest = max(n for _, counts, _ in calendar.rows for n in counts)
    shown = calendar.rows[:_STRIPS]
    title, lead = w.text(f"quality.by_{calendar.unit}"), w(f"quality.days_lead_{calendar.unit}")
    alt = w("quality.days_alt", n=w.count("sources", len(shown))).striptags()
    marks = tuple((at, _label(report, calendar, at)) for at in _marked(calendar))
    drawn = tuple(
        Strip(_name(report, one), w.number(sum(counts)), tuple(shade(n, highest) for n in counts), missing)
        for one, counts, missing in shown
    )
    return Days(
        title=title,
        lead=lead,
        strips=tuple((one, _strip(report, one, strip)) for (one, _, _), strip in zip(shown, drawn, strict=True)),
        marks=tuple(label for _, label in marks),
        begins=w.text(f"quality.begins_{table.unit}"),
        columns=tuple(one for one, _, _ in table.rows[:_COLUMNS]),
        rows=_rows(report, table),
        plots=(Plot("days", title, lead.striptags(), alt, Strips(drawn, marks)),),
    )


def _rows(report: Report, calendar: Calendar) -> tuple[TableRow, ...]:
    """Give for each period how many articles there are of all sources, and of each of the largest."""
    return tuple(
        TableRow(
            _label(report, calendar, k),
            sum(counts[k] for _, counts, _ in calendar.rows),
            tuple((counts[k], k in missing) for _, counts, missing in calendar.rows[:_COLUMNS]),
        )
        for k in range(len(calendar.firsts))
    )


def _strip(report: Report, one: SourceDays, strip: Strip) -> Markup:
    n, gaps = report.words.count("articles", one.counts.total()), len(strip.missing)
    return strip_figure(strip, report.words("quality.strip_alt", source=strip.title, n=n, gaps=gaps).unescape())


def _marked(calendar: Calendar) -> list[int]:
    """Give the columns to be named: evenly spread, the first among them."""
    n = len(calendar.firsts)
    return sorted({k * n // _MARKS for k in range(_MARKS)})


def _label(report: Report, calendar: Calendar, at: int) -> str:
    """Name a column: a day with its year where the others are of several."""
    first = calendar.firsts[at]
    label = dates.period(report.words, first, calendar.unit)
    several = len({one.year for one in calendar.firsts}) > 1
    return f"{label}\u00a0{first.year}" if several and calendar.unit in {"day", "week"} else label


def _name(report: Report, one: SourceDays) -> str:
    return one.source or report.words.text("quality.no_source")
