"""What became of each theme since the previous report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tematika.report.data.facts import EarlierReport, ThemeEvent
from tematika.report.data.model import Change, Report, ThemeView
from tematika.report.data.trends import AT_LEAST, BY_CHANCE, compare_shares

Kind = Literal["new", "named", "reborn", "split", "grown", "shrunk", "steady", "merged", "gone", "dropped"]

# In the order in which a reader should meet them.
KINDS: Sequence[Kind] = (
    "new", "named", "reborn", "split", "grown", "shrunk", "merged", "gone", "dropped", "steady",
)  # fmt: skip
_ARRIVALS: Mapping[str, Kind] = {"new": "new", "split": "split", "reborn": "reborn"}
_DEPARTURES: Mapping[str, Kind] = {"merged": "merged", "dormant": "gone"}
# Above the lower figure nine in ten pairs are the same theme; above the upper one all that were looked at.
_LIKELY, _CLEAR = 0.5, 0.65


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """A theme in this report and in the previous one.

    Attributes
    ----------
    kind : str
        What became of it; the share of a ``steady`` theme changed no more than by chance.
    uid, title : str
        The theme, by the latest title it had.
    view : ThemeView or None
        The theme in this report, if it is there.
    now, before : int
        Its numbers of articles.
    change : Change or None
        Both shares compared; None if a report has no articles.
    likeness : float or None
        Similarity of its words to those of the theme it is paired with, 0 to 1; None if it is not paired.
    other : str
        Title of the theme that it came from or went into.
    former : str
        Its title in the previous report, if that was another.
    """

    kind: Kind
    uid: str
    title: str
    view: ThemeView | None
    now: int
    before: int
    change: Change | None
    likeness: float | None = None
    other: str = ""
    former: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A report beside the previous one.

    ``follows`` names the previous report; it is empty where there is none, and ``why`` is then ``first`` or ``other
    articles``. ``total`` counts the articles of the previous report; ``themes`` are in the order of `KINDS`, the
    largest first.
    """

    follows: str
    why: str
    total: int = 0
    themes: tuple[ThemeChange, ...] = ()

    def of(self, kind: Kind) -> list[ThemeChange]:
        """Return the changes of one kind."""
        return [theme for theme in self.themes if theme.kind == kind]


def compare_with_previous(report: Report) -> Comparison | None:
    """Compare a report with the previous one; return None if nothing is recorded of earlier reports.

    Shares are compared by Fisher's exact test. It is conservative where both reports have some articles in common.
    """
    history = report.facts.history
    if history is None:
        return None
    if not history.follows or history.before is None:
        return Comparison("", history.why or "first")
    pairing = _Pairing(report, history.before, {event.uid: event for event in history.events})
    here = [pairing.present(view) for view in report.themes]
    gone = [pairing.absent(uid) for uid in sorted(history.before.themes) if uid not in pairing.views]
    ordered = sorted((*here, *gone), key=lambda one: (KINDS.index(one.kind), -max(one.now, one.before), one.uid))
    return Comparison(history.follows, "", history.before.n_articles, tuple(ordered))


def match_level(likeness: float) -> str:
    """Return how sure it is that two themes so alike are one: ``clear``, ``likely`` or ``faint``."""
    if likeness >= _CLEAR:
        return "clear"
    return "likely" if likeness >= _LIKELY else "faint"


class _Pairing:
    """Themes of this report and of the previous one, by uid."""

    def __init__(self, report: Report, before: EarlierReport, events: Mapping[str, ThemeEvent]) -> None:
        self.views = report.by_uid()
        self._total, self._before, self._events, self._lang = len(report.articles), before, events, report.words.lang

    def present(self, view: ThemeView) -> ThemeChange:
        uid, now = view.theme.uid, len(view.articles)
        event = self._event(uid)
        before, change = self._compare(uid, now)
        arrived = _ARRIVALS.get(event.kind) or ("named" if uid not in self._before.themes else None)
        other = self._title(event.other or "") if arrived == "split" else ""
        former = self._title(uid) if uid in self._before.themes else ""
        former = former if former != view.title else ""
        kind = arrived or _movement(change)
        return ThemeChange(kind, uid, view.title, view, now, before, change, event.likeness or None, other, former)

    def absent(self, uid: str) -> ThemeChange:
        event = self._event(uid)
        before, change = self._compare(uid, 0)
        kind: Kind = "dropped" if self._before.themes[uid].named else _DEPARTURES.get(event.kind, "gone")
        other = self._title(event.other or "") if kind == "merged" else ""
        return ThemeChange(kind, uid, self._title(uid), None, 0, before, change, event.likeness or None, other)

    def _event(self, uid: str) -> ThemeEvent:
        return self._events.get(uid) or ThemeEvent(uid=uid)

    def _compare(self, uid: str, now: int) -> tuple[int, Change | None]:
        before = self._before.themes[uid].articles if uid in self._before.themes else 0
        return before, compare_shares(now, self._total, before, self._before.n_articles)

    def _title(self, uid: str) -> str:
        """Return the title of a theme in the previous report, or else in this one."""
        if uid in self._before.themes:
            titles = self._before.themes[uid].title
            title = titles.get(self._lang) or next(iter(titles.values()), uid)
            return title[:1].upper() + title[1:]
        return self.views[uid].title if uid in self.views else ""


def _movement(change: Change | None) -> Kind:
    if change is None or change.chance >= BY_CHANCE or max(change.recent, change.before) < AT_LEAST:
        return "steady"
    return "grown" if change.rising else "shrunk"
