"""Web pages, feeds, workbooks, archives, tables without a header: what is in them comes in, and nothing else."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.corpus.models import Record
from tematika.corpus.readers.html_text import text_of_markup
from tematika.corpus.readers.limits import Limits
from tematika.corpus.readers.read import ReadResult, read_records

TEXT = "Порт открыл зимний причал: «первое судно» пришло утром, сообщили в управлении."
MORE = "Второе судно ждут к вечеру, его встретят ледокол и два буксира, добавили там же."
PAGE = f"""<!doctype html><html lang="ru"><head><meta charset="{{charset}}"><title>Порт открыт — Курьер</title>
<meta property="og:title" content="Порт открыт"><meta property="og:site_name" content="Курьер">
<meta property="article:published_time" content="2026-10-14T09:30:00+03:00">
<link rel="canonical" href="https://kurier.example/port"><style>p {{{{ color: red }}}}</style></head>
<body><nav><a href="/">Главная</a> <a href="/news">Новости</a></nav><script>steal()</script>
<article><h1>Порт открыт</h1><p>{TEXT}</p><p>{MORE}</p><p>{MORE.replace("Второе", "Третье")}</p></article>
<footer>Все права защищены</footer></body></html>"""
RSS = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Курьер</title>
<item><title>Порт &amp;laquo;открыт&amp;raquo;</title><guid>n1</guid><link>https://kurier.example/1</link>
<pubDate>Wed, 14 Oct 2026 09:30:00 +0300</pubDate><description>Коротко</description>
<content:encoded><![CDATA[<p>{TEXT}</p><p>{MORE}<script>steal()</script></p>]]></content:encoded></item>
<item><title>Пусто</title><guid>n2</guid></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Волна</title><entry><id>a1</id><title>Порт</title>
<updated>2026-10-14T09:30:00Z</updated><content type="html">&lt;p&gt;{TEXT}&lt;/p&gt;</content></entry></feed>"""


def read(folder: Path, limits: Limits | None = None) -> ReadResult:
    return read_records([folder], limits or Limits())


def aside(folder: Path, limits: Limits | None = None) -> list[tuple[str, str]]:
    return [(item.ref, item.reason) for item in read(folder, limits).quarantine.items]


