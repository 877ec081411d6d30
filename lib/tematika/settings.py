"""Parameters of a run, declared once for the command line, the notebooks and the manifest."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tematika.core.paths import PROJECT
from tematika.core.redaction import contains_secret, sounds_secret
from tematika.errors import ParameterError

NO_THEMES = "none"
_LISTS = frozenset({"articles"})


class Settings(BaseModel):
    """The parameters of a run; the description of each field is its help text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    articles: Annotated[
        tuple[str, ...],
        Field(description="files and folders of articles; empty: the archive"),
    ] = ()
    as_of: Annotated[int, Field(ge=-1, description="version of the archive to report on; -1: the newest")] = -1
    themes: Annotated[str, Field(description="themes file; empty: seeds/themes.toml, none: no named themes")] = ""
    labels: Annotated[
        str, Field(description="labels to obey and to learn from; empty: labels.jsonl beside the themes file, or none")
    ] = ""
    period: Annotated[
        str, Field(description="all, last-week, last-month, 2023, 2023-10, 2023-W41, 2023-10-05 or A..B of those")
    ] = "all"
    lang: Annotated[Literal["en", "ru"], Field(description="language of the report: en or ru")] = "en"
    discovered: Annotated[
        int,
        Field(ge=-1, le=200, description="how many themes to discover beside the named ones; -1: as many as there are"),
    ] = -1
    outliers: Annotated[bool, Field(description="leave passages that fit no theme unassigned")] = True
    threshold: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            description="score from which a passage carries a theme; 0: learned, or found from the corpus",
        ),
    ] = 0.0
    max_terms: Annotated[int, Field(ge=100, le=1_000_000, description="largest number of lemmas and phrases kept")] = (
        50_000
    )
    phrases: Annotated[bool, Field(description="let phrases of two words be terms, too")] = True
    stop_words: Annotated[str, Field(description="words that no theme is made of, with commas between")] = ""
    seed: Annotated[int, Field(ge=0, le=2**32 - 1, description="seed of all random numbers")] = 0

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """Show what a report may show."""
        yield from shown_values(self.model_dump()).items()


