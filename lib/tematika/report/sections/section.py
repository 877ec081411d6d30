"""A part of the report: HTML with a place in the table of contents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tematika.report.html.environment import report_css

if TYPE_CHECKING:
    from tematika.report.charts.specs import Plot

SECTION_MIME = "application/vnd.tematika.section+json"
STYLE_MIME = "application/vnd.tematika.style+json"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report, shown as the output of the cell that made it.

    Attributes
    ----------
    slug : str
        ASCII anchor of the section.
    title : str
        Its heading; empty for the masthead, which the table of contents leaves out.
    html : str
        Safe markup, without scripts or styles.
    entries : tuple of (str, str)
        Anchors and titles of the places inside it that the table of contents names.
    line : str
        Its message in one line of plain text, for the library's index and for notifications.
    plots : tuple of Plot
        Its figures, to be drawn as files beside the page.
    """

    slug: str
    title: str
    html: str
    entries: tuple[tuple[str, str], ...] = ()
    line: str = ""
    plots: tuple[Plot, ...] = ()

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        about = {
            "slug": self.slug,
            "title": self.title,
            "entries": [list(entry) for entry in self.entries],
            "line": self.line,
            "plots": self._plots(),
        }
        return {"text/html": self.html, "text/plain": self.title or self.slug, SECTION_MIME: about}

    def _plots(self) -> list[dict[str, Any]]:
        if not self.plots:
            return []
        # The import is slow, and who only looks for sections does not need it.
        from tematika.report.charts.specs import PLOTS

        return list(PLOTS.dump_python(list(self.plots), mode="json"))


@dataclass(frozen=True, slots=True)
class Style:
    """The style sheet of sections in JupyterLab; the page has the same rules in its head and leaves this out."""

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {"text/html": f"<style>{report_css()}</style>", "text/plain": "", STYLE_MIME: {}}
