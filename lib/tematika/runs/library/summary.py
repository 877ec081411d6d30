"""The summary of a report, `summary.json`: for the list of reports, the feed, notices and comparisons."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars as pl

from tematika.core.period import Period, days_of
from tematika.report.sections.section import SECTION_MIME

SUMMARY = "summary.json"
DONE, FAILED, DAMAGED, SWEEP = "done", "failed", "damaged", "sweep"


@dataclass(frozen=True, slots=True)
class Summary:
    """A report in a few lines.

    Attributes
    ----------
    run : str
        Name of the run, the same for a report and for the page that says why it could not be made.
    status : {"done", "failed", "damaged", "sweep"}
        ``damaged`` is a folder that does not say what it is, ``sweep`` one that compares reports.
    lang, period : str
        As in the run's parameters.
    first, last : str or None
        First and last day that it is about, as ``2026-11-09``: the period's, else the articles'.
    articles, sources : int
        How many articles, reprints not counted, and how many sources they have.
    themes : tuple of mapping
        ``uid``, ``named``, ``title`` and number of ``articles``, largest first.
    findings : tuple of str
        The report's sentences on what matters most.
    completeness : str
        Whether the report is complete or partial, and why, in one line.
    change : str
        What changed since the report before, in one line; empty where they cannot be compared.
    error : mapping or None
        ``code``, ``what``, ``where`` and ``mend`` of a run that failed.
    page : str
        Name of the page in the folder.
    """

    run: str
    status: str
    lang: str = "en"
    period: str = ""
    first: str | None = None
    last: str | None = None
    articles: int = 0
    sources: int = 0
    themes: tuple[Mapping[str, Any], ...] = ()
    findings: tuple[str, ...] = ()
    completeness: str = ""
    change: str = ""
    error: Mapping[str, Any] | None = None
    page: str = "index.html"

    def write(self, folder: Path) -> None:
        """Write it into a run's folder."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"
        (folder / SUMMARY).write_text(text, encoding="utf-8")


def read_summary(folder: Path) -> Summary:
    """Read what a run's folder says of itself; one that cannot be read is damaged."""
    try:
        stored = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
        lists = {name: tuple(stored[name]) for name in ("themes", "findings")}
        summary = Summary(**{**stored, **lists})
        for day in (summary.first, summary.last):
            date.fromisoformat(day or "2026-01-01")
    except (OSError, ValueError, TypeError, KeyError):
        return Summary(folder.name, DAMAGED)
    return summary


def figures_of(data: Path, lang: str, period: Period) -> dict[str, Any]:
    """Count articles, sources and themes in the tables of a run; a run of other notebooks may have none."""
    if not (data / "articles.parquet").is_file() or not (data / "themes.json").is_file():
        return dict(days_of(period))
    columns = ["source", "published", "themes", "cluster"]
    articles = pl.read_parquet(data / "articles.parquet", glob=False, columns=[*columns, "copy_of"]).filter(
        pl.col("copy_of").is_null()
    )
    days = {name: day.date().isoformat() for name, day in _ends(articles) if day is not None}
    counts = Counter(uid for uids in _uids(articles) for uid in uids)
    return {
        **days,
        **{name: day for name, day in days_of(period).items() if day},
        "articles": articles.height,
        "sources": articles["source"].drop_nulls().n_unique(),
        "themes": tuple(_themes(json.loads((data / "themes.json").read_text(encoding="utf-8")), counts, lang)),
    }


def findings_of(notebook: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the sentences of the findings in an executed report notebook."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if data.get(SECTION_MIME, {}).get("slug") == "findings":
                items = _Items()
                items.feed("".join(data["text/html"]))
                return tuple(" ".join(text.split()) for text in items.texts)
    return ()


def line_of(notebook: Mapping[str, Any], slug: str) -> str:
    """Return the one line of a section in an executed report notebook."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            about = output.get("data", {}).get(SECTION_MIME, {})
            if about.get("slug") == slug:
                return str(about.get("line", ""))
    return ""


def _ends(articles: pl.DataFrame) -> list[tuple[str, Any]]:
    published = articles["published"]
    return [("first", published.min()), ("last", published.max())]


def _uids(articles: pl.DataFrame) -> Sequence[set[str]]:
    return [
        {*(themes or ()), *([cluster] if cluster else [])} for themes, cluster in articles[["themes", "cluster"]].rows()
    ]


def _themes(stored: Mapping[str, Any], counts: Mapping[str, int], lang: str) -> Sequence[Mapping[str, Any]]:
    themes = [
        {
            "uid": theme["uid"],
            "named": theme["named"],
            "title": theme["title"].get(lang) or next(iter(theme["title"].values()), theme["uid"]),
            "articles": counts.get(theme["uid"], 0),
        }
        for theme in stored["themes"]
    ]
    return sorted(themes, key=lambda theme: (-theme["articles"], theme["uid"]))


@dataclass
class _Items(HTMLParser):
    """Texts of the list items of a piece of HTML."""

    texts: list[str] = field(default_factory=list)
    inside: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the signature is Python's
        if tag == "li":
            self.texts.append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "li"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.texts[-1] += data
