"""Readers, one for each kind of file: bytes in, rows out, within limits; know nothing of cleaning or of the corpus."""

from __future__ import annotations

from collections.abc import Mapping

from tematika.corpus.readers.feed import read_feed
from tematika.corpus.readers.jsonl import read_jsonl
from tematika.corpus.readers.row import Fault, Format, Row
from tematika.corpus.readers.tables import read_csv, read_parquet
from tematika.corpus.readers.text import read_html, read_text
from tematika.corpus.readers.xlsx import read_workbook

__all__ = ["READERS", "Fault", "Format", "Row"]

_TEXT = Format(read_text, is_article=True, limit="page_bytes")
_HTML = Format(read_html, is_article=True, limit="page_bytes")
_LINES = Format(read_jsonl, is_article=False, limit="stream_bytes")
_CSV = Format(read_csv, is_article=False, limit="stream_bytes")
_FEED = Format(read_feed, is_article=False, limit="page_bytes")

READERS: Mapping[str, Format] = {
    ".txt": _TEXT,
    ".md": _TEXT,
    ".html": _HTML,
    ".htm": _HTML,
    ".jsonl": _LINES,
    ".csv": _CSV,
    ".tsv": _CSV,
    ".parquet": Format(read_parquet, is_article=False, limit="table_bytes"),
    ".xlsx": Format(read_workbook, is_article=False, limit="page_bytes"),
    ".rss": _FEED,
    ".atom": _FEED,
    ".xml": _FEED,
}
