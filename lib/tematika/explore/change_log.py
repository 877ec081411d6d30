"""Changes to the themes file and the labels: all at once or not at all, one person at a time, and undone again."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from tematika.core.locks import locked
from tematika.errors import ChangedError, ParameterError
from tematika.explore.words import ENGLISH, deed_line
from tematika.settings import Settings, labels_path, themes_path

_WAIT = 10.0


@dataclass(frozen=True)
class Taught:
    """What the files say, as it was read.

    Attributes
    ----------
    themes, labels : str
        Content of the files; labels are empty while nobody has given any.
    """

    themes: str
    labels: str

    @property
    def digest(self) -> str:
        """Hash of both."""
        return sha256(f"{self.themes}\0{self.labels}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Lesson:
    """One change, as the journal tells it.

    Attributes
    ----------
    what : str
        In English words: ``energy: + мазут``.
    who : str
        Name of the user.
    before, after : Taught
        What the files said.
    undone : bool
        Whether it was taken back.
    told : mapping of str to str
        What was done, for `tematika.explore.words.deed_line`; empty in journals of old.
    """

    what: str
    who: str
    before: Taught
    after: Taught
    undone: bool = False
    told: Mapping[str, str] = field(default_factory=dict)


class Shelf:
    """Where the themes file and the labels lie, with a journal of changes beside them.

    Parameters
    ----------
    themes, labels : Path
        Files; that of the labels is made with the first of them.
    """

    def __init__(self, themes: Path, labels: Path) -> None:
        self.themes, self.labels = themes, labels
        self._journal = themes.with_name(f".{themes.stem}.journal.jsonl")
        self._lock = themes.with_name(f".{themes.stem}.lock")

    @classmethod
    def of(cls, settings: Settings) -> Shelf:
        """Give the files that a run with these settings obeys.

        Raises
        ------
        ParameterError
            When the run has no named themes.
        """
        themes = themes_path(settings)
        if themes is None:
            raise ParameterError("leaves nothing to teach", "themes=none", "name a themes file")
        return cls(themes, labels_path(settings) or themes.with_name("labels.jsonl"))

    def read(self) -> Taught:
        """Read both files."""
        labels = self.labels.read_text(encoding="utf-8") if self.labels.exists() else ""
        return Taught(self.themes.read_text(encoding="utf-8"), labels)

    def write(self, before: Taught, after: Taught, told: Mapping[str, str]) -> Lesson:
        """Put a change into the files.

        Parameters
        ----------
        before : Taught
            What the change was made of.
        after : Taught
            What the files shall say.
        told : mapping of str to str
            The change, for `tematika.explore.words.deed_line`.

        Raises
        ------
        ChangedError
            When somebody has changed the files since they were read; the message says who and what.
        LockedError
            When somebody has been writing to them for longer than ten seconds.
        """
        with locked(self._lock, _WAIT, _nothing, "somebody else is writing to the themes"):
            self._check(before)
            lesson = Lesson(deed_line(told, ENGLISH), _user(), before, after, told=told)
            # First the journal: should the writing break off, what was there before can be had from it.
            self._append(lesson)
            self._put(after)
        return lesson

    def undo(self) -> Lesson:
        """Take the last change back, and give it.

        Raises
        ------
        ParameterError
            When there is none.
        ChangedError
            When the files were changed by other means since, or somebody else made the last change.
        """
        with locked(self._lock, _WAIT, _nothing, "somebody else is writing to the themes"):
            done = [lesson for lesson in self.lessons() if not lesson.undone]
            if not done:
                raise ParameterError("nothing to undo", str(self._journal.name), "")
            last = done[-1]
            self._check(last.after)
            if last.who != _user():
                what = f"the last change is not yours: {last.who} made it ({last.what})"
                raise ChangedError(what, self.themes.name, "ask them to undo it, or make a change that puts it right")
            self._append(replace(last, before=last.after, after=last.before, undone=True))
            self._put(last.before)
        return last

    def lessons(self) -> list[Lesson]:
        """Give the changes that were made and not undone, the oldest first."""
        done: list[Lesson] = []
        for lesson in self._told():
            if lesson.undone:
                done.pop()
            else:
                done.append(lesson)
        return done

    def _told(self) -> list[Lesson]:
        if not self._journal.exists():
            return []
        rows = [json.loads(line) for line in self._journal.read_text(encoding="utf-8").splitlines()]
        return [Lesson(**{**row, "before": Taught(**row["before"]), "after": Taught(**row["after"])}) for row in rows]

    def _check(self, before: Taught) -> None:
        now = self.read()
        if now.digest == before.digest:
            return
        last = next((lesson for lesson in reversed(self._told()) if lesson.after.digest == now.digest), None)
        first = f"{last.who} was first ({last.what})" if last else "somebody edited the files"
        raise ChangedError(first, self.themes.name, "look at the change, then make yours again")

    def _append(self, lesson: Lesson) -> None:
        row: Mapping[str, object] = {
            "what": lesson.what,
            "who": lesson.who,
            "undone": lesson.undone,
            "told": dict(lesson.told),
            "before": {"themes": lesson.before.themes, "labels": lesson.before.labels},
            "after": {"themes": lesson.after.themes, "labels": lesson.after.labels},
        }
        with self._journal.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")

    def _put(self, taught: Taught) -> None:
        if taught.themes != self.themes.read_text(encoding="utf-8"):
            _replace(self.themes, taught.themes)
        if taught.labels:
            _replace(self.labels, taught.labels)
        else:
            self.labels.unlink(missing_ok=True)


def _replace(path: Path, text: str) -> None:
    """Write a file so that readers see the old content or the new."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


def _user() -> str:
    # Names come from the system, and not every container has one.
    try:
        return os.environ.get("JUPYTERHUB_USER") or getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


def _nothing() -> None:
    """Wait in silence: nobody waits for long."""
