"""What the panels share: the desk as it is, the view that is chosen, and where changes are kept."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import ipywidgets
import polars as pl

from tematika.errors import TematikaError
from tematika.explore.desk import Desk, open_desk
from tematika.explore.journal import Shelf
from tematika.explore.teach import Change, as_kept
from tematika.settings import Settings
from tematika.tableview import show

Listener = Callable[[], None]


class Bench:
    """The desk of a notebook, and who wants to know when it changes.

    Attributes
    ----------
    desk : Desk
        As it is now.
    view : SortedCorpus
        The part of it that is looked at.
    shelf : Shelf
        Where changes are kept.
    choice : dict
        How the view was chosen.
    selected : polars.DataFrame
        Passages that were lassoed on the map.
    message : ipywidgets.HTML
        One line: what was done last, or what is wrong.
    """

    def __init__(self, desk: Desk, shelf: Shelf) -> None:
        self.desk, self.view, self.shelf = desk, desk.found, shelf
        self.choice: dict[str, Any] = {}
        self.selected = pl.DataFrame()
        self.message = ipywidgets.HTML()
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Call somebody whenever the desk or the view has changed, and once now."""
        self._listeners.append(listener)
        listener()

    def put(self, desk: Desk) -> None:
        """Lay another desk out; the view is chosen again."""
        self.desk = desk
        self.choose(**self.choice)

    def choose(self, **choice: Any) -> None:
        """Choose what to look at, as `tematika.explore.look.choose` takes it."""
        from tematika.explore.look import choose

        known = set(self.desk.uids)
        self.choice = {**choice, "themes": tuple(uid for uid in choice.get("themes", ()) if uid in known)}
        self.view = choose(self.desk.found, **self.choice)
        for listener in self._listeners:
            listener()

    def keep(self, change: Change) -> None:
        """Keep a change, and lay out the desk as it is now."""
        after = change.on(self.desk)
        change.keep(self.shelf)
        self.put(after)
        self.say(f"kept: {change.what}")

    def undo(self) -> None:
        """Take the last change back."""
        lesson = self.shelf.undo()
        self.put(as_kept(self.desk, self.shelf))
        self.say(f"undone: {lesson.what}")

    def say(self, text: str) -> None:
        """Show one line."""
        self.message.value = f"<span role='status'>{html.escape(text)}</span>"

    def guarded(self, work: Callable[..., None]) -> Callable[..., None]:
        """Let errors that a user can mend become a line above the panels."""

        def guard(*args: Any) -> None:
            try:
                work(*args)
            except TematikaError as error:
                self.say(str(error))

        return guard


def lay_out(settings: Settings) -> Bench:
    """Open the desk of these settings."""
    return Bench(open_desk(settings), Shelf.of(settings))


def interactive_figures() -> None:
    """Let figures of this notebook be moved, hovered over and lassoed (ipympl)."""
    import matplotlib

    matplotlib.use("module://ipympl.backend_nbagg")


def button(bench: Bench, text: str, work: Callable[[], None]) -> ipywidgets.Button:
    """Make a button."""
    made = ipywidgets.Button(description=text, layout=ipywidgets.Layout(width="auto"))
    made.on_click(bench.guarded(lambda _: work()))
    return made


def table(frame: pl.DataFrame) -> str:
    """Give a table as HTML that scrolls."""
    return f"<div style='max-height:24em;overflow:auto'>{show(frame)._repr_html_()}</div>"


def titles(desk: Desk) -> list[tuple[str, str]]:
    """Give titles and uids of all themes, for pickers."""
    return [(f"{theme.title[desk.settings.lang]} ({theme.uid})", theme.uid) for theme in desk.themes]
