"""Reports for each day, week or month of a span: those that are missing are made, several at a time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import typer

from tematika.core.context import RunContext
from tematika.core.period import Period, parse_period
from tematika.errors import NoArticlesError, ParameterError
from tematika.runs.batch.subprocesses import Children, Outcome, arguments_of
from tematika.runs.notebooks.supervisor import Limits
from tematika.settings import Settings

_UNITS = ("day", "week", "month")


def fill(  # noqa: PLR0913, PLR0917 - each is something else
    settings: Settings,
    each: str,
    context: RunContext,
    children: Children,
    limits: Limits,
    notify: Callable[[str], None],
) -> None:
    """Make the reports that are missing and print the pages of all of them.

    A report that is there already, made of the same, costs next to nothing, so the command may be stopped at any moment
    and given again. Periods without articles are named and do no harm; another failure gives the command its exit code.

    Parameters
    ----------
    settings : Settings
        Their period is the span.
    each : {"day", "week", "month"}
        What each report is about.
    context : RunContext
        Where the reports go.
    children : Children
        Make the reports.
    limits : Limits
        Time limits of each report.
    notify : callable
        Called with half a sentence on each report.

    Raises
    ------
    ParameterError
        For a span that is open at an end, or another unit.
    """
    periods = list(parts(parse_period(settings.period, context.today), each, context.today))
    commands = [arguments_of(settings, limits, period, context.reports) for period in periods]
    code = 0
    for number, (period, outcome) in enumerate(zip(periods, children.reports(commands), strict=True), start=1):
        notify(f"{number}/{len(periods)} {period}: {'done' if outcome.page else 'not made'}")
        _show(period, outcome)
        code = code or (0 if outcome.code == NoArticlesError.exit_code else outcome.code)
    raise typer.Exit(code)


def parts(period: Period, each: str, today: date) -> Iterator[str]:
    """Yield the names of the days, weeks or months of a span that are over.

    A week or month that only partly lies in the span is in it. One that is not over yet is left out: its report
    would show a fall that is none.

    Parameters
    ----------
    period : Period
        The span, with both ends.
    each : {"day", "week", "month"}
        The unit.
    today : date
        The day on which this is asked.

    Examples
    --------
    >>> span = parse_period("2026-10-05..2026-10-20", date(2026, 10, 21))
    >>> list(parts(span, "week", date(2026, 10, 21)))
    ['2026-W41', '2026-W42']
    """
    if each not in _UNITS:
        raise ParameterError(f"no such unit, {each!r}", "option --each", "write day, week or month")
    if period.start is None or period.end is None:
        raise ParameterError("the span needs both ends", f"period {period.name!r}", "write --period A..B with --each")
    day = period.start
    while day < period.end:
        unit = parse_period(_name(day, each), today)
        assert unit.end is not None  # noqa: S101 - for the type checker
        if unit.end <= today:
            yield unit.name
        day = unit.end


def _name(day: date, each: str) -> str:
    if each == "day":
        return day.isoformat()
    if each == "month":
        return f"{day:%Y-%m}"
    year, week, _ = (day - timedelta(days=day.weekday())).isocalendar()
    return f"{year}-W{week:02d}"


def _show(period: str, outcome: Outcome) -> None:
    if outcome.page:
        typer.echo(outcome.page)
    else:
        sys.stderr.write(f"tematika: {period}: {outcome.said or f'ended with exit code {outcome.code}'}\n")
