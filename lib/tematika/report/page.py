"""The page: an executed notebook exported to one self-contained HTML file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from tematika.report.html.environment import TEMPLATES, page_css, page_script, report_css
from tematika.report.html.sanitize import sanitize
from tematika.report.i18n import Words
from tematika.report.sections.downloads import fill_downloads
from tematika.report.sections.section import SECTION_MIME, STYLE_MIME
from tematika.report.text import neutralise, one_line

if TYPE_CHECKING:
    from jinja2 import Environment
    from nbconvert.exporters.templateexporter import TemplateExporter
    from nbformat import NotebookNode

HIDDEN_TAGS = frozenset({"injected-parameters", "hide", "remove_cell", "remove-cell"})
RICHEST_FIRST = ["text/html", "image/svg+xml", "image/png", "image/jpeg", "text/markdown", "text/plain"]


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the table of contents."""

    anchor: str
    title: str
    entries: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PageContext:
    """What the template needs beside the notebook."""

    words: Words
    title: str
    contents: tuple[ContentsEntry, ...]
    has_masthead: bool
    css: Markup
    script: Markup
    policy: str


def render_page(notebook: NotebookNode, lang: str, title: str, folder: Path | None = None) -> str:
    """Export an executed notebook: sections as they are, other cells' outputs and notes made harmless, no code.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The executed report notebook; it is not changed. Cells tagged ``hide`` stay out of the page.
    lang : {"en", "ru"}
        Language of the page around the sections.
    title : str
        Title of the browser's tab.
    folder : Path, optional
        Where the page will lie, with the files that it links to; it says which there are and how large.
    """
    shown, words = _shown(notebook), Words(lang)
    if folder is not None:
        fill_downloads(shown, words, folder)
    page = _page(shown, words, one_line(title))
    html, _ = _exporter().from_notebook_node(shown, resources={"page": page})
    return str(html)


def _exporter() -> TemplateExporter:
    # Importing nbconvert takes longer than everything else here: only when a page is made.
    from nbconvert.exporters.templateexporter import TemplateExporter
    from traitlets.config import Config

    class PageExporter(TemplateExporter):
        """Our template, found beside this file, with every value escaped."""

        file_extension = ".html"
        output_mimetype = "text/html"

        def _create_environment(self) -> Environment:
            environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]  # nbconvert's
            environment.autoescape = True
            environment.finalize = neutralise
            environment.filters |= _FILTERS
            return environment

    return PageExporter(  # type: ignore[no-untyped-call]  # nbconvert's
        config=Config({"NbConvertBase": {"display_data_priority": RICHEST_FIRST}}),
        extra_template_basedirs=[str(TEMPLATES.parent)],
        template_name=TEMPLATES.name,
        exclude_input=True,
    )


def _shown(notebook: NotebookNode) -> NotebookNode:
    """Copy the notebook without what is not for readers: hidden cells, code, styles, diagnostics."""
    shown = deepcopy(notebook)
    shown.cells = [cell for cell in shown.cells if not HIDDEN_TAGS & set(cell.metadata.get("tags", ()))]
    for number, cell in enumerate(shown.cells, start=1):
        cell.metadata["tematika_anchor"] = f"note-{number}"
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if _for_readers(output)]
    return shown


def _for_readers(output: Mapping[str, Any]) -> bool:
    if output["output_type"] == "stream":
        return bool(output["name"] == "stdout" and output["text"].strip())
    data = output.get("data", {})
    return STYLE_MIME not in data and any(mime in data for mime in RICHEST_FIRST)


def _sections(notebook: NotebookNode) -> list[dict[str, Any]]:
    """Give what the outputs that are sections hold, by their kinds."""
    told = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", ())]
    return [data for data in told if SECTION_MIME in data]


def _page(notebook: NotebookNode, words: Words, title: str) -> PageContext:
    css, script = page_css() + report_css(), page_script()
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_digest(css)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return PageContext(
        words=words,
        title=title,
        contents=tuple(_contents(notebook)),
        has_masthead=any(not data[SECTION_MIME]["title"] for data in _sections(notebook)),
        css=Markup(css),  # noqa: S704  our own file
        script=Markup(script),  # noqa: S704  our own file
        policy=policy,
    )


def _contents(notebook: NotebookNode) -> list[ContentsEntry]:
    lines = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (heading := _heading(cell.source)):
            lines.append(ContentsEntry(cell.metadata["tematika_anchor"], heading))
        for output in cell.get("outputs", ()):
            about = output.get("data", {}).get(SECTION_MIME)
            if about and about["title"]:
                entries = tuple((anchor, name) for anchor, name in about["entries"])
                lines.append(ContentsEntry(about["slug"], about["title"], entries))
    return lines


def _heading(source: str) -> str:
    first = next((line for line in source.splitlines() if line.strip()), "")
    return one_line(first.lstrip("#")) if first.startswith("#") else ""


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _is_section(output: Mapping[str, Any]) -> bool:
    return SECTION_MIME in output["data"]


def _trusted(html: str) -> Markup:
    return Markup(html)  # noqa: S704  a section escapes what comes from articles


def _alternative(output: Mapping[str, Any]) -> str:
    return str(output.get("metadata", {}).get("alt") or output["data"].get("text/plain", ""))


def _unbroken(text: str) -> str:
    return "".join(text.split())


_FILTERS = {
    "sanitize": sanitize,
    "is_section": _is_section,
    "trusted": _trusted,
    "alternative": _alternative,
    "unbroken": _unbroken,
}
