"""The lists of words that stand beside this module: stop words, and words unfit for labels."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def stop_lemmas() -> frozenset[str]:
    """Lemmas that never become features."""
    return _lemmas("stopwords.txt")


@cache
def unfit_lemmas() -> frozenset[str]:
    """Lemmas that are features but tell a reader nothing: no label is made of them."""
    return _lemmas("unfit.txt")


def _lemmas(name: str) -> frozenset[str]:
    """Read a list, one a line; lines that begin with # are comments."""
    lines = (line.strip() for line in (_FOLDER / name).read_text(encoding="utf8").splitlines())
    return frozenset(line.replace("ё", "е") for line in lines if line and not line.startswith("#"))
