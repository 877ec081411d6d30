"""Charts as SVG and PNG files with a title, a note and the source; the same bytes each time."""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Iterable
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from tematika.report.charts.layouts import WIDTH, lay_out
from tematika.report.charts.specs import Plot
from tematika.report.charts.svg import SETTINGS, put_text
from tematika.report.palette import EXPORT

_MARGIN = 26.0
_TITLE, _LINE, _FOOT = 26.0, 14.0, 26.0
_CHARACTERS = 98
# Twice the size of the page's: 1,304 dots wide.
_DPI = 144
_METADATA: dict[str, dict[str, None]] = {
    "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
    "png": {"Software": None},
}


def write_figure_files(plots: Iterable[Plot], foot: str, folder: Path) -> None:
    """Write each plot as SVG and as PNG.

    The bytes depend on the plots alone: on no clock, random number or setting of the user.

    Parameters
    ----------
    plots : iterable of Plot
    foot : str
        Line below each figure: what it is made from.
    folder : Path
        Made if there is any plot.
    """
    for plot in plots:
        folder.mkdir(exist_ok=True)
        with mpl.rc_context(mpl.rcParamsDefault | SETTINGS), warnings.catch_warnings():
            # A title may have characters that the font lacks; a box in their place is no reason to have no figure.
            warnings.filterwarnings("ignore", message=r"Glyph .* missing")
            figure = _draw(plot, foot)
            for ending, metadata in _METADATA.items():
                figure.savefig(folder / f"{plot.name}.{ending}", dpi=_DPI, metadata=metadata)


def _draw(plot: Plot, foot: str) -> Figure:
    areas = lay_out(plot.content)
    note = textwrap.wrap(plot.note, _CHARACTERS)
    head = _TITLE + _LINE * len(note) + 14
    inner = max(area.top + area.height for area in areas)
    width, height = WIDTH + 2 * _MARGIN, _MARGIN + head + inner + _FOOT + _MARGIN / 2
    figure = Figure(figsize=(width / 72, height / 72), facecolor=EXPORT.paper)
    FigureCanvasAgg(figure)
    for area in areas:
        left, base = _MARGIN + area.left, height - _MARGIN - head - area.top - area.height
        axes = figure.add_axes((left / width, base / height, area.width / width, area.height / height))
        axes.set_axis_off()
        axes.set(xlim=(0, area.width), ylim=(0, area.height), autoscale_on=False)
        area.draw(axes)
    around = figure.add_axes((0, 0, 1, 1), zorder=-1)
    around.set_axis_off()
    around.set(xlim=(0, width), ylim=(0, height))
    top = height - _MARGIN
    put_text(around, _MARGIN, top - 12, plot.title, color=EXPORT.text, fontsize=15, fontweight="bold")
    for number, line in enumerate(note):
        put_text(around, _MARGIN, top - _TITLE - _LINE * number - 6, line, color=EXPORT.muted, fontsize=9.5)
    put_text(around, _MARGIN, _MARGIN / 2 + 2, foot, color=EXPORT.muted, fontsize=8.5)
    return figure
