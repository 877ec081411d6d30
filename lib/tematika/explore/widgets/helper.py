"""The panel of active help: twenty questions, answered by keyboard."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import partial
from typing import Any

import anywidget
import ipywidgets
import traitlets

from tematika.explore import helping, teach
from tematika.explore.helping import Question
from tematika.explore.widgets.bench import Bench, button

_SCRIPT = """
function render({ model, el }) {
  const box = document.createElement("div");
  box.tabIndex = 0;
  box.className = "tematika-keys";
  box.style.cssText = "border:1px solid #888;padding:0.6em;max-width:60em";
  const show = () => { box.innerHTML = model.get("shown"); };
  model.on("change:shown", show);
  show();
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    model.send({ key: event.key });
  });
  el.appendChild(box);
}
export default { render };
"""


class Keys(anywidget.AnyWidget):
    """A box that shows HTML and hears keys while it has the focus."""

    _esm = _SCRIPT
    shown = traitlets.Unicode("").tag(sync=True)


def help_panel(bench: Bench) -> ipywidgets.VBox:
    """Make the box of questions: figures switch themes, Enter answers, Space passes, Backspace takes back."""
    asking = Asking(bench)
    keys = Keys()

    def show() -> None:
        keys.shown = asking.shown()

    def start() -> None:
        asking.start()
        show()

    def press(_widget: Any, content: dict[str, str], _buffers: Any) -> None:
        asking.press(content["key"])
        show()

    keys.on_msg(bench.guarded(press))
    show()
    return ipywidgets.VBox([bench.message, button(bench, "Ask twenty", start), keys])


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
        self._questions, self._place, self._told = helping.questions(self._bench.desk), 0, []
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
        if not self._left():
            known = helping.labelled(self._bench.desk)
            return f"{known} articles are labelled. Ask twenty, click here, and answer by keyboard."
        question = self._questions[self._place]
        marks = [
            f"<b>[{number}] {html.escape(one.title[self._bench.desk.settings.lang])}</b> ✓"
            if one.id in self._chosen
            else f"[{number}] {html.escape(one.title[self._bench.desk.settings.lang])}"
            for number, one in enumerate(self._bench.desk.definitions[:9], 1)
        ]
        return (
            f"<p>{self._place + 1} of {len(self._questions)}: which themes does the article have?</p>"
            f"<p lang='ru'><b>{html.escape(question.title)}</b><br>{html.escape(question.text)}</p>"
            f"<p>{' &nbsp; '.join(marks)}</p>"
            "<p>Enter: so it is. Space: pass. Backspace: take the last answer back.</p>"
        )

    def _left(self) -> bool:
        return self._place < len(self._questions)

    def _prepare(self) -> None:
        self._chosen = set(self._questions[self._place].guess) if self._left() else set()

    def _switch(self, theme: str) -> None:
        self._chosen ^= {theme}

    def _answer(self) -> None:
        label = self._questions[self._place].answer(frozenset(self._chosen))
        lesson = teach.mark(self._bench.shelf.read(), label).keep(self._bench.shelf)
        self._bench.say(f"kept: {lesson.what}")
        self._told.append(self._place)
        self._next()

    def _next(self) -> None:
        self._place += 1
        self._prepare()
        if not self._left() and self._told:
            self._bench.put(teach.as_kept(self._bench.desk, self._bench.shelf))

    def _back(self) -> None:
        if self._told:
            self._bench.shelf.undo()
            self._place = self._told.pop()
            self._prepare()


def _ignore() -> None:
    """Do nothing: a key that means nothing here."""
