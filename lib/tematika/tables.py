"""Tables that one notebook leaves for the next, valid as long as what they were made from stays the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import blake2b
from pathlib import Path

import polars as pl

from tematika import __version__
from tematika.corpus.period import parse_period
from tematika.origin import origin_of
from tematika.parts import TABLES, scan_files
from tematika.settings import Settings, labels_path, run_folder, themes_path

STAGE = "stage"
DATA = "data"
_ROW_GROUP = 20_000


def corpus_key(settings: Settings) -> str:
    """Key of what the corpus is made from: the period that is meant today, and the articles as they are now."""
    period = parse_period(settings.period, date.today())
    return _digest([__version__, period.name, *origin_of(settings, period).key()])


def themes_key(settings: Settings) -> str:
    """Key of what the themes are made from: the corpus, the themes file and all parameters but the language."""
    path = themes_path(settings)
    definitions = path.read_text(encoding="utf8") if path else ""
    labels = labels_path(settings)
    # Not yet there or no text: reading them will say so.
    said = labels.read_bytes().hex() if labels and labels.is_file() else ""
    parameters = settings.model_dump_json(exclude={"lang", "articles"})
    return _digest([corpus_key(settings), definitions, said, parameters])


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


def _digest(parts: list[str]) -> str:
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
