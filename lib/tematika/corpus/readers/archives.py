"""Gzip and zip files, each also inside the other, unpacked in memory and never onto the disk."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, cast

from tematika.corpus.readers.limits import LimitedReader, Limits
from tematika.corpus.readers.quarantine import BROKEN, TOO_DEEP, TOO_LARGE, UNSAFE, UnreadableError

# Raised for archives that are damaged, encrypted or compressed by an unknown method.
BAD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
BAD_GZIP = (gzip.BadGzipFile, EOFError, zlib.error)
ZIP = ".zip"
_HINT = "fetch or pack it again"
_ENCRYPTED, _NAME_IS_UTF8 = 0x1, 0x800
_LONGEST_NAME = 500


@dataclass(frozen=True, slots=True)
class Member:
    """An open file, by itself or in an archive.

    Attributes
    ----------
    name : str
        Path of the archive and path within it; never opened as a path.
    file : binary file
        Its uncompressed bytes.
    packed : int
        Compressed size in bytes; 0 if it is not compressed.
    """

    name: str
    file: IO[bytes]
    packed: int = 0


def file_kind(name: str) -> str:
    """Return the suffix of a file in lower case, without that of gzip.

    Examples
    --------
    >>> file_kind("Лента.JSONL.gz"), file_kind("a")
    ('.jsonl', '')
    """
    return PurePosixPath(name.lower().removesuffix(".gz")).suffix


def gunzip(member: Member, size: int) -> Member:
    """Return the content of a gzipped file of `size` bytes; other files as they are."""
    if not member.name.lower().endswith(".gz"):
        return member
    return Member(member.name, cast(IO[bytes], gzip.open(member.file)), max(1, size))


def limit_bytes(member: Member, most: int, limits: Limits) -> IO[bytes]:
    """Return a stream of the file that is limited in size and compression ratio."""
    return io.BufferedReader(LimitedReader(member.file, member.name, most, member.packed, limits.ratio))


def iter_members(archive: Member, limits: Limits) -> Iterator[Member | UnreadableError]:
    """Yield the files of a zip archive in order of their names, and an error for each that is unsafe to unpack.

    Raises
    ------
    UnreadableError
        If the archive as a whole cannot be read.
    """
    try:
        packed = zipfile.ZipFile(_seekable(archive, limits))
    except BAD_ZIP as error:
        raise _broken(archive.name) from error
    with packed:
        files = [info for info in packed.infolist() if not info.is_dir()]
        if len(files) > limits.members:
            raise UnreadableError(TOO_LARGE, f"holds more than {limits.members:,} files", archive.name, "cut it up")
        for info in sorted(files, key=_name):
            if not any(part.startswith(".") and part.strip(".") for part in _parts(_name(info))):
                yield _member(packed, info, archive.name)


def check_nesting(archive: Member, depth: int, limits: Limits) -> None:
    """Raise `UnreadableError` if an archive lies too deep in others."""
    if depth >= limits.nesting:
        raise UnreadableError(TOO_DEEP, f"archives within {depth} archives are not opened", archive.name, "unpack it")


def _seekable(archive: Member, limits: Limits) -> IO[bytes]:
    """Return a file with random access: the one on the disk, or in memory that of an archive in an archive."""
    if archive.packed == 0 and archive.file.seekable():
        return archive.file
    data = LimitedReader(archive.file, archive.name, limits.table_bytes, archive.packed, limits.ratio).readall()
    return io.BytesIO(data or b"")


def _member(packed: zipfile.ZipFile, info: zipfile.ZipInfo, archive: str) -> Member | UnreadableError:
    inside = _name(info)
    name = f"{archive}/{inside}"
    parts = _parts(inside)
    if inside.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or len(inside) > _LONGEST_NAME:
        return UnreadableError(
            UNSAFE, "has a name that leads out of the archive", f"{archive}/…/{parts[-1][:80]}", _HINT
        )
    if info.flag_bits & _ENCRYPTED:
        return UnreadableError(BROKEN, "is locked with a password", name, "unpack it")
    try:
        return Member(name, packed.open(info), max(1, info.compress_size))
    except BAD_ZIP:
        return _broken(name)


def _parts(name: str) -> list[str]:
    return name.replace("\\", "/").split("/")


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; archives made under Russian Windows have names in cp866 without a mark."""
    if info.flag_bits & _NAME_IS_UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("cp866")
    except UnicodeError:
        return info.filename


def _broken(where: str) -> UnreadableError:
    return UnreadableError(BROKEN, "the zip archive is broken", where, _HINT)
