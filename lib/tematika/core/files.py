"""Atomic replacement of files and folders: nobody ever finds half of one, or nothing."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

# From <linux/fs.h> and <fcntl.h>: swap two names in one step; names count from the working folder.
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100
_NOT_HERE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


def put_in_place(new: Path, place: Path, aside: Path) -> None:
    """Move a complete folder to its place; what was there before is then called ``aside``, or like the new one was.

    Parameters
    ----------
    new : Path
        The complete folder.
    place : Path
        The name it is to have, in the same file system.
    aside : Path
        Where an earlier folder goes on file systems that cannot swap two names.

    Raises
    ------
    OSError
        Where that fails; ``place`` is then as it was before.
    """
    if not place.exists():
        new.rename(place)
    elif not _swap(new, place):
        move_aside_and_in(new, place, aside)
    flush(place.parent)


def move_aside_and_in(new: Path, place: Path, aside: Path) -> None:
    """Replace a folder in two steps; if the process is killed between them, only `aside` is there until a repair."""
    sys.audit("tematika.publish", "aside")
    place.rename(aside)
    try:
        sys.audit("tematika.publish", "in")
        new.rename(place)
    except OSError:
        aside.rename(place)
        raise


def replace_file(file: Path, content: bytes) -> None:
    """Write a file whole, or leave the one that is there; one that has this content already is not touched."""
    if file.is_file() and file.read_bytes() == content:
        return
    beside = file.with_name(f".{file.name}.new")
    with beside.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    beside.replace(file)
    flush(file.parent)


def write_through(folder: Path) -> None:
    """Flush all of a folder to the disk."""
    for path in sorted(folder.rglob("*"), reverse=True):
        flush(path)
    flush(folder)


def flush(path: Path) -> None:
    """Flush a file's content, or a folder's list of names, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _swap(one: Path, other: Path) -> bool:
    """Swap two names in one step, where the system and the file system can."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    sys.audit("tematika.publish", "swap")
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NOT_HERE:
        return False
    raise OSError(code, os.strerror(code), str(other))
