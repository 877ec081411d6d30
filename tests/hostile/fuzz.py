"""A fuzz of everything between a file and its passages: `make fuzz` tries ten thousand mutated files.

Each is read as `tematika ingest` reads it, cleaned, and cut. Nothing may be raised but `NoArticlesError`, each record
has to come in or be set aside with a reason, no character of an article may be lost, and all offsets have to be true. A
file may take so many seconds and a process so much memory; one that takes more, or dies, counts as a failure.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hostile.nasty import good, nasty
from tematika.corpus.articles import make_drafts
from tematika.corpus.models import Cleaned, Record
from tematika.corpus.passages import split_passages
from tematika.corpus.readers.quarantine import Quarantine
from tematika.corpus.readers.read import iter_records
from tematika.errors import NoArticlesError

SECONDS_A_FILE = 20
MEMORY = 4 * 2**30
BATCH = 100
_PIECES = (
    b"\0", b"\xff", b"\xfe\xff", b"\n", b"\r", b'"', b"'", b"<", b">", b"]]>", b"<!--", b"<script>", b"&#0;", b"{",
    b"&#xd800;", b"}", b"[", b"]", b"\\ud800", b"---\n", b"=1+1", b"../", b"\x1b[2J", b"\xef\xbb\xbf",
    b"\xe2\x80\xae", b"9" * 400, b" " * 400, b"PK\x03\x04", b"PAR1", b"\x1f\x8b", "ё".encode(), "Порт ".encode(),
    "нефте-\nпровод".encode(),
)  # fmt: skip


@dataclass
class Figures:
    """What came of some files."""

    files: int = 0
    articles: int = 0
    set_aside: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def add(self, other: Figures) -> None:
        """Add the figures of further files."""
        self.files += other.files
        self.articles += other.articles
        self.set_aside += other.set_aside
        self.failures += other.failures


def mutated(number: int) -> tuple[str, bytes]:
    """Give the file of this number: one of the good or nasty ones, changed here and there."""
    chance = random.Random(number)  # noqa: S311 - no secrets here
    files = sorted({**good(), **_SMALL}.items())
    name, data = files[number % len(files)]
    other = files[chance.randrange(len(files))][1]
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 30))):
        _change(changed, other, chance)
    return f"{number}-{name}", bytes(changed)


_SMALL = {name: data for name, data in nasty().items() if len(data) < 60_000}


def _change(data: bytearray, other: bytes, chance: random.Random) -> None:
    place = chance.randrange(len(data) + 1)
    length = chance.choice((1, 2, 8, 100, 1_000))
    match chance.randrange(7):
        case 0 if data:
            data[place % len(data)] = chance.randrange(256)
        case 1:
            del data[place : place + length]
        case 2:
            data[place:place] = chance.choice(_PIECES)
        case 3:
            data[place:place] = data[place : place + length]
        case 4:
            start = chance.randrange(len(other) + 1)
            data[place : place + length] = other[start : start + length]
        case 5:
            data[place:place] = chance.randbytes(length)
        case _:
            data[:] = data[:place]


def try_files(numbers: range) -> Figures:
    """Read the files of these numbers, one after the other."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            name, data = mutated(number)
            figures.add(try_file(Path(folder) / name, data))
    return figures


def try_file(path: Path, data: bytes) -> Figures:
    """Read one file and check what comes of it."""
    path.write_bytes(data)
    begin = time.process_time()
    figures = Figures(files=1)
    try:
        for problem in _problems(path, figures):
            figures.failures.append(f"{path.name}: {problem}")
    # That nothing is raised is what is tried here.
    except Exception as error:
        figures.failures.append(f"{path.name}: {type(error).__name__}: {error}"[:300])
    if time.process_time() - begin > SECONDS_A_FILE:
        figures.failures.append(f"{path.name}: takes more than {SECONDS_A_FILE} seconds of computing")
    path.unlink()
    return figures


def _problems(path: Path, figures: Figures) -> Iterator[str]:
    quarantine = Quarantine()
    try:
        records = list(iter_records([path], quarantine.add))
    except NoArticlesError as error:
        records = []
        if not error.what or "\n" in str(error):
            yield "the error does not say what is wrong"
    figures.articles += len(records)
    for (reason, _), number in quarantine.counts.items():
        figures.set_aside[reason] += number
    if not records and not quarantine.total:
        yield "nothing came in and nothing was set aside"
    for record, draft in zip(records, make_drafts(records), strict=True):
        yield from _lost(record, draft.cleaned)
        if not draft.title:
            yield "an article without a title"


def _lost(record: Record, cleaned: Cleaned) -> Iterator[str]:
    """Tell of characters that are neither in a block nor in a removal, and of passages that are not in the text."""
    parts: list[Any] = [*cleaned.blocks, *cleaned.removals]
    spans = sorted((part.start, part.end) for part in parts)
    reached, between = 0, []
    for start, end in spans:
        if not reached <= start < end <= len(record.text):
            yield f"{record.ref}: stretches overlap or are empty"
        between.append(record.text[reached:start])
        reached = end
    if "".join([*between, record.text[reached:]]).strip():
        yield f"{record.ref}: text is lost"
    kept = "".join("".join(record.text[block.start : block.end].split()) for block in cleaned.blocks)
    passages = split_passages(record.text, cleaned.blocks)
    if "".join("".join(record.text[p.start : p.end].split()) for p in passages) != kept:
        yield f"{record.ref}: passages do not hold what blocks do"


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def run(total: int, workers: int) -> Figures:
    """Try so many files in processes of bounded memory."""
    figures = Figures()
    pending = [range(first, min(first + BATCH, total)) for first in range(0, total, BATCH)]
    while pending:
        with ProcessPoolExecutor(workers, initializer=_bounded) as pool:
            jobs = {pool.submit(try_files, numbers): numbers for numbers in pending}
            pending = []
            for job, numbers in jobs.items():
                try:
                    figures.add(job.result())
                except BrokenProcessPool:
                    # One file of one batch ended the process; tried one by one, it is found.
                    pending.extend(range(number, number + 1) for number in numbers if len(numbers) > 1)
                    if len(numbers) == 1:
                        figures.failures.append(f"{mutated(numbers[0])[0]}: ends the process")
    return figures


def told(figures: Figures) -> str:
    """Write the figures as the documentation has them."""
    reasons = ", ".join(f"{reason} {number:,}" for reason, number in sorted(figures.set_aside.items()))
    return (
        f"| inputs tried | articles read from them | set aside | failures |\n| --- | --- | --- | --- |\n"
        f"| {figures.files:,} | {figures.articles:,} | {figures.set_aside.total():,} ({reasons}) | "
        f"{len(figures.failures):,} |\n"
    )


def main() -> int:
    """Try the files and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    figures = run(options.files, options.workers)
    print(told(figures), *figures.failures, sep="\n")  # noqa: T201 - the figures are what it is for
    return 1 if figures.failures else 0


if __name__ == "__main__":
    sys.exit(main())
