"""Every section of the report, in the order in which a reader meets them.

A section knows what is shown, its words and its charts, and not how a page or a notebook shows it.
"""

from tematika.report.data.model import Report
from tematika.report.data.prepare import prepare_report
from tematika.report.sections.articles import articles, unassigned
from tematika.report.sections.changes import changes
from tematika.report.sections.crosstabs import regions, sources
from tematika.report.sections.downloads import downloads
from tematika.report.sections.overview import findings, masthead, shares
from tematika.report.sections.quality import method, parameters, quality, versions
from tematika.report.sections.section import Section, Style
from tematika.report.sections.themes import themes
from tematika.report.sections.timeline import timeline
from tematika.report.sections.trust import trust

__all__ = [
    "Section", "Style", "articles", "changes", "downloads", "findings", "masthead", "method", "parameters",
    "passages", "prepare_report", "quality", "regions", "shares", "sources", "themes", "timeline", "trust",
    "unassigned", "versions",
]  # fmt: skip


def passages(_: Report) -> None:
    """Show nothing: copies of an earlier notebook call it for a section that no longer exists."""
