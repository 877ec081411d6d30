"""Good files of every kind, and files that are made to be trouble."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Mapping
from functools import cache

import openpyxl
import polars as pl

TEXT = (
    "Порт открыл зимний причал\n\nПервое судно пришло в порт утром, сообщили в управлении. Его встретили ледокол и два "
    "буксира, разгрузка займёт сутки.\n\nВторое судно ждут к вечеру: на борту уголь и металл для заводов области.\n"
)
_BOMB = "<!DOCTYPE a [<!ENTITY a 'ха'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
)
_PAGE = f"<html><head><title>Порт</title></head><body><article><p>{TEXT}</p></article></body></html>"
_RSS = f"<rss version='2.0'><channel><item><guid>1</guid><description>{TEXT}</description></item></channel></rss>"


def _rows() -> list[dict[str, str]]:
    return [{"id": str(n), "title": "Порт", "date": "2026-10-14", "text": f"{TEXT}{n}"} for n in range(3)]


def _zip(files: Mapping[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["ид", "текст", "дата"], [1, TEXT, "2026-10-14"], [2, TEXT * 2, None]):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    # Packed anew without the clock: what a mutation hits must be the same each time.
    with zipfile.ZipFile(data) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    moment = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    return _zip({name: moment.sub(b"2026-10-14T07:00:00Z", content) for name, content in parts.items()})


def _parquet() -> bytes:
    data = io.BytesIO()
    pl.DataFrame(_rows()).write_parquet(data)
    return data.getvalue()


@cache
def good() -> dict[str, bytes]:
    """Files that read well, by name."""
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in _rows()).encode()
    table = "id;title;text\n" + "\n".join(f'{n};Порт;"{TEXT}"' for n in range(3))
    texts = {f"{page}.txt": TEXT.encode(page) for page in ("utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r", "cp866")}
    return {
        **texts,
        "front.md": f"---\ntitle: Порт\ndate: 2026-10-14\n---\n{TEXT}".encode(),
        "page.html": _PAGE.encode(),
        "page-1251.htm": _PAGE.encode("cp1251"),
        "lines.jsonl": lines,
        "table.csv": table.encode(),
        "table.tsv": table.replace(";", "\t").encode("cp1251"),
        "table.parquet": _parquet(),
        "book.xlsx": _workbook(),
        "feed.rss": _RSS.encode(),
        "feed.atom": f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><content>{TEXT}</content></entry></feed>".encode(),
        "lines.jsonl.gz": gzip.compress(lines, mtime=0),
        "all.zip": _zip({"a.txt": TEXT.encode(), "b/c.jsonl": lines, "page.html": _PAGE.encode()}),
    }  # fmt: skip


@cache
def nasty() -> dict[str, bytes]:
    """Files that hold nothing to be read, or more than one should."""
    inner = _zip({"a.txt": TEXT.encode()})
    for _ in range(5):
        inner = _zip({"inner.zip": inner})
    return {
        "bomb.txt.gz": gzip.compress(b"\0" * 30_000_000, mtime=0),
        "spaces.txt.gz": gzip.compress(b" " * 30_000_000, mtime=0),
        "bomb.zip": _zip({f"{n}.txt": b" " * 30_000_000 for n in range(3)}),
        "bomb.xlsx": _zip({"xl/workbook.xml": b"<a>" + b" " * 60_000_000 + b"</a>"}),
        "nested.zip": inner,
        "laughs.xml": f"{_BOMB}]><rss><channel><item><title>&j;</title></item></channel></rss>".encode(),
        "laughs.rss": f"{_BOMB}]><rss><channel><title>&j;</title></channel></rss>".encode("utf-16"),
        "outside.xml": b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel><item><description>&x;"
        b"</description></item></channel></rss>",
        "laughs.xlsx": _zip({"[Content_Types].xml": _BOMB.encode(), "xl/workbook.xml": _BOMB.encode()}),
        "deep.jsonl": b"[" * 200_000,
        "deep.html": b"<div>" * 50_000 + TEXT.encode(),
        "unclosed.html": b"<script>" * 2_000 + b"<!--" * 2_000,
        "number.jsonl": b'{"text": 1' + b"0" * 6_000 + b"}",
        "one-line.txt": "нефть и газ, ".encode() * 30_000,
        "one-word.txt": "о".encode() * 300_000,
        "lines.txt": "а\n".encode() * 60_000,
        "commas.csv": b"," * 200_000 + b"\n" + b"text" + b"," * 200_000,
        "quote.csv": b'text\n"' + TEXT.encode() * 200,
        "zeros.txt": bytes(100_000),
        "marks.txt": ("а" + "\u0301" * 50_000).encode(),
        "half.txt": "\ufffd".encode() * 30_000,
        "front.txt": b"---\n" + b"a: b\n" * 30_000,
        "dashes.txt": ("— " * 60_000).encode(),
        "dates.txt": ("1 мая 2026 " * 20_000).encode(),
        "headings.txt": ("Планы на зиму\n" * 20_000).encode(),
        "empty.zip": _zip({}),
        "empty.parquet": b"",
        "empty.html": b"",
        "empty.rss": b"",
    }
