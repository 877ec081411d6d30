"""The files below the paths given, in order, and which of them may be read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tematika.corpus.readers import READERS
from tematika.corpus.readers.archives import ZIP, file_kind
from tematika.corpus.readers.quarantine import BROKEN, UNKNOWN_KIND, UNSAFE, SetAside
from tematika.errors import NoArticlesError

KINDS = ", ".join((*READERS, ZIP))


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read, and its name below the path given, see `printable_name`."""

    path: Path
    name: str

    @property
    def kind(self) -> str:
        """Its suffix, without that of gzip."""
        return file_kind(self.name)

    @property
    def is_known(self) -> bool:
        """Whether there is a reader for it."""
        return self.kind in READERS or self.kind == ZIP


def find_sources(paths: Sequence[Path]) -> tuple[list[Source], list[SetAside]]:
    """Return the files to read, and those that are not read, with the reason.

    Hidden files are skipped. A link is followed if the user named it, or if it leads elsewhere in the folder.

    Raises
    ------
    NoArticlesError
        If a path does not exist or is a file of an unknown kind.
    """
    kept: list[Source] = []
    set_aside: list[SetAside] = []
    for source, fault in (item for path in paths for item in iter_sources(path)):
        if fault is None:
            kept.append(source)
        else:
            set_aside.append(fault)
    return _distinct(kept), set_aside


def iter_sources(path: Path) -> Iterator[tuple[Source, SetAside | None]]:
    """Yield the files of one path, in order of their names, each with the reason why it is not read, if any.

    Raises as `find_sources` does.
    """
    for source, root in _below(path):
        yield source, _fault(source, root)


def printable_name(name: str) -> str:
    r"""Return a name with a replacement character for each byte that is not UTF-8.

    Examples
    --------
    >>> printable_name("a\udcefb.txt")
    'a\ufffdb.txt'
    """
    return os.fsencode(name).decode("utf-8", errors="replace")


def check_paths(paths: Sequence[Path]) -> None:
    """Check the paths before anything is read; raise as `find_sources` does."""
    for path in paths:
        next(_below(path), None)


def _below(path: Path) -> Iterator[tuple[Source, Path | None]]:
    """Yield files with the folder that links must not leave; none for a file that was named itself."""
    if path.is_dir():
        files = ((file.relative_to(path).as_posix(), file) for file in path.rglob("*") if _is_file(file))
        visible = (one for one in files if not any(part.startswith(".") for part in one[0].split("/")))
        root = path.resolve()
        yield from ((Source(file, printable_name(name)), root) for name, file in sorted(visible))
        return
    if not path.exists():
        raise NoArticlesError("no such file or folder", printable_name(str(path)), "check the path of the articles")
    source = Source(path, printable_name(path.name))
    if not source.is_known:
        raise NoArticlesError(f"unknown kind of file {source.kind!r}", source.name, f"use one of {KINDS}")
    yield source, None


def _fault(source: Source, root: Path | None) -> SetAside | None:
    if root is not None and _leads_out(source.path, root):
        return SetAside(source.name, UNSAFE, "is a link that leads out of the folder", "copy the file")
    try:
        source.path.open("rb").close()
    except OSError as error:
        what = f"cannot be read ({error.strerror or error})"
        return SetAside(source.name, BROKEN, what, "check the file's permissions")
    if not source.is_known:
        return SetAside(source.name, UNKNOWN_KIND, f"no reader for {source.kind or 'a file without suffix'}")
    return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file() or path.is_symlink()
    except OSError:
        return True


def _leads_out(path: Path, root: Path) -> bool:
    """Whether a file is a link out of its folder or a broken one."""
    if not path.is_symlink():
        return False
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return True
    return not target.is_relative_to(root) or not target.is_file()


def _distinct(sources: Iterable[Source]) -> list[Source]:
    """Return each file once, even if it is given by itself and with its folder."""
    return list({source.path.resolve(): source for source in reversed(list(sources))}.values())[::-1]
