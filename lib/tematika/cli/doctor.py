"""The command ``tematika doctor``: a line for each thing that a report needs, and how to mend what is not in order."""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from tematika.cli import options
from tematika.errors import KernelDiedError, ParameterError, PublishError, TematikaError

_PYTHON = (3, 11)
_LEAST_FREE = 1 << 30
_LETTERS = "АЯаяЁё№₽«»"
_SECONDS_FOR_A_KERNEL = 60.0


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of a check: ``ok``, ``note`` (worth knowing) or ``BAD`` (a report would fail)."""

    how: str
    what: str


def examine(out: options.Out = Path("reports")) -> None:
    """Print the findings; leave with the exit code that a report would leave with."""
    checks: dict[str, Callable[[], Iterator[Finding]]] = {
        "interpreter": _interpreter,
        "packages": _packages,
        "kernel": _kernel,
        "fonts": _fonts,
        "archive": _archive,
        "reports": lambda: _reports(out),
        "disk": lambda: _disk(out),
        "schedule": _schedules,
        "notices": _notices,
    }
    code = 0
    for name, check in checks.items():
        try:
            for finding in check():
                typer.echo(f"{finding.how:<5}{name}: {finding.what}")
        except TematikaError as error:
            typer.echo(f"{'BAD':<5}{name}: {error}")
            code = code or error.exit_code
    raise typer.Exit(code)


def _interpreter() -> Iterator[Finding]:
    if sys.version_info < _PYTHON:
        raise ParameterError(f"Python {platform.python_version()}", sys.executable, "3.11 or newer is needed")
    yield Finding("ok", f"Python {platform.python_version()}, {sys.executable}")


def _packages() -> Iterator[Finding]:
    from importlib import metadata

    from tematika.core.fingerprints import pinned_versions

    different = []
    for name, wanted in pinned_versions().items():
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            raise ParameterError("not installed", name, "run make setup") from None
        if found != wanted:
            different.append(f"{name} {found} in place of {wanted}")
    yield Finding("note", "; ".join(different)) if different else Finding("ok", "all as in requirements.txt")


def _kernel() -> Iterator[Finding]:
    """Run a notebook of one cell, in the way that a report's are run."""
    import time

    import nbformat

    from tematika.core.context import current_context
    from tematika.runs.notebooks.supervisor import Limits, run_notebooks

    v4 = nbformat.v4
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "1_doctor.ipynb"
        cell = v4.new_code_cell("import tematika\ntematika.__version__")  # type: ignore[no-untyped-call] # nbformat has no types
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        document = v4.new_notebook(cells=[cell], metadata={"kernelspec": kernel})  # type: ignore[no-untyped-call] # as above
        nbformat.write(document, path)  # type: ignore[no-untyped-call] # as above
        started = time.monotonic()
        limits = Limits(_SECONDS_FOR_A_KERNEL, _SECONDS_FOR_A_KERNEL)
        try:
            context = replace(current_context(), run_folder=Path(folder) / "run")
            run_notebooks([path], {}, context, lambda _: None, limits)
        except KernelDiedError as error:
            raise KernelDiedError(error.what, "a notebook of one cell", error.mend) from error
        yield Finding("ok", f"a notebook of one cell took {time.monotonic() - started:.1f} s")


def _fonts() -> Iterator[Finding]:
    from matplotlib import font_manager

    found = font_manager.findfont("DejaVu Sans", fallback_to_default=False)
    known = font_manager.get_font(found).get_charmap()
    missing = [letter for letter in _LETTERS if ord(letter) not in known]
    if missing:
        raise ParameterError(f"does not have {' '.join(missing)}", found, "install matplotlib again")
    yield Finding("ok", f"{Path(found).name} has all letters")


def _archive() -> Iterator[Finding]:
    from tematika.core.context import current_context
    from tematika.corpus.archive.archive import Archive
    from tematika.corpus.archive.maintenance import count_rows

    location = current_context().archive
    numbers = count_rows(Archive(location))
    if not numbers["version"]:
        yield Finding("note", f"{location}: nothing in it yet; reports need ARTICLES, or tematika ingest")
        return
    yield Finding("ok", f"{location}: {numbers['articles']:,} articles, version {numbers['version']}")


def _reports(out: Path) -> Iterator[Finding]:
    from tematika.runs.library.library import entries
    from tematika.runs.library.publish import translate_disk_errors
    from tematika.runs.library.summary import DAMAGED, DONE
    from tematika.runs.manifest import is_whole, read_manifest

    place = next(folder for folder in (out, *out.absolute().parents) if folder.is_dir())
    with translate_disk_errors(place), tempfile.TemporaryDirectory(prefix=".doctor-", dir=place):
        pass
    if place != out:
        yield Finding("ok", f"{out}: not there yet, and can be made")
        return
    found = entries(out)
    latest = next((entry for entry in found if entry.summary.status == DONE), None)
    yield Finding("ok", f"{out}: {len(found)} on the shelf, and it can be written to")
    if latest and not is_whole(out / latest.folder, read_manifest(out / latest.folder)):
        yield Finding("note", f"{latest.folder} is not as it was published; tematika report makes it again")
    for entry in found:
        if entry.summary.status == DAMAGED:
            yield Finding("note", f"{entry.folder} does not say what it is; make it again or remove it")


def _disk(out: Path) -> Iterator[Finding]:
    place = next(folder for folder in (out, *out.absolute().parents) if folder.is_dir())
    for name, folder in (("reports", place), ("temporary files", Path(tempfile.gettempdir()))):
        free = shutil.disk_usage(folder).free
        if free < _LEAST_FREE // 10:
            raise PublishError(f"{free / 1e6:,.0f} MB free", f"{name}, {folder}", "make room, or use --keep")
        yield Finding("ok" if free >= _LEAST_FREE else "note", f"{free / 1e9:,.1f} GB free for {name}, {folder}")


def _schedules() -> Iterator[Finding]:
    from datetime import datetime

    from tematika.runs.schedule import crontab, run, store, systemd

    for plan in map(store.load, store.names()):
        keeper = systemd if plan.by == "systemd" else crontab
        if not keeper.is_there(plan.name):
            raise ParameterError(f"{plan.by} does not have it", plan.name, "tematika schedule install puts it there")
        last, late = store.last_run(plan.name), run.missed(plan, datetime.now())
        if late:
            yield Finding("note", f"{plan.name}: due at {late:%Y-%m-%d %H:%M} and not made yet; is {plan.by} running?")
        elif last and last.code:
            yield Finding("note", f"{plan.name}: the last turn ended with {last.code}; see {run.log_of(plan.name)}")
        else:
            yield Finding("ok", f"{plan.name}: kept by {plan.by}")
    if not store.names():
        yield Finding("ok", "none")


def _notices() -> Iterator[Finding]:
    from tematika.runs.notifications import FAILURE, SUCCESS, addresses, is_set
    from tematika.runs.schedule.store import secret_environment

    of_schedules = secret_environment()
    for variable in (SUCCESS, FAILURE):
        count = len(addresses(variable)) or len(of_schedules.get(variable, "").split())
        yield Finding("ok", f"{variable}: {count or 'no'} address{'' if count == 1 else 'es'}")
    if not is_set(FAILURE) and FAILURE not in of_schedules:
        yield Finding("note", f"nobody is told when a report fails; {FAILURE} says whom to tell")
