"""An invented news wire: as many articles as wanted, no two alike unless they are meant to be."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

_STEMS = "бар вод гор дел зал кам лод мор нос пар рек сад тен хол цен шум юг ябл лес дон"
_ENDS = "ный ская ение ость ать ила ами ого ика ник тель ство"
_SOURCES = ("Курьер", "Речной листок", "Волна", None)
WORDS = [f"{a}{b}{c}" for a in _STEMS.split() for b in ("о", "е", "а", "и") for c in _ENDS.split()]

Row = dict[str, Any]


def stories(count: int, seed: int = 7) -> list[Row]:
    """Give rows of a JSON lines file, dated over three months, one in twenty without a date."""
    chance = random.Random(seed)  # noqa: S311 - no secrets here
    return [_story(number, chance) for number in range(count)]


def messy(rows: Sequence[Row]) -> list[Row]:
    """Add what real wires have: the same text again, reprints with a cut, and lines below each article of a source."""
    chance = random.Random(len(rows))  # noqa: S311 - no secrets here
    mixed = []
    for row in rows:
        tail = f"\n\nЧитайте {row['source']} каждый день" if row["source"] == "Волна" else ""
        mixed.append({**row, "text": row["text"] + tail})
        older = chance.choice(mixed)
        if chance.random() < 0.1:
            mixed.append({**older, "id": f"{row['id']}-again"})
        elif chance.random() < 0.1:
            cut = older["text"].rpartition(". ")[0] + "."
            mixed.append({**older, "id": f"{row['id']}-cut", "text": cut, "source": "Перепечатка"})
    return mixed


def write(path: Path, rows: Sequence[Row]) -> Path:
    """Write rows as JSON lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def _story(number: int, chance: random.Random) -> Row:
    day = date(2026, 9, 1) + timedelta(days=number % 75)
    sentences = [_sentence(chance) for _ in range(chance.randint(6, 12))]
    half = len(sentences) // 2
    return {
        "id": f"w{number}",
        "title": _sentence(chance).rstrip("."),
        "date": None if chance.random() < 0.05 else day.isoformat(),
        "source": chance.choice(_SOURCES),
        "text": f"{' '.join(sentences[:half])}\n\n{' '.join(sentences[half:])}",
    }


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(6, 12))).capitalize() + "."
