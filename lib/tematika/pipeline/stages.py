"""What the stages of a report are made of, and their results kept from run to run.

A result is used again when nothing that it was made of has changed: contents of files or of the archive, the parameters
that matter to the stage, the code, versions of packages. Times of files and the clock have no say.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

import polars as pl

from tematika import __version__
from tematika.core.fingerprints import code_digest, input_of, package_versions
from tematika.core.paths import run_folder
from tematika.core.period import Period, parse_period
from tematika.corpus.tables import TABLES, scan_files
from tematika.pipeline.cache import Cache
from tematika.pipeline.inputs import Archived, Files, origin_of
from tematika.settings import Settings, labels_path, themes_path

CORPUS = "corpus"

THEMES = "themes"

REPORT = "report"

DONE = "done"

REUSED = "reused"

# Taken when the process starts: what it runs stays what it is when somebody edits the files.
CODE = code_digest()

_FRESH = "fresh"

_CACHE = "cache"

# Exceptions rather than lists: a parameter that is new counts in both stages until somebody says that it need not.
_NOT_IN_CORPUS = {
    "articles", "as_of", "period", "themes", "labels", "lang", "discovered", "outliers", "threshold", "max_terms",
    "phrases", "stop_words", "seed",
}  # fmt: skip

_NOT_IN_THEMES = {"articles", "as_of", "period", "themes", "labels", "lang"}

STAGE = "stage"

DATA = "data"

_ROW_GROUP = 20_000


def corpus_key(settings: Settings) -> str:
    """Key of what the corpus is made from: the period that is meant today, and the articles as they are now."""
    period = parse_period(settings.period, date.today())
    return _hash_lines([__version__, period.name, *origin_of(settings, period).key()])


def themes_key(settings: Settings) -> str:
    """Key of what the themes are made from: the corpus, the themes file and all parameters but the language."""
    path = themes_path(settings)
    definitions = path.read_text(encoding="utf8") if path else ""
    labels = labels_path(settings)
    # Not yet there or no text: reading them will say so.
    said = labels.read_bytes().hex() if labels and labels.is_file() else ""
    parameters = settings.model_dump_json(exclude={"lang", "articles"})
    return _hash_lines([corpus_key(settings), definitions, said, parameters])


def keep_tables(tables: Mapping[str, pl.LazyFrame], folder: Path, key: str) -> None:
    """Write tables into a folder, a piece at a time, and remember the key they are valid for."""
    folder.mkdir(parents=True, exist_ok=True)
    withdraw(folder)
    for name, file in table_files(folder).items():
        # A row group of fixed size: files are the same whoever writes them.
        tables[name].sink_parquet(file, row_group_size=_ROW_GROUP, maintain_order=True)
    vouch(folder, key)


def withdraw(folder: Path) -> None:
    """Forget a folder's key: should writing break off, the old one must not vouch for new tables."""
    _key_file(folder).unlink(missing_ok=True)


def vouch(folder: Path, key: str) -> None:
    """Remember the key that the tables in a folder are valid for."""
    key_file = _key_file(folder)
    key_file.parent.mkdir(parents=True, exist_ok=True)
    key_file.write_text(json.dumps(key), encoding="utf8")


def is_vouched(folder: Path, key: str) -> bool:
    """Tell whether what lies in a folder is valid for this key."""
    key_file = _key_file(folder)
    return key_file.is_file() and key_file.read_text(encoding="utf8") == json.dumps(key)


def table_files(folder: Path) -> dict[str, Path]:
    """Name the files of the tables."""
    return {name: folder / f"{name}.parquet" for name in TABLES}


def kept_tables(folder: Path, key: str) -> dict[str, pl.LazyFrame] | None:
    """Give the tables of a folder, or None when they are not all there or not for this key."""
    files = table_files(folder)
    if not is_vouched(folder, key) or not all(file.is_file() for file in files.values()):
        return None
    return tables_in(folder)


def tables_in(folder: Path) -> dict[str, pl.LazyFrame]:
    """Give the tables of a folder; small ones at once, large ones are read when they are asked for."""
    files = table_files(folder)
    return dict(zip(files, scan_files(list(files.values())), strict=True))


def _key_file(folder: Path) -> Path:
    """Keys lie apart from published data: they speak of this machine's files."""
    return run_folder() / STAGE / f"{folder.name}.key.json"


