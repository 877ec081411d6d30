"""From files to records, of every kind and in any mix of folders; what cannot be read is set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tematika.corpus.models import Record
from tematika.corpus.readers import READERS, Fault, Format, Row
from tematika.corpus.readers.archives import (
    BAD_GZIP,
    BAD_ZIP,
    ZIP,
    Member,
    check_nesting,
    file_kind,
    gunzip,
    iter_members,
    limit_bytes,
)
from tematika.corpus.readers.language_id import RUSSIAN, detect_language
from tematika.corpus.readers.limits import LIMITS, Clock, Limits
from tematika.corpus.readers.mojibake import fix_mojibake, looks_misdecoded
from tematika.corpus.readers.paths import KINDS, Source, check_paths, find_sources
from tematika.corpus.readers.quarantine import (
    BROKEN,
    LANGUAGE,
    NO_TEXT,
    TOO_DEEP,
    TOO_LARGE,
    UNKNOWN_KIND,
    Quarantine,
    SetAside,
    UnreadableError,
    first_informative,
)
from tematika.errors import NoArticlesError

__all__ = ["ReadResult", "check_paths", "check_readable", "iter_records", "read_records"]

_STATED = ("title", "date", "source", "url")
_LONGEST_STATED = 2_000


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The records, in order of their files, and what was set aside."""

    records: list[Record]
    quarantine: Quarantine


def read_records(paths: Sequence[Path], limits: Limits = LIMITS) -> ReadResult:
    """Return every article of the files and folders given, and what was set aside.

    Folders are read with all their subfolders; hidden files are skipped.

    Raises
    ------
    NoArticlesError
        If a path does not exist or there is no article at all.
    """
    quarantine = Quarantine()
    return ReadResult(list(iter_records(paths, quarantine.add, limits)), quarantine)


def check_readable(paths: Sequence[Path]) -> None:
    """Check that there is an article to read; raise as `read_records` does."""
    next(iter_records(paths, lambda _: None), None)


def iter_records(
    paths: Sequence[Path], set_aside: Callable[[SetAside], object], limits: Limits = LIMITS
) -> Iterator[Record]:
    """Yield the records of `read_records` one after the other; of long files only a part is in memory.

    Calls `set_aside` with each file and record that is set aside; raises as `read_records` does, at the end if there
    is no article at all.
    """
    sources, unread = find_sources(paths)
    reasons: list[SetAside] = []
    for item in unread:
        set_aside(item)
    several = sum(source.kind == ZIP or not READERS[source.kind].is_article for source in sources) > 1
    refs = _Refs()
    for result in (result for source in sources for result in _read_file(source, several, limits)):
        checked = result if isinstance(result, SetAside) else _check(result, limits)
        if isinstance(checked, Record):
            yield refs.distinct(checked)
            continue
        set_aside(checked)
        if not refs.used and first_informative(reasons) is None:
            reasons.append(checked)
    if not refs.used:
        raise _nothing(paths, first_informative(reasons))


def _nothing(paths: Sequence[Path], first: SetAside | None) -> NoArticlesError:
    """Return the error for input without articles; it names the first fault, if there is one."""
    if first is not None and first.reason != LANGUAGE:
        return NoArticlesError(first.detail, first.ref, first.mend)
    names = ", ".join(path.name or str(path) for path in paths)
    if first is not None:
        return NoArticlesError("no articles in Russian found", names, f"{first.ref} is in another language")
    return NoArticlesError("no articles found", names, f"put files of these kinds there: {KINDS}, or .gz of them")


