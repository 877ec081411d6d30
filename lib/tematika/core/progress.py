"""How far the work has come: told to the command that runs the notebook, or shown under the cell in JupyterLab."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sized
from typing import Any, Protocol, TypeVar

PROGRESS_FILE = "TEMATIKA_PROGRESS"
_SECONDS_BETWEEN = 0.1

_Item = TypeVar("_Item")


class _Display(Protocol):
    def update(self, obj: object, *, raw: bool) -> None: ...


_last_shown: dict[str, float] = {}
_displays: dict[str, _Display] = {}


def track(items: Iterable[_Item], label: str, total: int | None = None) -> Iterator[_Item]:
    """Hand on the items one by one and report how many were taken.

    Parameters
    ----------
    items : iterable
        What is worked through.
    label : str
        What is counted, in the plural: ``"articles"``.
    total : int, optional
        How many there are; needed where ``items`` has no length.

    Examples
    --------
    >>> list(track("абв", "letters"))
    ['а', 'б', 'в']
    """
    if total is None:
        total = len(items) if isinstance(items, Sized) else 0
    for count, item in enumerate(items, start=1):
        yield item
        report(label, count, total)


def report(label: str, done: int, total: int) -> None:
    """Say that ``done`` of ``total`` are ready.

    Cheap enough to be called for every item: no more than ten reports a second go out, and always the last. In a run it
    reaches the command; in JupyterLab a line under the cell; elsewhere nothing happens.
    """
    if done != total and time.monotonic() - _last_shown.get(label, -1.0) < _SECONDS_BETWEEN:
        return
    _last_shown[label] = time.monotonic()
    pipe = os.environ.get(PROGRESS_FILE)
    if pipe:
        _tell_the_run(pipe, {"label": label, "done": done, "total": total})
    elif _in_jupyter():
        _show_under_the_cell(label, done, total)


def _tell_the_run(path: str, event: dict[str, Any]) -> None:
    line = json.dumps(event) + "\n"
    # Progress is a courtesy: a full disk or a vanished reader must not stop the work.
    with contextlib.suppress(OSError), open(path, "a", encoding="utf-8") as file:  # noqa: PTH123 - Path is slower here
        file.write(line)


def _in_jupyter() -> bool:
    if "IPython" not in sys.modules:
        return False
    from IPython.core.getipython import get_ipython

    return hasattr(get_ipython(), "kernel")


def _show_under_the_cell(label: str, done: int, total: int) -> None:
    from IPython.display import display

    text = {"text/plain": f"{label}: {done} of {total}" if total else f"{label}: {done}"}
    if label in _displays:
        _displays[label].update(text, raw=True)
    else:
        _displays[label] = display(text, raw=True, display_id=True)  # type: ignore[no-untyped-call] # IPython has no types
    if done >= total:
        del _displays[label]
