"""A part of the report: HTML with a place in the table of contents."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tematika.report.html.environment import report_css

if TYPE_CHECKING:
    from tematika.report.charts.specs import Plot

SECTION_MIME = "application/vnd.tematika.section+json"
STYLE_MIME = "application/vnd.tematika.style+json"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line below a section's own in the table of contents."""

    anchor: str
    title: str


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
    entries : tuple of Entry
        Places inside it that the table of contents names.
    line : str
        What it says in one line of plain text, for those who only pass it on: the shelf, a notice.
    plots : tuple of Plot
        What its figures show, for those that lie beside the page.
    """

    slug: str
    title: str
    html: str
    entries: tuple[Entry, ...] = ()
    line: str = ""
    plots: tuple[Plot, ...] = ()

    def _repr_html_(self) -> str:
        return self.html

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, Any]:
        about = {
            "slug": self.slug,
            "title": self.title,
            "entries": [[entry.anchor, entry.title] for entry in self.entries],
            "line": self.line,
            "plots": self._plain_plots(),
        }
        bundle = {"text/html": self.html, "text/plain": self.title or self.slug, SECTION_MIME: about}
        return _asked_for(bundle, include, exclude)

    def _plain_plots(self) -> list[dict[str, Any]]:
        if not self.plots:
            return []
        # It brings matplotlib, which those who only look for sections do not need.
        from tematika.report.charts.specs import plots_to_json

        return plots_to_json(self.plots)


@dataclass(frozen=True, slots=True)
class Style:
    """The look of sections in JupyterLab; the page brings the same rules in its head and leaves this out."""

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, Any]:
        bundle: dict[str, Any] = {
            "text/html": f"<style>{report_css()}</style>",
            "text/plain": "",
            STYLE_MIME: {},
        }
        return _asked_for(bundle, include, exclude)


def _asked_for(
    bundle: dict[str, Any], include: Collection[str] | None, exclude: Collection[str] | None
) -> dict[str, Any]:
    kept = {mime: data for mime, data in bundle.items() if not include or mime in include}
    return {mime: data for mime, data in kept.items() if not exclude or mime not in exclude}