def _check(record: Record, limits: Limits) -> Record | SetAside:
    """Return a record with Russian text, mojibake decoded; else the item to set aside."""
    if not record.text or record.text.isspace():
        return SetAside(record.ref, NO_TEXT, "has no text")
    if len(record.text) > limits.characters:
        return SetAside(record.ref, TOO_LARGE, f"has more than {limits.characters:,} characters", "cut it up")
    language = detect_language(record.text)
    if language == RUSSIAN and not looks_misdecoded(record.text):
        return record
    fixed = fix_mojibake(record.text)
    if fixed is not None and detect_language(fixed) == RUSSIAN:
        title = record.title and (fix_mojibake(record.title) or record.title)
        return replace(record, text=fixed, title=title)
    return record if language == RUSSIAN else SetAside(record.ref, LANGUAGE, language)


def _read_file(source: Source, several: bool, limits: Limits) -> Iterator[Record | SetAside]:
    try:
        size = source.path.stat().st_size
        with source.path.open("rb") as file:
            yield from _read(gunzip(Member(source.name, file), size), several, 0, limits)
    except OSError as error:
        what = f"cannot be read ({error.strerror or error})"
        yield SetAside(source.name, BROKEN, what, "check the file's permissions")


def _read(member: Member, several: bool, depth: int, limits: Limits) -> Iterator[Record | SetAside]:
    """Yield the records of a file or archive; a fault ends it with an item to set aside."""
    kind = file_kind(member.name)
    try:
        if kind == ZIP:
            yield from _read_archive(member, depth, limits)
        elif kind in READERS:
            yield from _records(member, READERS[kind], several, limits)
        else:
            yield SetAside(member.name, UNKNOWN_KIND, f"no reader for {kind or 'a file without suffix'}")
    except UnreadableError as error:
        yield replace(error.item, ref=error.where or member.name)
    except RecursionError:
        yield SetAside(member.name, TOO_DEEP, "is nested too deeply", "take it out")
    except BAD_GZIP:
        packed = "gzip file" if member.name.lower().endswith(".gz") else "archive that it lies in"
        yield SetAside(member.name, BROKEN, f"the {packed} is broken", "fetch or pack it again")


def _read_archive(archive: Member, depth: int, limits: Limits) -> Iterator[Record | SetAside]:
    check_nesting(archive, depth, limits)
    member = None
    for member in iter_members(archive, limits):
        if isinstance(member, UnreadableError):
            yield member.item
            continue
        with member.file:
            try:
                # The number of files in an archive is not known beforehand, so refs include the file's name.
                yield from _read(gunzip(member, member.packed), True, depth + 1, limits)
            except BAD_ZIP:
                yield SetAside(member.name, BROKEN, "the archive that it lies in is broken", "fetch or pack it again")
    if member is None:
        yield SetAside(archive.name, NO_TEXT, "holds no files")


def _records(member: Member, form: Format, several: bool, limits: Limits) -> Iterator[Record | SetAside]:
    clock, number = Clock(member.name, limits.seconds), 0
    with limit_bytes(member, int(getattr(limits, form.limit)), limits) as file:
        for number, row in enumerate(form.read(file, member.name, limits), 1):
            clock.stop()
            yield (
                SetAside(row.where, row.reason, row.what, row.mend)
                if isinstance(row, Fault)
                else _record(row, number, member.name, form, several)
            )
            clock.start()
    if not number:
        yield SetAside(member.name, NO_TEXT, "holds no articles")


def _record(row: Row, number: int, name: str, form: Format, several: bool) -> Record:
    own = row.get("id", "")[:_LONGEST_STATED] or str(number)
    ref = name if form.is_article else f"{name}#{own}" if several else own
    stated = {key: row.get(key, "")[:_LONGEST_STATED] or None for key in _STATED}
    return Record(ref, row.get("text", ""), **stated)


class _Refs:
    """Makes refs distinct by a number after the second and further equal ones."""

    def __init__(self) -> None:
        self.used: set[str] = set()
        self._repeats: Counter[str] = Counter()

    def distinct(self, record: Record) -> Record:
        ref = record.ref
        while ref in self.used:
            self._repeats[record.ref] += 1
            ref = f"{record.ref}~{self._repeats[record.ref] + 1}"
        self.used.add(ref)
        return record if ref == record.ref else replace(record, ref=ref)
