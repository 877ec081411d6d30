"""A run, resolved: nothing in a request says "last week", "newest" or "whatever is in the folder"."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any

import tematika
from tematika.core.context import RunContext, current_context
from tematika.core.fingerprints import FileState, Input, input_of, known_hash, remember_hash, short_hash
from tematika.core.paths import notebooks_folder
from tematika.core.period import Period, parse_period
from tematika.corpus.readers.read import check_readable
from tematika.errors import ParameterError
from tematika.pipeline.inputs import ArchiveSlice, Files, source_of
from tematika.settings import NO_THEMES, Settings, labels_path, settings_from_notebook, themes_path, weights_path
from tematika.themes.annotations import Labels, read_labels
from tematika.themes.definitions import ThemeDefinition, load_themes
from tematika.themes.theme_weights import load_weights

_REQUEST = "request.json"


@dataclass(frozen=True, slots=True)
class Request:
    """What a run is to do and what it is done with.

    Attributes
    ----------
    settings : Settings
        Validated; period and version of the archive are fixed, for the archive may grow and the day may end meanwhile.
    period : Period
    source : Files or ArchiveSlice
        Where the articles come from.
    inputs : tuple of Input
        The files of articles, or the articles of the archive as one.
    themes, weights, labels : Input or None
        The files of themes, of learned weights and of labels.
    definitions : tuple of ThemeDefinition
        The named themes.
    annotations : Labels
        The labels, as numbers.
    """

    settings: Settings
    period: Period
    source: Files | ArchiveSlice
    inputs: tuple[Input, ...]
    themes: Input | None
    weights: Input | None
    definitions: tuple[ThemeDefinition, ...]
    labels: Input | None
    annotations: Labels

    @property
    def name(self) -> str:
        """Name of the run: the same input has the same name, and no clock has a say."""
        made_of = {
            "version": tematika.__version__,
            "parameters": self.settings.model_dump(mode="json", exclude={"articles", "themes", "labels", "as_of"}),
            "themes": self.themes.sha256 if self.themes else NO_THEMES,
            # Without weights a run keeps the name that it had before there were any.
            **({"weights": self.weights.sha256} if self.weights else {}),
            "labels": self.labels.sha256 if self.labels else NO_THEMES,
            "inputs": [(one.ref, one.sha256) for one in self.inputs],
        }
        return f"{self.settings.period}-{self.settings.lang}-{short_hash(made_of)}"


def resolve(settings: Settings, context: RunContext) -> Request:
    """Check everything that can be checked before a kernel starts, and fix what the run works on.

    Raises
    ------
    ParameterError, ThemesError, LabelsError, NoArticlesError
        If the period, the themes file, the labels or the articles cannot be used.
    """
    period = parse_period(settings.period, context.today)
    themes, definitions = _read_themes(settings)
    labels, annotations = _read_labels(settings, definitions)
    source = source_of(settings, period, context.archive)
    if isinstance(source, Files):
        check_readable(source.paths)
    version = -1 if source.archive_version is None else source.archive_version
    settings = settings.model_copy(update={"period": period.name, "as_of": version})
    return Request(
        settings, period, source, source.inputs, themes, _read_weights(settings), definitions, labels, annotations
    )


def with_current_files(request: Request) -> Request:
    """Return the request with the hashes that the files of themes and labels have by now."""
    themes, weights, labels = (path(request.settings) for path in (themes_path, weights_path, labels_path))
    return replace(
        request,
        themes=input_of(themes, themes.name) if themes and themes.is_file() else None,
        weights=input_of(weights, weights.name) if weights else None,
        labels=input_of(labels, labels.name) if labels and labels.is_file() else None,
    )


def open_request(namespace: Mapping[str, Any]) -> tuple[Request, RunContext]:
    """Return the request of a notebook and the context that it works in.

    Parameters
    ----------
    namespace : mapping of str to object
        The notebook's ``globals()`` right after its parameters cell.

    Raises
    ------
    ParameterError, ThemesError, LabelsError, NoArticlesError
        If the parameters cannot be used.
    """
    return open_settings(settings_from_notebook(namespace))


def open_settings(settings: Settings) -> tuple[Request, RunContext]:
    """Return the request of settings that were given in a notebook, and the context that it works in.

    It is the one that the command left in the run's folder, unless the notebook has other settings or somebody has
    written to the articles, the themes file or the labels since.
    """
    context = current_context()
    handed = _read_handed(context)
    if handed is None:
        return resolve(settings, context), context
    for path, state, sha256 in handed["hashes"]:
        remember_hash(Path(path), FileState(*state), sha256)
    context = replace(context, fresh=handed["fresh"])
    return _request_in(handed, settings, context) or resolve(settings, context), context


def write_request(request: Request, context: RunContext) -> None:
    """Leave a request in the run's folder, for the notebooks of this run."""
    states = request.source.states() if isinstance(request.source, Files) else []
    paths = (path(request.settings) for path in (themes_path, weights_path, labels_path))
    others = [path for path in paths if path]
    states += [(path, FileState.of(path)) for path in others]
    hashes = [(str(path.absolute()), astuple(state), known_hash(path)) for path, state in states]
    handed = {
        "settings": request.settings.model_dump(mode="json"),
        "fresh": context.fresh,
        "places": request.source.places(),
        "inputs": [astuple(one) for one in request.inputs],
        # What was written to since it was hashed, or just before, is hashed again.
        "hashes": [one for one in hashes if one[-1]],
    }
    file = context.stage_folder / _REQUEST
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(handed), encoding="utf-8")


