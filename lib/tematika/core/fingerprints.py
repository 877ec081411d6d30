"""What a report was made from and with: input files by their hashes, package versions, the revision."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import tematika
from tematika.core.paths import PROJECT

# Comes with pymorphy3 and has versions of its own.
_DICTIONARIES = {"pymorphy3-dicts-ru"}


@dataclass(frozen=True, slots=True)
class Input:
    """A file that a run reads, by its name below the folder given."""

    ref: str
    sha256: str
    bytes: int


def inputs_of(paths: Sequence[Path]) -> tuple[Input, ...]:
    """Files below the paths given, hidden ones left out, in order of their names."""
    return tuple(input_of(path, ref) for path, ref in _files(paths))


def input_of(path: Path, ref: str) -> Input:
    """Hash and size of one file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Input(ref, digest, path.stat().st_size)


def package_versions() -> dict[str, str]:
    """Versions of the package, of what it depends on directly, and of the dictionary that lemmas come from."""
    try:
        needed = metadata.requires("tematika") or []
    except metadata.PackageNotFoundError:  # used from its folder, not installed
        needed = (PROJECT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    names = {match[0].lower() for line in needed if (match := re.match(r"[A-Za-z][\w.-]*", line))}
    names |= _DICTIONARIES
    return {"tematika": tematika.__version__, **{name: metadata.version(name) for name in sorted(names)}}


def pinned_versions() -> dict[str, str]:
    """Versions of the direct dependencies that the tests ran with."""
    try:
        needed = metadata.requires("tematika") or []
    except metadata.PackageNotFoundError:  # used from its folder, not installed
        needed = (PROJECT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    found = (re.match(r"([A-Za-z][\w.-]*+)(?:\[[^\]=]*\])?\s*+==\s*+([\w.]+)", line) for line in needed)
    return {match[1].lower(): match[2] for match in found if match}


def code_digest() -> str:
    """Return a hash of the files of the package; what Python makes of them is left out."""
    package = Path(tematika.__file__).parent
    files = (path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(package).as_posix(), path) for path in files):
        content = path.read_bytes()
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def git_revision() -> str | None:
    """Name the commit that the package is at, where it is used from its repository."""
    git = shutil.which("git")
    if git is None or not (PROJECT / ".git").exists():
        return None
    command = [git, "-C", str(PROJECT), "rev-parse", "HEAD"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed arguments
    return found.stdout.strip() or None


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    for given in paths:
        if given.is_dir():
            files = (path for path in given.rglob("*") if path.is_file())
            below = sorted((path.relative_to(given).as_posix(), path) for path in files)
            yield from ((path, ref) for ref, path in below if not re.search(r"(^|/)\.", ref))
        else:
            yield given, given.name
