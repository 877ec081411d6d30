"""The shelf: a page that lists all reports, a feed that announces them, and `latest`, which leads to the newest."""

from __future__ import annotations

import contextlib
import sys
import uuid
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from markupsafe import Markup

from tematika.core.files import flush, replace_file
from tematika.errors import LockedError
from tematika.report.data import dates
from tematika.report.html.environment import environment, plain_page
from tematika.report.i18n import Translator
from tematika.runs.library.ownership import MANIFEST, has_report_name, holds_only_ours, is_marked
from tematika.runs.library.publish import (
    library_locked,
    publish,
    repair_library,
    staging_folder,
    take_away,
    translate_disk_errors,
)
from tematika.runs.library.sparklines import Spark, sparks
from tematika.runs.library.summary import DAMAGED, DONE, FAILED, SUMMARY, Summary, read_summary

INDEX = "index.html"
FEED = "feed.xml"
LATEST = "latest"

_NEWEST_FEED_ENTRIES = 100
# Namespace of the feed's ids; any fixed one will do, and it must never change.
_IDS = uuid.UUID("5b1ee0a4-2f0d-5c39-9d9e-6a3b0c1f7e11")


@dataclass(frozen=True, slots=True)
class Keep:
    """How many reports stay, and how old they may be.

    Attributes
    ----------
    count : int or None
        So many of the newest; None: all.
    days : int or None
        Those that end no more than so many days before the newest one does; None: all. No clock has a say, so a stream
        that stops loses nothing.
    """

    count: int | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class ReportLibrary:
    """Where a report goes.

    Attributes
    ----------
    folder : Path
        Folder of all reports.
    keep : Keep
        What stays there.
    wait : float
        Seconds to wait for another process that is making the same report.
    on_wait : callable
        Called once if there is one.
    notify : callable
        Told in a line of what is taken away, and of what would be if it were ours.
    """

    folder: Path
    keep: Keep = Keep()
    wait: float = 0.0
    on_wait: Callable[[], object] = lambda: None
    notify: Callable[[str], object] = lambda _: None

    def staging(self, name: str) -> AbstractContextManager[Path]:
        """Return an empty folder to build a report in, see `tematika.runs.library.publish.staging_folder`."""
        return staging_folder(self.folder, name, self.wait, self.on_wait)

    def put(self, staging: Path, name: str) -> Path:
        """Publish a complete folder under a name and make the shelf tell of it.

        Returns
        -------
        Path
            The published folder.

        Raises
        ------
        PublishError
            Where that fails; the shelf is then as it was before.
        """
        place = self.folder / name
        with translate_disk_errors(place), library_locked(self.folder):
            publish(staging, place)
            tend(self.folder, self.keep, self.notify)
        return place

    def mend(self) -> None:
        """Make the shelf right again after a run that was killed; one that cannot be written to stays as it is."""
        with contextlib.suppress(OSError, LockedError), library_locked(self.folder):
            repair_library(self.folder, but_not="")
            tend(self.folder, self.keep, self.notify)


@dataclass(frozen=True, slots=True)
class Entry:
    """A report on the shelf: its folder, what it says of itself, and when it came."""

    folder: str
    summary: Summary
    made: int
    sparks: tuple[Spark, ...] = ()

    @property
    def href(self) -> str:
        """Address of its page, seen from the list of reports."""
        return f"{self.folder}/{self.summary.page}"

    @property
    def atom_id(self) -> str:
        """Its id in the feed, the same for ever."""
        return f"urn:uuid:{uuid.uuid5(_IDS, self.folder)}"

    def title(self) -> Markup:
        """Return the days that it is about, in its own language."""
        words, summary = Translator(self.summary.lang), self.summary
        if summary.first and summary.last:
            return dates.span(words, date.fromisoformat(summary.first), date.fromisoformat(summary.last))
        return Markup("{}").format(
            words.text("shelf.all") if summary.period == "all" else summary.period or summary.run
        )

    def line(self) -> str:
        """Return the sentence that matters most."""
        if self.summary.error:
            return str(self.summary.error["what"])
        return self.summary.findings[0] if self.summary.findings else ""


def entries(reports: Path) -> list[Entry]:
    """Return all reports of a folder, newest first: by the last day that they are about, then by when they came.

    Damaged ones come after all others: nobody knows what they are about, and none takes the place of a good report.
    """
    folders = [path for path in reports.iterdir() if _is_report(path)]
    entries = [Entry(folder.name, read_summary(folder), _made(folder)) for folder in folders]
    # A report without any day, of undated articles or one that failed before it had read any, counts as just made.
    return sorted(
        entries,
        key=lambda one: (one.summary.status != DAMAGED, one.summary.last or "9999", one.made, one.folder),
        reverse=True,
    )