def find_notebooks() -> list[Path]:
    """Return the notebooks of a report in their order: those of the project, or of ``TEMATIKA_NOTEBOOKS``."""
    folder = notebooks_folder()
    notebooks = sorted(path for path in folder.glob("*.ipynb") if re.match(r"\d+_", path.name))
    if not notebooks:
        raise ParameterError("no notebooks such as 1_corpus.ipynb", str(folder), "check TEMATIKA_NOTEBOOKS")
    return notebooks


def _read_handed(context: RunContext) -> dict[str, Any] | None:
    """Read what `write_request` left in the run's folder, if it did."""
    file = context.stage_folder / _REQUEST
    if not file.is_file():
        return None
    handed: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return handed


def _request_in(handed: Mapping[str, Any], settings: Settings, context: RunContext) -> Request | None:
    """Return the request that was handed on, or None if these settings mean another one by now."""
    if handed["settings"] != settings.model_dump(mode="json"):
        return None
    period = parse_period(settings.period, context.today)
    source = source_of(settings, period, context.archive)
    if source.places() != handed["places"]:
        return None
    if isinstance(source, Files):
        states = [[str(path.absolute()), list(astuple(state))] for path, state in source.states()]
        if states != [[path, state] for path, state, _ in handed["hashes"][: len(handed["inputs"])]]:
            return None
    inputs = tuple(Input(*one) for one in handed["inputs"])
    themes, definitions = _read_themes(settings)
    labels, annotations = _read_labels(settings, definitions)
    return Request(settings, period, source, inputs, themes, _read_weights(settings), definitions, labels, annotations)


def _read_themes(settings: Settings) -> tuple[Input | None, tuple[ThemeDefinition, ...]]:
    path = themes_path(settings)
    if path is None:
        return None, ()
    definitions = tuple(load_themes(path))
    return input_of(path, path.name), definitions


def _read_weights(settings: Settings) -> Input | None:
    path = weights_path(settings)
    if path is None:
        return None
    load_weights(path)
    return input_of(path, path.name)


def _read_labels(settings: Settings, definitions: Sequence[ThemeDefinition]) -> tuple[Input | None, Labels]:
    path, themes = labels_path(settings), [definition.id for definition in definitions]
    if path is None:
        return None, Labels()
    annotations = Labels.of(read_labels(path, themes), themes)
    return input_of(path, path.name), annotations
