"""Every section of the report, in the order in which a reader meets them."""

from tematika.reporting.background import method, parameters, quality, versions
from tematika.reporting.cards import themes
from tematika.reporting.catalogue import articles, unassigned
from tematika.reporting.downloads import downloads
from tematika.reporting.model import Report
from tematika.reporting.over_time import timeline
from tematika.reporting.overview import findings, masthead, shares
from tematika.reporting.prepare import prepare_report
from tematika.reporting.section import Section, Style
from tematika.reporting.since import changes
from tematika.reporting.trust import trust
from tematika.reporting.where import regions, sources

__all__ = [
    "Section",
    "Style",
    "articles",
    "changes",
    "downloads",
    "findings",
    "masthead",
    "method",
    "parameters",
    "passages",
    "prepare_report",
    "quality",
    "regions",
    "shares",
    "sources",
    "themes",
    "timeline",
    "trust",
    "unassigned",
    "versions",
]


def passages(_: Report) -> None:
    """Show nothing in place of the map of passages, which copies of an earlier notebook ask for."""