def tend(reports: Path, keep: Keep, notify: Callable[[str], object]) -> list[Entry]:
    """Make index, feed and `latest` say what is there, after taking away what need not be kept.

    Each is replaced in one step and left alone if it is right. The process holds the shelf, see `library_locked`.

    Parameters
    ----------
    reports : Path
        Folder of all reports.
    keep : Keep
        What stays; the newest good report always does, and so does whatever has something in it that is not ours.
    notify : callable
        Told in a line of what is taken away, and of what is left alone although it is not to be kept.

    Returns
    -------
    list of Entry
        What the shelf lists, newest first.
    """
    listed = entries(reports)
    latest = next((entry for entry in listed if entry.summary.status == DONE), None)
    past = _outdated(listed, keep, latest)
    outdated = [entry for entry in past if holds_only_ours(reports / entry.folder)]
    shown = [entry for entry in listed if entry not in outdated]
    if shown:
        replace_file(reports / INDEX, index_page(shown, latest).encode())
        replace_file(reports / FEED, feed(shown).encode())
    if latest:
        _lead_to(reports, latest)
    # Last of all: should the process be killed here, nothing on the shelf leads nowhere.
    for entry in outdated:
        take_away(reports / entry.folder)
    _notify_of(notify, "taken away", [entry.folder for entry in outdated])
    foreign = _foreign(reports) if keep != Keep() else []
    left = {*(entry.folder for entry in past if entry not in outdated), *foreign}
    _notify_of(notify, "left alone, for not all in it was written by Tematika", left)
    return shown


def index_page(shown: Sequence[Entry], latest: Entry | None) -> str:
    """Write the page that lists the reports."""
    words = Translator(latest.summary.lang if latest else shown[0].summary.lang)
    told = [replace(entry, sparks=sparks([one.summary for one in shown[at:]])) for at, entry in enumerate(shown)]
    return plain_page(
        "shelf", words, words.text("shelf.title"), entries=told, latest=latest, failed=FAILED, damaged=DAMAGED
    )


def feed(shown: Sequence[Entry]) -> str:
    """Write the Atom feed. No clock has a say: an entry is as old as the last day that it is about."""
    newest = max((entry.summary.last for entry in shown if entry.summary.last), default="1970-01-01")
    listed = [entry for entry in shown if entry.summary.status != DAMAGED][:_NEWEST_FEED_ENTRIES]
    words = Translator(shown[0].summary.lang)
    template = environment().get_template("feed.xml.j2")
    return template.render(words=words, entries=listed, newest=newest, feed_id=f"urn:uuid:{_IDS}", failed=FAILED)


def _outdated(entries: Sequence[Entry], keep: Keep, latest: Entry | None) -> list[Entry]:
    newest = max((entry.summary.last for entry in entries if entry.summary.last), default=None)
    oldest = ""
    if newest and keep.days is not None:
        oldest = (date.fromisoformat(newest) - timedelta(days=keep.days)).isoformat()
    kept = entries if keep.count is None else entries[: keep.count]
    made = {entry.summary.run: entry.made for entry in entries if entry.summary.status == DONE}
    return [
        entry
        for entry in entries
        if entry != latest
        and (
            entry not in kept
            or (entry.summary.last or "9999") < oldest
            # It has been made after all.
            or (entry.summary.status == FAILED and made.get(entry.summary.run, 0) > entry.made)
        )
    ]


def _notify_of(notify: Callable[[str], object], how: str, names: Collection[str]) -> None:
    if names:
        notify(f"{how}: {', '.join(sorted(names))}")


def _is_report(path: Path) -> bool:
    return _is_folder(path) and (is_marked(path) or (has_report_name(path) and _looks_like_one(path)))


def _foreign(reports: Path) -> list[str]:
    """Return the folders that look like reports and are none."""
    return [
        path.name for path in reports.iterdir() if _is_folder(path) and _looks_like_one(path) and not is_marked(path)
    ]


def _is_folder(path: Path) -> bool:
    return not path.name.startswith(".") and path.name != LATEST and not path.is_symlink() and path.is_dir()


def _looks_like_one(path: Path) -> bool:
    return any((path / name).is_file() for name in (SUMMARY, MANIFEST))


def _made(folder: Path) -> int:
    with contextlib.suppress(OSError):
        return (folder / SUMMARY).stat().st_mtime_ns
    return 0


def _lead_to(reports: Path, latest: Entry) -> None:
    """Point `latest` to a report: a link to its folder, or where links cannot be made, a page that leads there."""
    place, beside = reports / LATEST, reports / f".{LATEST}.new"
    if place.is_symlink() and place.readlink() == Path(latest.folder):
        return
    if place.is_dir() and not place.is_symlink():
        _lead_by_page(place, latest)
        return
    beside.unlink(missing_ok=True)
    try:
        beside.symlink_to(latest.folder, target_is_directory=True)
    except OSError:
        _lead_by_page(place, latest)
        return
    sys.audit("tematika.publish", "latest")
    beside.replace(place)
    flush(reports)


def _lead_by_page(place: Path, latest: Entry) -> None:
    place.mkdir(exist_ok=True)
    words = Translator(latest.summary.lang)
    page = plain_page("latest", words, words.text("shelf.latest"), address=f"../{latest.href}")
    replace_file(place / INDEX, page.encode())
