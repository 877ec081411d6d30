"""The word lists of this folder: stop words, and words unfit for titles."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def stop_lemmas() -> frozenset[str]:
    """Return the lemmas that are never features."""
    return _lemmas("stopwords.txt")


@cache
def unfit_lemmas() -> frozenset[str]:
    """Return the lemmas that are features but mean nothing in a title."""
    return _lemmas("unfit.txt")


def _lemmas(name: str) -> frozenset[str]:
    """Read lemmas, one a line; lines that begin with # are comments."""
    lines = (line.strip() for line in (_FOLDER / name).read_text(encoding="utf8").splitlines())
    return frozenset(line.replace("ё", "е") for line in lines if line and not line.startswith("#"))
