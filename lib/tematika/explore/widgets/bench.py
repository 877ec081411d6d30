"""What the panels share: the desk as it is, the view that is chosen, and where changes are kept."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets
import polars as pl

from tematika.errors import TematikaError
from tematika.explore import compare
from tematika.explore.change_log import Shelf
from tematika.explore.edits import Change, as_kept
from tematika.explore.filters import choose
from tematika.explore.table_view import TableView, show
from tematika.explore.words import deed_line, desk_words, error_line, figure_texts, sentence
from tematika.explore.workbench import Desk, open_desk
from tematika.settings import Settings

_AS_WIDE_AS_ITS_TEXT = {"width": "auto", "align_self": "flex-start"}

Listener = Callable[[], None]


class Bench:
    """The desk of a notebook, and who wants to know when it changes.

    Attributes
    ----------
    desk : Desk
        As it is now.
    view : ThemedCorpus
        The part of it that is looked at.
    shelf : Shelf
        Where changes are kept.
    words : Translator
        What the panels say, in the language of the settings.
    choice : dict
        How the view was chosen.
    selected : polars.DataFrame
        Passages that were lassoed on the map.
    message : ipywidgets.HTML
        One line: what was done last, or what is wrong.
    """

    def __init__(self, desk: Desk, shelf: Shelf) -> None:
        self.desk, self.view, self.shelf = desk, desk.found, shelf
        self.words = desk_words(desk.settings.lang)
        self.choice: dict[str, Any] = {}
        self.selected = pl.DataFrame()
        self.message = ipywidgets.HTML()
        self._listeners: list[Listener] = []
        # What the desk was before each change that was kept here.
        self._before: dict[str, Desk] = {}

    def listen(self, listener: Listener) -> None:
        """Call somebody whenever the desk or the view has changed, and once now."""
        self._listeners.append(listener)
        listener()

    def put(self, desk: Desk) -> None:
        """Lay another desk out; the view is chosen again."""
        self.desk = desk
        self.choose(**self.choice)

    def choose(self, **choice: Any) -> None:
        """Choose what to look at, as `tematika.explore.filters.choose` takes it."""
        known = set(self.desk.uids)
        self.choice = {**choice, "themes": tuple(uid for uid in choice.get("themes", ()) if uid in known)}
        self.view = choose(self.desk.found, **self.choice)
        for listener in self._listeners:
            listener()

    def keep(self, change: Change) -> None:
        """Keep a change, and lay out the desk as it is now."""
        after = change.on(self.desk)
        told = self.write(change)
        self._before[change.after.digest] = self.desk
        self.put(after)
        self.say("kept", what=told)

    def write(self, change: Change) -> str:
        """Keep a change that the desk learns from later, and give it in words."""
        told = self._told(change.told)
        change.keep(self.shelf)
        self.say("kept", what=told)
        return told

    def undo(self) -> None:
        """Take the last change back."""
        lesson = self.shelf.undo()
        before = self._before.pop(lesson.after.digest, None)
        # Only the desk of before knows the discovered theme that was promoted.
        same = before is not None and before.settings == self.desk.settings
        after = as_kept(before if before is not None and same else self.desk, self.shelf)
        if after is not self.desk:
            self.put(after)
        self.say("undone", what=self._told(lesson.told) or lesson.what)

    def learn(self) -> None:
        """Let the desk learn what was written since, by whomever."""
        after = as_kept(self.desk, self.shelf)
        moved = compare.moved(self.desk, after)
        self.put(after)
        self.count("moved", moved.height)

    def title(self, kind: str, name: str) -> str:
        """Give what people call a theme or an article, in quotes of the language; any other value stays."""
        if kind == "theme":
            return sentence(self.words, "text.theme", theme=self.theme_title(name))
        if kind == "article":
            article = self.desk.reads.articles.filter((pl.col("article_id") == name) | (pl.col("ref") == name))
            found = (article["title"].to_list() or [None])[0] or name
            return sentence(self.words, "text.theme", theme=found)
        return name

    def theme_title(self, uid: str) -> str:
        """Give the title of a theme; the uid of one that is not there any more."""
        return next((theme.title[self.words.lang] for theme in self.desk.themes if theme.uid == uid), uid)

    def say(self, key: str, /, **values: object) -> None:
        """Show one sentence of the desk's catalog."""
        self.tell(sentence(self.words, f"said.{key}", **values))

    def count(self, noun: str, n: int, /, **values: object) -> None:
        """Show how many there are of something."""
        self.tell(str(self.words.count(noun, n, **values).unescape()))

    def tell(self, text: str) -> None:
        """Show one line."""
        self.message.value = f"<span role='status'>{html.escape(text)}</span>"

    def guarded(self, work: Callable[..., None]) -> Callable[..., None]:
        """Let errors that a user can mend become a line above the panels."""

        def guard(*args: Any) -> None:
            try:
                work(*args)
            except TematikaError as error:
                self.tell(error_line(error, self.words))

        return guard

    def show(self, frame: pl.DataFrame) -> TableView:
        """Show a table below a cell, in the language of the desk."""
        texts = figure_texts(frame, self.words) if "figure" in frame.columns else frame
        return show(texts, self.words.lang)

    def table(self, frame: pl.DataFrame, *others: Desk) -> str:
        """Give a table as HTML that scrolls; themes by their titles, those that only other desks have included."""
        themes = (theme for desk in (*others, self.desk) for theme in desk.themes)
        names = {theme.uid: theme.title[self.words.lang] for theme in themes}
        titled = frame.with_columns(pl.col(name).replace(names) for name in {"theme"} & set(frame.columns))
        return f"<div style='max-height:24em;overflow:auto;line-height:1.4'>{self.show(titled)._repr_html_()}</div>"

    def note(self, name: str) -> ipywidgets.HTML:
        """Say in a sentence or two what a panel is for."""
        return ipywidgets.HTML(f"<p>{html.escape(self.words.text(f'note.{name}'))}</p>")

    def _told(self, told: Mapping[str, str]) -> str:
        return deed_line(told, self.words, self.title)


def lay_out(settings: Settings) -> Bench:
    """Open the desk of these settings."""
    from IPython.display import clear_output

    bench = Bench(open_desk(settings), Shelf.of(settings))
    # What was told of the reading goes as soon as there is something else to see.
    clear_output(wait=True)  # type: ignore[no-untyped-call]  # IPython has few types
    return bench


def interactive_figures() -> None:
    """Let figures of this notebook be moved, hovered over and lassoed (ipympl)."""
    import matplotlib

    matplotlib.use("module://ipympl.backend_nbagg")


def button(bench: Bench, label: str, work: Callable[[], None]) -> ipywidgets.Button:
    """Make a button with a label of the desk's catalog."""
    made = ipywidgets.Button(description=bench.words.text(f"label.{label}"), layout=_AS_WIDE_AS_ITS_TEXT)
    made.on_click(bench.guarded(lambda _: work()))
    return made


def titles(desk: Desk) -> list[tuple[str, str]]:
    """Give titles and uids of all themes, for pickers."""
    return [(f"{theme.title[desk.settings.lang]} ({theme.uid})", theme.uid) for theme in desk.themes]
