"""The report that a report follows: found among earlier ones by what both are about, never by the clock."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal

from tematika.corpus.profile import CorpusProfile, profile_from_dict
from tematika.themes.tracking import Event, KnownTheme

HISTORY_FILE = "history.json"

Why = Literal["first", "other articles"]


@dataclass(frozen=True)
class History:
    """What a run knows of earlier ones.

    Attributes
    ----------
    follows : str or None
        Name of the report before, None without one that this one can be compared with.
    why : str or None
        Why there is none: ``first`` on the shelf, or the others are about ``other articles``.
    known : tuple of KnownTheme
        Discovered themes of earlier runs.
    before : mapping of str to object
        What the report before said of its themes, by uid: ``title``, ``named``, ``articles``; and how many articles
        it had, under ``all``.
    """

    follows: str | None = None
    why: Why | None = "first"
    known: tuple[KnownTheme, ...] = ()
    before: Mapping[str, Any] | None = None

    @property
    def digest(self) -> str:
        """Hash of what a run takes from earlier ones."""
        told = [[one.uid, one.asleep, sorted(one.signature.items())] for one in self.known]
        return blake2b(json.dumps([self.follows, told]).encode(), digest_size=16).hexdigest()


def find_history(reports: Path, own: CorpusProfile) -> History:
    """Return what is known from the report before one on these articles: the last one on the same stream.

    Parameters
    ----------
    reports : Path
        The shelf.
    own : CorpusProfile
        What the report to be made is about.
    """
    # A folder without a manifest is no report: the desk of an analyst, for one. `latest` is a link to one.
    found = (file.parent for file in reports.glob("[!.]*/manifest.json"))
    folders = sorted(folder for folder in found if not folder.is_symlink())
    told = {folder.name: one for folder in folders if (one := _read(folder / "data" / HISTORY_FILE))}
    earlier = {name: standing for name in told if (standing := profile_from_dict(told[name]["standing"])).precedes(own)}
    same = [name for name, standing in earlier.items() if standing.is_same_stream(own)]
    if not same:
        return History(why="other articles" if earlier else "first")
    name = max(same, key=lambda one: (earlier[one].until, earlier[one].articles, one))
    known = tuple(KnownTheme(**one) for one in told[name]["known"])
    return History(name, None, known, {"all": earlier[name].articles, "themes": told[name]["themes"]})


@dataclass(frozen=True)
class HistoryEntry:
    """What a run adds to the history.

    Attributes
    ----------
    own : CorpusProfile
        What its report is about.
    history : History
        What it followed.
    events : tuple of Event
        What happened to the discovered themes since.
    known : tuple of KnownTheme
        What the next run should know.
    themes : mapping of str to object
        Its themes by uid: ``title``, ``named``, ``articles``.
    """

    own: CorpusProfile
    history: History
    events: tuple[Event, ...]
    known: tuple[KnownTheme, ...]
    themes: Mapping[str, Any]


def facts_of(entry: HistoryEntry) -> dict[str, Any]:
    """Return the facts for the section about changes since the report before."""
    return {
        "follows": entry.history.follows,
        "why": entry.history.why,
        "before": entry.history.before,
        "events": [asdict(event) for event in entry.events],
    }


def write_history(folder: Path, entry: HistoryEntry) -> None:
    """Write the history of a run beside its data, for later runs."""
    told = {
        **facts_of(entry),
        "standing": asdict(entry.own),
        "themes": entry.themes,
        "known": [asdict(one) for one in entry.known],
    }
    (folder / HISTORY_FILE).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _read(file: Path) -> dict[str, Any] | None:
    """Read a report's history; one that is damaged or from another version is passed over."""
    try:
        told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        profile_from_dict(told["standing"])
        tuple(KnownTheme(**one) for one in told["known"])
        dict(told["themes"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return told
