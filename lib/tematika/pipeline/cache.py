"""Folders of files kept under a key: written whole or not at all, checked when used, the oldest thrown away."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ENTRY = "entry.json"
_NEW = ".new-"
_NUMBER_KEPT = 10
_BYTES_KEPT = 4 * 2**30
_SECONDS_LEFT_ALONE = 86_400
_CHUNK = 2**20
# What reading an entry can raise that is cut short, was written over, or is thrown away at this moment.
_UNUSABLE = (OSError, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Cache:
    """Entries of one kind in a folder that several kinds and several processes share.

    Nothing here raises for a cache that cannot be read or written to: it saves time, and work goes on without it.

    Attributes
    ----------
    folder : Path
        Holds a folder ``<kind>-<key>`` for each entry.
    kind : str
        A word.
    """

    folder: Path
    kind: str

    def put(self, key: str, files: Sequence[Path], about: Mapping[str, Any]) -> None:
        """Store copies of files, and a few facts, in place of an earlier entry of this key."""
        with contextlib.suppress(OSError), self._new_folder() as new:
            sums = {path.name: _copy(path, new / path.name) for path in files}
            entry = {"about": dict(about), "sums": sums}
            (new / ENTRY).write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")
            self._exchange(new, self._place(key))
        self.prune()

    def take(self, key: str, into: Path) -> bool:
        """Copy the files of an entry into a folder; return whether all of them came out as they went in."""
        place = self._place(key)
        try:
            sums = _sums(place)
            into.mkdir(parents=True, exist_ok=True)
            whole = all(_copy(place / name, into / name) == sums[name] for name in sums)
            os.utime(place / ENTRY)
        except _UNUSABLE:
            return False
        return whole

    def has(self, key: str) -> bool:
        """Return whether `take` would succeed."""
        place = self._place(key)
        try:
            sums = _sums(place)
            return all(_sum(place / name) == sums[name] for name in sums)
        except _UNUSABLE:
            return False

    def about(self, key: str) -> Mapping[str, Any] | None:
        """Return the facts of an entry, None without a readable one."""
        return _about(self._place(key))

    def latest(self, **facts: object) -> Mapping[str, Any] | None:
        """Return the facts of the entry that was made or used last among those with these facts."""
        for place in self._entries():
            about = _about(place)
            if about is not None and all(about.get(name) == value for name, value in facts.items()):
                return about
        return None

    def prune(self) -> None:
        """Remove all but the ten entries used last (4 GiB at most, always one), and what was left half written."""
        total = 0
        for number, place in enumerate(self._entries()):
            total += _size_of_all(place)
            if number >= _NUMBER_KEPT or (number and total > _BYTES_KEPT):
                shutil.rmtree(place, ignore_errors=True)
        for path in self.folder.glob(f"{_NEW}*"):
            if time.time() - last_used(path) > _SECONDS_LEFT_ALONE:
                shutil.rmtree(path, ignore_errors=True)

    def _place(self, key: str) -> Path:
        return self.folder / f"{self.kind}-{key}"

    def _entries(self) -> list[Path]:
        """Return all folders of this kind, last used first; those without a description last."""
        return sorted(self.folder.glob(f"{self.kind}-*"), key=lambda place: (-last_used(place / ENTRY), place.name))

    @contextlib.contextmanager
    def _new_folder(self) -> Iterator[Path]:
        new = self.folder / f"{_NEW}{secrets.token_hex(8)}"
        new.mkdir(parents=True)
        try:
            yield new
        finally:
            shutil.rmtree(new, ignore_errors=True)

    def _exchange(self, new: Path, place: Path) -> None:
        """Move a folder to its place; if another process is quicker, its folder is as good."""
        aside = self.folder / f"{_NEW}{secrets.token_hex(8)}"
        with contextlib.suppress(FileNotFoundError):
            place.rename(aside)
        try:
            new.rename(place)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def _read(place: Path) -> dict[str, Any]:
    entry: dict[str, Any] = json.loads((place / ENTRY).read_text(encoding="utf-8"))
    return entry


def _sums(place: Path) -> dict[str, str]:
    """Read the checksums by name of file; an entry must have some, and none that leads out of its folder."""
    sums: dict[str, str] = _read(place)["sums"]
    if not sums or any(Path(name).name != name for name in sums):
        raise ValueError(place.name)
    return sums


def _about(place: Path) -> Mapping[str, Any] | None:
    try:
        about = _read(place)["about"]
    except _UNUSABLE:
        return None
    return about if isinstance(about, dict) else None


def _copy(source: Path, target: Path) -> str:
    """Copy a file and return the checksum of what was copied."""
    digest = hashlib.blake2b(digest_size=16)
    with source.open("rb") as reader, target.open("wb") as writer:
        while chunk := reader.read(_CHUNK):
            digest.update(chunk)
            writer.write(chunk)
    return digest.hexdigest()


def _sum(path: Path) -> str:
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _size_of_all(folder: Path) -> int:
    """Return the size of a folder in bytes; of one that another process removes meanwhile, of what was left."""
    total = 0
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            total += path.stat().st_size
    return total


def last_used(path: Path) -> float:
    """Return the time that a file was written at, 0 for one that is gone."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
