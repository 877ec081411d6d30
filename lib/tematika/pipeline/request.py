"""A run, resolved: its parameters, its inputs by their hashes, and the name that follows from both."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tematika
from tematika.core.fingerprints import Input, input_of
from tematika.core.paths import PROJECT
from tematika.errors import ParameterError
from tematika.settings import NO_THEMES, Settings, labels_path, themes_path

if TYPE_CHECKING:
    from tematika.settings import Settings


_LISTS = frozenset({"articles"})


@dataclass(frozen=True, slots=True)
class Run:
    """A checked request: what to do, what it is done with, and the name that follows from both."""

    settings: Settings
    inputs: tuple[Input, ...]
    themes: Input | None
    labels: Input | None
    archive_version: int | None
    name: str


def prepare_run(settings: Settings, today: datetime.date) -> Run:
    """Check everything that can be checked before a kernel starts, and name the run.

    Parameters
    ----------
    settings : Settings
        As the user gave them.
    today : date
        What ``last-week`` counts from; the run is given the week itself.

    Raises
    ------
    ParameterError, ThemesError, NoArticlesError
        What is wrong with the period, the themes file, the articles.
    """
    from tematika.core.period import parse_period
    from tematika.corpus.readers.read import check_readable
    from tematika.pipeline.inputs import Files, origin_of

    period = parse_period(settings.period, today)
    themes = _check_themes(themes_path(settings))
    labels = _check_labels(labels_path(settings), themes_path(settings))
    origin = origin_of(settings, period)
    if isinstance(origin, Files):
        check_readable(origin.paths)
    # Fixed from here on: the archive may grow and the day may end while the report is being made.
    fixed = {"period": period.name, "as_of": -1 if origin.archive_version is None else origin.archive_version}
    settings = settings.model_copy(update=fixed)
    name = _run_name(settings, origin.inputs, themes, labels)
    return Run(settings, origin.inputs, themes, labels, origin.archive_version, name)


def find_notebooks() -> list[Path]:
    """Give the notebooks of a report: those of the project, or of the folder named in ``TEMATIKA_NOTEBOOKS``."""
    folder = Path(os.environ.get("TEMATIKA_NOTEBOOKS") or PROJECT / "notebooks")
    found = sorted(path for path in folder.glob("*.ipynb") if re.match(r"\d+_", path.name))
    if not found:
        raise ParameterError("no notebooks such as 1_corpus.ipynb", str(folder), "check TEMATIKA_NOTEBOOKS")
    return found


def _check_themes(path: Path | None) -> Input | None:
    from tematika.themes.definitions import load_themes

    if path is None:
        return None
    load_themes(path)
    return input_of(path, path.name)


def _check_labels(path: Path | None, themes: Path | None) -> Input | None:
    from tematika.themes.annotations import read_labels
    from tematika.themes.definitions import load_themes

    if path is None or themes is None:
        return None
    read_labels(path, [theme.id for theme in load_themes(themes)])
    return input_of(path, path.name)


def _run_name(settings: Settings, inputs: Sequence[Input], themes: Input | None, labels: Input | None) -> str:
    """Name a run by what goes into it: the same input has the same name, and no clock has a say."""
    made_of = {
        "version": tematika.__version__,
        "parameters": settings.model_dump(mode="json", exclude={"articles", "themes", "labels", "as_of"}),
        "themes": themes.sha256 if themes else NO_THEMES,
        "labels": labels.sha256 if labels else NO_THEMES,
        "inputs": [(one.ref, one.sha256) for one in inputs],
    }
    digest = hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()
    return f"{settings.period}-{settings.lang}-{digest[:8]}"


def asked_run(options: dict[str, Any], parameters: Iterable[str] | None) -> Run:
    """Put options and ``-p NAME=VALUE`` together and check what they ask for.

    Raises
    ------
    ParameterError, ThemesError, NoArticlesError
        What is wrong with them.
    """
    import datetime

    return prepare_run(settings_of(options, parameters), datetime.date.today())


def settings_of(options: dict[str, Any], parameters: Iterable[str] | None) -> Settings:
    """Put options and ``-p NAME=VALUE`` together, without a look at articles.

    Raises
    ------
    ParameterError
        What is wrong with them.
    """
    from tematika.settings import check_settings

    given = [(name, value) for name, value in options.items() if value not in (None, "", [])]
    return check_settings(_collect([*given, *map(split_parameter, parameters or [])]))


def _collect(given: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Put options and ``-p`` together; only lists may be given in several parts."""
    values: dict[str, Any] = {}
    for name, value in given:
        if name in _LISTS:
            values.setdefault(name, []).extend([value] if isinstance(value, str) else value)
        elif name in values:
            raise ParameterError("given twice", f"parameter {name}", "give it once, as an option or with -p")
        else:
            values[name] = value
    return values


def split_parameter(text: str) -> tuple[str, str]:
    """Take ``NAME=VALUE`` apart."""
    name, equals, value = text.partition("=")
    if not equals:
        raise ParameterError(f"no value in {text!r}", "option -p", "write -p NAME=VALUE")
    return name.strip(), value.strip()
