"""The stages of a report: what each is made of, and its result, kept in the run and from run to run.

A result is used again when nothing that it was made of has changed: contents of files or of the archive, the parameters
that matter to the stage, its code, versions of the packages that this code imports.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from tematika.core.context import RunContext
from tematika.core.fingerprints import Fingerprint, hash_json, hash_sources, source_files, versions_of
from tematika.corpus.tables import TABLES, scan_files
from tematika.pipeline.cache import Cache

if TYPE_CHECKING:
    from tematika.pipeline.request import Request

CORPUS = "corpus"
THEMES = "themes"
REPORT = "report"

DONE = "done"
REUSED = "reused"

# Taken when the process starts: what it runs stays what it is when somebody edits the files.
_FILES = source_files()

_OF_CORPUS = (
    "tematika.__init__",
    "tematika.core",
    "tematika.corpus",
    "tematika.errors",
    "tematika.settings",
    "tematika.pipeline.__init__",
    "tematika.pipeline.cache",
    "tematika.pipeline.corpus_step",
    "tematika.pipeline.inputs",
    "tematika.pipeline.stages",
)
# The code that each stage runs; tests hold what it imports to this.
SOURCES = {
    CORPUS: _OF_CORPUS,
    THEMES: (*_OF_CORPUS, "tematika.language", "tematika.themes", "tematika.pipeline"),
    REPORT: ("tematika",),
}
CODE = {stage: hash_sources(names, _FILES) for stage, names in SOURCES.items()}

# What that code imports, but for what only locks, shows or spreads the work.
_PACKAGES_OF_CORPUS = (
    "deltalake", "feedparser", "ftfy", "joblib", "lingua-language-detector", "numpy", "openpyxl", "polars", "pydantic",
    "razdel", "rensa", "trafilatura",
)  # fmt: skip
PACKAGES = {
    CORPUS: _PACKAGES_OF_CORPUS,
    THEMES: (*_PACKAGES_OF_CORPUS, "pymorphy3", "pymorphy3-dicts-ru", "scikit-learn", "scipy", "threadpoolctl"),
}

# Exceptions rather than lists: a parameter that is new counts in both stages until somebody says that it need not.
_NOT_IN_CORPUS = {
    "articles", "as_of", "themes", "labels", "lang", "discovered", "outliers", "threshold", "max_terms",
    "phrases", "stop_words", "seed",
}  # fmt: skip

_NOT_IN_THEMES = {"articles", "as_of", "period", "themes", "labels", "lang"}

_ROW_GROUP = 20_000


def corpus_fingerprint(request: Request) -> Fingerprint:
    """Return all that decides what is read, cleaned and cut; files are looked at as they are now."""
    parameters = request.settings.model_dump(mode="json", exclude=_NOT_IN_CORPUS)
    return Fingerprint(CORPUS, request.source.content(), parameters, CODE[CORPUS], _versions(CORPUS))


def themes_fingerprint(request: Request, content: str, history: str) -> Fingerprint:
    """Return all that decides which themes a corpus has.

    Parameters
    ----------
    request : Request
    content : str
        Hash of the corpus, `tematika.corpus.tables.Corpus.content`.
    history : str
        Hash of what is known from earlier reports, `tematika.pipeline.history.History.digest`.
    """
    inputs = {
        "themes": request.themes.sha256 if request.themes else None,
        "weights": request.weights.sha256 if request.weights else None,
        "labels": request.labels.sha256 if request.labels else None,
        "corpus": content,
        "history": history,
    }
    parameters = request.settings.model_dump(mode="json", exclude=_NOT_IN_THEMES)
    return Fingerprint(THEMES, inputs, parameters, CODE[THEMES], _versions(THEMES))


@dataclass(frozen=True)
class Stage:
    """A stage of one run: its fingerprint and the folder that its result lies in.

    Attributes
    ----------
    fingerprint : Fingerprint
    folder : Path
        Of the result.
    location_hash : str
        Hash over the places of the articles, to find earlier runs on the same ones; no part of the fingerprint.
    context : RunContext
    """

    fingerprint: Fingerprint
    folder: Path
    location_hash: str
    context: RunContext

    @property
    def cache(self) -> Cache | None:
        """Results of this stage from earlier runs."""
        return Cache(self.context.cache, self.fingerprint.stage) if self.context.cache else None

    def invalidate(self) -> None:
        """Forget what the folder holds: should writing break off, nobody takes the rest for the whole."""
        _mark_file(self.context, self.fingerprint.stage).unlink(missing_ok=True)

    def restore(self) -> bool:
        """Copy the result of an earlier run into the folder; return whether there was one that could be used."""
        if self.cache is None or self.context.fresh or not self.cache.take(self.fingerprint.key, self.folder):
            return False
        self.mark_valid(REUSED)
        return True

    def keep(self, files: Sequence[Path], now: Fingerprint, about: Mapping[str, Any] | None = None) -> None:
        """Keep the result for later runs.

        Parameters
        ----------
        files : sequence of Path
            The result.
        now : Fingerprint
            Of the same stage, made again after the work: what was made of files that changed meanwhile is not kept.
        about : mapping of str to object, optional
            What the next stage is made of, as far as it lies in this result.
        """
        if self.cache is not None and now == self.fingerprint:
            made_of = {"asked_of": self.location_hash, "made_of": self.fingerprint.to_plain()}
            self.cache.put(self.fingerprint.key, files, {**made_of, **(about or {})})

    def mark_valid(self, outcome: str = DONE, **more: str) -> None:
        """Note what the result in the folder was made of, and whether it was done or reused."""
        file = _mark_file(self.context, self.fingerprint.stage)
        file.parent.mkdir(parents=True, exist_ok=True)
        mark = {"outcome": outcome, "made_of": self.fingerprint.to_plain(), **more}
        file.write_text(json.dumps(mark), encoding="utf-8")


def stage_of(fingerprint: Fingerprint, folder: Path, request: Request, context: RunContext) -> Stage:
    """Return a stage of the run that is under way."""
    return Stage(fingerprint, folder, hash_json(request.source.places()), context)


def valid_mark(context: RunContext, stage: str) -> Mapping[str, Any]:
    """Return what was noted about the result in the run's folder, see `Stage.mark_valid`; empty if there is none."""
    try:
        mark = json.loads(_mark_file(context, stage).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return mark if isinstance(mark, dict) else {}


def outcomes(context: RunContext) -> dict[str, str]:
    """Return for each stage of a run whether it was done or reused."""
    marks = {stage: valid_mark(context, stage) for stage in (CORPUS, THEMES)}
    return {**{stage: mark["outcome"] for stage, mark in marks.items() if mark}, REPORT: DONE}


def write_tables(tables: Mapping[str, pl.LazyFrame], folder: Path) -> None:
    """Write tables into a folder, a piece at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, file in table_files(folder).items():
        # A row group of fixed size: files are the same whoever writes them.
        tables[name].sink_parquet(file, row_group_size=_ROW_GROUP, maintain_order=True)


def table_files(folder: Path) -> dict[str, Path]:
    """Return the files of the tables by name."""
    return {name: folder / f"{name}.parquet" for name in TABLES}


def tables_in(folder: Path) -> dict[str, pl.LazyFrame]:
    """Return the tables of a folder; small ones are read at once, large ones when they are needed."""
    files = table_files(folder)
    return dict(zip(files, scan_files(list(files.values())), strict=True))


def _versions(stage: str) -> dict[str, str]:
    return {"python": platform.python_version(), **versions_of(PACKAGES[stage])}


def _mark_file(context: RunContext, stage: str) -> Path:
    """Return the file of a mark; it lies apart from published data, for it speaks of this machine's files."""
    return context.stage_folder / f"{stage}.json"
