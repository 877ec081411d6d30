"""The panel of questions about uncertain articles, answered by keyboard or mouse."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import partial

import ipywidgets

from tematika.explore import edits, questions
from tematika.explore.questions import Question
from tematika.explore.widgets.keys import Keys
from tematika.explore.widgets.panels import Panels
from tematika.themes.definitions import ThemeDefinition


def help_panel(panels: Panels) -> ipywidgets.VBox:
    """Return the panel: digits switch themes, Enter answers, Space passes, Backspace undoes the last answer."""
    questionnaire, keys = Questionnaire(panels), Keys(label=panels.words.text("label.ask"))

    def update(work: Callable[[], None]) -> None:
        work()
        keys.shown = questionnaire.as_html()

    keys.listen(panels.guarded(lambda key, _row: update(partial(questionnaire.press, key))))
    keys.shown = questionnaire.as_html()
    start = panels.buttons({"ask": partial(update, questionnaire.start)})
    return ipywidgets.VBox([panels.note("help"), panels.message, *start, keys])


class Questionnaire:
    """One question after the other; answers are saved at once, and applied to the workbench after the last one."""

    def __init__(self, panels: Panels) -> None:
        self._panels = panels
        self._questions: list[Question] = []
        self._place = 0
        self._chosen: set[str] = set()
        self._answered: list[int] = []

    def start(self) -> None:
        """Choose new questions."""
        self._questions, self._answered = questions.questions(self._panels.workbench), []
        self._go(0)

    def press(self, key: str) -> None:
        """Handle a key."""
        if not self._is_open():
            return
        themes = [one.id for one in self._panels.workbench.definitions]
        actions: dict[str, Callable[[], None]] = {
            **{str(number): partial(self._switch, theme) for number, theme in enumerate(themes[:9], 1)},
            "Enter": self._answer,
            " ": self._next,
            "Backspace": self._undo,
        }
        if key in actions:
            actions[key]()

    def as_html(self) -> str:
        """Return the question as HTML."""
        words = self._panels.words
        if not self._is_open():
            labelled = words.count("labelled", questions.count_labelled(self._panels.workbench))
            return str(words("said.help_first", labelled=labelled))
        question = self._questions[self._place]
        heading = words("said.help_question", place=self._place + 1, all=len(self._questions))
        named = enumerate(self._panels.workbench.definitions[:9], 1)
        themes = " &nbsp; ".join(self._theme(number, one) for number, one in named)
        return (
            f"<p>{heading}</p>"
            f"<p lang='ru'><b>{html.escape(question.title)}</b><br>{html.escape(question.text)}</p>"
            f"<p>{themes}</p><p>{words('said.help_keys')}</p>"
        )

    def _theme(self, number: int, theme: ThemeDefinition) -> str:
        """Return a theme with its key, in bold where it is chosen."""
        name = f"[{number}] {html.escape(theme.title[self._panels.words.lang])}"
        shown = f"<b>{name}</b> ✓" if theme.id in self._chosen else name
        return f"<span data-key='{number}' style='cursor:pointer'>{shown}</span>"

    def _is_open(self) -> bool:
        return self._place < len(self._questions)

    def _go(self, place: int) -> None:
        self._place = place
        self._chosen = set(self._questions[place].guess) if self._is_open() else set()

    def _switch(self, theme: str) -> None:
        self._chosen ^= {theme}

    def _answer(self) -> None:
        label = self._questions[self._place].answer(frozenset(self._chosen))
        self._panels.save(edits.mark(self._panels.log.read(), label))
        self._answered.append(self._place)
        self._next()

    def _next(self) -> None:
        self._go(self._place + 1)
        if not self._is_open() and self._answered:
            self._panels.replace(edits.as_saved(self._panels.workbench, self._panels.log))

    def _undo(self) -> None:
        if self._answered:
            self._panels.log.undo()
            self._go(self._answered.pop())
