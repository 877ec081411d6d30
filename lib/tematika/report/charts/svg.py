"""Figures of matplotlib as small inline SVG with the colours and the font of the page."""

from __future__ import annotations

import io
import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import matplotlib as mpl
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.text import Text

from tematika.report.palette import PAGE
from tematika.report.text import plain

_CLASSES = (
    {PAGE.text: "-ink", PAGE.muted: "-muted", PAGE.line: "-line"}
    | {colour: str(slot) for slot, colour in enumerate(PAGE.themes)}
    | {"none": "-none"}
)
_CELLS = {colour: f"h{step}" for step, colour in enumerate(PAGE.cells)} | {PAGE.warn: "gap"}
_NUMBER = re.compile(r"-?\d+\.\d+")
_AROUND_LETTERS = re.compile(r"\s*([A-Za-z])\s*")
_SVG = "{http://www.w3.org/2000/svg}"
# The same everywhere: text stays text, ids do not depend on chance.
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "tematika",
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "text.parse_math": False,
    "axes.unicode_minus": False,
}


def blank(width: float, height: float) -> Figure:
    """Return a figure without a frame, all of it axes whose units are points, with the origin at the lower left."""
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(width / 72, height / 72), dpi=72, frameon=False)
        FigureCanvasSVG(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set(xlim=(0, width), ylim=(0, height), autoscale_on=False)
    return figure


def put_text(axes: Axes, x: float, y: float, text: str, **look: Any) -> Text:
    """Draw text literally: a dollar sign is one, and nothing in it is invisible."""
    return axes.text(x, y, plain(text), parse_math=False, **look)


def inline_svg(
    figure: Figure, alt: str, tooltips: Mapping[str, str] | None = None, *, look: str = "", stretched: bool = False
) -> Markup:
    """Return a figure as inline SVG.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Drawn with the palette of the page.
    alt : str
        Alternative text.
    tooltips : mapping of str to str, optional
        Tooltips by the gid of an artist.
    look : str
        A class for the style sheet.
    stretched : bool
        Whether it fills any width and height.
    """
    root = _parse(figure)
    parts = "".join(_write(element, gid, tooltips or {}) for element, gid in _shapes(root, ""))
    box, free = root.attrib["viewBox"], ' preserveAspectRatio="none"' if stretched else ""
    about = f'role="img" aria-label="{escape(plain(str(alt)))}"'
    return Markup(  # noqa: S704  texts are escaped, everything else is drawn by matplotlib
        f'<svg class="{f"fig {look}".strip()}" viewBox="{box}"{free} {about}>{parts}</svg>'
    )


def _parse(figure: Figure) -> ET.Element:
    buffer = io.StringIO()
    with mpl.rc_context(SETTINGS), warnings.catch_warnings():
        # The reader's browser brings the font: a character that DejaVu lacks is no loss.
        warnings.filterwarnings("ignore", message=r"Glyph .* missing")
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return ET.fromstring(buffer.getvalue())  # noqa: S314  written by matplotlib a line above


def _shapes(element: ET.Element, gid: str) -> list[tuple[ET.Element, str]]:
    if element.tag in {f"{_SVG}path", f"{_SVG}text"}:
        return [(element, gid)]
    if element.tag not in {f"{_SVG}g", f"{_SVG}svg"}:
        return []
    inner = element.attrib.get("id", gid)
    return [shape for child in element for shape in _shapes(child, inner)]


def _write(element: ET.Element, gid: str, tooltips: Mapping[str, str]) -> str:
    style = dict(_declarations(element.attrib.get("style", "")))
    classes = f' class="{" ".join(_classes(style))}"'
    if element.tag == f"{_SVG}text":
        return f"<text{classes}{_text(element, style)}"
    tooltip = tooltips.get(gid)
    end = f"><title>{escape(plain(tooltip))}</title></path>" if tooltip else "/>"
    width = f' stroke-width="{_rounded(style["stroke-width"])}"' if "stroke-width" in style else ""
    faint = f' opacity="{style["opacity"]}"' if "opacity" in style else ""
    outline = _AROUND_LETTERS.sub(r"\1", _rounded(element.attrib["d"]))
    return f'<path{classes} d="{outline}"{width}{faint}{end}'


def _text(element: ET.Element, style: Mapping[str, str]) -> str:
    place = "".join(f' {name}="{_rounded(element.attrib[name])}"' for name in ("x", "y") if name in element.attrib)
    size = style.get("font-size", "10px").removesuffix("px")
    weight = ' font-weight="600"' if style.get("font-weight") in {"600", "700", "bold"} else ""
    anchored = style.get("text-anchor", "start")
    align = f' text-anchor="{anchored}"' if anchored != "start" else ""
    words = escape("".join(element.itertext()).strip("\n"))
    return f'{place} font-size="{_rounded(size)}"{weight}{align}>{words}</text>'


def _declarations(style: str) -> list[tuple[str, str]]:
    pairs = (part.partition(":") for part in style.split(";") if ":" in part)
    return [(name.strip(), value.strip()) for name, _, value in pairs]


def _classes(style: Mapping[str, str]) -> Iterator[str]:
    for attribute, prefix in (("fill", "f"), ("stroke", "s")):
        colour = style.get(attribute, "")
        if attribute == "fill" and colour in _CELLS:
            yield _CELLS[colour]
        elif colour in _CLASSES and (attribute == "fill" or colour != "none"):
            yield prefix + _CLASSES[colour]


def _rounded(text: str) -> str:
    return _NUMBER.sub(lambda match: f"{float(match[0]):.1f}".removesuffix(".0"), text)
