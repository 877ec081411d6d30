"""Articles by their web address, fetched into files for an ingest, and again only when they have changed."""

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
    """The result of fetching addresses.

    Attributes
    ----------
    files : tuple of Path
        The responses, a file each.
    unchanged : int
        Number of addresses that have not changed since the last time.
    set_aside : tuple of SetAside
        Addresses that failed, with the reason.
    validators : mapping of str to Validators
        By address, for `store_validators` once the articles are in the archive.
    """

    files: tuple[Path, ...]
    unchanged: int
    set_aside: tuple[SetAside, ...]
    validators: Mapping[str, Validators]


def fetch_all(urls: Sequence[str], known: Mapping[str, Validators], options: FetchOptions, folder: Path) -> FetchResult:
    """Fetch addresses into a folder, one after the other; one that fails does not stop the others."""
    files: list[Path] = []
    set_aside: list[SetAside] = []
    validators: dict[str, Validators] = {}
    unchanged = 0
    for url in urls:
        try:
            response = fetch(url, known.get(url, Validators()), options)
        except UnreadableError as error:
            set_aside.append(error.item)
            continue
        if response.data is None:
            unchanged += 1
            continue
        file = folder / _name(url, response)
        file.write_bytes(response.data)
        files.append(file)
        validators[url] = response.validators
    return FetchResult(tuple(files), unchanged, tuple(set_aside), validators)


def load_validators(archive: Path) -> dict[str, Validators]:
    """Return the validators of the last time; none if they cannot be read, and then all is fetched again."""
    try:
        stored = json.loads((archive / FILE).read_text(encoding="utf-8"))
        return {url: Validators(one["etag"], one["last_modified"]) for url, one in stored.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def store_validators(archive: Path, new: Mapping[str, Validators]) -> None:
    """Store validators beside the archive, once the articles are in it."""
    stored = {url: asdict(one) for url, one in sorted({**load_validators(archive), **new}.items())}
    beside = archive / f"{FILE}.new"
    beside.write_text(json.dumps(stored, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    beside.replace(archive / FILE)


def _name(url: str, response: Response) -> str:
    """Return a file name made of the address, with the suffix of the content."""
    parts = urlsplit(url)
    words = _UNSAFE_IN_NAMES.sub("-", f"{parts.hostname}{PurePosixPath(parts.path)}").strip("-.")[:80]
    digest = hashlib.blake2b(url.encode("utf-8", "replace"), digest_size=3).hexdigest()
    return f"{words}-{digest}{_suffix(parts.path, response)}"


def _suffix(path: str, response: Response) -> str:
    kind = file_kind(path)
    beginning = (response.data or b"")[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")) and b"<html" not in beginning:
        return ".xml"
    if beginning.startswith((b"<!doctype html", b"<html")) or "html" in response.content_type:
        return ".html"
    if kind in READERS or kind == ZIP:
        return kind + (".gz" if path.lower().endswith(".gz") else "")
    return ".xml"
