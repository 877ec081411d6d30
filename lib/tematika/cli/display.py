"""Progress of a command on standard error: bars in a terminal, a line a stage elsewhere, or nothing."""

from __future__ import annotations

import contextlib
import datetime
import json
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

    from tematika.runs.notebooks.supervisor import Event

JSON = "json"

Show = Callable[["Event"], None]


def choose(wanted: bool | None, log: str | None) -> contextlib.AbstractContextManager[Show]:
    """Return the display that the user wishes; without a wish (None) one if standard error is a terminal."""
    if log == JSON:
        return json_lines()
    if not _is_wanted(wanted):
        return silence()
    return bars() if sys.stderr.isatty() else lines()


def mention(wanted: bool | None, log: str | None, line: str) -> None:
    """Print a line, under the same conditions."""
    if log == JSON:
        write_json("note", note=line)
    elif _is_wanted(wanted):
        _write(line)


@contextlib.contextmanager
def silence() -> Iterator[Show]:
    """Show nothing: the standard error of a good run stays empty, or cron would send a mail."""
    yield lambda _: None


@contextlib.contextmanager
def lines() -> Iterator[Show]:
    """Print one line when a stage begins and one when it is over."""
    current = _Stage()

    def show(event: Event) -> None:
        if "stage" in event:
            current.begin(event)
            _write(f"{current.title} …")
        elif "label" in event:
            current.note = _count(event)
        elif "finished" in event:
            about = f", {current.note}" if current.note else ""
            _write(f"{current.title}: {event['seconds']:.1f} s{about}")

    yield show


@contextlib.contextmanager
def json_lines() -> Iterator[Show]:
    """Print one line of JSON when a stage is over, for programs that gather logs."""
    current = _Stage()

    def show(event: Event) -> None:
        if "stage" in event:
            current.begin(event)
        elif "label" in event:
            current.note = _count(event)
        elif "finished" in event:
            write_json("step", name=current.title, seconds=event["seconds"], note=current.note)

    yield show


def write_json(event: str, **about: object) -> None:
    """Print one line of JSON with the time on standard error; of all outputs logs alone have a clock."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    _write(json.dumps({"time": now, "event": event, **about}, ensure_ascii=False))


@contextlib.contextmanager
def bars() -> Iterator[Show]:
    """Show a bar for each stage on the terminal that standard error is."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    name, note = TextColumn("{task.description}"), TextColumn("[dim]{task.fields[note]}")
    with Progress(name, BarColumn(), TimeElapsedColumn(), note, console=Console(stderr=True)) as progress:
        yield _Bars(progress).show


def _is_wanted(wanted: bool | None) -> bool:
    return sys.stderr.isatty() if wanted is None else wanted


def _write(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


class _Stage:
    """The notebook at work."""

    title = ""
    note = ""

    def begin(self, event: Event) -> None:
        name = event["notebook"].partition("_")[2] or event["notebook"]
        self.title = f"{event['stage']}/{event['of']} {name}"
        self.note = ""


class _Bars:
    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.stage = _Stage()
        self.task = progress.add_task("starting", total=None, note="")
        self.is_first = True

    def show(self, event: Event) -> None:
        if "stage" in event:
            self._begin(event)
        elif "cell" in event:
            self.progress.update(self.task, completed=event["cell"])
        elif "label" in event:
            self.progress.update(self.task, note=_count(event))
        elif "finished" in event:
            total = self.progress.tasks[self.task].total
            self.progress.update(self.task, completed=total)
            self.progress.stop_task(self.task)

    def _begin(self, event: Event) -> None:
        self.stage.begin(event)
        if not self.is_first:
            self.task = self.progress.add_task("", total=None, note="")
        self.is_first = False
        self.progress.update(self.task, description=self.stage.title, total=event["cells"], completed=0)


def _count(event: Event) -> str:
    of_all = f" of {event['total']}" if event["total"] else ""
    return f"{event['done']}{of_all} {event['label']}"
