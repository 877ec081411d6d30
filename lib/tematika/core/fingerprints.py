"""Hashes, and the fingerprints made of them: what a result was made of, and whether that is still so."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import tematika
from tematika.core.paths import PROJECT

# Comes with pymorphy3 and has versions of its own.
_DICTIONARIES = {"pymorphy3-dicts-ru"}
# A file system's clock may stand still for so long: what was written since could be changed without a trace.
_NS_UNSETTLED = 50_000_000


@dataclass(frozen=True, slots=True)
class FileState:
    """What tells whether a file was written to: its size, its times, its number in the file system."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> FileState:
        """Return the state of a file now."""
        stat = path.stat()
        return cls(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)


_hashes: dict[tuple[str, FileState], str] = {}


@dataclass(frozen=True, slots=True)
class Input:
    """A file that a run reads, by its name below the folder given."""

    ref: str
    sha256: str
    bytes: int


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file; in one process a file that nobody has written to is read once."""
    state, now = FileState.of(path), time.time_ns()
    known = _hashes.get((str(path.absolute()), state))
    if known:
        return known
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    if now - state.ctime_ns > _NS_UNSETTLED:
        remember_hash(path, state, sha256)
    return sha256


def remember_hash(path: Path, state: FileState, sha256: str) -> None:
    """Take the hash of a file as known, as long as it stays in this state."""
    _hashes[str(path.absolute()), state] = sha256


def known_hash(path: Path) -> str | None:
    """Return the hash of a file if it is known, else None."""
    return _hashes.get((str(path.absolute()), FileState.of(path)))


def hash_json(value: object) -> str:
    """Return a hash of a plain JSON value; the order of keys does not matter."""
    return hashlib.blake2b(json.dumps(value, sort_keys=True).encode(), digest_size=16).hexdigest()


def hash_lines(lines: Iterable[str]) -> str:
    """Return the SHA-256 of lines of text, whatever their order."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def short_hash(value: object) -> str:
    """Return eight digits for a plain JSON value, to name a run by."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:8]


def inputs_of(paths: Sequence[Path]) -> tuple[Input, ...]:
    """Return the files below the paths given, hidden ones left out, in order of their names."""
    return tuple(input_of(path, ref) for path, ref in _files(paths))


def input_of(path: Path, ref: str) -> Input:
    """Return hash and size of one file."""
    return Input(ref, hash_file(path), path.stat().st_size)


def source_files() -> dict[str, str]:
    """Return a hash for each file of the package, data files included, by its path; what Python makes is left out."""
    package = Path(tematika.__file__).parent
    files = (path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(package).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def hash_sources(names: Sequence[str], files: Mapping[str, str] | None = None) -> str:
    """Return a hash of modules and packages of tematika, with the data files in them.

    Parameters
    ----------
    names : sequence of str
        Such as ``tematika.settings`` or ``tematika.core``; ``tematika`` stands for all.
    files : mapping of str to str, optional
        From `source_files`; without it the files are read now.
    """
    files = source_files() if files is None else files
    chosen = sorted((name, digest) for name, digest in files.items() if any(_is_part(name, of) for of in names))
    return hashlib.sha256(json.dumps(chosen).encode()).hexdigest()


def package_versions() -> dict[str, str]:
    """Return versions of the package, of what it depends on directly, and of the dictionary that lemmas come from."""
    names = {match[0].lower() for line in _requirements() if (match := re.match(r"[A-Za-z][\w.-]*", line))}
    return {"tematika": tematika.__version__, **versions_of(names | _DICTIONARIES)}


def versions_of(packages: Iterable[str]) -> dict[str, str]:
    """Return the installed versions of some packages, in order of their names."""
    return {name: metadata.version(name) for name in sorted(packages)}


def pinned_versions() -> dict[str, str]:
    """Return versions of the direct dependencies that the tests ran with."""
    pattern = r"([A-Za-z][\w.-]*+)(?:\[[^\]=]*\])?\s*+==\s*+([\w.]+)"
    return {match[1].lower(): match[2] for line in _requirements() if (match := re.match(pattern, line))}


def git_revision() -> str | None:
    """Return the commit that the package is at, where it is used from its repository."""
    git = shutil.which("git")
    if git is None or not (PROJECT / ".git").exists():
        return None
    command = [git, "-C", str(PROJECT), "rev-parse", "HEAD"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed arguments
    return answer.stdout.strip() or None


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """All that decides what comes out of a stage.

    Attributes
    ----------
    stage : str
        ``corpus``, ``themes`` or ``report``.
    inputs : mapping of str to object
        What it reads: plain JSON values, files as pairs of name and hash.
    parameters : mapping of str to object
        Those that matter to it.
    sources : str
        Hash of the code that it runs, from `hash_sources`.
    packages : mapping of str to str
        Versions of what that code imports.
    """

    stage: str
    inputs: Mapping[str, Any]
    parameters: Mapping[str, Any]
    sources: str
    packages: Mapping[str, str]

    @classmethod
    def from_plain(cls, stage: str, values: Mapping[str, Any]) -> Fingerprint:
        """Read what `to_plain` returned, in this release or an earlier one.

        Raises
        ------
        KeyError, TypeError, ValueError
            If that is no fingerprint.
        """
        inputs = dict(values)
        sources, packages, parameters = (inputs.pop(name) for name in ("code", "versions", "parameters"))
        return cls(stage, inputs, dict(parameters), sources, dict(packages))

    def to_plain(self) -> dict[str, Any]:
        """Return plain JSON values under the names that they are stored by."""
        return {"code": self.sources, "versions": self.packages, "parameters": self.parameters, **self.inputs}

    @property
    def key(self) -> str:
        """Hash of all of it."""
        return hash_json(self.to_plain())

    def differences(self, earlier: Fingerprint) -> tuple[str, ...]:
        """Return in words what has changed; of inputs only those are compared that both name.

        Examples
        --------
        >>> def made_of(seed, *files):
        ...     return Fingerprint("corpus", {"files": list(files)}, {"seed": seed}, "a", {})
        >>> made_of(9, ["a.txt", "3"], ["c.txt", "2"]).differences(made_of(0, ["a.txt", "1"], ["b.txt", "2"]))
        ('1 file new, 1 changed, 1 gone', 'parameter seed changed from 0 to 9')
        """
        return tuple(self._differences(earlier))

    def _differences(self, earlier: Fingerprint) -> Iterator[str]:
        before, now = earlier.inputs, self.inputs
        changed = [name for name in now if name in before and before[name] != now[name]]
        yield from _changed_articles(before, now, changed)
        yield from _changed_values("parameter", earlier.parameters, self.parameters)
        yield from (words for name, words in _INPUTS.items() if name in changed)
        if earlier.sources != self.sources:
            yield "code changed"
        yield from _changed_values("version of", earlier.packages, self.packages)


_INPUTS = {
    "corpus": "corpus changed",
    "themes": "themes file changed",
    "weights": "weights file changed",
    "labels": "labels changed",
    "notebooks": "notebooks changed",
    "history": "another report came before",
}
_REARRANGED = "the same files are given in another order"


def _changed_articles(before: Mapping[str, Any], now: Mapping[str, Any], changed: Sequence[str]) -> Iterator[str]:
    if ("files" in before) != ("files" in now):
        yield "articles come from elsewhere"
    elif "files" in changed:
        yield _changed_files(before["files"], now["files"])
    elif "files_of_paths" in changed:
        yield _REARRANGED
    elif "archive_version" in changed:
        yield f"archive version changed from {before['archive_version']} to {now['archive_version']}"
    elif "batches" in changed:
        yield "the archive was made anew"


def _changed_files(before: Sequence[Any], now: Sequence[Any]) -> str:
    old, new = _by_ref(before), _by_ref(now)
    counts = {
        "new": len(new.keys() - old.keys()),
        "changed": sum(old[ref] != new[ref] for ref in old.keys() & new.keys()),
        "gone": len(old.keys() - new.keys()),
    }
    numbers = [(number, word) for word, number in counts.items() if number]
    if not numbers:
        return _REARRANGED
    number, word = numbers[0]
    first = f"{number} file{'s' if number > 1 else ''} {word}"
    return ", ".join([first, *(f"{number} {word}" for number, word in numbers[1:])])


def _by_ref(pairs: Sequence[Any]) -> dict[str, Counter[str]]:
    """Return contents by ref; files of several folders may share one."""
    contents: dict[str, Counter[str]] = {}
    for ref, content in pairs:
        contents.setdefault(ref, Counter())[content] += 1
    return contents


def _changed_values(what: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for name in [*now, *(name for name in before if name not in now)]:
        if before.get(name) != now.get(name):
            yield f"{what} {name} changed from {_shown(before.get(name))} to {_shown(now.get(name))}"


def _shown(value: object) -> str:
    return "nothing" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _requirements() -> list[str]:
    try:
        return metadata.requires("tematika") or []
    except metadata.PackageNotFoundError:  # used from its folder, not installed
        return (PROJECT / "requirements.txt").read_text(encoding="utf-8").splitlines()


def _is_part(file: str, of: str) -> bool:
    """Return whether a file of the package is this module, or lies in this package."""
    place = "/".join(of.split(".")[1:])
    return not place or file == f"{place}.py" or file.startswith(f"{place}/")


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    for given in paths:
        if given.is_dir():
            files = (path for path in given.rglob("*") if path.is_file())
            below = sorted((path.relative_to(given).as_posix(), path) for path in files)
            yield from ((path, ref) for ref, path in below if not re.search(r"(^|/)\.", ref))
        else:
            yield given, given.name
