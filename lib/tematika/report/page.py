"""The page: an executed notebook exported to one self-contained HTML file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from tematika.report.html.environment import TEMPLATES, page_css, page_script, report_css
from tematika.report.html.sanitize import sanitize
from tematika.report.i18n import Translator
from tematika.report.sections.downloads import fill_downloads, section_outputs
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
    """A line of the table of contents, with the anchors and titles below it."""

    anchor: str
    title: str
    entries: tuple[tuple[str, str], ...] = ()


def render_page(notebook: NotebookNode, lang: str, title: str, folder: Path | None = None) -> str:
    """Return an executed notebook as HTML: its sections, and the sanitized outputs and notes of other cells.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The executed notebook; it is not changed. Cells tagged ``hide`` and all code stay out of the page.
    lang : {"en", "ru"}
        Language of the page around the sections.
    title : str
        Title of the page.
    folder : Path, optional
        The run's folder with the files that the page links to.
    """
    visible, words = _visible(notebook), Translator(lang)
    if folder is not None:
        fill_downloads(visible, words, folder)
    page = _context(visible, words, one_line(title))
    html, _ = _exporter().from_notebook_node(visible, resources={"page": page})
    return str(html)


def _exporter() -> TemplateExporter:
    # The import of nbconvert takes longer than everything else here.
    from nbconvert.exporters.templateexporter import TemplateExporter
    from traitlets.config import Config

    class PageExporter(TemplateExporter):
        """An exporter with the template of this package, which escapes every value."""

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


def _visible(notebook: NotebookNode) -> NotebookNode:
    """Return a copy of the notebook without hidden cells, styles and diagnostics."""
    visible = deepcopy(notebook)
    visible.cells = [cell for cell in visible.cells if not HIDDEN_TAGS & set(cell.metadata.get("tags", ()))]
    for number, cell in enumerate(visible.cells, start=1):
        cell.metadata["tematika_anchor"] = f"note-{number}"
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if _is_visible(output)]
    return visible


def _is_visible(output: Mapping[str, Any]) -> bool:
    if output["output_type"] == "stream":
        return bool(output["name"] == "stdout" and output["text"].strip())
    data = output.get("data", {})
    return STYLE_MIME not in data and any(mime in data for mime in RICHEST_FIRST)


def _context(notebook: NotebookNode, words: Translator, title: str) -> dict[str, object]:
    """Return what the template needs beside the notebook."""
    css, script = page_css() + report_css(), page_script()
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_digest(css)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return {
        "words": words,
        "title": title,
        "contents": _contents(notebook),
        "has_masthead": any(not data[SECTION_MIME]["title"] for data in section_outputs(notebook)),
        "css": Markup(css),  # noqa: S704  our own file
        "script": Markup(script),  # noqa: S704  our own file
        "policy": policy,
    }


def _contents(notebook: NotebookNode) -> list[ContentsEntry]:
    lines = []
    for cell in notebook.cells:
        first = next((line for line in cell.source.splitlines() if line.strip()), "")
        heading = one_line(first.lstrip("#")) if first.startswith("#") else ""
        if cell.cell_type == "markdown" and heading:
            lines.append(ContentsEntry(cell.metadata["tematika_anchor"], heading))
        for output in cell.get("outputs", ()):
            about = output.get("data", {}).get(SECTION_MIME)
            if about and about["title"]:
                entries = tuple((anchor, name) for anchor, name in about["entries"])
                lines.append(ContentsEntry(about["slug"], about["title"], entries))
    return lines


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


_FILTERS: dict[str, Callable[..., object]] = {
    "sanitize": sanitize,
    "is_section": lambda output: SECTION_MIME in output["data"],
    # A section escapes what comes from articles.
    "trusted": Markup,
    "alternative": lambda output: str(output.get("metadata", {}).get("alt") or output["data"].get("text/plain", "")),
    "unbroken": lambda text: "".join(text.split()),
}
