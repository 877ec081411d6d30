"""A word's own timeline as a figure."""

from __future__ import annotations

import io
from datetime import date

import polars as pl
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from tematika.explore.words import desk_words, sentence
from tematika.report.data.dates import short_day
from tematika.report.i18n import Translator

_COLOUR = "#1f6cb0"
_MOST_TICKS = 8
_YEAR = 365


def draw_timeline(times: pl.DataFrame, about: str, unit: str, axes: Axes, lang: str = "en") -> None:
    """Draw how many articles have some words, a bar for each time.

    Parameters
    ----------
    times : polars.DataFrame
        From `tematika.explore.filters.timeline`.
    about : str
        The words, for the figure's head.
    unit : str
        ``day``, ``week`` or ``month``.
    axes : matplotlib.axes.Axes
        Where to draw.
    lang : str
        Language of the head and of the dates.
    """
    words, dates = desk_words(lang), Translator(lang)
    axes.bar(range(times.height), times["articles"].to_list(), color=_COLOUR)
    ticks = range(0, times.height, max(1, -(-times.height // _MOST_TICKS)))
    days: list[date] = times["from"].to_list()
    # Over more than a year days without a year would mean nothing.
    exact = unit != "month" and (days[-1] - days[0]).days < _YEAR
    axes.set_xticks(ticks, [_named(dates, days[tick], exact) for tick in ticks])
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    head = sentence(words, "drawn.timeline", words=about, unit=words.text(f"drawn.by_{unit}"))
    axes.set_title(head, loc="left", fontsize=10, parse_math=False)


def timeline_figure(times: pl.DataFrame, about: str, unit: str, lang: str = "en") -> Figure:
    """Make a figure of a timeline, without a window."""
    figure = Figure(figsize=(8, 2.2), layout="constrained")
    draw_timeline(times, about, unit, figure.add_subplot(), lang)
    return figure


def as_svg(figure: Figure) -> Markup:
    """Give a figure as SVG to be shown in a page; the same figure gives the same text."""
    from matplotlib import rc_context

    buffer = io.StringIO()
    with rc_context({"svg.hashsalt": "tematika", "svg.fonttype": "none"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    return Markup(svg[svg.index("<svg") :])  # noqa: S704 - written by matplotlib, which escapes texts


def _named(dates: Translator, when: date, exact: bool) -> str:
    return short_day(dates, when) if exact else f"{dates.month(when.month, 'short_alone')}\u00a0{when.year}"