def _hash_lines(parts: list[str]) -> str:
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True)
class Stage:
    """One step of a run, by all that decides what comes out of it.

    Attributes
    ----------
    name : str
        ``corpus`` or ``themes``.
    made_of : mapping of str to object
        Plain JSON values.
    asked_of : str
        Hash over the places of the articles, to find earlier runs on the same ones; no part of the key.
    """

    name: str
    made_of: Mapping[str, Any]
    asked_of: str

    @cached_property
    def key(self) -> str:
        """Name of the result."""
        return _digest(self.made_of)

    def take(self, into: Path) -> bool:
        """Copy the kept result into a folder, and tell whether there was one to be used."""
        cache = _cache(self.name)
        if cache is None or (_workbench() / _FRESH).exists() or not cache.take(self.key, into):
            return False
        _note(self.name, REUSED)
        return True

    def keep(self, files: Sequence[Path], now: Stage, told: Mapping[str, Any] | None = None) -> None:
        """Keep a result for later runs.

        Parameters
        ----------
        files : sequence of Path
            The result.
        now : Stage
            The same stage, described again after the work: files that changed meanwhile must not be vouched for.
        told : mapping of str to object, optional
            What the next stage is made of, as far as it lies in this result.
        """
        _note(self.name, DONE)
        cache = _cache(self.name)
        if cache is not None and now.key == self.key:
            about = {"asked_of": self.asked_of, "made_of": self.made_of, **(told or {})}
            cache.put(self.key, files, about)


def corpus_stage(settings: Settings, period: Period) -> Stage:
    """Describe the reading, cleaning and cutting of the articles."""
    origin = origin_of(settings, period)
    made_of = {
        **_made_with(),
        "parameters": {**settings.model_dump(mode="json", exclude=_NOT_IN_CORPUS), "period": period.name},
        **origin.content(),
    }
    return Stage(CORPUS, made_of, _asked_of(origin))


def themes_stage(settings: Settings, period: Period, content: str, history: str) -> Stage:
    """Describe the sorting of a corpus into themes.

    Parameters
    ----------
    settings : Settings
        As the run was given them.
    period : Period
        What is meant by the settings' period.
    content : str
        Hash of the corpus, `tematika.corpus.tables.Corpus.content`.
    history : str
        Hash of what is known from earlier reports, `tematika.pipeline.history.History.digest`.
    """
    path, labels = themes_path(settings), labels_path(settings)
    made_of = {
        **_made_with(),
        "parameters": settings.model_dump(mode="json", exclude=_NOT_IN_THEMES),
        "themes": input_of(path, path.name).sha256 if path else None,
        "labels": input_of(labels, labels.name).sha256 if labels else None,
        "corpus": content,
        "history": history,
    }
    return Stage(THEMES, made_of, _asked_of(origin_of(settings, period)))


def cache_of(reports: Path, stage: str) -> Cache:
    """Results of one stage: in the folder that ``TEMATIKA_CACHE`` names, or beside the reports."""
    return Cache(Path(os.environ.get("TEMATIKA_CACHE") or reports / ".stages"), stage)


def begin(folder: Path, reports: Path) -> None:
    """Tell the notebooks of the run in this folder where results are kept."""
    (folder / STAGE).mkdir(parents=True, exist_ok=True)
    (folder / STAGE / _CACHE).write_text(str(cache_of(reports, "").folder.absolute()), encoding="utf-8")


def begin_fresh(folder: Path, reports: Path) -> None:
    """Do the same, and let them make everything anew."""
    begin(folder, reports)
    (folder / STAGE / _FRESH).touch()


def outcomes(folder: Path) -> dict[str, str]:
    """Tell of each stage of the run in this folder whether it was done or reused."""
    files = {name: folder / STAGE / f"{name}.outcome" for name in (CORPUS, THEMES)}
    told = {name: file.read_text(encoding="utf-8") for name, file in files.items() if file.is_file()}
    return {**told, REPORT: DONE}


def _cache(stage: str) -> Cache | None:
    """Give the cache of the run that is under way, or of the desk; a folder that somebody set by hand has none."""
    told = _workbench() / _CACHE
    if told.is_file():
        return Cache(Path(told.read_text(encoding="utf-8")), stage)
    if "TEMATIKA_CACHE" in os.environ or "TEMATIKA_RUN" not in os.environ:
        return cache_of(run_folder().parent, stage)
    return None


def _made_with() -> dict[str, Any]:
    return {"code": CODE, "versions": {**package_versions(), "python": platform.python_version()}}


def _asked_of(origin: Files | Archived) -> str:
    return _digest(origin.places())


def _note(stage: str, outcome: str) -> None:
    _workbench().mkdir(parents=True, exist_ok=True)
    (_workbench() / f"{stage}.outcome").write_text(outcome, encoding="utf-8")


def _workbench() -> Path:
    return run_folder() / STAGE


def _digest(value: object) -> str:
    return blake2b(json.dumps(value, sort_keys=True).encode(), digest_size=16).hexdigest()
