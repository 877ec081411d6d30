"""Encodings: those that Russian files come in, mixed in one file, taken for one another."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.corpus.readers.encoding import decode
from tematika.corpus.readers.mojibake import fix_mojibake
from tematika.corpus.readers.read import read_records

TEXT = "Порт открыл зимний причал: первое судно пришло утром, его встретили два буксира, сообщили в управлении."
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8-r", "cp866")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding(encoding: str) -> None:
    assert decode(f"{TEXT}\n{TEXT}".encode(encoding), "a.txt") == f"{TEXT}\n{TEXT}"


@pytest.mark.parametrize("other", ["cp1251", "koi8-r", "cp866"])
def test_lines_of_two_encodings(other: str) -> None:
    data = TEXT.encode() + b"\n" + TEXT.encode(other) + b"\r\n" + TEXT.encode()
    assert decode(data, "a.txt").split("\n") == [TEXT] * 3


@pytest.mark.parametrize(
    ("was", "taken_for"),
    [
        ("utf-8", "cp1251"),
        ("utf-8", "latin-1"),
        ("utf-8", "cp866"),
        ("utf-8", "koi8-r"),
        ("cp1251", "latin-1"),
        ("cp1251", "koi8-r"),
        ("cp1251", "cp866"),
        ("koi8-r", "cp1251"),
        ("koi8-r", "latin-1"),
        ("cp866", "latin-1"),
    ],
)
def test_one_encoding_taken_for_another(was: str, taken_for: str, tmp_path: Path) -> None:
    wrong = TEXT.encode(was).decode(taken_for, errors="replace")
    if "\ufffd" in wrong:
        wrong = TEXT.replace("И", "").encode(was).decode(taken_for, errors="ignore")
    (tmp_path / "a.txt").write_text(wrong, encoding="utf-8")
    [record] = read_records([tmp_path]).records
    assert record.text[:20] == TEXT[:20]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The port is open",
        TEXT,
        "Порт прийняв перше судно",
        "Çelik üretimi büyüdü",
        "ПОРТ ОТКРЫТ",
        TEXT.upper(),
        "政府批准了支持小企业的计划",
    ],
)
def test_what_was_not_decoded_wrongly(text: str) -> None:
    assert fix_mojibake(text) in {None, text}


@given(st.text(max_size=80))
def test_any_text_is_mended_or_left(text: str) -> None:
    mended = fix_mojibake(text)
    assert mended is None or isinstance(mended, str)
