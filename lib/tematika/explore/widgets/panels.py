"""The state that all panels share, and the parts that they are made of."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets
import polars as pl

from tematika.errors import TematikaError
from tematika.explore import compare
from tematika.explore.change_log import ChangeLog, Contents
from tematika.explore.edits import Change, as_saved
from tematika.explore.filters import choose
from tematika.explore.table_view import TableView, show
from tematika.explore.words import describe_action, explore_texts, format_error, format_figures, plain_text
from tematika.explore.workbench import Workbench
from tematika.settings import Settings

_AS_WIDE_AS_ITS_TEXT = {"width": "auto", "align_self": "flex-start"}

Listener = Callable[[], None]


class Panels:
    """The workbench of a notebook, with listeners that are called when it changes.

    Attributes
    ----------
    workbench : Workbench
    view : ThemedCorpus
        The chosen part of its corpus.
    log : ChangeLog
    words : Words
        Texts in the language of the settings.
    choice : dict
        The arguments of `tematika.explore.filters.choose` that made the view.
    selected : polars.DataFrame
        The passages selected on the map.
    message : ipywidgets.HTML
        One line: the last action or error.
    """

    def __init__(self, workbench: Workbench, log: ChangeLog) -> None:
        self.workbench, self.view, self.log = workbench, workbench.corpus, log
        self.words = explore_texts(workbench.settings.lang)
        self.choice: dict[str, Any] = {}
        self.selected = pl.DataFrame()
        self.message = ipywidgets.HTML()
        self._listeners: list[Listener] = []
        # The workbench before each change that was saved here, by the contents that the change wrote.
        self._before: dict[Contents, Workbench] = {}

    @property
    def desk(self) -> Workbench:
        """The former name of `workbench`."""
        return self.workbench

    def subscribe(self, listener: Listener) -> None:
        """Call a listener now and whenever the workbench or the view has changed."""
        self._listeners.append(listener)
        listener()

    def replace(self, workbench: Workbench) -> None:
        """Replace the workbench, and choose the view again."""
        self.workbench = workbench
        self.choose(**self.choice)

    def choose(self, **choice: Any) -> None:
        """Choose the view; the arguments are those of `tematika.explore.filters.choose`."""
        themes = tuple(uid for uid in choice.get("themes", ()) if uid in self.workbench.uids)
        self.choice = {**choice, "themes": themes}
        self.view = choose(self.workbench.corpus, **self.choice)
        for listener in self._listeners:
            listener()

    def apply(self, change: Change) -> None:
        """Save a change and apply it to the workbench."""
        after = change.apply(self.workbench)
        text = self._describe(change.action)
        change.save(self.log)
        self._before[change.after] = self.workbench
        self.replace(after)
        self.show_text("kept", what=text)

    def save(self, change: Change) -> None:
        """Save a change, which reaches the workbench with `learn` or the next `apply`."""
        change.save(self.log)
        self.show_text("kept", what=self._describe(change.action))

    def undo(self) -> None:
        """Undo the last change."""
        change = self.log.undo()
        before = self._before.pop(change.after, None)
        # Only the workbench of before has the discovered theme that was promoted.
        same = before is not None and before.settings == self.workbench.settings
        after = as_saved(before if before is not None and same else self.workbench, self.log)
        if after is not self.workbench:
            self.replace(after)
        self.show_text("undone", what=self._describe(change.action) or change.what)

    def learn(self) -> None:
        """Apply all that was saved since, by whomever."""
        after = as_saved(self.workbench, self.log)
        moved = compare.moved(self.workbench, after)
        self.replace(after)
        self.show_count("moved", moved.height)

    def title(self, kind: str, name: str) -> str:
        """Return the quoted title of a theme or an article; a value of any other kind unchanged."""
        if kind == "theme":
            return plain_text(self.words, "text.theme", theme=self.theme_title(name))
        if kind == "article":
            same = (pl.col("article_id") == name) | (pl.col("ref") == name)
            titles = self.workbench.loaded.articles.filter(same)["title"].to_list()
            return plain_text(self.words, "text.theme", theme=(titles or [None])[0] or name)
        return name

    def theme_title(self, uid: str) -> str:
        """Return the title of a theme; the uid of one that no longer exists."""
        return next((theme.title[self.words.lang] for theme in self.workbench.themes if theme.uid == uid), uid)

    def show_text(self, key: str, /, **values: object) -> None:
        """Show a sentence of the catalog as the message."""
        self._show_line(plain_text(self.words, f"said.{key}", **values))

    def show_count(self, noun: str, n: int, /, **values: object) -> None:
        """Show a number with its noun as the message."""
        self._show_line(str(self.words.count(noun, n, **values).unescape()))

    def _show_line(self, text: str) -> None:
        self.message.value = f"<span role='status'>{html.escape(text)}</span>"

    def guarded(self, work: Callable[..., None]) -> Callable[..., None]:
        """Return a callback that shows errors of the user as the message."""

        def guard(*args: Any) -> None:
            try:
                work(*args)
            except TematikaError as error:
                self._show_line(format_error(error, self.words))

        return guard

    def show(self, frame: pl.DataFrame) -> TableView:
        """Return a table as a notebook shows it, in the language of the settings."""
        return show(format_figures(frame, self.words) if "figure" in frame.columns else frame, self.words.lang)

    def table(self, frame: pl.DataFrame, *others: Workbench) -> str:
        """Return a table as scrolling HTML, with titles for the uids of themes, those of ``others`` too."""
        themes = (theme for workbench in (*others, self.workbench) for theme in workbench.themes)
        names = {theme.uid: theme.title[self.words.lang] for theme in themes}
        titled = frame.with_columns(pl.col(name).replace(names) for name in {"theme"} & set(frame.columns))
        return f"<div style='max-height:24em;overflow:auto;line-height:1.4'>{self.show(titled)._repr_html_()}</div>"

    def note(self, name: str, tag: str = "p") -> ipywidgets.HTML:
        """Return the note that explains a panel."""
        return ipywidgets.HTML(f"<{tag}>{html.escape(self.words.text(f'note.{name}'))}</{tag}>")

    def buttons(self, actions: Mapping[str, Callable[[], None]]) -> list[ipywidgets.Button]:
        """Return a button for each action, by the keys of their labels in the catalog."""
        return [self._button(label, work) for label, work in actions.items()]

    def _button(self, label: str, work: Callable[[], None]) -> ipywidgets.Button:
        button = ipywidgets.Button(description=self.words.text(f"label.{label}"), layout=_AS_WIDE_AS_ITS_TEXT)
        button.on_click(self.guarded(lambda _: work()))
        return button

    def theme_options(self) -> list[tuple[str, str]]:
        """Return titles and uids of all themes, for pickers."""
        return [(f"{theme.title[self.words.lang]} ({theme.uid})", theme.uid) for theme in self.workbench.themes]

    def refill(self, *pickers: ipywidgets.Dropdown) -> None:
        """Fill pickers with the present themes; a picker whose theme is gone takes the first one."""
        uids = self.workbench.uids
        for picker in pickers:
            chosen = picker.value
            picker.options = self.theme_options()
            picker.value = chosen if chosen in uids else uids[0]

    def _describe(self, action: Mapping[str, str]) -> str:
        return describe_action(action, self.words, self.title)


def open_panels(settings: Settings) -> Panels:
    """Open the workbench of these settings."""
    from IPython.display import clear_output

    panels = Panels(Workbench.open(settings), ChangeLog.of(settings))
    # The progress of reading disappears with the next output.
    clear_output(wait=True)  # type: ignore[no-untyped-call]  # IPython has few types
    return panels


def interactive_figures() -> None:
    """Use ipympl in this notebook, so that figures can be moved, hovered over and lassoed."""
    import matplotlib

    matplotlib.use("module://ipympl.backend_nbagg")
