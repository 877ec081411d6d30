"""Timelines of words as figures."""

from __future__ import annotations

import io
from datetime import date

import polars as pl
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from tematika.explore.words import explore_texts, plain_text
from tematika.report.data.dates import short_day
from tematika.report.i18n import Words

_COLOUR = "#1f6cb0"
_MOST_TICKS = 8
_YEAR = 365


def draw_timeline(times: pl.DataFrame, query: str, unit: str, axes: Axes, lang: str = "en") -> None:
    """Draw a bar chart of the articles with given words.

    Parameters
    ----------
    times : polars.DataFrame
        From `tematika.explore.filters.timeline`.
    query : str
        The words, for the heading.
    unit : str
        ``day``, ``week`` or ``month``.
    axes : matplotlib.axes.Axes
    lang : str
        Language of the heading and of the dates.
    """
    words, dates = explore_texts(lang), Words(lang)
    axes.bar(range(times.height), times["articles"].to_list(), color=_COLOUR)
    ticks = range(0, times.height, max(1, -(-times.height // _MOST_TICKS)))
    days: list[date] = times["from"].to_list()
    # Over more than a year, days without a year would be ambiguous.
    by_day = unit != "month" and (days[-1] - days[0]).days < _YEAR
    axes.set_xticks(ticks, [_tick_label(dates, days[tick], by_day) for tick in ticks])
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    head = plain_text(words, "drawn.timeline", words=query, unit=words.text(f"drawn.by_{unit}"))
    axes.set_title(head, loc="left", fontsize=10, parse_math=False)


def timeline_figure(times: pl.DataFrame, query: str, unit: str, lang: str = "en") -> Figure:
    """Return a figure with a timeline."""
    figure = Figure(figsize=(8, 2.2), layout="constrained")
    draw_timeline(times, query, unit, figure.add_subplot(), lang)
    return figure


def as_svg(figure: Figure) -> Markup:
    """Return a figure as SVG for a page; equal figures yield equal text."""
    from matplotlib import rc_context

    buffer = io.StringIO()
    with rc_context({"svg.hashsalt": "tematika", "svg.fonttype": "none"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    return Markup(svg[svg.index("<svg") :])  # noqa: S704 - written by matplotlib, which escapes texts


def _tick_label(dates: Words, when: date, by_day: bool) -> str:
    return short_day(dates, when) if by_day else f"{dates.month(when.month, 'short_alone')}\u00a0{when.year}"