def shown_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return parameter values as outputs may show them: of a path that leads out of the working folder the name alone.

    Reports are forwarded, and must not tell how the machine is laid out.
    """
    shown = dict(values)
    if "articles" in shown:
        shown["articles"] = [_shown_path(name) for name in shown["articles"]]
    for name in shown.keys() & {"themes", "labels"}:
        shown[name] = _shown_path(shown[name])
    return shown


def _shown_path(name: str) -> str:
    return Path(name).resolve().name if Path(name).is_absolute() or name.startswith("..") else name


def parameter_names() -> list[str]:
    """Return the names of all parameters, in their order of declaration."""
    return list(Settings.model_fields)


def check_settings(values: Mapping[str, Any]) -> Settings:
    """Return settings made of plain values.

    Parameters
    ----------
    values : mapping of str to object
        Parameter names and values; strings such as ``"9"`` or ``"false"`` are read as the parameter's type.

    Raises
    ------
    ParameterError
        For an unknown name (the nearest known one is suggested) or an impossible value.
    """
    for name, value in values.items():
        _refuse_secrets(name, value)
        if name not in Settings.model_fields:
            raise _unknown(name)
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        about = Settings.model_fields[name].description or ""
        raise ParameterError(
            f"{first['msg']}, got {first['input']!r}", f"parameter {name}", f"it means: {about}"
        ) from None


def settings_from_options(options: Mapping[str, Any], parameters: Iterable[str] = ()) -> Settings:
    """Return the settings that a command was given.

    Parameters
    ----------
    options : mapping of str to object
        Values by parameter; what is None or empty was not given.
    parameters : iterable of str
        ``NAME=VALUE``. A list may be given in several parts, anything else once.

    Raises
    ------
    ParameterError
        For an unknown name, an impossible value, or one that is given twice.
    """
    values: dict[str, Any] = {}
    given = [(name, value) for name, value in options.items() if value not in (None, "", [])]
    for name, value in [*given, *map(split_parameter, parameters)]:
        if name in _LISTS:
            values.setdefault(name, []).extend([value] if isinstance(value, str) else value)
        elif name in values:
            raise ParameterError("given twice", f"parameter {name}", "give it once, as an option or with -p")
        else:
            values[name] = value
    return check_settings(values)


def split_parameter(text: str) -> tuple[str, str]:
    """Split ``NAME=VALUE``."""
    name, equals, value = text.partition("=")
    if not equals:
        raise ParameterError(f"no value in {text!r}", "option -p", "write -p NAME=VALUE")
    return name.strip(), value.strip()


def settings_from_notebook(namespace: Mapping[str, Any]) -> Settings:
    """Return the settings in the parameters cell of a notebook.

    Parameters
    ----------
    namespace : mapping of str to object
        The notebook's ``globals()`` right after its parameters cell. Plain values in it are parameters; modules,
        functions and names that IPython or Python keep for themselves are not. Nor is what cells further down, or
        cells of the user's own, left there when they ran before: whoever runs all cells again gets the same answer.
    """
    kept_by_ipython = {"In", "Out"}
    plain = (str, int, float, list, tuple, dict, type(None))
    meant = Settings.model_fields.keys() | _assigned(namespace.get("In", ()))
    values = {
        name: value
        for name, value in namespace.items()
        if not name.startswith("_") and name not in kept_by_ipython and isinstance(value, plain)
    }
    return check_settings({name: value for name, value in values.items() if name in meant or "In" not in namespace})


def _assigned(history: Sequence[str]) -> set[str]:
    """Return the names in the cells right before the one that runs, as long as these do nothing but assign.

    They are the parameters cell and, under papermill, the one with the parameters that were passed.
    """
    names: set[str] = set()
    for source in reversed(history[:-1]):
        own = _names_in(source)
        if not own:
            break
        names |= own
    return names


def _names_in(source: str) -> set[str]:
    """Return the names that a cell assigns; none where it does anything else."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return set()
    targets = [target for each in statements if isinstance(each, ast.Assign) for target in each.targets]
    names = {target.id for target in targets if isinstance(target, ast.Name)}
    return names if all(isinstance(each, ast.Assign) for each in statements) else set()


def themes_path(settings: Settings) -> Path | None:
    """Return the themes file, or None when the run has no named themes."""
    if settings.themes == NO_THEMES:
        return None
    return Path(settings.themes) if settings.themes else PROJECT / "seeds" / "themes.toml"


def weights_path(settings: Settings) -> Path | None:
    """Where the learned weights of the named themes lie, or None when there are none."""
    themes = themes_path(settings)
    return None if themes is None else weights_beside(themes)


def weights_beside(themes: Path) -> Path | None:
    """Where the weights file of a themes file lies: beside it, under the same name with the ending .weights.tsv."""
    path = themes.with_suffix(".weights.tsv")
    return path if path.is_file() else None


def labels_path(settings: Settings) -> Path | None:
    """Return the file of labels, or None when the run has none; a file that is named has to be there."""
    themes = themes_path(settings)
    if themes is None or settings.labels == NO_THEMES:
        return None
    beside = themes.with_name("labels.jsonl")
    return Path(settings.labels) if settings.labels else beside if beside.exists() else None


def _refuse_secrets(name: str, value: object) -> None:
    """Keep secrets out of parameters, for these stay in every report; the message does not repeat the value."""
    values = value if isinstance(value, list | tuple) else [value]
    if (sounds_secret(name) and name not in Settings.model_fields) or any(map(contains_secret, values)):
        mend = "parameters stay in the report; put secrets into the environment, see tematika --help"
        raise ParameterError("a secret cannot be a parameter", f"parameter {name}", mend)


def _unknown(name: str) -> ParameterError:
    near = difflib.get_close_matches(name, parameter_names(), n=1, cutoff=0.5)
    mend = f"did you mean {near[0]}?" if near else "known are " + ", ".join(parameter_names())
    return ParameterError("no such parameter", f"parameter {name}", mend)