def zipped(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def workbook(*sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.active if number == 0 else book.create_sheet()
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize(("name", "charset"), [("a.html", "utf-8"), ("a.htm", "windows-1251")])
def test_saved_page(tmp_path: Path, name: str, charset: str) -> None:
    (tmp_path / name).write_bytes(PAGE.format(charset=charset).encode(charset))
    [record] = read(tmp_path).records
    assert (record.ref, record.title, record.source) == (name, "Порт открыт", "Курьер")
    assert (record.date, record.url) == ("2026-10-14", "https://kurier.example/port")
    assert [line for line in (TEXT, MORE) if line not in record.text] == []
    assert not [word for word in ("steal", "color", "Главная", "права") if word in record.text]


def test_page_without_an_article_gives_all_its_text(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<div>{TEXT}<br>{MORE}</div>", encoding="utf-8")
    [record] = read(tmp_path).records
    assert record.text == f"{TEXT}\n{MORE}"


def test_rss(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(RSS, encoding="utf-8")
    reading = read(tmp_path)
    assert reading.records == [
        Record("n1", f"{TEXT}\n\n{MORE}", "Порт «открыт»", "Wed, 14 Oct 2026 09:30:00 +0300", "Курьер", "https://kurier.example/1")
    ]  # fmt: skip
    assert [(item.ref, item.reason) for item in reading.quarantine.items] == [("n2", "no-text")]


def test_atom(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(ATOM, encoding="utf-8")
    assert read(tmp_path).records == [Record("a1", TEXT, "Порт", "2026-10-14T09:30:00Z", "Волна")]


def test_xml_that_is_no_feed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.xml").write_text("<catalogue><port/></catalogue>", encoding="utf-8")
    assert aside(tmp_path) == [("b.xml", "broken")]


def test_workbook_with_lines_above_its_header_and_a_sheet_of_something_else(tmp_path: Path) -> None:
    table: list[list[object]] = [
        ["Выгрузка"],
        [],
        ["ид", "заголовок", "текст", "дата"],
        [7.0, "Порт", TEXT, datetime(2026, 10, 14)],
        [None],
    ]
    (tmp_path / "a.xlsx").write_bytes(workbook([["сумма"], [5]], table))
    assert read(tmp_path).records == [Record("7", TEXT, "Порт", "2026-10-14")]


def test_workbook_without_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.xlsx").write_bytes(workbook([["сумма"], [5]]))
    (tmp_path / "c.xlsx").write_bytes(b"PK no")
    assert aside(tmp_path) == [("b.xlsx", "broken"), ("c.xlsx", "broken")]


def test_zip_of_everything(tmp_path: Path) -> None:
    lines = json.dumps({"id": "1", "text": TEXT + " Один."})
    inner = zipped({"в.txt": TEXT.encode()})
    files = {
        "б/a.txt": (TEXT + " Два.").encode("cp1251"),
        "a.jsonl.gz": gzip.compress(lines.encode()),
        "inner.zip": inner,
        "b.jpg": b"JFIF",
        ".hidden/a.txt": TEXT.encode(),
    }
    (tmp_path / "a.zip").write_bytes(zipped(files))
    reading = read(tmp_path)
    assert [record.ref for record in reading.records] == [
        "a.zip/a.jsonl.gz#1",
        "a.zip/inner.zip/в.txt",
        "a.zip/б/a.txt",
    ]
    assert [(item.ref, item.reason) for item in reading.quarantine.items] == [("a.zip/b.jpg", "unknown-kind")]


def test_names_in_a_zip_made_under_windows(tmp_path: Path) -> None:
    data = zipped({"XXXX.txt": TEXT.encode()}).replace(b"XXXX", "порт".encode("cp866"))
    (tmp_path / "a.zip").write_bytes(data)
    assert [record.ref for record in read(tmp_path).records] == ["a.zip/порт.txt"]


def test_names_that_lead_out_of_a_zip(tmp_path: Path) -> None:
    names = ["../../etc/a.txt", "/etc/b.txt", "ok/../../c.txt", "C:/d.txt", "..\\e.txt"]
    (tmp_path / "a.zip").write_bytes(zipped({"good.txt": TEXT.encode(), **dict.fromkeys(names, TEXT.encode())}))
    reading = read(tmp_path)
    assert [record.ref for record in reading.records] == ["a.zip/good.txt"]
    assert [item.reason for item in reading.quarantine.items] == ["unsafe"] * 5
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.zip"]


def test_csv_without_a_header(tmp_path: Path) -> None:
    rows = [f"2026-10-1{n};https://k.example/{n};Порт открыт, день {n};{TEXT} {n}" for n in range(1, 4)]
    (tmp_path / "a.csv").write_text("\n".join(rows), encoding="cp1251")
    assert read(tmp_path).records[0] == Record(
        "1", f"{TEXT} 1", "Порт открыт, день 1", "2026-10-11", url="https://k.example/1"
    )
    assert len(read(tmp_path).records) == 3


def test_csv_of_short_cells_without_a_header_is_no_table_of_articles(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.csv").write_text("1;порт\n2;рейд\n", encoding="utf-8")
    assert aside(tmp_path) == [("b.csv", "broken")]


def test_separator_of_the_column_that_counts(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"id;a,b,c,d;text\n1;2;{TEXT}\n", encoding="utf-8")
    assert read(tmp_path).records == [Record("1", TEXT)]


def test_one_broken_row_does_not_take_the_others_along(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'id,text\n1,{MORE[:30]},x,y\n2,"{TEXT}\n{MORE}"\n3\n', encoding="utf-8")
    assert [record.text for record in read(tmp_path).records] == [f"{TEXT}\n{MORE}"]
    assert aside(tmp_path) == [("a.csv, line 2", "broken"), ("3", "no-text")]


@given(st.lists(st.text(alphabet="абв <>&\"'/=\n", max_size=12), max_size=8))
def test_plain_text_passes_through_markup(lines: list[str]) -> None:
    from html import escape

    html = "".join(f"<p>{escape(line)}</p>" for line in lines)
    assert text_of_markup(html).split() == " ".join(lines).split()


@pytest.mark.parametrize(
    "odd", ["<![;", "<![if !IE]>", "<![CDATA[x]]>", "<![ENDIF--", "<!;>", "<![endif]-->", "<!DOCTYPE"]
)
def test_declarations_that_nobody_knows_are_no_text_and_no_harm(odd: str) -> None:
    assert text_of_markup(f"<p>Порт открыт.{odd}</p>").startswith("Порт открыт.")
    assert text_of_markup(f"<p>Порт открыт.</p>{odd}<p>Снег.") in {"Порт открыт.\n\nСнег.", "Порт открыт."}


@given(st.text(alphabet="аб<>!-/scriptyle &;#x[]?\"'\n", max_size=80))
def test_any_markup_gives_text(html: str) -> None:
    assert isinstance(text_of_markup(html), str)
