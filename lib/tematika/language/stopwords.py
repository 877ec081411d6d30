"""The list of stop words that stands beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("stopwords.txt")


@cache
def stop_lemmas() -> frozenset[str]:
    """Lemmas that never become features; lines that begin with # are comments."""
    lines = (line.strip() for line in _FILE.read_text(encoding="utf8").splitlines())
    return frozenset(line.replace("ё", "е") for line in lines if line and not line.startswith("#"))
