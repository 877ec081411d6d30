"""Articles by their address: fetched into files for an ingest, and asked for again only when something has changed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from tematika.corpus.readers import READERS
from tematika.corpus.readers.archives import ZIP, file_kind
from tematika.corpus.readers.quarantine import SetAside, UnreadableError
from tematika.corpus.web.http import FetchOptions, Response, Validators, fetch

FILE = "feeds.json"
_UNSAFE_IN_NAMES = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What was fetched.

    Attributes
    ----------
    files : tuple of Path
        The answers, a file each.
    unchanged : int
        Addresses where nothing has changed since the last time.
    set_aside : tuple of SetAside
        Addresses that gave nothing, with the reason.
    validators : mapping of str to Validators
        By address, what to remember once the articles are in.
    """

    files: tuple[Path, ...]
    unchanged: int
    set_aside: tuple[SetAside, ...]
    validators: Mapping[str, Validators]


def fetch_all(urls: Sequence[str], known: Mapping[str, Validators], manners: FetchOptions, folder: Path) -> FetchResult:
    """Fetch addresses into a folder, one after the other; one that gives nothing does not stop the others."""
    files: list[Path] = []
    aside: list[SetAside] = []
    validators: dict[str, Validators] = {}
    unchanged = 0
    for url in urls:
        try:
            answer = fetch(url, known.get(url, Validators()), manners)
        except UnreadableError as error:
            aside.append(error.item)
            continue
        if answer.data is None:
            unchanged += 1
            continue
        file = folder / _name(url, answer)
        file.write_bytes(answer.data)
        files.append(file)
        validators[url] = answer.validators
    return FetchResult(tuple(files), unchanged, tuple(aside), validators)


def load_validators(archive: Path) -> dict[str, Validators]:
    """Give what servers told the last time; nothing if that cannot be read, for then all is fetched again."""
    try:
        told = json.loads((archive / FILE).read_text(encoding="utf-8"))
        return {url: Validators(one["etag"], one["last_modified"]) for url, one in told.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def store_validators(archive: Path, new: Mapping[str, Validators]) -> None:
    """Keep it for the next time, beside the archive; to be done when the articles are in, not before."""
    told = {url: asdict(one) for url, one in sorted({**load_validators(archive), **new}.items())}
    beside = archive / f"{FILE}.new"
    beside.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    beside.replace(archive / FILE)


def _name(url: str, answer: Response) -> str:
    """Name a file by its address, the same each time, with the suffix of what is in it."""
    parts = urlsplit(url)
    words = _UNSAFE_IN_NAMES.sub("-", f"{parts.hostname}{PurePosixPath(parts.path)}").strip("-.")[:80]
    digest = hashlib.blake2b(url.encode("utf-8", "replace"), digest_size=3).hexdigest()
    return f"{words}-{digest}{_suffix(parts.path, answer)}"


def _suffix(path: str, answer: Response) -> str:
    kind = file_kind(path)
    beginning = (answer.data or b"")[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")) and b"<html" not in beginning:
        return ".xml"
    if beginning.startswith((b"<!doctype html", b"<html")) or "html" in answer.content_type:
        return ".html"
    if kind in READERS or kind == ZIP:
        return kind + (".gz" if path.lower().endswith(".gz") else "")
    return ".xml"
