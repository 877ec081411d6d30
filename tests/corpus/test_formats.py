"""Reading files of every kind, and saying what is wrong with those that cannot be read."""

from __future__ import annotations

import contextlib
import gzip
import json
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.corpus.models import Record
from tematika.corpus.readers import jsonl as lines_module
from tematika.corpus.readers import tables as table_module
from tematika.corpus.readers.encoding import decode
from tematika.corpus.readers.quarantine import SetAside
from tematika.corpus.readers.read import check_paths, iter_records, read_records
from tematika.corpus.readers.text import split_front_matter
from tematika.errors import NoArticlesError

TEXT = "Порт открыл зимний причал: «первое судно» пришло утром — №1."


def set_aside(*paths: Path) -> list[tuple[str, str]]:
    return [(item.ref, item.reason) for item in read_records(paths).quarantine.items]


def refs(*paths: Path) -> list[str]:
    return [record.ref for record in read_records(paths).records]


def test_text_file_with_front_matter(tmp_path: Path) -> None:
    stated = 'title: "Порт: открыт"\nsource: Курьер\ndate: 2026-10-14 09:30\nurl: https://a.example/b\nnote: x'
    page = f"---\n{stated}\n---\n{TEXT}\n"
    (tmp_path / "a.txt").write_text(page, encoding="utf-8")
    assert read_records([tmp_path / "a.txt"]).records == [
        Record("a.txt", TEXT + "\n", "Порт: открыт", "2026-10-14 09:30", "Курьер", "https://a.example/b")
    ]


@pytest.mark.parametrize(
    "text", ["---\nне пара\n---\nТекст", "---\ntitle: x\nбез конца", "Текст\n---\na: b\n---\n", "---\n---\n"]
)
def test_dashes_that_are_no_front_matter(text: str) -> None:
    assert split_front_matter(text) == ({}, text)


