"""Languages: Russian comes in however short it is, its neighbours are told by name."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.corpus.readers.language_id import (
    LANGUAGES,
    OTHER_CYRILLIC,
    OTHER_LATIN,
    OTHER_SCRIPT,
    RUSSIAN,
    detect_language,
)
from tematika.corpus.readers.read import read_records

GOLD = Path(__file__).parent / "gold" / "languages.tsv"


def gold() -> list[tuple[str, str]]:
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    return [(code, text) for code, text in (line.split("\t") for line in lines)]


@pytest.mark.parametrize("text", [text for code, text in gold() if code == RUSSIAN])
def test_short_russian_is_russian(text: str) -> None:
    assert detect_language(text) == RUSSIAN


def test_neighbours_are_told_apart_by_a_sentence() -> None:
    foreign = [(code, text) for code, text in gold() if code != RUSSIAN]
    told = [(code, detect_language(text)) for code, text in foreign]
    assert told == [(code, code) for code, _ in foreign]


@pytest.mark.parametrize("code", ["uk", "be", "bg", "sr", "kk", "en"])
def test_neighbours_are_told_for_sure_by_a_few_sentences(code: str) -> None:
    assert detect_language(" ".join(text for own, text in gold() if own == code)) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("政府批准了支持小企业的计划并且公布了细节", OTHER_SCRIPT),
        ("Хөкүмәт кече бизнеска ярдәм программасын раслады", OTHER_CYRILLIC),
        ("Rząd zatwierdził program wsparcia dla małych firm.", OTHER_LATIN),
        ("2026", RUSSIAN),
        ("", RUSSIAN),
        (
            "body { color: red; margin: 0 auto } " * 30 + "Порт открыл новый причал, сообщили власти города. " * 20,
            RUSSIAN,
        ),
        ("«Ми не маємо права відступати». " + "Выступление продолжалось два часа, зал был полон. " * 3, RUSSIAN),
    ],
)
def test_edges(text: str, code: str) -> None:
    assert detect_language(text) == code


@given(st.text(max_size=200) | st.text("абвгіїўјәъыэ the and", max_size=200))
def test_every_text_has_a_language(text: str) -> None:
    assert detect_language(text) in {RUSSIAN, *LANGUAGES}


def test_other_languages_are_set_aside_and_counted(tmp_path: Path) -> None:
    rows = [{"id": f"{code}{n}", "text": text} for n, (code, text) in enumerate(gold())]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    reading = read_records([tmp_path])
    assert sum(record.ref.startswith(RUSSIAN) for record in reading.records) == sum(c == RUSSIAN for c, _ in gold())
    assert reading.quarantine.counts[("language", "uk")] >= 8
    assert all(item.reason == "language" and item.ref.startswith(item.detail) for item in reading.quarantine.items)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["scale/press_2025", "scale/leads_2000_2026", "ria/ria_2023", "clusters/nplus1"])
def test_russian_news_is_russian(name: str, shared: Callable[[str], Path]) -> None:
    with gzip.open(shared(f"data/{name}.jsonl.gz"), "rt", encoding="utf-8") as lines:
        told = Counter(detect_language(json.loads(line)["text"]) for line in lines)
    assert told.keys() == {RUSSIAN}
