"""What the report shows, ready to be drawn: nothing below this knows about tables, nothing above about HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from tematika.report.i18n import Words
from tematika.themes.evaluation.quality import Quality
from tematika.themes.result import Theme

Unit = Literal["day", "week", "month", "quarter", "year"]

FEW_ARTICLES = 5  # up to so many, shares and trends would only look like knowledge


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as the report names it.

    ``themes`` holds the uids of all its themes, the best first; ``regions`` codes of regions, see
    `tematika.themes.columns`; ``copies`` its reprints; ``original`` is the article
    that a reprint repeats, if it is in the report.
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
    """A telling passage, cut into marked and unmarked pieces."""

    article: ArticleView
    pieces: tuple[TextPiece, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """How a theme's share of all articles in the last periods differs from that in the ones before.

    ``chance`` is the probability of a difference at least as large, in the same direction, by chance alone.
    """

    recent: int
    recent_total: int
    before: int
    before_total: int
    chance: float

    @property
    def recent_share(self) -> float:
        """Share of the last periods' articles."""
        return self.recent / self.recent_total if self.recent_total else 0.0

    @property
    def before_share(self) -> float:
        """Share of the earlier periods' articles."""
        return self.before / self.before_total if self.before_total else 0.0


@dataclass(frozen=True, slots=True)
class Movement:
    """How a theme moves against its own past.

    ``usual`` holds the quartiles of its shares of the earlier bins, none where there are too few; ``times`` is its
    share lately as a multiple of their median. Of ``compared`` sources so many ``moved`` the way the theme did;
    ``only_source`` is the one that makes nearly all of the movement.
    """

    usual: tuple[float, ...] = ()
    times: float | None = None
    moved: int = 0
    compared: int = 0
    only_source: str | None = None


@dataclass(frozen=True, slots=True)
class Bin:
    """A period of the timeline, see `Unit`; ``partial`` if the articles do not reach its end, or its start."""

    first: date
    last: date
    total: int
    partial: bool


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme with everything its card shows.

    ``counts`` has its articles in each bin of the timeline; ``new_since`` is the first bin of a theme that came up only
    lately, ``quiet_after`` the last one of a theme that died out. ``shape`` is that of its mark, ``border`` holds
    passages that only just carry it, and ``lead`` is how far its articles stand above the next theme, see
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
    lead: float | None = None

    @property
    def look(self) -> str:
        """Classes of its colour and of the shape of its mark."""
        return f"c{self.slot} k{self.shape}" if self.shape else f"c{self.slot}"


@dataclass(frozen=True, slots=True)
class Timeline:
    """When the articles came out.

    ``outside`` counts dated articles far from the others, ``undated`` those without a date exact enough. The last
    ``recent`` bins that are complete are compared with all before them.
    """

    unit: Unit
    bins: tuple[Bin, ...]
    placed: Mapping[str, int]
    outside: tuple[ArticleView, ...]
    undated: int
    recent: int

    @property
    def within_a_year(self) -> bool:
        """Whether a day of it is named well enough without its year."""
        return len({day.year for each in self.bins for day in (each.first, each.last)}) <= 1

    def compared(self) -> tuple[range, range]:
        """Give the indices of the bins before and of the recent ones; a partial last bin is in neither."""
        end = len(self.bins) - (1 if self.bins and self.bins[-1].partial else 0)
        return range(end - self.recent), range(end - self.recent, end)


@dataclass(frozen=True, slots=True)
class RemovalRule:
    """What one rule took out: how often, how much, from how many articles, and a few examples."""

    rule: str
    n: int
    characters: int
    n_articles: int
    examples: tuple[tuple[str, ArticleView | None], ...]


@dataclass(frozen=True, slots=True)
class SpamSummary:
    """What was written to push a theme: how many articles of floods count nowhere, how many passages are stuffed.

    ``passages`` holds some of the latter, with their articles.
    """

    folded: int = 0
    stuffed: int = 0
    passages: tuple[tuple[ArticleView, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the sections are made from."""

    words: Words
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
    facts: Mapping[str, object]
    quality: Quality | None = None
    poisoned: SpamSummary = SpamSummary()

    @property
    def thin(self) -> bool:
        """Whether there is too little for shares and trends."""
        return len(self.articles) <= FEW_ARTICLES

    def in_steady_order(self) -> list[ThemeView]:
        """Themes in an order that their sizes do not change: the named ones, then the others, each by uid."""
        return sorted(self.themes, key=lambda view: (not view.theme.named, view.theme.uid))

    def by_uid(self) -> dict[str, ThemeView]:
        """Themes by uid."""
        return {view.theme.uid: view for view in self.themes}
