"""What is packed: gzip and zip, each also inside the other, unpacked in memory and never onto the disk."""

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

# What the library raises on archives that are damaged, or packed or locked in a way it does not know.
BAD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
BAD_GZIP = (gzip.BadGzipFile, EOFError, zlib.error)
ZIP = ".zip"
_MEND = "fetch or pack it again"
_ENCRYPTED, _NAME_IS_UTF8 = 0x1, 0x800
_LONGEST_NAME = 500


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive, or an archive by itself: what is to be read under a name.

    Attributes
    ----------
    name : str
        Path of the archive and path within it; for names alone, it is never opened as a path.
    file : binary file
        Its bytes, unpacked.
    packed : int
        Bytes that it is packed in; 0 if it is not.
    """

    name: str
    file: IO[bytes]
    packed: int = 0


def file_kind(name: str) -> str:
    """Give the suffix that tells what is in a file, whether gzipped or not.

    Examples
    --------
    >>> file_kind("Лента.JSONL.gz"), file_kind("a")
    ('.jsonl', '')
    """
    return PurePosixPath(name.lower().removesuffix(".gz")).suffix


def gunzip(member: Member, size: int) -> Member:
    """Take the gzip layer off a file, if it has one.

    Parameters
    ----------
    member : Member
        An open file.
    size : int
        Its bytes.
    """
    if not member.name.lower().endswith(".gz"):
        return member
    return Member(member.name, cast(IO[bytes], gzip.open(member.file)), max(1, size))


def limit_bytes(member: Member, most: int, limits: Limits) -> IO[bytes]:
    """Open a file so that no more bytes come out of it than it may have."""
    return io.BufferedReader(LimitedReader(member.file, member.name, most, member.packed, limits.ratio))


def iter_members(archive: Member, limits: Limits) -> Iterator[Member | UnreadableError]:
    """Yield the files of a zip archive in order of their names; what cannot be unpacked safely comes as an error.

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
    """Check that an archive in an archive is not one too deep."""
    if depth >= limits.nesting:
        raise UnreadableError(TOO_DEEP, f"archives within {depth} archives are not opened", archive.name, "unpack it")


def _seekable(archive: Member, limits: Limits) -> IO[bytes]:
    """Give a file that can be jumped about in: the one on the disk, or what is read of one inside an archive."""
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
            UNSAFE, "has a name that leads out of the archive", f"{archive}/…/{parts[-1][:80]}", _MEND
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
    """Give a member's name; archives made under Russian Windows have theirs in cp866 without saying so."""
    if info.flag_bits & _NAME_IS_UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("cp866")
    except UnicodeError:
        return info.filename


def _broken(where: str) -> UnreadableError:
    return UnreadableError(BROKEN, "the zip archive is broken", where, _MEND)
