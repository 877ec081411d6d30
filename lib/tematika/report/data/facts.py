"""What is recorded of a run beside its tables, with a type for each entry."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class Span(_Facts):
    """First and last day of the period; None where it is open."""

    first: date | None = None
    last: date | None = None


class Quarantine(_Facts):
    """Numbers of unread files and records by reason and language, and their names with reasons and details."""

    counts: list[tuple[str, str | None, int]] = []
    items: list[tuple[str, str, str | None]] = []


class InputFile(_Facts):
    """A file that was read."""

    ref: str
    sha256: str = ""


class EarlierTheme(_Facts):
    """A theme of the previous report: its title by language and its number of articles."""

    title: dict[str, str]
    named: bool
    articles: int


class EarlierReport(_Facts):
    """Number of articles and themes of the previous report."""

    n_articles: int = Field(alias="all")
    themes: dict[str, EarlierTheme]


class ThemeEvent(_Facts):
    """What became of a discovered theme; ``likeness`` is the similarity of its words to its pair's, 0 to 1."""

    uid: str
    kind: str = ""
    other: str | None = None
    likeness: float | None = None


class History(_Facts):
    """The previous report, or ``why`` there is none."""

    follows: str | None = None
    why: str | None = None
    before: EarlierReport | None = None
    events: list[ThemeEvent] = []


class ThemeScore(_Facts):
    """F1 of a named theme, 0 to 1; None if too few articles are labelled with it."""

    uid: str
    f1: float | None


class LabelScores(_Facts):
    """Macro-averaged F1 on ``n`` labelled articles, with its confidence interval."""

    n: int
    macro_f1: float | None
    low: float | None = None
    high: float | None = None
    themes: list[ThemeScore] = []


class RunFacts(_Facts):
    """Facts of a run under their stored names; every one is optional.

    An entry that is not declared here is shown among the other numbers if it is a plain value.
    """

    parameters: dict[str, Any] = {}
    versions: dict[str, Any] = {}
    revision: str | None = None
    inputs: list[InputFile] = []
    archive_version: int | None = None
    seed: int | None = None
    n_terms: int | None = None
    n_components: int | None = None
    n_in_reach: int | None = None
    n_learnt_from: int | None = None
    n_outside_period: int = 0
    n_after_period: int = 0
    thresholds: dict[str, float] = {}
    learned: list[str] = []
    encodings: dict[str, int] = {}
    set_aside: Quarantine = Quarantine()
    span: Span = Span()
    history: History | None = None
    labels: LabelScores | None = None
    quality: dict[str, Any] | None = None

    def other_numbers(self) -> dict[str, object]:
        """Return the plain values that neither a section nor the list of parameters shows."""
        values = {**(self.model_extra or {}), "seed": self.seed, "archive_version": self.archive_version}
        plain = {name: value for name, value in values.items() if isinstance(value, (str, int, float))}
        return {name: value for name, value in plain.items() if name not in self.parameters}
