"""The panel of active help: twenty questions, answered by keyboard."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import partial

import ipywidgets

from tematika.explore import edits, questions
from tematika.explore.questions import Question
from tematika.explore.widgets.bench import Bench, button
from tematika.explore.widgets.keys import Keys, listened
from tematika.themes.definitions import ThemeDefinition


def help_panel(bench: Bench) -> ipywidgets.VBox:
    """Make the box of questions: figures switch themes, Enter answers, Space passes, Backspace takes back."""
    asking = Asking(bench)
    keys = Keys(label=bench.words.text("label.ask"))

    def show() -> None:
        keys.shown = asking.shown()

    def start() -> None:
        asking.start()
        show()

    def press(key: str, _row: int) -> None:
        asking.press(key)
        show()

    listened(keys, bench.guarded, press)
    show()
    return ipywidgets.VBox([bench.note("help"), bench.message, button(bench, "ask", start), keys])


class Asking:
    """Questions one after the other; each answer is kept at once, the desk learns from all of them at the end.

    Parameters
    ----------
    bench : Bench
        Whose desk asks.
    """

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._questions: list[Question] = []
        self._place = 0
        self._chosen: set[str] = set()
        self._told: list[int] = []

    def start(self) -> None:
        """Choose questions anew."""
        self._questions, self._place, self._told = questions.questions(self._bench.desk), 0, []
        self._prepare()

    def press(self, key: str) -> None:
        """Take a key."""
        if not self._left():
            return
        themes = [one.id for one in self._bench.desk.definitions]
        actions: dict[str, Callable[[], None]] = {
            **{str(number): partial(self._switch, theme) for number, theme in enumerate(themes[:9], 1)},
            "Enter": self._answer,
            " ": self._next,
            "Backspace": self._back,
        }
        actions.get(key, _ignore)()

    def shown(self) -> str:
        """Give the question as HTML."""
        words = self._bench.words
        if not self._left():
            labelled = words.count("labelled", questions.labelled(self._bench.desk))
            return str(words("said.help_first", labelled=labelled))
        question = self._questions[self._place]
        asked = words("said.help_question", place=self._place + 1, all=len(self._questions))
        themes = " &nbsp; ".join(
            self._theme(number, one) for number, one in enumerate(self._bench.desk.definitions[:9], 1)
        )
        return (
            f"<p>{asked}</p>"
            f"<p lang='ru'><b>{html.escape(question.title)}</b><br>{html.escape(question.text)}</p>"
            f"<p>{themes}</p><p>{words('said.help_keys')}</p>"
        )

    def _theme(self, number: int, theme: ThemeDefinition) -> str:
        """Name a theme with its key, in bold where the article is said to have it."""
        name = f"[{number}] {html.escape(theme.title[self._bench.words.lang])}"
        said = f"<b>{name}</b> ✓" if theme.id in self._chosen else name
        return f"<span data-key='{number}' style='cursor:pointer'>{said}</span>"

    def _left(self) -> bool:
        return self._place < len(self._questions)

    def _prepare(self) -> None:
        self._chosen = set(self._questions[self._place].guess) if self._left() else set()

    def _switch(self, theme: str) -> None:
        self._chosen ^= {theme}

    def _answer(self) -> None:
        label = self._questions[self._place].answer(frozenset(self._chosen))
        self._bench.write(edits.mark(self._bench.shelf.read(), label))
        self._told.append(self._place)
        self._next()

    def _next(self) -> None:
        self._place += 1
        self._prepare()
        if not self._left() and self._told:
            self._bench.put(edits.as_kept(self._bench.desk, self._bench.shelf))

    def _back(self) -> None:
        if self._told:
            self._bench.shelf.undo()
            self._place = self._told.pop()
            self._prepare()


def _ignore() -> None:
    """Do nothing: a key that means nothing here."""
