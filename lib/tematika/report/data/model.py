"""What the report shows, ready to be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from tematika.report.data.facts import RunFacts
from tematika.report.i18n import Translator
from tematika.themes.evaluation.quality import Quality
from tematika.themes.result import Theme

Unit = Literal["day", "week", "month", "quarter", "year"]

# Shares and trends of so few articles would only look like knowledge.
FEW_ARTICLES = 5


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as the report names it.

    ``themes`` holds the uids of its themes, the best first, and ``scores`` their scores from 0 to 1; ``regions`` holds
    ISO 3166-2 codes, ``copies`` its reprints, ``stated`` the date as the page states it.
    """

    article_id: str
    anchor: str
    ref: str
    title: str
    source: str | None
    url: str | None
    published: datetime | None
    precision: str
    stated: str | None
    themes: tuple[str, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    copies: tuple[ArticleView, ...] = ()


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of a passage, marked if its words decided."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class PassageView:
    """A quoted passage in marked and unmarked pieces."""

    article: ArticleView
    pieces: tuple[TextPiece, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Articles of a theme and of all themes in two times.

    ``chance`` is the probability of a difference at least as large, in the same direction, by chance alone.
    """

    recent: int
    recent_total: int
    before: int
    before_total: int
    chance: float

    @property
    def recent_share(self) -> float:
        """The theme's share of the recent articles, 0 to 1."""
        return self.recent / self.recent_total if self.recent_total else 0.0

    @property
    def before_share(self) -> float:
        """The theme's share of the earlier articles, 0 to 1."""
        return self.before / self.before_total if self.before_total else 0.0

    @property
    def rising(self) -> bool:
        """Whether the share grew."""
        return self.recent_share > self.before_share


@dataclass(frozen=True, slots=True)
class Movement:
    """How a theme moves against its own past.

    ``usual`` holds the quartiles of its shares in the earlier bins, none where there are too few bins; ``times`` is its
    recent share as a multiple of their median. ``moved`` of ``compared`` sources went the way the theme did;
    ``only_source`` is the one that makes nearly all of the movement.
    """

    usual: tuple[float, ...] = ()
    times: float | None = None
    moved: int = 0
    compared: int = 0
    only_source: str | None = None


@dataclass(frozen=True, slots=True)
class Bin:
    """A period of the timeline; ``partial`` if the articles do not reach its start or its end."""

    first: date
    last: date
    total: int
    partial: bool


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme with everything its card shows.

    ``slot`` and ``shape`` number the colour and the shape of its mark. ``counts`` has its articles in each bin of the
    timeline; ``new_since`` is the first bin of a theme that began recently, ``quiet_after`` the last one of a theme
    that ended. ``border`` holds passages that score just high enough; ``separation`` is described in
    `tematika.report.data.separation`.
    """

    theme: Theme
    title: str
    anchor: str
    slot: int
    articles: tuple[ArticleView, ...]
    share: float
    n_sources: int
    n_copies: int
    passages: tuple[PassageView, ...]
    counts: tuple[int, ...]
    change: Change | None
    new_since: Bin | None
    quiet_after: Bin | None
    shape: int = 0
    movement: Movement = Movement()
    border: tuple[PassageView, ...] = ()
    separation: float | None = None

    @property
    def look(self) -> str:
        """CSS classes of its colour and of the shape of its mark."""
        return f"c{self.slot} k{self.shape}" if self.shape else f"c{self.slot}"


@dataclass(frozen=True, slots=True)
class Timeline:
    """When the articles were published.

    ``placed`` maps article ids to bins; ``outside`` holds dated articles far from the others, ``undated`` counts those
    without a date exact enough. The last ``recent`` complete bins are compared with those before them.
    """

    unit: Unit
    bins: tuple[Bin, ...]
    placed: Mapping[str, int]
    outside: tuple[ArticleView, ...]
    undated: int
    recent: int

    @property
    def within_a_year(self) -> bool:
        """Whether all bins lie in one year."""
        return len({day.year for each in self.bins for day in (each.first, each.last)}) <= 1

    @property
    def n_complete(self) -> int:
        """Number of bins without a partial last one."""
        return len(self.bins) - (1 if self.bins and self.bins[-1].partial else 0)

    def compared(self) -> tuple[range, range]:
        """Return the indices of the earlier and of the recent bins; a partial last bin is in neither."""
        end = self.n_complete
        return range(end - self.recent), range(end - self.recent, end)


@dataclass(frozen=True, slots=True)
class RemovalRule:
    """What one cleaning rule removed: how often, how many characters, from how many articles, and examples."""

    rule: str
    n: int
    characters: int
    n_articles: int
    examples: tuple[tuple[str, ArticleView | None], ...]


@dataclass(frozen=True, slots=True)
class SpamSummary:
    """Articles of template spam that count nowhere, passages with keyword stuffing, and some of these passages."""

    n_flooded: int = 0
    n_stuffed: int = 0
    passages: tuple[tuple[ArticleView, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the sections are made from."""

    words: Translator
    articles: tuple[ArticleView, ...]
    copies: tuple[tuple[ArticleView, ArticleView | None], ...]
    themes: tuple[ThemeView, ...]
    unassigned: tuple[tuple[ArticleView, str], ...]
    timeline: Timeline
    sources: tuple[str, ...]
    n_passages: int
    n_passages_unassigned: int
    n_out_of_period: int
    removals: tuple[RemovalRule, ...]
    facts: RunFacts
    quality: Quality | None = None
    spam: SpamSummary = SpamSummary()

    @property
    def thin(self) -> bool:
        """Whether there are too few articles for shares and trends."""
        return len(self.articles) <= FEW_ARTICLES

    def in_steady_order(self) -> list[ThemeView]:
        """Return the themes in an order that does not depend on their sizes: the named ones, then the others."""
        return sorted(self.themes, key=lambda view: (not view.theme.named, view.theme.uid))

    def by_uid(self) -> dict[str, ThemeView]:
        """Return the themes by uid."""
        return {view.theme.uid: view for view in self.themes}
