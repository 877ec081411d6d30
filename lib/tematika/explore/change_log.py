"""The change log: writes the themes file and the labels file together, for one user at a time, and undoes changes."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import tomlkit

from tematika.core.locks import locked
from tematika.errors import ChangedError, ParameterError
from tematika.explore.words import ENGLISH, describe_action
from tematika.settings import Settings, labels_path, themes_path
from tematika.themes.annotations import Labels, parse_labels
from tematika.themes.definitions import ThemeDefinition, parse_themes

_WAIT_SECONDS = 10.0


@dataclass(frozen=True)
class Contents:
    """The contents of the themes file and the labels file; without a labels file, ``labels`` is empty."""

    themes: str
    labels: str

    def definitions(self) -> list[ThemeDefinition]:
        """Return the named themes."""
        return parse_themes(tomlkit.parse(self.themes).unwrap(), "the themes file")

    def annotations(self) -> Labels:
        """Return the labels for the named themes."""
        themes = [theme.id for theme in self.definitions()]
        return Labels.of(parse_labels(self.labels, "the labels", themes) if self.labels else [], themes)


@dataclass(frozen=True)
class LoggedChange:
    """A line of the journal.

    Attributes
    ----------
    what : str
        The change in English words: ``energy: + мазут``.
    who : str
        Name of the user.
    before, after : Contents
    undone : bool
        Whether the line undoes an earlier change.
    action : mapping of str to str
        The change for `tematika.explore.words.describe_action`; empty in journals of earlier releases.
    """

    what: str
    who: str
    before: Contents
    after: Contents
    undone: bool = False
    action: Mapping[str, str] = field(default_factory=dict)


class ChangeLog:
    """The themes file and the labels file with the journal of their changes.

    Parameters
    ----------
    themes, labels : Path
        The files; the labels file need not exist yet.
    """

    def __init__(self, themes: Path, labels: Path) -> None:
        self.themes, self.labels = themes, labels
        self._journal = themes.with_name(f".{themes.stem}.journal.jsonl")
        self._lock = themes.with_name(f".{themes.stem}.lock")

    @classmethod
    def of(cls, settings: Settings) -> ChangeLog:
        """Return the change log of the files that a run with these settings uses.

        Raises
        ------
        ParameterError
            When the run has no named themes.
        """
        themes = themes_path(settings)
        if themes is None:
            raise ParameterError("leaves nothing to teach", "themes=none", "name a themes file")
        return cls(themes, labels_path(settings) or themes.with_name("labels.jsonl"))

    def read(self) -> Contents:
        """Read both files."""
        labels = self.labels.read_text(encoding="utf-8") if self.labels.exists() else ""
        return Contents(self.themes.read_text(encoding="utf-8"), labels)

    def write(self, before: Contents, after: Contents, action: Mapping[str, str]) -> LoggedChange:
        """Write both files, if they still have the contents ``before``, and the journal.

        Raises
        ------
        ChangedError
            When they have not; the message names who changed them, and how.
        LockedError
            When another user holds the lock for more than ten seconds.
        """
        with locked(self._lock, _WAIT_SECONDS, _wait_silently, "somebody else is writing to the themes"):
            self._check(before)
            change = LoggedChange(describe_action(action, ENGLISH), _user(), before, after, action=action)
            # The journal comes first: after an interrupted write the former contents can be restored from it.
            self._append(change)
            self._replace(after)
        return change

    def undo(self) -> LoggedChange:
        """Undo the last change and return it.

        Raises
        ------
        ParameterError
            When there is none.
        ChangedError
            When the files were edited since, or another user made the last change.
        """
        with locked(self._lock, _WAIT_SECONDS, _wait_silently, "somebody else is writing to the themes"):
            changes = self.changes()
            if not changes:
                raise ParameterError("nothing to undo", str(self._journal.name), "")
            last = changes[-1]
            self._check(last.after)
            if last.who != _user():
                what = f"the last change is not yours: {last.who} made it ({last.what})"
                raise ChangedError(what, self.themes.name, "ask them to undo it, or make a change that puts it right")
            self._append(replace(last, before=last.after, after=last.before, undone=True))
            self._replace(last.before)
        return last

    def changes(self) -> list[LoggedChange]:
        """Return the changes that are not undone, oldest first."""
        changes: list[LoggedChange] = []
        for change in self._read_journal():
            if change.undone:
                changes.pop()
            else:
                changes.append(change)
        return changes

    def _read_journal(self) -> list[LoggedChange]:
        if not self._journal.exists():
            return []
        rows = map(json.loads, self._journal.read_text(encoding="utf-8").splitlines())
        return [
            LoggedChange(
                row["what"], row["who"], Contents(**row["before"]), Contents(**row["after"]),
                row.get("undone", False), row.get("told", {}),
            )
            for row in rows
        ]  # fmt: skip

    def _check(self, before: Contents) -> None:
        now = self.read()
        if now != before:
            last = next((change for change in reversed(self._read_journal()) if change.after == now), None)
            first = f"{last.who} was first ({last.what})" if last else "somebody edited the files"
            raise ChangedError(first, self.themes.name, "look at the change, then make yours again")

    def _append(self, change: LoggedChange) -> None:
        row = asdict(change)
        row["told"] = row.pop("action")
        with self._journal.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")

    def _replace(self, contents: Contents) -> None:
        if contents.themes != self.themes.read_text(encoding="utf-8"):
            _write_whole(self.themes, contents.themes)
        if contents.labels:
            _write_whole(self.labels, contents.labels)
        else:
            self.labels.unlink(missing_ok=True)


def _write_whole(path: Path, text: str) -> None:
    """Write a file so that readers see either the old or the new contents."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


def _user() -> str:
    # Names come from the system, and not every container has one.
    try:
        return os.environ.get("JUPYTERHUB_USER") or getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


def _wait_silently() -> None:
    """Show nothing while waiting for the lock."""


Shelf = ChangeLog  # the former name