def test_folder_is_read_to_the_bottom_in_order(tmp_path: Path) -> None:
    for name in ("б/2.txt", "а/1.md", "в.txt", "а/.hidden.txt", ".git/x.txt", "а/photo.jpg", "а/empty.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("" if "empty" in name else TEXT, encoding="utf-8")
    reading = read_records([tmp_path])
    assert [record.ref for record in reading.records] == ["а/1.md", "б/2.txt", "в.txt"]
    aside = [(item.ref, item.reason) for item in reading.quarantine.items]
    assert aside == [("а/photo.jpg", "unknown-kind"), ("а/empty.txt", "no-text")]


def test_file_given_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert refs(tmp_path, tmp_path / "a.txt") == ["a.txt"]


def test_same_names_in_two_folders_stay_apart(tmp_path: Path) -> None:
    for folder in ("x", "y", "z"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(TEXT + folder, encoding="utf-8")
    assert refs(tmp_path / "x", tmp_path / "y", tmp_path / "z") == ["a.txt", "a.txt~2", "a.txt~3"]


def test_json_lines(tmp_path: Path) -> None:
    rows = [
        {"id": 7, "headline": "Порт", "body": TEXT, "outlet": "Курьер", "published": "2026-10-14", "link": "u"},
        {"Text": "б"},
    ]
    lines = "\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (tmp_path / "a.jsonl").write_text(lines, encoding="utf-8")
    assert read_records([tmp_path]).records == [
        Record("7", TEXT, "Порт", "2026-10-14", "Курьер", "u"),
        Record("2", "б"),
    ]


@pytest.mark.parametrize(("suffix", "separator"), [(".csv", ","), (".csv", ";"), (".tsv", "\t")])
def test_tables(tmp_path: Path, suffix: str, separator: str) -> None:
    lines = [separator.join(("ид", "заголовок", "текст")), separator.join(("007", "Порт", f'"{TEXT}\nи ещё"'))]
    (tmp_path / f"a{suffix}").write_text("\n".join(lines), encoding="utf-8-sig")
    assert read_records([tmp_path]).records == [Record("007", TEXT + "\nи ещё", "Порт")]


def test_parquet_with_real_dates(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"id": [1, 2], "text": [TEXT, None], "date": [date(2026, 10, 14)] * 2, "time": [datetime(2026, 10, 14, 9)] * 2}
    )
    frame.write_parquet(tmp_path / "a.parquet")
    reading = read_records([tmp_path])
    assert reading.records == [Record("1", TEXT, date="2026-10-14")]
    assert [(item.ref, item.reason) for item in reading.quarantine.items] == [("2", "no-text")]


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv", "a.parquet"])
def test_gzip_of_every_kind(tmp_path: Path, name: str) -> None:
    plain = tmp_path / name
    frame = pl.DataFrame({"id": ["1"], "text": [TEXT]})
    if name.endswith(".txt"):
        plain.write_text(TEXT, encoding="utf-8")
    elif name.endswith(".jsonl"):
        frame.write_ndjson(plain)
    elif name.endswith(".csv"):
        frame.write_csv(plain)
    else:
        frame.write_parquet(plain)
    packed = tmp_path / "packed" / f"{name}.gz"
    packed.parent.mkdir()
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    [record] = read_records([packed.parent]).records
    assert record.text == TEXT


def test_several_record_files_qualify_their_ids(tmp_path: Path) -> None:
    for name in ("a.jsonl", "sub/b.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps({"id": "1", "text": TEXT}), encoding="utf-8")
    (tmp_path / "c.txt").write_text(TEXT, encoding="utf-8")
    assert refs(tmp_path) == ["a.jsonl#1", "c.txt", "sub/b.jsonl#1"]
    assert refs(tmp_path / "a.jsonl") == ["1"]


def test_ids_that_meet_twice_are_told_apart(tmp_path: Path) -> None:
    rows = [{"id": "1", "text": TEXT}, {"id": "1", "text": "другой"}, {"id": "1~2", "text": "третий"}]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    found = refs(tmp_path)
    assert len(set(found)) == 3
    assert found[0] == "1"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r", "cp866"])
def test_encodings(encoding: str) -> None:
    text = "Порт открыл зимний причал, сообщили в управлении.\r\nВторая строка\rтретья"
    decoded = decode(text.encode(encoding), "a.txt")
    assert decoded == "Порт открыл зимний причал, сообщили в управлении.\nВторая строка\nтретья"


def test_one_broken_byte_does_not_change_the_encoding() -> None:
    data = (TEXT * 5).encode()
    assert decode(data[:60] + b"\xff" + data[60:], "a.txt").startswith(TEXT[:20])


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_an_error(data: bytes) -> None:
    with contextlib.suppress(NoArticlesError):
        assert "\r" not in decode(data, "a.txt")


@pytest.mark.parametrize(
    ("name", "data", "where"),
    [
        ("a.txt", b"PNG\x00\x01\x02", "a.txt"),
        ("a.txt", bytes(range(1, 9)) * 40, "a.txt"),
        ("a.txt", b"\xff\xfea", "a.txt"),
        ("a.txt.gz", b"not gzip", "a.txt.gz"),
        ("a.txt.gz", gzip.compress(b"abc" * 100, mtime=0)[:-9], "a.txt.gz"),
        ("a.jsonl", b'\n\n{"text": ', "a.jsonl, line 3"),
        ("a.jsonl", b'\n["b"]', "a.jsonl, line 2"),
        ("a.jsonl", b'{"title": "a"}', "a.jsonl, line 1"),
        ("a.csv", b"id,title\n1,a\n", "a.csv"),
        ("a.csv", b"", "a.csv"),
        ("a.csv", b"id,text\n1,a,b,c\n", "a.csv, line 2"),
        ("a.parquet", b"PAR1 no", "a.parquet"),
        ("a.docx", b"PK", "a.docx"),
    ],
)
def test_unreadable_file_is_named_with_its_mend(tmp_path: Path, name: str, data: bytes, where: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(NoArticlesError) as caught:
        read_records([path])
    assert caught.value.where == where
    assert caught.value.mend
    assert caught.value.exit_code == 3


def test_missing_path(tmp_path: Path) -> None:
    with pytest.raises(NoArticlesError, match="no such file or folder"):
        read_records([tmp_path / "none"])


@pytest.mark.parametrize("files", [{}, {"a.txt": " \n"}, {"a.jpg": "x"}])
def test_folder_without_articles(tmp_path: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(NoArticlesError, match="no articles found") as caught:
        read_records([tmp_path])
    assert ".jsonl" in caught.value.mend


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_long_files_are_read_in_parts(encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        json.dumps({"id": f"n{n}", "text": f"{TEXT.replace('№', 'номер')} {n}\n" * (n % 5)}, ensure_ascii=False)
        for n in range(60)
    ]
    (tmp_path / "a.jsonl").write_bytes("\r\n".join(rows).encode(encoding))
    whole = read_records([tmp_path / "a.jsonl"])
    monkeypatch.setattr(lines_module, "_CHUNK_BYTES", 700)
    assert read_records([tmp_path / "a.jsonl"]) == whole
    assert len(whole.records) == 48
    assert whole.quarantine.total == 12


def test_errors_in_long_files_name_the_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [json.dumps({"text": TEXT})] * 30
    (tmp_path / "a.jsonl").write_text("\n".join([*lines, "", "{", *lines]), encoding="utf-8")
    monkeypatch.setattr(lines_module, "_CHUNK_BYTES", 500)
    assert set_aside(tmp_path) == [("a.jsonl, line 32", "broken")]
    assert len(refs(tmp_path)) == 60


def test_long_tables_keep_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_module, "_CHUNK_ROWS", 7)
    table = pl.DataFrame(
        {"id": [f"n{n}" for n in range(50)], "text": [f"{TEXT} {n}" for n in range(50)], "x": [[1]] * 50}
    )
    table.write_parquet(tmp_path / "a.parquet", row_group_size=20)
    assert refs(tmp_path) == [f"n{n}" for n in range(50)]


def test_records_come_before_all_is_read(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "2.jsonl").write_text("{", encoding="utf-8")
    (tmp_path / "3.jpg").write_bytes(b"")
    aside: list[SetAside] = []
    stream = iter_records([tmp_path], aside.append)
    assert next(stream).ref == "1.txt"
    assert [item.ref for item in aside] == ["3.jpg"]
    assert list(stream) == []
    assert [item.ref for item in aside] == ["3.jpg", "2.jsonl, line 1"]


def test_a_ref_met_again_gets_a_free_number(tmp_path: Path) -> None:
    lines = [json.dumps({"id": ref, "text": TEXT}) for ref in ("a", "a~2", "a", "a", "a~2")]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert refs(tmp_path) == ["a", "a~2", "a~3", "a~4", "a~2~2"]


def test_paths_can_be_checked_beforehand(tmp_path: Path) -> None:
    check_paths([tmp_path])
    with pytest.raises(NoArticlesError, match="no such file or folder"):
        check_paths([tmp_path, tmp_path / "none"])


def test_half_a_character_in_json_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(r'{"text": "Порт \ud83d открыт \ud83d\ude00"}', encoding="utf-8")
    assert read_records([tmp_path]).records[0].text == "Порт \ufffd открыт 😀"
