"""How far the work has come: appended to the event file of a run, or shown under the cell in JupyterLab."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from pathlib import Path
from typing import Protocol, TypeVar

_SECONDS_BETWEEN = 0.1

_Item = TypeVar("_Item")

Progress = Callable[[str, int, int], None]


class _Display(Protocol):
    def update(self, obj: object, *, raw: bool) -> None: ...


def ignore(label: str, done: int, total: int) -> None:
    """Do nothing."""


class Throttled:
    """Passes progress on ten times a second at most, and always the last; cheap enough to be called for every item."""

    def __init__(self, show: Progress) -> None:
        self.show = show
        self.last_shown: dict[str, float] = {}

    def __call__(self, label: str, done: int, total: int) -> None:
        """Pass on that ``done`` of ``total`` are ready; a total of 0 is unknown."""
        if done != total and time.monotonic() - self.last_shown.get(label, -1.0) < _SECONDS_BETWEEN:
            return
        self.last_shown[label] = time.monotonic()
        self.show(label, done, total)


def track(items: Iterable[_Item], label: str, progress: Progress, total: int | None = None) -> Iterator[_Item]:
    """Yield the items one by one and report how many were taken.

    Parameters
    ----------
    items : iterable
    label : str
        What is counted, in the plural: ``"articles"``.
    progress : callable
        Called with the label, the number of items taken and the number of all.
    total : int, optional
        How many there are; needed where ``items`` has no length.

    Examples
    --------
    >>> list(track("абв", "letters", ignore))
    ['а', 'б', 'в']
    """
    if total is None:
        total = len(items) if isinstance(items, Sized) else 0
    for count, item in enumerate(items, start=1):
        yield item
        progress(label, count, total)


def append_event(file: Path, label: str, done: int, total: int) -> None:
    """Append progress to the event file of a run, a line of JSON."""
    line = json.dumps({"label": label, "done": done, "total": total}) + "\n"
    # Progress is a courtesy: a full disk or a vanished reader must not stop the work.
    with contextlib.suppress(OSError), file.open("a", encoding="utf-8") as events:
        events.write(line)


def cell_progress() -> Progress:
    """Return progress that is shown under the cell in JupyterLab, and ignored elsewhere."""
    if "IPython" not in sys.modules:
        return ignore
    from IPython.core.getipython import get_ipython

    return Throttled(_CellProgress()) if hasattr(get_ipython(), "kernel") else ignore


class _CellProgress:
    """Shows a line for each label under the cell that is at work."""

    def __init__(self) -> None:
        self.displays: dict[str, _Display] = {}

    def __call__(self, label: str, done: int, total: int) -> None:
        from IPython.display import display

        text = {"text/plain": f"{label}: {done} of {total}" if total else f"{label}: {done}"}
        if label in self.displays:
            self.displays[label].update(text, raw=True)
        else:
            self.displays[label] = display(text, raw=True, display_id=True)  # type: ignore[no-untyped-call] # IPython has no types
        if done >= total:
            del self.displays[label]
