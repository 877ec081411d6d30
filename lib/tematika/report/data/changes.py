"""What became of each theme since the report before, and whether chance alone would do the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tematika.report.data.model import Change, Report, ThemeView
from tematika.report.data.trends import AT_LEAST, BY_CHANCE, compare_shares

Kind = Literal["new", "named", "reborn", "split", "grown", "shrunk", "steady", "merged", "gone", "dropped"]

# In the order in which a reader should meet them.
KINDS: Sequence[Kind] = (
    "new", "named", "reborn", "split", "grown", "shrunk", "merged", "gone", "dropped", "steady",
)  # fmt: skip
_ARRIVED: Mapping[str, Kind] = {"new": "new", "split": "split", "reborn": "reborn"}
_LEFT: Mapping[str, Kind] = {"merged": "merged", "dormant": "gone"}
# Above the lower figure nine in ten pairs are the same theme; above the upper one all that were looked at.
_LIKELY, _CLEAR = 0.5, 0.65


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """A theme now and in the report before.

    Attributes
    ----------
    kind : str
        What became of it; ``steady`` is a theme whose share changed no more than chance would change it.
    uid, title : str
        The theme, by the title it has now, or had when it was last there.
    view : ThemeView or None
        The theme in this report, if it is there.
    now, before : int
        Its articles in both reports.
    change : Change or None
        Both shares compared; None where one of the reports has no articles.
    likeness : float or None
        How alike its words are to those of the theme it is paired with, 0 to 1; None where nothing was paired.
    other : str
        Title of the theme that it came from or went into.
    former : str
        What the report before called it, if it had another title.
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
    """A report beside the one before.

    Attributes
    ----------
    follows : str
        Name of the report before; empty where there is none.
    why : str
        Why there is none: ``first``, ``other articles``.
    total : int
        Articles of the report before.
    differences : tuple of Difference
        In the order of `KINDS`, the largest first.
    """

    follows: str
    why: str
    total: int = 0
    differences: tuple[ThemeChange, ...] = ()

    def of(self, *kinds: Kind) -> list[ThemeChange]:
        """Give the differences of these kinds."""
        return [one for one in self.differences if one.kind in kinds]


def compare_with_previous(report: Report) -> Comparison | None:
    """Compare a report with the one that it follows.

    Shares are compared by Fisher's exact test. Where both reports tell of some of the same articles, the test finds
    too little rather than too much.

    Returns
    -------
    Comparison or None
        None where nothing was recorded of earlier reports.
    """
    told = report.facts.get("history")
    if not isinstance(told, Mapping):
        return None
    before = told.get("before")
    if not told.get("follows") or not isinstance(before, Mapping):
        return Comparison("", str(told.get("why") or "first"))
    pairing = _Pairing(report, before, {event["uid"]: event for event in told.get("events") or ()})
    here = [pairing.present(view) for view in report.themes]
    gone = [pairing.absent(uid) for uid in sorted(before["themes"]) if uid not in pairing.views]
    ordered = sorted((*here, *gone), key=lambda one: (KINDS.index(one.kind), -max(one.now, one.before), one.uid))
    return Comparison(str(told["follows"]), "", int(before["all"]), tuple(ordered))


def match_level(likeness: float) -> str:
    """Say in a word how sure it is that two themes so alike are one: ``clear``, ``likely`` or ``faint``."""
    if likeness >= _CLEAR:
        return "clear"
    return "likely" if likeness >= _LIKELY else "faint"


class _Pairing:
    """Themes of this report and of the one before, by uid."""

    def __init__(self, report: Report, before: Mapping[str, Any], events: Mapping[str, Mapping[str, Any]]) -> None:
        self.views = report.by_uid()
        self._total, self._total_before = len(report.articles), int(before["all"])
        self._before: Mapping[str, Mapping[str, Any]] = before["themes"]
        self._events = events
        self._lang = report.words.lang

    def present(self, view: ThemeView) -> ThemeChange:
        uid, event = view.theme.uid, self._events.get(view.theme.uid, {})
        before = self._articles(uid)
        change = compare_shares(len(view.articles), self._total, before, self._total_before)
        arrived = _ARRIVED.get(event.get("kind", "")) or ("named" if uid not in self._before else None)
        other = self._title(event.get("other")) if arrived == "split" else ""
        former = self._title(uid)
        return ThemeChange(
            arrived or _moved(change),
            uid,
            view.title,
            view,
            len(view.articles),
            before,
            change,
            event.get("likeness") or None,
            other,
            former if former and former != view.title else "",
        )

    def absent(self, uid: str) -> ThemeChange:
        event, before = self._events.get(uid, {}), self._articles(uid)
        kind: Kind = "dropped" if self._before[uid]["named"] else _LEFT.get(event.get("kind", ""), "gone")
        change = compare_shares(0, self._total, before, self._total_before)
        likeness = event.get("likeness") or None
        other = self._title(event.get("other")) if kind == "merged" else ""
        return ThemeChange(kind, uid, self._title(uid), None, 0, before, change, likeness, other)

    def _articles(self, uid: str) -> int:
        return int(self._before[uid]["articles"]) if uid in self._before else 0

    def _title(self, uid: str | None) -> str:
        """Title of a theme as this report has it, or else as the one before had it."""
        if uid is None:
            return ""
        if uid in self._before:
            titles = self._before[uid]["title"]
            title = str(titles.get(self._lang) or next(iter(titles.values()), uid))
            return title[:1].upper() + title[1:]
        return self.views[uid].title if uid in self.views else ""


def _moved(change: Change | None) -> Kind:
    if change is None or change.chance >= BY_CHANCE or max(change.recent, change.before) < AT_LEAST:
        return "steady"
    return "grown" if change.recent_share > change.before_share else "shrunk"
